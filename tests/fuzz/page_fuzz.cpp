// Bytes to page facts: line 1 is a Content-Type, the rest the body. The facts keep to the arena,
// are UTF-8, and the same input gives the same facts.
#include <string>

#include "core/text.h"
#include "core/url.h"
#include "crawler/page/page_reader.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  vouch::crawler::PageInput input;
  input.url = "http://www.example.com/a/b.html";
  const std::string type(vouch::fuzz::take_part(rest));
  input.headers = {{"Content-Type", type}, {"X-Robots-Tag", type}, {"Link", type}};
  input.body = rest;
  input.now = vouch::from_millis(1'795'501'800'000);
  input.limits.arena_bytes = 16 << 20;
  input.limits.time = std::chrono::minutes(5);  // work, not the clock, must end it
  const vouch::PageFacts facts = vouch::crawler::read_page(input);
  require(vouch::is_valid_utf8(facts.main_text) && vouch::is_valid_utf8(facts.title),
          "texts are UTF-8");
  require(facts.replaced_ratio >= 0 && facts.replaced_ratio <= 1, "a ratio is a ratio");
  require(facts.text_chars >= 0, "text is not negative");
  for (const auto& link : facts.links) {
    require(vouch::Url::parse(link.url).has_value(), "a link is a URL");
  }
  if (!facts.canonical.empty()) {
    require(vouch::Url::parse(facts.canonical).has_value(), "a canonical is a URL");
  }
  if (!facts.refused.empty()) require(facts.blocks.empty(), "a refused page has no text");
  const std::string json = vouch::to_json(facts);
  require(vouch::is_valid_utf8(json), "facts are UTF-8");
  require(vouch::to_json(vouch::crawler::read_page(input)) == json,
          "the same page, the same facts");
  return 0;
}
