#include "engines/look.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr auto kStates = std::to_array<std::string_view>(
    {"passed", "missing", "false_positive", "unanswered", "not_configured", "stale"});
static_assert(kStates.size() == static_cast<std::size_t>(CanaryState::kStale) + 1);

bool is_whole_host(const Url& url) {
  return url.path() == "/" && !url.query();
}

std::string_view bare_host(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_on_host(const Url& url, std::string_view host) {
  const std::string_view own = bare_host(host);
  const std::string_view shown = bare_host(url.host());
  return shown == own || (shown.ends_with(own) && shown.size() > own.size() &&
                          shown[shown.size() - own.size() - 1] == '.');
}

struct Match {
  const SearchRow* row = nullptr;
  std::string_view rule;  // "strict_key", "loose_key", "host"
};

Match match_page(std::span<const SearchRow> rows, const Url& wanted, const LooseKeyRules& rules) {
  const std::string strict = strict_key(wanted);
  const std::string loose = loose_key(wanted, rules);
  Match best;
  for (const SearchRow& row : rows) {
    const Result<Url> shown = Url::parse(row.url);
    if (!shown || !shown->is_http()) continue;
    if (strict_key(*shown) == strict) return Match{&row, "strict_key"};
    if (best.row == nullptr && loose_key(*shown, rules) == loose) best = Match{&row, "loose_key"};
  }
  return best;
}

Match match_host(std::span<const SearchRow> rows, const Url& wanted) {
  for (const SearchRow& row : rows) {
    const Result<Url> shown = Url::parse(row.url);
    if (shown && shown->is_http() && is_on_host(*shown, wanted.host())) return Match{&row, "host"};
  }
  return {};
}

// Unknown places come last.
int place(const SearchRow& row) {
  return row.position > 0 ? row.position : 1'000'000;
}

Match best_of(std::span<const SearchRow> rows, const std::vector<std::string>& urls) {
  Match best;
  for (const std::string& text : urls) {
    const Result<Url> url = Url::parse(text);
    if (!url) continue;
    const Match match =
        is_whole_host(*url) ? match_host(rows, *url) : match_page(rows, *url, LooseKeyRules());
    if (match.row == nullptr) continue;
    if (best.row == nullptr || place(*match.row) < place(*best.row)) best = match;
  }
  return best;
}

struct Judged {
  Reason reason = Reason::kProviderError;
  bool proved = false;
};

// The one place where an answer becomes an outcome.
Judged judge(bool found, const SearchAnswer& answer, const CanaryResult& canary) {
  switch (canary.state) {
    case CanaryState::kMissing:
      return {Reason::kCanaryFailed, false};
    case CanaryState::kFalsePositive:
      return {Reason::kUntrusted, false};
    case CanaryState::kUnanswered:
      return {canary.reason, false};
    case CanaryState::kPassed:
    case CanaryState::kNotConfigured:
    case CanaryState::kStale:
      break;
  }
  if (answer.outcome == SerpOutcome::kUntrusted) return {Reason::kUntrusted, false};
  if (found) return {Reason::kOk, false};
  if (!answer.valid()) return {answer.reason, false};
  if (canary.state != CanaryState::kPassed) return {Reason::kCanaryFailed, false};
  return {Reason::kSerpNoMatch, true};
}

json::object detail_of(const SearchAnswer& answer, const CanaryResult& canary, const Match& match) {
  json::object canary_facts{{"state", to_string(canary.state)}};
  if (!canary.positive_url.empty()) canary_facts["positive_url"] = canary.positive_url;
  if (!canary.negative_url.empty()) canary_facts["negative_url"] = canary.negative_url;
  if (!canary.text.empty()) canary_facts["text"] = canary.text;
  json::object detail{{"serp", to_string(answer.outcome)},
                      {"rows", answer.rows.size()},
                      {"depth", answer.depth},
                      {"canary", std::move(canary_facts)}};
  if (!answer.explanation.empty()) detail["explanation"] = answer.explanation;
  if (match.row != nullptr) {
    detail["matched"] = json::object{{"url", match.row->url},
                                     {"title", match.row->title},
                                     {"position", match.row->position},
                                     {"rule", match.rule}};
  }
  return detail;
}

Observation observation_of(const SearchAnswer& answer, const CanaryResult& canary,
                           const Asked& asked, const Match& match) {
  const Judged judged = judge(match.row != nullptr, answer, canary);
  Observation seen;
  seen.stage = Stage{StageKind::kIndex, asked.engine};
  seen.observed_at = asked.at;
  seen.outcome = outcome_of(judged.reason);
  seen.reason = judged.reason;
  seen.negative_proved = judged.proved;
  seen.provider = asked.provider;
  seen.query = asked.query;
  if (!answer.exchanges.empty()) seen.http_status = answer.exchanges.front().status();
  if (seen.outcome == Outcome::kFound && match.row != nullptr) {
    seen.final_url = match.row->url;
    if (match.row->position > 0) seen.position = match.row->position;
  }
  seen.detail = json::serialize(detail_of(answer, canary, match));
  return seen;
}

}  // namespace

std::string_view to_string(CanaryState state) {
  return kStates[static_cast<std::size_t>(state)];
}

std::string index_query(std::string_view url) {
  const Result<Url> parsed = Url::parse(url);
  return parsed ? parsed->href_without_fragment() : std::string(url);
}

const SearchRow* find_row(std::span<const SearchRow> rows, std::string_view url,
                          const LooseKeyRules& rules) {
  const Result<Url> wanted = Url::parse(url);
  return wanted ? match_page(rows, *wanted, rules).row : nullptr;
}

Observation index_observation(const IndexTarget& target, const SearchAnswer& answer,
                              const CanaryResult& canary, const Asked& asked) {
  const Result<Url> wanted = Url::parse(target.url);
  const Match match = wanted ? match_page(answer.rows, *wanted, target.rules) : Match{};
  Observation seen = observation_of(answer, canary, asked, match);
  if (!wanted) {  // nothing was asked for: it cannot be missing
    seen.reason = Reason::kNoUrl;
    seen.outcome = outcome_of(seen.reason);
    seen.negative_proved = false;
  }
  seen.claim = target.claim;
  seen.look = target.look;
  seen.look_no = target.look_no;
  return seen;
}

Observation rank_observation(const RankTarget& target, const SearchAnswer& answer,
                             const CanaryResult& canary, const Asked& asked) {
  Observation seen = observation_of(answer, canary, asked, best_of(answer.rows, target.urls));
  seen.keyword = target.keyword;
  seen.look = target.look;
  seen.look_no = target.look_no;
  return seen;
}

}  // namespace vouch::engines
