// URLs: line 1 an encoding, line 2 a base, the rest the URL. What was parsed parses again to
// itself, and the keys are keys: they do not change when they are made twice.
#include <string>

#include "core/decode.h"
#include "core/url.h"
#include "tests/fuzz/fuzz.h"

using vouch::Url;
using vouch::fuzz::require;

namespace {

void check(const Url& url) {
  const std::string href = url.href();
  // Opaque paths keep their spaces (URL 4.2).
  const char least = url.has_opaque_path() ? 0x20 : 0x21;
  for (const char c : href) require(c >= least && c < 0x7f, "an href is printable ASCII");
  const auto again = Url::parse(href);
  require(again.has_value(), "an href is a URL");
  require(again->href() == href, "parse(href).href() == href");
  require(again->host() == url.host() && again->effective_port() == url.effective_port(),
          "host and port survive");
  if (!url.is_http()) return;
  const std::string strict = vouch::strict_key(url);
  const auto key_url = Url::parse(strict);
  require(key_url.has_value(), "a strict key is a URL");
  require(vouch::strict_key(*key_url) == strict, "a strict key is its own strict key");
  require(key_url->host() == url.host(), "a strict key keeps the host");
  const std::string loose = vouch::loose_key(url);
  require(loose == vouch::loose_key(*key_url), "equal strict keys have equal loose keys");
  const std::string domain = vouch::registrable_domain(url.host());
  require((url.host() + ".").find(domain + ".") != std::string::npos,
          "the registrable domain is a part of the host");
  require(!vouch::site_key(url).empty(), "every http URL belongs to a site");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const std::string_view encoding = vouch::fuzz::take_part(rest);
  const auto base = Url::parse(vouch::fuzz::take_part(rest));
  if (base) check(*base);
  const auto url = Url::parse(rest, base ? &*base : nullptr,
                              vouch::encoding_for_label(encoding).value_or("utf-8"));
  if (url) check(*url);
  return 0;
}
