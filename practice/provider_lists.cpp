// Providers that buy or sell lists: SerpApi, DataForSEO, 5118, Qianfan.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "practice/engine_answers.h"
#include "practice/engines.h"
#include "practice/provider_shapes.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

HttpAnswer json_reply(const json::value& value, int status = 200) {
  return practice::json_reply(json::serialize(value), status);
}

constexpr std::size_t kPageSize = 10;
constexpr std::size_t kMostReferences = 50;

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find('/')));
}

std::string through_baidu(std::string_view url) {
  return "http://www.baidu.com/link?url=" + sha256_hex(url).substr(0, 43);
}

std::size_t number_in(std::string_view text, std::size_t otherwise) {
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "so360" for 5118's "haosou".
std::string_view engine_of_path(std::string_view path) {
  if (path.ends_with("/haosou")) return "so360";
  return "baidu";
}

}  // namespace

std::string form_field(const HttpRequest& request, std::string_view name) {
  HttpRequest as_query;
  as_query.target = "/?" + request.body;
  return as_query.parameter(name);
}

bool knows(const World& world, Time now, std::string_view engine, const std::string& url) {
  const std::vector<EngineRow> rows = search(world, now, engine, url);
  return std::any_of(rows.begin(), rows.end(),
                     [&](const EngineRow& row) { return row.url == url; });
}

// serpapi.com/search-api, /baidu-search-api
HttpAnswer serpapi_search(const ProviderCall& call) {
  const std::string engine = call.request.parameter("engine");
  const std::string query = call.request.parameter("q");
  if (engine_habits(engine) == nullptr || query.empty())
    return json_reply(json::object{{"error", "Unsupported `engine` or missing `q` parameter."}},
                      400);
  const bool baidu = engine == "baidu";
  const std::size_t first = number_in(call.request.parameter(baidu ? "pn" : "start"), 0);
  const std::vector<EngineRow> rows = shown_rows(call.world, call.now, engine, query);
  json::object out{{"search_metadata", json::object{{"id", "practice"}, {"status", "Success"}}},
                   {"search_parameters", json::object{{"engine", engine}, {"q", query}}}};
  if (first >= rows.size()) {
    out["search_information"] = json::object{{"organic_results_state", "Fully empty"}};
    out["error"] = "Google hasn't returned any results for this query.";
    return json_reply(out);
  }
  out["search_information"] = json::object{{"organic_results_state", "Results for exact spelling"}};
  const std::size_t end = std::min(first + kPageSize, rows.size());
  json::array results;
  for (std::size_t i = first; i < end; ++i) {
    results.push_back(json::object{{"position", i - first + 1},
                                   {"title", rows[i].title},
                                   {"link", baidu ? through_baidu(rows[i].url) : rows[i].url},
                                   {"displayed_link", rows[i].url},
                                   {"snippet", rows[i].snippet}});
  }
  out["organic_results"] = std::move(results);
  if (end < rows.size()) {
    out["serpapi_pagination"] =
        json::object{{"next", fmt::format("https://serpapi.com/search.json?start={}", end)}};
  }
  return json_reply(out);
}

// ---- docs.dataforseo.com/v3/serp: task_post, tasks_ready, task_get/regular

namespace {

constexpr std::string_view kTask = "10000000-0000-0066-0000-";  // and twelve digits

std::string_view engine_in(std::string_view path) {
  path.remove_prefix(std::string_view("/v3/serp/").size());
  return path.substr(0, path.find('/'));
}

json::array only(json::object object) {
  json::array out;
  out.push_back(std::move(object));
  return out;
}

json::object envelope(json::array tasks) {
  return json::object{{"version", "0.1"},
                      {"status_code", 20000},
                      {"status_message", "Ok."},
                      {"tasks_count", tasks.size()},
                      {"tasks", std::move(tasks)}};
}

json::object task_state(const std::string& id, int code, std::string_view message) {
  return json::object{{"id", id},
                      {"status_code", code},
                      {"status_message", message},
                      {"cost", 0.0006},
                      {"result", nullptr}};
}

json::array items_of(const ProviderTask& task, const std::vector<EngineRow>& rows) {
  json::array items;
  const std::size_t end = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(task.depth));
  items.push_back(json::object{{"type", "related_searches"}, {"rank_group", 1}});
  for (std::size_t i = 0; i < end; ++i) {
    const bool hidden = task.engine == "baidu" && !task.direct;
    items.push_back(json::object{{"type", "organic"},
                                 {"rank_group", i + 1},
                                 {"rank_absolute", i + 2},
                                 {"domain", host_of(rows[i].url)},
                                 {"title", rows[i].title},
                                 {"description", rows[i].snippet},
                                 {"url", hidden ? through_baidu(rows[i].url) : rows[i].url},
                                 {"breadcrumb", rows[i].url}});
  }
  return items;
}

}  // namespace

HttpAnswer dataforseo_post(const ProviderCall& call) {
  json::array tasks;
  const json::value asked = json::parse(call.request.body);
  for (const json::value& entry : asked.as_array()) {
    ProviderTask task;
    task.engine = engine_in(call.request.path());
    task.questions = {std::string(entry.at("keyword").as_string())};
    task.depth = entry.at("depth").to_number<int>();
    task.direct = entry.as_object().contains("get_website_url");
    const std::size_t number = call.desk.add(std::move(task));
    tasks.push_back(task_state(fmt::format("{}{:012}", kTask, number), 20100, "Task Created."));
  }
  return json_reply(envelope(std::move(tasks)));
}

HttpAnswer dataforseo_ready(const ProviderCall& call) {
  const std::string engine(engine_in(call.request.path()));
  json::array ready;
  for (const std::size_t number : call.desk.waiting(engine))
    ready.push_back(json::object{{"id", fmt::format("{}{:012}", kTask, number)}, {"se", engine}});
  json::object task = task_state("", 20000, "Ok.");
  task["result"] = std::move(ready);
  return json_reply(envelope(only(std::move(task))));
}

HttpAnswer dataforseo_get(const ProviderCall& call) {
  const std::string path = call.request.path();
  const std::string id = path.substr(path.rfind('/') + 1);
  const bool ours = id.starts_with(kTask);
  const auto task = call.desk.ask(ours ? number_in(id.substr(kTask.size()), 0) : 0);
  if (!task || task->engine != engine_in(path))
    return json_reply(envelope(only(task_state(id, 40401, "Task Not Found."))));
  if (task->asked == 0) return json_reply(envelope(only(task_state(id, 40602, "Task In Queue."))));
  const std::string& query = task->questions.front();
  const std::vector<EngineRow> rows = shown_rows(call.world, call.now, task->engine, query);
  if (rows.empty()) return json_reply(envelope(only(task_state(id, 40102, "No Search Results."))));
  json::object state = task_state(id, 20000, "Ok.");
  json::object result{{"keyword", query},
                      {"type", "organic"},
                      {"se_domain", task->engine + ".example"},
                      {"spell", nullptr},
                      {"items", items_of(*task, rows)}};
  state["result"] = only(std::move(result));
  return json_reply(envelope(only(std::move(state))));
}

// ---- 5118: a task is posted and asked after at the same address

namespace {

json::object answer_5118(json::object data) {
  return json::object{{"errcode", "0"}, {"errmsg", ""}, {"data", std::move(data)}};
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t bar = std::min(list.find('|'), list.size());
    out.emplace_back(list.substr(0, bar));
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return out;
}

// The task that is asked after, or what keeps its answer back.
struct Asked5118 {
  std::size_t number = 0;
  std::optional<ProviderTask> task;
  json::object refusal;
};
Asked5118 asked_5118(const ProviderCall& call) {
  Asked5118 out;
  out.number = number_in(form_field(call.request, "taskid"), 0);
  out.task = call.desk.ask(out.number);
  if (!out.task) out.refusal = json::object{{"errcode", "100204"}, {"errmsg", "任务不存在"}};
  if (out.task && out.task->asked == 0) {
    out.task.reset();
    out.refusal = json::object{{"errcode", "101"}, {"errmsg", "数据采集中"}};
  }
  return out;
}

HttpAnswer taken_5118(const ProviderCall& call, std::vector<std::string> questions, bool ranks) {
  ProviderTask task;
  task.engine = engine_of_path(call.request.path());
  task.questions = std::move(questions);
  task.ranks = ranks;
  task.depth = static_cast<int>(number_in(form_field(call.request, "checkrow"), kPageSize));
  return json_reply(answer_5118(json::object{{"taskid", call.desk.add(std::move(task))}}));
}

json::object monitor_of(const ProviderCall& call, const ProviderTask& task,
                        const std::string& keyword) {
  const std::vector<EngineRow> rows = shown_rows(call.world, call.now, task.engine, keyword);
  json::array ranks;
  const std::size_t end = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(task.depth));
  for (std::size_t i = 0; i < end; ++i) {
    ranks.push_back(json::object{{"site_url", host_of(rows[i].url)},
                                 {"rank", i + 1},
                                 {"page_title", rows[i].title},
                                 {"page_url", rows[i].url}});
  }
  return json::object{
      {"keyword", keyword}, {"area", "武汉"}, {"network", "电信"}, {"ranks", std::move(ranks)}};
}

}  // namespace

HttpAnswer index_task_5118(const ProviderCall& call) {
  const std::string urls = form_field(call.request, "urls");
  if (!urls.empty()) return taken_5118(call, split(urls), false);
  const Asked5118 asked = asked_5118(call);
  if (!asked.task) return json_reply(asked.refusal);
  json::array results;
  for (const std::string& url : asked.task->questions) {
    const bool known = knows(call.world, call.now, asked.task->engine, url);
    results.push_back(
        json::object{{"url", url}, {"status", known ? 1 : 0}, {"title", ""}, {"time", ""}});
  }
  return json_reply(answer_5118(json::object{
      {"taskid", asked.number}, {"check_status", 1}, {"include_result", std::move(results)}}));
}

HttpAnswer rank_task_5118(const ProviderCall& call) {
  const std::string keywords = form_field(call.request, "keywords");
  if (!keywords.empty()) return taken_5118(call, split(keywords), true);
  const Asked5118 asked = asked_5118(call);
  if (!asked.task) return json_reply(asked.refusal);
  json::array monitors;
  for (const std::string& keyword : asked.task->questions)
    monitors.push_back(monitor_of(call, *asked.task, keyword));
  return json_reply(answer_5118(
      json::object{{"taskid", asked.number}, {"keyword_monitor", std::move(monitors)}}));
}

// ai.baidu.com/ai-doc/AppBuilder/pmaxd1hvy: pages of the sites that are named, in an order of its
// own
HttpAnswer qianfan_search(const ProviderCall& call) {
  const json::value body = json::parse(call.request.body);
  const std::string words(body.at("messages").at(0).at("content").as_string());
  const std::string site(body.at("search_filter").at("match").at("site").at(0).as_string());
  std::vector<EngineRow> rows = shown_rows(call.world, call.now, "baidu", "site:" + site);
  std::string url = "http://" + words;
  if (knows(call.world, call.now, "baidu", url)) rows.push_back({url, words});
  std::sort(rows.begin(), rows.end(), [&](const EngineRow& left, const EngineRow& right) {
    const bool wanted = left.url == url;
    if (wanted != (right.url == url)) return wanted;
    return hash64(left.url, call.world.seed) < hash64(right.url, call.world.seed);
  });
  const auto same = [](const EngineRow& left, const EngineRow& right) {
    return left.url == right.url;
  };
  rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
  json::array references;
  for (std::size_t i = 0; i < std::min(rows.size(), kMostReferences); ++i) {
    references.push_back(json::object{{"id", i + 1},
                                      {"url", rows[i].url},
                                      {"title", rows[i].title},
                                      {"date", ""},
                                      {"content", rows[i].snippet},
                                      {"website", host_of(rows[i].url)},
                                      {"type", "web"}});
  }
  return json_reply(
      json::object{{"request_id", "practice"}, {"references", std::move(references)}});
}

}  // namespace vouch::practice
