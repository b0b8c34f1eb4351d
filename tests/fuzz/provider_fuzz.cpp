// A provider's answer: the first line is the reader and a status ("serpapi 200"; a status alone is
// SearXNG's), the next ones up to an empty line are header fields, the rest is the body. A complete
// answer is whole and in order; all else says why.
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/text.h"
#include "engines/look.h"
#include "engines/providers/bing_webmaster.h"
#include "engines/providers/data5118.h"
#include "engines/providers/dataforseo.h"
#include "engines/providers/google_token.h"
#include "engines/providers/qianfan.h"
#include "engines/providers/search_console.h"
#include "engines/providers/serpapi.h"
#include "engines/searxng.h"
#include "engines/submission.h"
#include "engines/ticket.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace engines = vouch::engines;
using vouch::Exchange;

namespace {

const std::string kUrl = "https://a.cn/1";
const std::string kKeyword = "k";

engines::SearxngOptions searxng_options() {
  engines::SearxngOptions out;
  out.name = "main";
  out.engine = "baidu";
  out.engine_name = "baidu";
  out.base = vouch::Url::parse("http://127.0.0.1:8888/").value();
  return out;
}

engines::ApiAccess access() {
  engines::ApiAccess out;
  out.name = "x:main";
  out.engine = "baidu";
  out.traits.redirects = {"www.baidu.com/link"};
  return out;
}

void check_rows(const engines::SearchAnswer& answer) {
  int before = 0;
  for (const engines::SearchRow& row : answer.rows) {
    require(!row.url.empty() || !row.target_known, "a row has a URL or says that it is not known");
    require(row.position >= 0 && row.position <= answer.depth, "positions lie within the depth");
    require(row.position == 0 || row.position >= before, "rows stand in order");
    before = row.position == 0 ? 1 << 30 : row.position;
  }
  require((answer.outcome == engines::SerpOutcome::kNoResults) <= answer.rows.empty(),
          "no results are no rows");
}

void check(const engines::SearchAnswer& answer) {
  require(answer.valid() == (answer.reason == vouch::Reason::kOk), "only a whole answer is ok");
  require(answer.valid() || !answer.explanation.empty(), "a refused answer says why");
  require(answer.valid() || answer.rows.empty(), "a refused page has no rows");
  require(vouch::is_valid_utf8(answer.explanation), "explanations are UTF-8");
  require(answer.statement.has_value() <= (answer.kind == engines::AnswerKind::kStatement),
          "a statement is an answer of its own kind");
  require(answer.averages.empty() || answer.kind == engines::AnswerKind::kAverages,
          "averages are an answer of their own kind");
  require(answer.valid() || engines::presence_of(answer, kUrl, {}) == engines::Presence::kUncertain,
          "what is refused says nothing of a page");
  check_rows(answer);
}

void check_5118(const Exchange& exchange, vouch::config::Purpose purpose) {
  engines::Data5118Options options;
  options.access = access();
  options.purpose = purpose;
  const bool index = purpose == vouch::config::Purpose::kIndex;
  const std::vector<engines::Question> questions = {
      index ? engines::url_question("baidu", kUrl) : engines::keyword_question("baidu", kKeyword)};
  const engines::Collected5118 read = engines::read_5118_result(exchange, options, questions);
  require(read.waiting == read.answers.empty(), "a task waits or answers every question");
  for (const engines::Answered& one : read.answers) check(one.answer);
  const engines::Posted5118 posted = engines::read_5118_post(exchange);
  require(posted.task.empty() == !posted.refusal.explanation.empty(), "a task or a reason");
}

void check_dataforseo(const Exchange& exchange) {
  engines::DataForSeoOptions options;
  options.access = access();
  const engines::Question question = engines::keyword_question("baidu", kKeyword);
  const engines::TaskAnswer read = engines::read_dataforseo_task(exchange, options, question);
  check(read.answer);
  require(!(read.waiting && read.answer.valid()), "what waits is no answer");
  const auto posted = engines::read_dataforseo_post(exchange, options, {question});
  require(posted.taken.size() + posted.refused.size() == 1, "a question is taken or refused");
  (void)engines::read_dataforseo_ready(exchange);
}

void check_submission(const Exchange& exchange) {
  for (const auto route :
       {engines::SubmissionRoute::kBaiduPush, engines::SubmissionRoute::kIndexNow,
        engines::SubmissionRoute::kBingBatch}) {
    const engines::SubmissionAnswer read = engines::read_submission(exchange, route, {kUrl});
    require(read.ok() || !read.explanation.empty(), "a refusal says why");
    require(read.received >= 0 && read.received <= 1, "not more than was sent");
  }
}

using Reader = std::function<void(const Exchange&)>;

const std::map<std::string, Reader, std::less<>>& readers() {
  static const engines::SearxngOptions kSearxng = searxng_options();
  static const engines::ApiAccess kAccess = access();
  static const engines::SearchConsoleOptions kConsole;
  static const engines::BingWebmasterOptions kBing;
  static const engines::Question kOfUrl = engines::url_question("google", kUrl);
  static const engines::Question kOfWord = engines::keyword_question("google", kKeyword);
  static const std::map<std::string, Reader, std::less<>> kReaders = {
      {"searxng",
       [](const Exchange& exchange) {
         const auto read = engines::read_searxng(exchange, kSearxng, 2);
         require(read.queries == 1, "one request was made");
         check(read);
       }},
      {"serpapi",
       [](const Exchange& exchange) {
         check(engines::read_serpapi(exchange, kAccess, 10).answer);
       }},
      {"dataforseo", check_dataforseo},
      {"inspection",
       [](const Exchange& exchange) {
         check(engines::read_inspection(exchange, kConsole, kOfUrl));
       }},
      {"analytics",
       [](const Exchange& exchange) {
         check(engines::read_analytics(exchange, kConsole, kOfWord, engines::Window()));
       }},
      {"token",
       [](const Exchange& exchange) {
         const auto read = engines::read_token(exchange, vouch::from_millis(1));
         require(read.token.empty() == !read.refusal.explanation.empty(), "a token or a reason");
       }},
      {"bing",
       [](const Exchange& exchange) {
         const auto read = engines::read_url_info(exchange, kBing, kOfUrl);
         check(read);
         require(engines::presence_of(read, kUrl, {}) == engines::Presence::kUncertain,
                 "crawling is neither presence nor absence");
         check(engines::read_stats(exchange, kBing, kOfWord));
       }},
      {"qianfan",
       [](const Exchange& exchange) {
         const auto read = engines::read_qianfan(exchange, kAccess);
         check(read);
         require(engines::presence_of(read, kUrl, {}) != engines::Presence::kAbsent,
                 "what it leaves out may be there");
       }},
      {"5118_index",
       [](const Exchange& exchange) { check_5118(exchange, vouch::config::Purpose::kIndex); }},
      {"5118_rank",
       [](const Exchange& exchange) { check_5118(exchange, vouch::config::Purpose::kRank); }},
      {"submission", check_submission},
  };
  return kReaders;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  std::string_view first = vouch::fuzz::take_part(rest);
  std::string_view reader = "searxng";
  if (const std::size_t space = first.find(' '); space != std::string_view::npos) {
    reader = first.substr(0, space);
    first.remove_prefix(space + 1);
  }
  if (reader == "ticket") {
    const auto ticket = engines::parse_ticket(rest);
    require(!ticket || *engines::parse_ticket(engines::to_text(*ticket)) == *ticket,
            "a ticket that is read is written alike");
    return 0;
  }
  const auto found = readers().find(reader);
  if (found == readers().end()) return 0;
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
  Exchange exchange;
  exchange.hops.push_back(std::move(hop));
  found->second(exchange);
  return 0;
}
