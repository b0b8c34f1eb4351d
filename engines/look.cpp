#include "engines/look.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "engines/find_in_rows.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr auto kStates = std::to_array<std::string_view>(
    {"passed", "missing", "false_positive", "unanswered", "not_configured", "stale"});
static_assert(kStates.size() == static_cast<std::size_t>(CanaryState::kStale) + 1);

constexpr std::string_view kNamedAnother =
    "页面自称的网址是另一页，搜索结果里有那一页：既不能说收录了，也不能说没有收录";
constexpr std::string_view kNoProof =
    "这个数据源的答复不能证明没有收录：没有列全、没有给出真实网址，或说的是另一个规范网址";

struct Judged {
  Reason reason = Reason::kProviderError;
  bool proved = false;
};

// People are no control query's business: two of them who saw the same prove it (decision 075).
constexpr int kWitnesses = 2;

// The one place where an answer becomes an outcome.
Judged judge(Presence presence, const SearchAnswer& answer, const CanaryResult& canary) {
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
  if (presence == Presence::kShown) return {Reason::kOk, false};
  if (!answer.valid()) return {answer.reason, false};
  if (presence == Presence::kUncertain) return {Reason::kProviderError, false};
  const bool controlled = canary.state == CanaryState::kPassed || answer.witnesses >= kWitnesses;
  if (!controlled) return {Reason::kCanaryFailed, false};
  return {Reason::kSerpNoMatch, true};
}

std::string_view word_of(const SearchAnswer& answer) {
  switch (answer.kind) {
    case AnswerKind::kStatement:
      return "statement";
    case AnswerKind::kAverages:
      return "averages";
    case AnswerKind::kList:
      break;
  }
  return to_string(answer.outcome);
}

// The row that proves it, and by which rule.
struct Match {
  const SearchRow* row = nullptr;
  std::string_view rule;
};

Match proof(const SearchAnswer& answer, const FoundRow& found) {
  if (found.certainty != Certainty::kExact) return {};
  return {&answer.rows[*found.row], found.rule};
}

json::object detail_of(const SearchAnswer& answer, const CanaryResult& canary, const Match& match,
                       Presence presence, std::string_view why_uncertain) {
  json::object canary_facts{{"state", to_string(canary.state)}};
  if (!canary.positive_url.empty()) canary_facts["positive_url"] = canary.positive_url;
  if (!canary.negative_url.empty()) canary_facts["negative_url"] = canary.negative_url;
  if (!canary.text.empty()) canary_facts["text"] = canary.text;
  json::object detail{{"serp", word_of(answer)},
                      {"rows", answer.rows.size()},
                      {"depth", answer.depth},
                      {"canary", std::move(canary_facts)}};
  if (answer.valid() && presence == Presence::kUncertain) detail["uncertain"] = why_uncertain;
  if (!answer.explanation.empty()) detail["explanation"] = answer.explanation;
  if (!answer.probe_place.empty()) detail["asked_from"] = answer.probe_place;
  if (answer.statement) {
    json::object statement{{"state", to_string(answer.statement->state)},
                           {"url", answer.statement->url},
                           {"words", answer.statement->words}};
    if (!answer.statement->canonical.empty()) statement["canonical"] = answer.statement->canonical;
    if (answer.statement->crawled_at) {
      statement["crawled_at"] = to_rfc3339(*answer.statement->crawled_at);
    }
    detail["statement"] = std::move(statement);
  }
  if (match.row != nullptr) {
    detail["matched"] = json::object{{"url", match.row->url},
                                     {"title", match.row->title},
                                     {"position", match.row->position},
                                     {"rule", match.rule}};
  }
  return detail;
}

Observation observation_of(const SearchAnswer& answer, const CanaryResult& canary,
                           const Asked& asked, const Match& match, Presence presence,
                           std::string_view why_uncertain = kNoProof) {
  const Judged judged = judge(presence, answer, canary);
  Observation seen;
  seen.stage = Stage{StageKind::kIndex, asked.engine};
  seen.observed_at = asked.at;
  seen.outcome = outcome_of(judged.reason);
  seen.reason = judged.reason;
  seen.negative_proved = judged.proved;
  seen.provider = asked.provider;
  seen.query = asked.query;
  seen.route = answer.witnesses > 0 ? Route::kPerson : Route::kMachine;
  seen.evidence = answer.kept;
  if (!answer.exchanges.empty()) seen.http_status = answer.exchanges.front().status();
  if (seen.outcome == Outcome::kFound && match.row != nullptr) {
    seen.final_url = match.row->url;
    if (match.row->position > 0) seen.position = match.row->position;
  }
  seen.detail = json::serialize(detail_of(answer, canary, match, presence, why_uncertain));
  return seen;
}

WantedPage page_of(const IndexTarget& target) {
  WantedPage page{{target.url}, {}, target.rules};
  page.urls.insert(page.urls.end(), target.other_urls.begin(), target.other_urls.end());
  return page;
}

bool is_page(std::string_view url, const WantedPage& page) {
  return std::any_of(page.urls.begin(), page.urls.end(), [&](const std::string& text) {
    const Result<Url> address = Url::parse(text);
    return address && same_page(url, *address, page.rules);
  });
}

// A statement counts for the page it is about, under the canonical that the engine chose.
Presence stated(const SearchAnswer& answer, const WantedPage& page, const IndexTarget& target) {
  if (!answer.valid()) return Presence::kUncertain;
  const Statement& statement = *answer.statement;
  if (!is_page(statement.url, page)) return Presence::kUncertain;
  const bool of_another = !statement.canonical.empty() && !is_page(statement.canonical, page);
  if (of_another) return Presence::kUncertain;
  switch (statement.state) {
    case IndexState::kIndexed:
      return Presence::kShown;
    case IndexState::kNotIndexed:
      return answer.absence_counts && !target.unread_name ? Presence::kAbsent
                                                          : Presence::kUncertain;
    case IndexState::kCrawledOnly:
    case IndexState::kUnknown:
      return Presence::kUncertain;
  }
  return Presence::kUncertain;
}

bool shows(const SearchAnswer& answer, const WantedPage& page) {
  return find_in_rows(answer.rows, page).certainty == Certainty::kExact;
}

bool shows_doubtful(const SearchAnswer& answer, const IndexTarget& target) {
  if (target.doubtful_urls.empty()) return false;
  return shows(answer, WantedPage{target.doubtful_urls, {}, target.rules});
}

bool may_hide_page(const SearchAnswer& answer, const std::vector<std::string>& urls) {
  return std::any_of(urls.begin(), urls.end(), [&](const std::string& text) {
    const Result<Url> url = Url::parse(text);
    return url && may_hide(answer.rows, *url);
  });
}

Presence rank_presence(const SearchAnswer& answer, const std::vector<std::string>& urls,
                       const Match& match) {
  if (answer.kind != AnswerKind::kList) return Presence::kUncertain;
  if (match.row != nullptr) return Presence::kShown;
  if (!answer.valid() || !answer.absence_counts) return Presence::kUncertain;
  return may_hide_page(answer, urls) ? Presence::kUncertain : Presence::kAbsent;
}

}  // namespace

std::string_view to_string(CanaryState state) {
  return kStates[static_cast<std::size_t>(state)];
}

Presence presence_of(const SearchAnswer& answer, const IndexTarget& target) {
  if (!Url::parse(target.url)) return Presence::kUncertain;
  const WantedPage page = page_of(target);
  switch (answer.kind) {
    case AnswerKind::kAverages:
      return Presence::kUncertain;
    case AnswerKind::kStatement:
      return stated(answer, page, target);
    case AnswerKind::kList:
      break;
  }
  if (shows(answer, page)) return Presence::kShown;
  if (!answer.valid() || !answer.absence_counts) return Presence::kUncertain;
  if (target.unread_name || shows_doubtful(answer, target)) return Presence::kUncertain;
  const bool hidden =
      may_hide_page(answer, page.urls) || may_hide_page(answer, target.doubtful_urls);
  return hidden ? Presence::kUncertain : Presence::kAbsent;
}

Presence presence_of(const SearchAnswer& answer, std::string_view url, const LooseKeyRules& rules) {
  IndexTarget target;
  target.url = url;
  target.rules = rules;
  return presence_of(answer, target);
}

Observation index_observation(const IndexTarget& target, const SearchAnswer& answer,
                              const CanaryResult& canary, const Asked& asked) {
  const Result<Url> wanted = Url::parse(target.url);
  const Match match = proof(answer, find_in_rows(answer.rows, page_of(target)));
  const std::string_view why = shows_doubtful(answer, target) ? kNamedAnother : kNoProof;
  Observation seen = observation_of(answer, canary, asked, match, presence_of(answer, target), why);
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
  const Match match = proof(answer, best_place(answer.rows, target.urls));
  Observation seen =
      observation_of(answer, canary, asked, match, rank_presence(answer, target.urls, match));
  seen.keyword = target.keyword;
  seen.look = target.look;
  seen.look_no = target.look_no;
  return seen;
}

}  // namespace vouch::engines
