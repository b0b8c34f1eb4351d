#include "practice/engine_answers.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr std::size_t kPageSize = 10;
constexpr std::size_t kNeighbours = 4;

constexpr std::array<std::string_view, 10> kStrangers = {
    "今日天气预报查询",   "高铁时刻表大全", "家常菜做法一百例", "二手车报价",
    "公务员考试报名时间", "手机壁纸下载",   "旅游攻略精选",     "英语四级成绩查询",
    "热门电视剧在线观看", "附近的快递网点"};

bool is_indexed(const Page& page, Time now) {
  return page.indexed_at && *page.indexed_at <= now && (!page.dropped_at || now < *page.dropped_at);
}

std::string title_of(const Page& page, Time now) {
  const Phase* phase = page.at(now);
  if (phase == nullptr || phase->content.title.empty()) return "无标题";
  return phase->content.title;
}

EngineRow row_of(const World& world, const Page& page, Time now) {
  return {world.url(*world.site(page.site), page.path), title_of(page, now)};
}

std::vector<EngineRow> strangers() {
  std::vector<EngineRow> rows;
  for (std::size_t i = 0; i < kStrangers.size(); ++i) {
    rows.push_back({fmt::format("http://www.elsewhere{}.example/a/{}.html", i, 1000 + i * 37),
                    std::string(kStrangers[i])});
  }
  return rows;
}

// Pages of one host, newest in the index first.
std::vector<EngineRow> of_site(const World& world, Time now, const Site& site) {
  std::vector<const Page*> pages;
  for (const Page& page : world.pages) {
    if (page.site == site.key && is_indexed(page, now)) pages.push_back(&page);
  }
  std::stable_sort(pages.begin(), pages.end(), [](const Page* left, const Page* right) {
    return *left->indexed_at > *right->indexed_at;
  });
  std::vector<EngineRow> rows;
  for (const Page* page : pages) rows.push_back(row_of(world, *page, now));
  return rows;
}

const Site* site_in(const World& world, std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  return world.site_of_host(address.substr(0, address.find_first_of(":/")));
}

std::vector<EngineRow> by_url(const World& world, Time now, const std::string& url) {
  std::vector<EngineRow> rows;
  const Site* site = site_in(world, url);
  if (site == nullptr) return strangers();
  if (url == world.url(*site, "/") && site->kind == SiteKind::kOpen) {
    rows.push_back({url, site->name});
  }
  const std::string front = world.url(*site, "");
  const Page* page =
      url.starts_with(front) ? world.page(site->key, url.substr(front.size())) : nullptr;
  if (page != nullptr && is_indexed(*page, now)) rows.push_back(row_of(world, *page, now));
  for (EngineRow& neighbour : of_site(world, now, *site)) {
    if (rows.size() > kNeighbours) break;
    if (neighbour.url != url) rows.push_back(std::move(neighbour));
  }
  return rows;
}

std::vector<EngineRow> by_words(const World& world, Time now, const std::string& words) {
  struct Hit {
    std::uint64_t rank;
    EngineRow row;
  };
  std::vector<Hit> hits;
  const auto day = static_cast<std::uint64_t>(to_millis(now) / 86'400'000);
  for (const Page& page : world.pages) {
    const bool about =
        std::find(page.keywords.begin(), page.keywords.end(), words) != page.keywords.end();
    // Ranks move slowly: the order is dealt anew every third day.
    if (about && is_indexed(page, now))
      hits.push_back({hash64(page.path, world.seed + day / 3), row_of(world, page, now)});
  }
  if (const Site* own = world.site(world.own_site); own != nullptr)
    hits.push_back({hash64(words, world.seed + day / 3), {world.url(*own, "/"), own->name}});
  std::sort(hits.begin(), hits.end(),
            [](const Hit& left, const Hit& right) { return left.rank < right.rank; });
  std::vector<EngineRow> rows = strangers();
  std::size_t place = hash64(words, world.seed) % 5;
  for (Hit& hit : hits) {
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(std::min(place, rows.size())),
                std::move(hit.row));
    place += 3;
  }
  return rows;
}

HttpAnswer json_answer(int status, const json::value& value) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}, {"Content-Type", "application/json"}};
  answer.body = json::serialize(value);
  return answer;
}

HttpAnswer refusal(int status, std::string body) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}, {"Content-Type", "text/plain"}};
  answer.body = std::move(body);
  return answer;
}

json::value searx(std::string_view query, std::string_view engine,
                  const std::vector<EngineRow>& rows, std::size_t page, json::array silent) {
  json::array results;
  const std::size_t first = (page - 1) * kPageSize;
  for (std::size_t i = first; i < std::min(rows.size(), first + kPageSize); ++i) {
    const std::size_t place = i - first + 1;
    results.push_back(json::object{{"url", rows[i].url},
                                   {"title", rows[i].title},
                                   {"content", rows[i].title + "，点击查看详情。"},
                                   {"engine", engine},
                                   {"engines", json::array{engine}},
                                   {"positions", json::array{place}},
                                   {"score", 1.0 / static_cast<double>(place)},
                                   {"category", "general"}});
  }
  return json::object{{"query", query},
                      {"number_of_results", 0},
                      {"results", std::move(results)},
                      {"answers", json::array()},
                      {"corrections", json::array()},
                      {"infoboxes", json::array()},
                      {"suggestions", json::array()},
                      {"unresponsive_engines", std::move(silent)}};
}

}  // namespace

std::vector<EngineRow> search(const World& world, Time now, std::string_view query) {
  const std::string words(trim(query));
  if (words.starts_with("site:")) {
    const Site* site = site_in(world, std::string_view(words).substr(5));
    return site == nullptr ? std::vector<EngineRow>() : of_site(world, now, *site);
  }
  const bool is_url = words.starts_with("http://") || words.starts_with("https://");
  return is_url ? by_url(world, now, words) : by_words(world, now, words);
}

HttpAnswer answer_engine(const World& world, Time now, const HttpRequest& request) {
  if (request.path() != "/search") return refusal(404, "not found\n");
  const std::string query = request.parameter("q");
  if (query.empty()) return refusal(400, "No query\n");
  if (request.parameter("format") != "json") return refusal(403, "Forbidden\n");
  if (world.has(Trouble::kEngine500, now)) return refusal(500, "Internal Server Error\n");
  if (world.has(Trouble::kEngine429, now)) return refusal(429, "Too Many Requests\n");
  const std::size_t page =
      static_cast<std::size_t>(std::max(1, std::atoi(request.parameter("pageno").c_str())));
  const std::string asked = request.parameter("engines");
  const std::string engine = asked.empty() ? std::string(kEngine) : asked;
  if (world.has(Trouble::kEngineCaptcha, now)) {
    return json_answer(200,
                       searx(query, engine, {}, 1, json::array{json::array{engine, "CAPTCHA"}}));
  }
  if (engine != kEngine || world.has(Trouble::kEngineSilent, now)) {
    return json_answer(200, searx(query, engine, {}, 1, {}));
  }
  const std::vector<EngineRow> rows =
      world.has(Trouble::kEngineDecoy, now) ? strangers() : search(world, now, query);
  return json_answer(200, searx(query, engine, rows, page, {}));
}

}  // namespace vouch::practice
