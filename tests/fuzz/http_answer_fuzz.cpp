// What a page's server sends around its body: header lines, chunk framing, content codings, cookies
// and redirects. The input is one answer: head, empty line, body.
#include <string>

#include "core/exchange.h"
#include "crawler/net/chunked.h"
#include "crawler/net/politeness.h"
#include "crawler/net/redirect.h"
#include "crawler/page/inflate.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view answer = vouch::fuzz::text_of(data, size);
  const std::size_t end = answer.find("\r\n\r\n");
  const std::string_view head = answer.substr(0, end);
  const std::string_view body =
      end == std::string_view::npos ? std::string_view() : answer.substr(end + 4);

  const auto fields = vouch::parse_header_fields(head);
  std::size_t bytes = 0;
  for (const auto& field : fields) bytes += field.name.size() + field.value.size();
  require(bytes <= head.size(), "fields hold no more than the head");
  static const auto page = vouch::Url::parse("http://www.example.com/a/b?c");
  if (const auto target = vouch::crawler::redirect_target(302, fields, *page)) {
    require(vouch::Url::parse(target->href()).has_value(), "a redirect leads to a URL");
  }
  const auto asked = vouch::crawler::parse_retry_after(vouch::header_value(fields, "retry-after"),
                                                       vouch::from_millis(1'795'501'800'000));
  if (asked) require(asked->count() >= 0, "nobody asks us to come back in the past");

  const auto plain = vouch::crawler::dechunk(body);
  require(plain.body.size() <= body.size(), "framing only takes bytes away");

  vouch::crawler::InflateCaps caps;
  caps.decoded_bytes = 1 << 20;
  caps.ratio_after = 1 << 16;
  for (const std::string_view coding : {"gzip", "deflate", "identity"}) {
    const auto inflated = vouch::crawler::inflate_body(body, coding, caps);
    if (inflated) require(inflated->body.size() <= caps.decoded_bytes, "the cap holds");
  }
  const auto named =
      vouch::crawler::inflate_body(body, vouch::header_value(fields, "content-encoding"), caps);
  if (named) require(named->body.size() <= caps.decoded_bytes, "the cap holds for named codings");
  return 0;
}
