// A search provider's answer: the first line is a status, the next ones up to an empty line are
// header fields, the rest is the body. A valid list is complete and in order; all else says why.
#include <charconv>
#include <memory>
#include <string>

#include "core/text.h"
#include "engines/searxng.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace engines = vouch::engines;

namespace {

engines::SearxngOptions options() {
  engines::SearxngOptions out;
  out.name = "main";
  out.engine = "baidu";
  out.engine_name = "baidu";
  out.base = vouch::Url::parse("http://127.0.0.1:8888/").value();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const engines::SearxngOptions kOptions = options();
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const std::string_view first = vouch::fuzz::take_part(rest);
  vouch::Hop hop;
  std::from_chars(first.data(), first.data() + first.size(), hop.status);
  const std::size_t end = rest.find("\n\n");
  const std::string_view body = end == std::string_view::npos ? rest : rest.substr(end + 2);
  if (end != std::string_view::npos) {
    hop.headers = vouch::parse_header_fields("HTTP/1.1 200\n" + std::string(rest.substr(0, end)));
  }
  hop.url = "http://127.0.0.1:8888/search";
  hop.body = std::make_shared<const std::string>(body);
  hop.ended_at = vouch::from_millis(1'795'501'800'000);
  vouch::Exchange exchange;
  exchange.hops.push_back(std::move(hop));
  const engines::SearchAnswer answer = engines::read_searxng(exchange, kOptions, 2);
  require(answer.valid() == (answer.reason == vouch::Reason::kOk), "only a valid list is ok");
  require(answer.valid() || !answer.explanation.empty(), "a refused answer says why");
  require(answer.valid() || answer.rows.empty(), "a refused page has no rows");
  require(answer.queries == 1, "one request was made");
  require(vouch::is_valid_utf8(answer.explanation), "explanations are UTF-8");
  int before = 0;
  for (const engines::SearchRow& row : answer.rows) {
    require(!row.url.empty(), "a row has a URL");
    require(row.position >= 0 && row.position <= answer.depth, "positions lie within the depth");
    require(row.position == 0 || row.position >= before, "rows stand in order");
    before = row.position == 0 ? 1 << 30 : row.position;
  }
  require((answer.outcome == engines::SerpOutcome::kNoResults) <= answer.rows.empty(),
          "no results are no rows");
  return 0;
}
