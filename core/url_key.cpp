// The two identity keys: docs/decisions/010 says what each promises and what it leaves alone.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/url.h"
#include "core/url_percent.h"
#include "core/url_tracking.h"

namespace vouch {
namespace {

// RFC 3986 2.3
bool is_unreserved(char c) {
  return is_ascii_alpha(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// Characters that RFC 3986 lets stand in no path and no query, and that the URL Standard leaves
// there.
bool must_be_escaped(char c) {
  return static_cast<unsigned char>(c) <= 0x20 ||
         std::string_view("\"<>[\\]^`{|}").find(c) != std::string_view::npos;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out.push_back('%');
  out.push_back(kHex[byte >> 4]);
  out.push_back(kHex[byte & 15]);
}

// RFC 3986 6.2.2: one spelling for every character. Unreserved ones stand plainly; those that may
// not stand there, and a '%' that begins no escape, are escaped; reserved ones stay as they are
// written, for "%2F" and "/" may differ.
std::string normalise_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::optional<char> decoded = escape_at(text, i);
    const char c = decoded.value_or(text[i]);
    const bool escaped = decoded ? !is_unreserved(c) : c == '%' || must_be_escaped(c);
    if (escaped) {
      append_escape(out, c);
    } else {
      out.push_back(c);
    }
    if (decoded) i += 2;
  }
  return out;
}

struct Parameter {
  std::string_view name;
  std::string_view value;
  std::string_view whole;
};

std::vector<Parameter> parameters_of(std::string_view query) {
  std::vector<Parameter> parameters;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view whole = query.substr(0, end);
    const std::size_t equals = whole.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : whole.substr(equals + 1);
    if (!whole.empty()) parameters.push_back({whole.substr(0, equals), value, whole});
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return parameters;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_dropped(std::string_view host, const Parameter& parameter, const LooseKeyRules& rules) {
  if (contains(rules.identity_params, parameter.name)) return false;
  return contains(rules.drop_params, parameter.name) ||
         is_tracking_parameter(host, parameter.name, parameter.value);
}

std::string loose_query(std::string_view host, std::string_view query, const LooseKeyRules& rules) {
  std::vector<Parameter> parameters = parameters_of(query);
  std::erase_if(parameters, [&](const Parameter& p) { return is_dropped(host, p, rules); });
  // Stable: the order of parameters of one name is kept, it may be a list.
  std::stable_sort(parameters.begin(), parameters.end(),
                   [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  std::string out;
  for (const Parameter& parameter : parameters) {
    out.push_back(out.empty() ? '?' : '&');
    out += parameter.whole;
  }
  return out;
}

// "www.", "m." ... come off while what is left is still inside the registrable domain: m.com stays.
// A trailing dot names the same host to DNS.
std::string_view loose_host(std::string_view host) {
  constexpr std::array<std::string_view, 4> kPrefixes = {"www.", "m.", "wap.", "mip."};
  const std::string registrable = registrable_domain(host);
  if (registrable.empty()) return host;
  if (host.ends_with('.')) host.remove_suffix(1);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view prefix : kPrefixes) {
      if (!host.starts_with(prefix) || host.size() - prefix.size() < registrable.size()) continue;
      host.remove_prefix(prefix.size());
      again = true;
    }
  }
  return host;
}

std::string_view loose_path(std::string_view path) {
  constexpr std::array<std::string_view, 11> kIndexFiles = {
      "index.html", "index.htm", "index.shtml",  "index.php",   "index.asp",   "index.aspx",
      "index.jsp",  "index.do",  "default.html", "default.asp", "default.aspx"};
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return path;
  const std::string_view file = path.substr(slash + 1);
  if (std::find(kIndexFiles.begin(), kIndexFiles.end(), file) != kIndexFiles.end()) {
    path = path.substr(0, slash);
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

}  // namespace

std::string strict_key(const Url& url) {
  const std::string path = normalise_escapes(url.path());
  const std::string href = url.href_without_fragment();
  const std::size_t tail = url.path_and_query().size();
  std::string out = href.substr(0, href.size() - tail) + path;
  if (url.query() && !url.query()->empty()) out += "?" + normalise_escapes(*url.query());
  return out;
}

std::string loose_key(const Url& url, const LooseKeyRules& rules) {
  if (!url.is_http()) return strict_key(url);
  std::string out(loose_host(url.host()));
  if (url.port()) out += ":" + std::to_string(*url.port());
  const std::string path = normalise_escapes(url.path());
  out += loose_path(path);
  out += loose_query(url.host(), normalise_escapes(url.query().value_or("")), rules);
  return out;
}

}  // namespace vouch
