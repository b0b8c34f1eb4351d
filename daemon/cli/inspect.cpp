#include "daemon/cli/inspect.h"

#include <cstdio>

#include <algorithm>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>

#include "checks/indexability.h"
#include "checks/page_judgement.h"
#include "core/text.h"
#include "core/version.h"
#include "crawler/net/curl_http_client.h"
#include "crawler/net/page_fetcher.h"
#include "crawler/net/robots.h"
#include "crawler/net/user_agent.h"
#include "crawler/page/page_reader.h"
#include "daemon/cli/output.h"
#include "daemon/cli/shipped_records.h"
#include "daemon/page_reading.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

Result<crawler::AddressGuard> guard_of(const std::vector<std::string>& allow) {
  std::vector<crawler::AllowedRange> ranges;
  for (const std::string& text : allow) {
    auto range = crawler::AllowedRange::parse(text);
    if (!range) return tl::unexpected(range.error());
    ranges.push_back(*range);
  }
  return crawler::AddressGuard(std::move(ranges), {});
}

Result<crawler::PageLook> fetch(const Url& url, const std::vector<std::string>& allow) {
  auto guard = guard_of(allow);
  if (!guard) return tl::unexpected(guard.error());
  boost::asio::io_context loop{1};
  SystemWallClock wall;
  crawler::CurlOptions options;
  options.user_agent = crawler::user_agent(kVersion, "");
  crawler::CurlHttpClient client(std::move(options), std::move(*guard), wall);
  crawler::MemoryRobotsStore robots;
  crawler::PageFetcher fetcher(client, robots, wall, {});
  crawler::PageLook look;
  const auto run = [&]() -> Task<> {
    crawler::PageRequest request(url);
    look = co_await fetcher.look(std::move(request));
  };
  auto done = boost::asio::co_spawn(loop, run(), boost::asio::use_future);
  loop.run();
  done.get();
  client.stop();
  return look;
}

int exit_of(const checks::PageJudgement& seen) {
  const auto worst = [&](Outcome outcome) {
    return seen.live.outcome == outcome || (seen.content && seen.content->outcome == outcome);
  };
  if (worst(Outcome::kInconclusive)) return kCouldNotTell;
  return worst(Outcome::kNotFound) ? kNegative : kOk;
}

Result<std::vector<Engine>> chosen_engines(const std::vector<Engine>& known,
                                           const std::vector<std::string>& wanted) {
  std::vector<Engine> chosen;
  std::string names;
  for (const Engine& engine : known) {
    names += (names.empty() ? "" : ", ") + engine.key;
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), engine.key) != wanted.end())
      chosen.push_back(engine);
  }
  for (const std::string& key : wanted) {
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const Engine& engine) { return engine.key == key; });
    if (!is_known) return fail(ErrorCode::kInvalid, "no engine of this name; known: " + names, key);
  }
  return chosen;
}

json::object finding_value(const checks::StageFinding& finding) {
  return {{"outcome", to_string(finding.outcome)},
          {"reason", to_string(finding.reason)},
          {"words", chinese(finding.reason)}};
}

const char* bar_text(checks::IndexBar bar) {
  switch (bar) {
    case checks::IndexBar::kNone:
      return "indexable";
    case checks::IndexBar::kWarning:
      return "warning";
    case checks::IndexBar::kBarred:
      return "barred";
  }
  return "";
}

struct Checked {
  crawler::PageLook look;
  PageReading reading;
  checks::PageJudgement judgement;
  std::vector<checks::Indexability> engines;
};

Result<Checked> run_check(const CheckWish& wish) {
  const auto url = Url::parse(wish.url);
  if (!url || !url->is_http()) return fail(ErrorCode::kInvalid, "not an http(s) URL", wish.url);
  const config::Records known = shipped_records();
  const auto engines = chosen_engines(known.engines, wish.engines);
  if (!engines) return tl::unexpected(engines.error());
  auto look = fetch(*url, wish.allow);
  if (!look) return tl::unexpected(look.error());
  const Platform* platform = platform_for_host(known.platforms, url->host(), {});
  static const Platform kPlain{};
  Checked out;
  out.look = std::move(*look);
  out.reading = read_exchange(out.look.exchange, url->href(),
                              platform == nullptr ? kPlain : *platform, SystemWallClock().now());
  Claim claim;
  claim.url = url->href();
  claim.keywords = wish.keywords;
  claim.link_target = wish.link;
  checks::ContentNeeds needs;
  needs.keyword = !wish.keywords.empty();
  needs.link = !wish.link.empty();
  if (out.reading.failure) out.look.exchange.failure = out.reading.failure;
  const PageFacts* facts = out.reading.facts ? &*out.reading.facts : nullptr;
  out.judgement = checks::judge_page(claim, needs, platform == nullptr ? kPlain : *platform,
                                     out.look.exchange, facts);
  if (facts != nullptr) out.engines = checks::indexability(*facts, *engines, {});
  return out;
}

void print_check_json(const CheckWish& wish, const Checked& checked) {
  json::object out{{"url", wish.url}, {"live", finding_value(checked.judgement.live)}};
  if (checked.judgement.content) out["content"] = finding_value(*checked.judgement.content);
  json::array engines;
  for (const checks::Indexability& engine : checked.engines) {
    engines.push_back(json::object{
        {"engine", engine.engine}, {"indexable", bar_text(engine.bar)}, {"why", engine.why}});
  }
  out["engines"] = std::move(engines);
  const PageFacts* facts = checked.reading.facts ? &*checked.reading.facts : nullptr;
  out["findings"] = json::parse(checks::detail_json(checked.judgement, facts));
  json::array hops;
  for (const Hop& hop : checked.look.exchange.hops)
    hops.push_back(json::object{{"url", hop.url}, {"status", hop.status}});
  out["hops"] = std::move(hops);
  if (!checked.look.exchange.failure_text.empty())
    out["failure"] = checked.look.exchange.failure_text;
  out["facts"] = facts == nullptr ? json::value(nullptr) : json::parse(to_json(*facts));
  print_json(json::serialize(out));
}

// Codes as --json gives them, in the words of the pages.
constexpr std::pair<std::string_view, const char*> kWords[] = {
    {"title", "标题"},
    {"heading", "小标题"},
    {"body", "正文"},
    {"hidden", "隐藏"},
    {"nowhere", "没有看到"},
    {"direct", "直接链接"},
    {"nofollow", "带 nofollow 标记"},
    {"wrong_page", "指向本公司网站的其他页面"},
    {"jump_page", "经过中转页"},
    {"plain_text", "只有文字，点不开"},
    {"missing", "没有看到"},
    {"indexable", "可以收录"},
    {"warning", "可能不收录"},
    {"barred", "页面不让收录"},
};

std::string in_words(std::string_view code) {
  for (const auto& [known, words] : kWords) {
    if (known == code) return words;
  }
  return std::string(code);
}

void print_check_words(const CheckWish& wish, const Checked& checked) {
  std::printf("%s\n", wish.url.c_str());
  const auto line = [](const char* label, const checks::StageFinding& finding) {
    std::printf("  %s  %s（%s）\n", label, std::string(chinese(finding.reason)).c_str(),
                std::string(to_string(finding.reason)).c_str());
  };
  line("上线", checked.judgement.live);
  if (checked.judgement.content) line("内容", *checked.judgement.content);
  if (const std::string& why = checked.look.exchange.failure_text; !why.empty())
    std::printf("  说明  %s\n", why.c_str());
  if (checked.reading.facts) std::printf("  标题  %s\n", checked.reading.facts->title.c_str());
  for (const checks::KeywordFinding& keyword : checked.judgement.keywords) {
    std::printf("  关键词 %s  %s，%d 次  %s\n", keyword.keyword.c_str(),
                in_words(to_string(keyword.place)).c_str(), keyword.count,
                keyword.sentence.c_str());
  }
  if (checked.judgement.link) {
    std::printf("  链接  %s  %s\n", in_words(to_string(checked.judgement.link->kind)).c_str(),
                checked.judgement.link->url.c_str());
  }
  for (const checks::Indexability& engine : checked.engines) {
    std::printf("  收录条件 %s  %s%s%s\n", engine.engine.c_str(),
                in_words(bar_text(engine.bar)).c_str(), engine.why.empty() ? "" : "：",
                engine.why.c_str());
  }
}

}  // namespace

int check_url(const CheckWish& wish) {
  const auto checked = run_check(wish);
  if (!checked) return complain(checked.error());
  if (wish.json) {
    print_check_json(wish, *checked);
  } else {
    print_check_words(wish, *checked);
  }
  return exit_of(checked->judgement);
}

int inspect_page(const std::string& target, const std::string& base,
                 const std::string& content_type, const std::vector<std::string>& allow) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const auto url = Url::parse(target);
    if (!url) return complain(url.error());
    const auto look = fetch(*url, allow);
    if (!look) return complain(look.error());
    const PageReading reading =
        read_exchange(look->exchange, url->href(), Platform{}, SystemWallClock().now());
    if (!reading.facts) {
      const Reason reason = look->exchange.failure ? *look->exchange.failure
                                                   : reading.failure.value_or(Reason::kEmptyBody);
      std::fprintf(stderr, "vouch: %s: %s\n", std::string(to_string(reason)).c_str(),
                   look->exchange.failure_text.c_str());
      return kCouldNotTell;
    }
    print_json(to_json(*reading.facts));
    return kOk;
  }
  const auto bytes = read_file(target);
  if (!bytes) return complain(bytes.error());
  crawler::PageInput input;
  input.url = base.empty() ? "file:///" + target : base;
  if (!content_type.empty()) input.headers.push_back({"Content-Type", content_type});
  input.body = *bytes;
  print_json(to_json(crawler::read_page(input)));
  return kOk;
}

int inspect_robots(const std::string& file, const std::string& agent, const std::string& url) {
  const auto bytes = read_file(file);
  if (!bytes) return complain(bytes.error());
  const auto parsed = Url::parse(url.find("://") == std::string::npos ? "http://host" + url : url);
  if (!parsed) return complain(parsed.error());
  const crawler::RobotsRules robots = crawler::RobotsRules::parse(*bytes);
  const crawler::RobotsDecision decision = robots.decide(agent, *parsed);
  json::object out{{"allowed", decision.allowed}, {"rule", decision.rule}};
  const auto delay = robots.crawl_delay(agent);
  out["crawl_delay"] =
      delay ? json::value(static_cast<double>(delay->count()) / 1000.0) : json::value(nullptr);
  print_json(json::serialize(out));
  return decision.allowed ? kOk : kNegative;
}

int inspect_url(const std::string& text, const std::string& base_text) {
  std::optional<Url> base;
  if (!base_text.empty()) {
    auto parsed = Url::parse(base_text);
    if (!parsed) return complain(parsed.error());
    base = std::move(*parsed);
  }
  const auto url = Url::parse(text, base ? &*base : nullptr);
  if (!url) return complain(url.error());
  print_json(json::serialize(json::object{{"href", url->href()},
                                          {"strict_key", strict_key(*url)},
                                          {"loose_key", loose_key(*url)},
                                          {"registrable_domain", registrable_domain(url->host())},
                                          {"site_key", site_key(*url)}}));
  return kOk;
}

}  // namespace vouch::daemon::cli
