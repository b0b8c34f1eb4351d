#include "practice/result_pages.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "core/text.h"
#include "practice/api_client.h"
#include "practice/engines.h"
#include "practice/result_templates.h"

namespace vouch::practice {
namespace {

constexpr std::size_t kPageSize = 10;

// Where an engine takes a question from, and how it counts its pages.
struct Address {
  std::string_view engine;
  std::string_view path;
  std::string_view query;
  std::string_view page;
  int first, step;
  std::string_view news_path;
  std::string_view news_parameter, news_value;  // empty: the path alone tells
  std::string (*dress)(const ResultPage& page);
};
constexpr Address kAddresses[] = {
    {"baidu", "/s", "wd", "pn", 0, 10, "/s", "tn", "news", baidu_html},
    {"so360", "/s", "q", "pn", 1, 1, "/ns", "", "", so360_html},
    {"sogou", "/web", "query", "page", 1, 1, "/news", "", "", sogou_html},
    {"bing", "/search", "q", "first", 1, 10, "/news/search", "", "", bing_html},
    {"google", "/search", "q", "start", 0, 10, "/search", "tbm", "nws", google_html},
};

const Address& address_of(std::string_view engine) {
  const auto* const found =
      std::find_if(std::begin(kAddresses), std::end(kAddresses),
                   [&](const Address& address) { return address.engine == engine; });
  return *found;
}

HttpAnswer html(std::string body) {
  HttpAnswer answer;
  answer.headers = {{"Server", "practice"}, {"Content-Type", "text/html; charset=utf-8"}};
  answer.body = std::move(body);
  answer.gzip = true;
  return answer;
}

HttpAnswer refusal(int status) {
  HttpAnswer answer = html("<html><body>" + std::to_string(status) + "</body></html>");
  answer.status = status;
  return answer;
}

bool wants_news(const Address& address, const HttpRequest& request) {
  if (request.path() != address.news_path) return false;
  return address.news_parameter.empty() ||
         request.parameter(address.news_parameter) == address.news_value;
}

std::size_t page_number(const Address& address, const HttpRequest& request) {
  const std::string text = request.parameter(address.page);
  if (text.empty()) return 0;
  return static_cast<std::size_t>(std::max(0, (std::atoi(text.c_str()) - address.first)) /
                                  address.step);
}

std::string next_address(const Address& address, const std::string& query, std::size_t number) {
  return fmt::format("{}?{}={}&{}={}", address.path, address.query, percent_encode(query),
                     address.page, address.first + address.step * static_cast<int>(number + 1));
}

}  // namespace

std::string_view engine_of_host(std::string_view host) {
  constexpr std::string_view kEnd = ".localhost";
  if (!host.ends_with(kEnd)) return {};
  const EngineHabits* engine = engine_habits(host.substr(0, host.size() - kEnd.size()));
  return engine == nullptr ? std::string_view() : engine->key;
}

std::string result_html(std::string_view engine, const ResultPage& page) {
  return address_of(engine).dress(page);
}

HttpAnswer answer_result_page(const World& world, Time now, std::string_view engine,
                              const HttpRequest& request) {
  const Address& address = address_of(engine);
  const bool news = wants_news(address, request);
  if (!news && request.path() != address.path) return refusal(404);
  ResultPage page;
  page.query = request.parameter(address.query);
  if (page.query.empty()) return refusal(400);
  if (world.has(Trouble::kEngine429, now, engine)) return refusal(429);
  if (world.has(Trouble::kEngine500, now, engine)) return refusal(500);
  if (world.has(Trouble::kEngineSilent, now, engine)) return html({});
  if (world.has(Trouble::kEngineCaptcha, now, engine)) {
    page.view = ResultView::kWall;
    return html(result_html(engine, page));
  }
  if (news || world.has(Trouble::kEngineNews, now, engine)) {
    page.view = ResultView::kNews;
    page.rows = news_rows(page.query);
    return html(result_html(engine, page));
  }
  const std::vector<EngineRow> all = shown_rows(world, now, engine, page.query);
  const std::size_t number = page_number(address, request);
  page.first = std::min(number * kPageSize, all.size());
  const std::size_t end = std::min(page.first + kPageSize, all.size());
  page.rows.assign(all.begin() + static_cast<std::ptrdiff_t>(page.first),
                   all.begin() + static_cast<std::ptrdiff_t>(end));
  if (page.rows.empty()) page.view = ResultView::kNothing;
  if (end < all.size()) page.next = next_address(address, page.query, number);
  return html(result_html(engine, page));
}

}  // namespace vouch::practice
