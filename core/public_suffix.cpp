// Registrable domains by libpsl: Debian's list, with its private section (github.io, myqcloud.com).
#include <libpsl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "core/text.h"
#include "core/url.h"
#include "core/url_host.h"

namespace vouch {
namespace {

constexpr const char* kListPath = "/usr/share/publicsuffix/public_suffix_list.dafsa";

struct ListCloser {
  void operator()(psl_ctx_t* list) const { psl_free(list); }
};

// Null where neither the file nor a built-in list exists; psl_* then answer as with an empty list.
const psl_ctx_t* list() {
  // The newer of the packaged file and the list inside the library; never freed before exit.
  static const std::unique_ptr<psl_ctx_t, ListCloser> loaded(psl_latest(kListPath));
  return loaded.get();
}

std::string lower_case(std::string_view host) {
  const bool ascii = std::all_of(host.begin(), host.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string plain = ascii_lower(host);
  if (ascii) return plain;
  char* lowered = nullptr;
  if (psl_str_to_utf8lower(plain.c_str(), "utf-8", nullptr, &lowered) != PSL_SUCCESS) return plain;
  std::string out(lowered);
  psl_free_string(lowered);
  return out;
}

}  // namespace

std::string registrable_domain(std::string_view host) {
  std::string name = lower_case(host);
  if (name.empty() || name.front() == '.') return {};
  if (name.front() == '[' || ends_in_number(name)) return name;
  if (name.back() == '.') name.pop_back();
  if (const char* registrable = psl_registrable_domain(list(), name.c_str())) return registrable;
  // A single label that the list does not know (localhost, an intranet name) is a site of its own.
  const bool listed = psl_is_public_suffix2(
      list(), name.c_str(), PSL_TYPE_ICANN | PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE);
  return name.find('.') == std::string::npos && !listed ? name : std::string{};
}

std::string site_key(const Url& url) {
  std::string key = registrable_domain(url.host());
  if (key.empty()) key = url.host();  // a page on a public suffix itself
  if (url.port()) key += ":" + std::to_string(*url.port());
  return key;
}

}  // namespace vouch
