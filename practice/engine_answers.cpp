#include "practice/engine_answers.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"
#include "practice/engines.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr std::size_t kPageSize = 10;
constexpr std::size_t kNeighbours = 4;

constexpr std::array<std::string_view, 10> kStrangers = {
    "今日天气预报查询",   "高铁时刻表大全", "家常菜做法一百例", "二手车报价",
    "公务员考试报名时间", "手机壁纸下载",   "旅游攻略精选",     "英语四级成绩查询",
    "热门电视剧在线观看", "附近的快递网点"};

constexpr std::array<std::string_view, 6> kHeadlines = {
    "行业协会发布年度报告", "多地出台新的补贴办法", "记者走访本地市场",
    "专家谈如何选购",       "展会本周开幕",         "质检部门公布抽查结果"};

std::string title_of(const Page& page, Time now) {
  const Phase* phase = page.at(now);
  if (phase == nullptr || phase->content.title.empty()) return "无标题";
  return phase->content.title;
}

EngineRow row_of(const World& world, const Page& page, Time now) {
  return {world.url(*world.site(page.site), page.path), title_of(page, now)};
}

std::vector<EngineRow> strangers(const EngineHabits& engine) {
  std::vector<EngineRow> rows;
  rows.reserve(kStrangers.size());
  for (std::size_t i = 0; i < kStrangers.size(); ++i) {
    const std::size_t which = (i + static_cast<std::size_t>(engine.stranger)) % kStrangers.size();
    rows.push_back(
        {fmt::format("http://www.elsewhere{}.example/a/{}.html", which, 1000 + which * 37),
         std::string(kStrangers[which])});
  }
  return rows;
}

// Pages of one host, newest in the index first.
std::vector<EngineRow> of_site(const World& world, Time now, std::string_view engine,
                               const Site& site) {
  std::vector<const Page*> pages;
  for (const Page& page : world.pages) {
    if (page.site == site.key && page.is_in(engine, now)) pages.push_back(&page);
  }
  std::stable_sort(pages.begin(), pages.end(), [&](const Page* left, const Page* right) {
    return left->index_of(engine)->from > right->index_of(engine)->from;
  });
  std::vector<EngineRow> rows;
  rows.reserve(pages.size());
  for (const Page* page : pages) rows.push_back(row_of(world, *page, now));
  return rows;
}

const Site* site_in(const World& world, std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  return world.site_of_host(address.substr(0, address.find_first_of(":/")));
}

std::vector<EngineRow> by_url(const World& world, Time now, const EngineHabits& engine,
                              const std::string& url) {
  std::vector<EngineRow> rows;
  const Site* site = site_in(world, url);
  if (site == nullptr) return strangers(engine);
  if (url == world.url(*site, "/") && site->kind == SiteKind::kOpen) {
    rows.push_back({url, site->name});
  }
  const std::string front = world.url(*site, "");
  const Page* page =
      url.starts_with(front) ? world.page(site->key, url.substr(front.size())) : nullptr;
  if (page != nullptr && page->is_in(engine.key, now)) rows.push_back(row_of(world, *page, now));
  for (EngineRow& neighbour : of_site(world, now, engine.key, *site)) {
    if (rows.size() > kNeighbours) break;
    if (neighbour.url != url) rows.push_back(std::move(neighbour));
  }
  return rows;
}

// Each engine deals its own order; Baidu's is older than the others and has no name in it.
std::uint64_t rank_of(const EngineHabits& engine, std::string_view what, std::uint64_t seed) {
  if (engine.key == kEngine) return hash64(what, seed);
  return hash64(fmt::format("{} {}", engine.key, what), seed);
}

std::vector<EngineRow> by_words(const World& world, Time now, const EngineHabits& engine,
                                const std::string& words) {
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
    if (about && page.is_in(engine.key, now))
      hits.push_back({rank_of(engine, page.path, world.seed + day / 3), row_of(world, page, now)});
  }
  if (const Site* own = world.site(world.own_site); own != nullptr)
    hits.push_back(
        {rank_of(engine, words, world.seed + day / 3), {world.url(*own, "/"), own->name}});
  std::sort(hits.begin(), hits.end(),
            [](const Hit& left, const Hit& right) { return left.rank < right.rank; });
  std::vector<EngineRow> rows = strangers(engine);
  std::size_t place = rank_of(engine, words, world.seed) % 5;
  for (Hit& hit : hits) {
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(std::min(place, rows.size())),
                std::move(hit.row));
    place += static_cast<std::size_t>(engine.row_step);
  }
  // An honest list is about the words; a decoy is not.
  for (EngineRow& row : rows) row.snippet = fmt::format("文中多次提到{}，点击查看详情。", words);
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

// What one engine gave the instance: rows, or a word why there are none, or neither.
struct Gathered {
  std::string name;  // as the instance calls the engine
  std::vector<EngineRow> rows;
  std::string_view why = {};
};

std::string_view why_silent(const World& world, Time now, std::string_view engine) {
  struct Word {
    Trouble trouble;
    std::string_view text;
  };
  static constexpr std::array<Word, 4> kWords = {{{Trouble::kEngineCaptcha, "CAPTCHA"},
                                                  {Trouble::kEngine429, "too many requests"},
                                                  {Trouble::kEngine500, "HTTP error"},
                                                  {Trouble::kEngineDown, "timeout"}}};
  for (const Word& word : kWords) {
    if (world.has(word.trouble, now, engine)) return word.text;
  }
  return {};
}

Gathered ask(const World& world, Time now, const std::string& name, const std::string& query) {
  const EngineHabits* engine = engine_of_instance(name);
  if (engine == nullptr) return {name, {}};
  const std::string_view why = why_silent(world, now, engine->key);
  if (!why.empty()) return {name, {}, why};
  return {name, shown_rows(world, now, engine->key, query)};
}

void put_row(json::array& results, const EngineRow& row, const std::string& engine,
             std::size_t place) {
  for (json::value& earlier : results) {  // found by another engine too
    if (earlier.at("url").as_string() != row.url) continue;
    earlier.as_object()["engines"].as_array().emplace_back(engine);
    earlier.as_object()["positions"].as_array().emplace_back(place);
    return;
  }
  results.push_back(
      json::object{{"url", row.url},
                   {"title", row.title},
                   {"content", row.snippet.empty() ? row.title + "，点击查看详情。" : row.snippet},
                   {"engine", engine},
                   {"engines", json::array{engine}},
                   {"positions", json::array{place}},
                   {"score", 1.0 / static_cast<double>(place)},
                   {"category", "general"}});
}

json::value searx(std::string_view query, const std::vector<Gathered>& all, std::size_t page) {
  json::array results, silent;
  // As with the real instance, few engines' modules read a number; here for site: alone.
  std::size_t total = 0;
  for (const Gathered& one : all) {
    if (!one.why.empty()) silent.push_back(json::array{one.name, one.why});
    if (query.starts_with("site:")) total += one.rows.size();
    const std::size_t first = (page - 1) * kPageSize;
    for (std::size_t i = first; i < std::min(one.rows.size(), first + kPageSize); ++i)
      put_row(results, one.rows[i], one.name, i - first + 1);
  }
  return json::object{{"query", query},
                      {"number_of_results", total},
                      {"results", std::move(results)},
                      {"answers", json::array()},
                      {"corrections", json::array()},
                      {"infoboxes", json::array()},
                      {"suggestions", json::array()},
                      {"unresponsive_engines", std::move(silent)}};
}

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view name = trim(list.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (names.empty()) names.emplace_back(kEngine);
  return names;
}

}  // namespace

std::vector<EngineRow> search(const World& world, Time now, std::string_view engine,
                              std::string_view query) {
  const EngineHabits& habits = *engine_habits(engine);
  const std::string words(trim(query));
  if (words.starts_with("site:")) {
    const Site* site = site_in(world, std::string_view(words).substr(5));
    return site == nullptr ? std::vector<EngineRow>() : of_site(world, now, engine, *site);
  }
  const bool is_url = words.starts_with("http://") || words.starts_with("https://");
  return is_url ? by_url(world, now, habits, words) : by_words(world, now, habits, words);
}

std::vector<EngineRow> news_rows(std::string_view words) {
  std::vector<EngineRow> rows;
  rows.reserve(kHeadlines.size());
  for (std::size_t i = 0; i < kHeadlines.size(); ++i) {
    rows.push_back({fmt::format("http://news.paper{}.example/2026/11/{}.shtml", i, 300 + i * 11),
                    fmt::format("{}：{}", words, kHeadlines[i]), std::string(kHeadlines[i])});
  }
  return rows;
}

std::vector<EngineRow> shown_rows(const World& world, Time now, std::string_view engine,
                                  std::string_view query) {
  if (world.has(Trouble::kEngineSilent, now, engine)) return {};
  if (world.has(Trouble::kEngineDecoy, now, engine)) return strangers(*engine_habits(engine));
  if (world.has(Trouble::kEngineNews, now, engine)) return news_rows(query);
  return search(world, now, engine, query);
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
  std::vector<Gathered> all;
  for (const std::string& name : names_in(request.parameter("engines")))
    all.push_back(ask(world, now, name, query));
  return json_answer(200, searx(query, all, page));
}

}  // namespace vouch::practice
