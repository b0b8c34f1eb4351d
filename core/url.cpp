#include "core/url.h"

#include <array>

#include "core/url_scheme.h"

namespace vouch {
namespace {

struct SchemeRow {
  std::string_view name;
  std::uint16_t port;  // 0: none
};

constexpr std::array<SchemeRow, 6> kSpecialSchemes = {{
    {"http", 80},
    {"https", 443},
    {"ws", 80},
    {"wss", 443},
    {"ftp", 21},
    {"file", 0},
}};

const SchemeRow* special_row(std::string_view scheme) {
  for (const SchemeRow& row : kSpecialSchemes) {
    if (row.name == scheme) return &row;
  }
  return nullptr;
}

}  // namespace

bool is_special_scheme(std::string_view scheme) {
  return special_row(scheme) != nullptr;
}

std::optional<std::uint16_t> default_port(std::string_view scheme) {
  const SchemeRow* row = special_row(scheme);
  if (row == nullptr || row->port == 0) return std::nullopt;
  return row->port;
}

std::uint16_t Url::effective_port() const {
  if (port_) return *port_;
  return default_port(scheme_).value_or(0);
}

std::string Url::href_without_fragment() const {
  std::string out = scheme_ + ":";
  if (has_host_) {
    out += "//";
    if (has_credentials()) {
      out += username_;
      if (!password_.empty()) out += ":" + password_;
      out += "@";
    }
    out += host_and_port();
  } else if (!opaque_path_ && path_.starts_with("//")) {
    out += "/.";  // else the path would read as a host (URL Standard 4.5)
  }
  out += path_;
  if (query_) out += "?" + *query_;
  return out;
}

std::string Url::href() const {
  std::string out = href_without_fragment();
  if (fragment_) out += "#" + *fragment_;
  return out;
}

std::string Url::origin() const {
  return scheme_ + "://" + host_and_port();
}

std::string Url::host_and_port() const {
  return port_ ? host_ + ":" + std::to_string(*port_) : host_;
}

std::string Url::path_and_query() const {
  return query_ ? path_ + "?" + *query_ : path_;
}

}  // namespace vouch
