#include "daemon/provider_trial.h"

#include <fstream>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/look.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
using config::Purpose;

constexpr std::size_t kRowsShown = 20;
constexpr std::size_t kBodyKept = 2'000'000;

bool asks_for_url(const config::ProviderSettings& settings, const config::ProviderTraits& traits) {
  if (settings.purpose) return *settings.purpose == Purpose::kIndex;
  return !settings.site.empty() || traits.serves(settings.engine, Purpose::kIndex);
}

std::string words_of(const engines::Statement& statement) {
  std::string out = fmt::format("关于 {}：{}", statement.url, engines::to_string(statement.state));
  if (!statement.canonical.empty()) out += "，规范网址 " + statement.canonical;
  if (statement.crawled_at) out += "，抓取于 " + to_rfc3339(*statement.crawled_at);
  return out + "（" + statement.words + "）";
}

std::string words_of_list(const engines::SearchAnswer& answer) {
  std::string out = fmt::format("{}：{} 条结果，读到第 {} 位", engines::to_string(answer.outcome),
                                answer.rows.size(), answer.depth);
  std::size_t hidden = 0;
  for (const engines::SearchRow& row : answer.rows) hidden += row.target_known ? 0 : 1;
  if (hidden > 0) out += fmt::format("，其中 {} 条没有给出真实网址，只能算可能匹配", hidden);
  if (!answer.absence_counts) out += "；没有列出不等于没有收录";
  if (!answer.probe_place.empty()) out += "，查询地 " + answer.probe_place;
  return out;
}

std::string understood(const engines::SearchAnswer& answer) {
  if (!answer.valid()) {
    return fmt::format("没有可用的答复：{}（{}）", chinese(answer.reason), answer.explanation);
  }
  switch (answer.kind) {
    case engines::AnswerKind::kStatement:
      return words_of(*answer.statement);
    case engines::AnswerKind::kAverages:
      return fmt::format("{} 行平均数据；平均排名不是某一天的名次", answer.averages.size());
    case engines::AnswerKind::kList:
      break;
  }
  return words_of_list(answer);
}

json::array rows_of(const engines::SearchAnswer& answer) {
  json::array out;
  for (const engines::SearchRow& row : answer.rows) {
    if (out.size() == kRowsShown) break;
    out.emplace_back(json::object{{"position", row.position},
                                  {"url", to_valid_utf8(row.url)},
                                  {"title", to_valid_utf8(row.title)},
                                  {"target_known", row.target_known}});
  }
  return out;
}

json::array exchanges_of(const engines::SearchAnswer& answer) {
  json::array out;
  for (const Exchange& exchange : answer.exchanges) {
    for (const Hop& hop : exchange.hops) {
      const std::string_view body = hop.body ? std::string_view(*hop.body) : std::string_view();
      out.emplace_back(json::object{{"method", hop.method},
                                    {"url", to_valid_utf8(hop.url)},
                                    {"status", hop.status},
                                    {"response_head", to_valid_utf8(hop.response_head)},
                                    {"body", to_valid_utf8(body.substr(0, kBodyKept))}});
    }
  }
  return out;
}

}  // namespace

engines::Question trial_question(const config::ProviderSettings& settings,
                                 const config::ProviderTraits& traits) {
  std::string url = settings.canary_url;
  if (url.empty() && settings.site.starts_with("http")) url = settings.site;
  engines::Question question;
  if (asks_for_url(settings, traits) && !url.empty()) {
    question = engines::url_question(settings.engine, url);
    if (!settings.canary_query.empty()) question.text = settings.canary_query;
  } else {
    // Without a control any word shows whether somebody answers.
    question = engines::keyword_question(
        settings.engine, settings.canary_query.empty() ? "example" : settings.canary_query);
  }
  question.depth = settings.page_size;
  return question;
}

TrialReport report_trial(const config::ProviderSettings& settings,
                         const engines::Question& question, const engines::SearchAnswer& answer) {
  TrialReport report;
  const bool controlled = !settings.canary_url.empty() &&
                          answer.kind != engines::AnswerKind::kAverages && answer.valid();
  const engines::Presence presence =
      controlled ? engines::presence_of(answer, settings.canary_url, LooseKeyRules())
                 : engines::Presence::kUncertain;
  report.ok = answer.valid() && presence != engines::Presence::kAbsent;
  report.detail = understood(answer);
  if (presence == engines::Presence::kShown) report.detail += "，对照网址在其中";
  if (presence == engines::Presence::kAbsent) {
    report.detail += fmt::format(
        "；“{}”没有搜到对照网址 "
        "{}：数据源里没有这个引擎，或对照网址、对照词要换；在它找到之前不会判未收录",
        question.text, settings.canary_url);
  }
  json::object saved{{"provider", settings.name},
                     {"kind", config::to_string(settings.kind)},
                     {"question", json::parse(engines::to_json(question))},
                     {"understood", report.detail},
                     {"reason", to_string(answer.reason)},
                     {"queries", answer.queries},
                     {"spent_micros", answer.spent},
                     {"rows", rows_of(answer)},
                     {"exchanges", exchanges_of(answer)}};
  report.saved = json::serialize(saved);
  return report;
}

std::filesystem::path trial_file(const std::filesystem::path& state, const std::string& name) {
  return state / "provider-tests" / (name + ".json");
}

Status save_trial(const std::filesystem::path& state, const std::string& name,
                  const std::string& text) {
  const std::filesystem::path file = trial_file(state, name);
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  if (failed) return fail(ErrorCode::kIo, failed.message());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text << '\n';
  out.close();
  if (!out) return fail(ErrorCode::kIo, file.string() + " cannot be written");
  return {};
}

}  // namespace vouch::daemon
