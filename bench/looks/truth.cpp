#include "bench/looks/truth.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "crawler/page/page_reader.h"
#include "store/observations.h"

namespace vouch::bench {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool is_noindex(const Task& task) {
  return task.robots.find("noindex") != std::string::npos;
}

std::string difference(const Task& task, const Observation& seen) {
  const json::object detail = json::parse(seen.detail).as_object();
  const auto differs = [&](std::string_view what, const std::string& is, const std::string& be) {
    return fmt::format("{}: {} is '{}', should be '{}'", task.url, what, is, be);
  };
  if (const auto title = text_at(detail, "title"); title != task.title)
    return differs("title", title, task.title);
  if (const auto canonical = text_at(detail, "canonical"); canonical != task.canonical)
    return differs("canonical", canonical, task.canonical);
  const std::string place = text_at(detail.at("keywords").at(0).as_object(), "place");
  if ((place != "nowhere") != task.has_keyword) return differs("keyword", place, "");
  const json::object& link = detail.at("link").as_object();
  const std::string kind = text_at(link, "kind");
  if ((kind == "direct" || kind == "nofollow") != task.has_link) return differs("link", kind, "");
  if (text_at(link, "rel") != task.rel) return differs("rel", text_at(link, "rel"), task.rel);
  const bool noindex = detail.at("noindex").at("google").as_bool();
  if (noindex != is_noindex(task)) return differs("noindex", noindex ? "set" : "not set", "");
  return {};
}

void note(Checked& checked, std::string difference) {
  ++checked.rows;
  if (difference.empty()) return;
  ++checked.wrong;
  if (checked.first.empty()) checked.first = std::move(difference);
}

std::size_t host_of(const std::string& url) {
  const std::string address = url.substr(7, url.find(':', 7) - 7);
  return std::stoul(address.substr(address.rfind('.') + 1)) - 1;
}

std::string difference(const Task& task, const PageFacts& facts) {
  if (facts.title != task.title) return task.url + ": title " + facts.title;
  if (facts.canonical != task.canonical) return task.url + ": canonical " + facts.canonical;
  if (facts.links.size() != task.links)
    return fmt::format("{}: {} links, should be {}", task.url, facts.links.size(), task.links);
  if (facts.robots.noindex.at("google") != is_noindex(task)) return task.url + ": robots";
  return {};
}

}  // namespace

// "http://127.0.1.42:18480/a/101841.html" -> h041/a/101841.html
std::string file_of(const std::string& corpus, const std::string& state, const std::string& url) {
  return fmt::format("{}/{}/h{:03}{}", corpus, state, host_of(url), url.substr(url.find('/', 7)));
}

std::string header_charset_of(const std::string& corpus, const std::string& url) {
  static const std::vector<std::string> by_host = [&corpus] {
    std::vector<std::string> rows;
    std::ifstream hosts(corpus + "/hosts.tsv");
    for (std::string line; std::getline(hosts, line);) {
      const bool gbk = line.find("\tgbk\t") != std::string::npos;
      const bool declared = line.find("\theader\t") != std::string::npos ||
                            line.find("\tboth\t") != std::string::npos;
      rows.emplace_back(!declared ? "" : gbk ? "; charset=gbk" : "; charset=utf-8");
    }
    return rows;
  }();
  return by_host.at(host_of(url));
}

Checked check_observations(store::Store& store, const std::vector<Task>& tasks,
                           const std::vector<ClaimId>& claims, std::size_t looks_each) {
  Checked checked;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    std::function<Result<std::vector<Observation>>(store::Connection&)> job =
        [claim = claims[i]](store::Connection& db) {
          return store::observations::for_claim(db, claim);
        };
    const auto seen = store.read_now<std::vector<Observation>>(std::move(job));
    if (!seen) throw std::runtime_error(seen.error().text());
    const auto lives = std::count_if(seen->begin(), seen->end(), [](const Observation& one) {
      return one.stage.kind == StageKind::kLive;
    });
    if (static_cast<std::size_t>(lives) != looks_each) {
      note(checked,
           fmt::format("{}: {} looks on record, should be {}", tasks[i].url, lives, looks_each));
      continue;
    }
    note(checked, difference(tasks[i], seen->back()));
  }
  return checked;
}

Checked check_facts(const std::string& corpus, const std::string& state,
                    const std::vector<Task>& tasks) {
  Checked checked;
  for (const Task& task : tasks) {
    std::ifstream file(file_of(corpus, state, task.url), std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    crawler::PageInput input;
    input.url = task.url;
    input.headers = {{"Content-Type", "text/html" + header_charset_of(corpus, task.url)}};
    input.body = body;
    note(checked, difference(task, crawler::read_page(input)));
  }
  return checked;
}

}  // namespace vouch::bench
