#include "engines/captured.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json.hpp>

#include "engines/look.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr auto kListOutcomes = std::to_array<SerpOutcome>(
    {SerpOutcome::kRankedList, SerpOutcome::kNoResults, SerpOutcome::kNoExactMatch});

SearchAnswer list_of(const Capture& capture) {
  SearchAnswer out;
  out.outcome = capture.outcome;
  out.reason = Reason::kOk;
  out.rows = capture.rows;
  out.depth = capture.depth;
  out.absence_counts = false;
  out.witnesses = 1;
  out.kept.push_back(capture.evidence);
  return out;
}

bool shows(const Capture& capture, const Question& question) {
  return question.kind == QuestionKind::kUrl &&
         presence_of(list_of(capture), question.url, LooseKeyRules()) == Presence::kShown;
}

bool near(const Capture& one, const Capture& other) {
  const Millis apart = one.at < other.at ? other.at - one.at : one.at - other.at;
  return apart <= kSecondPersonWithin;
}

// A row of another list keeps its page and loses its place, which is that of another list.
void add_rows(SearchAnswer& answer, const Capture& other) {
  for (const SearchRow& row : other.rows) {
    const bool known = std::any_of(answer.rows.begin(), answer.rows.end(), [&](const SearchRow& r) {
      return r.target_known && row.target_known && r.url == row.url;
    });
    if (known) continue;
    answer.rows.push_back(row);
    answer.rows.back().position = 0;
  }
}

// Only what neither saw is absent: the newer list, and every page of the older one.
SearchAnswer both(const Capture& newer, const Capture& older) {
  SearchAnswer out = list_of(newer);
  add_rows(out, older);
  if (out.rows.empty()) out.outcome = SerpOutcome::kNoResults;
  if (!out.rows.empty() && out.outcome == SerpOutcome::kNoResults) out.outcome = older.outcome;
  out.depth = std::min(newer.depth, older.depth);
  out.absence_counts = true;
  out.witnesses = 2;
  out.kept.push_back(older.evidence);
  out.explanation = "two people captured this page and saw the same";
  return out;
}

// The newest two by different people, neither of whom gains.
std::optional<SearchAnswer> pair_of(std::span<const Capture> captures) {
  for (std::size_t i = captures.size(); i-- > 0;) {
    for (std::size_t j = i; j-- > 0;) {
      const Capture& newer = captures[i];
      const Capture& older = captures[j];
      const bool apart = newer.person != older.person && !newer.gains && !older.gains;
      if (apart && near(newer, older)) return both(newer, older);
    }
  }
  return std::nullopt;
}

SearchAnswer nobody(std::string_view why) {
  return refused(SerpOutcome::kBlocked, Reason::kTimeout, why);
}

}  // namespace

std::optional<SearchAnswer> answer_of(const Question& question, std::span<const Capture> captures,
                                      Time now, Time until) {
  const Capture* newest = nullptr;  // by somebody who does not gain
  const Capture* shown = nullptr;
  bool shown_by_who_gains = false;
  for (const Capture& capture : captures) {
    const bool there = shows(capture, question);
    shown_by_who_gains = shown_by_who_gains || (there && capture.gains);
    if (capture.gains) continue;
    newest = &capture;
    if (there) shown = &capture;
  }
  if (shown != nullptr) {
    SearchAnswer out = list_of(*shown);
    out.explanation = "captured by one person";
    return out;
  }
  if (!shown_by_who_gains) {
    if (std::optional<SearchAnswer> pair = pair_of(captures)) return pair;
  }
  const bool in_vain = newest != nullptr && now - newest->at >= kSecondPersonWithin;
  if (!in_vain && now < until) return std::nullopt;
  if (newest != nullptr) {
    SearchAnswer out = list_of(*newest);
    out.explanation = shown_by_who_gains ? "one person saw the page and another did not"
                                         : "captured by one person alone: that proves no absence";
    return out;
  }
  return captures.empty() ? nobody("没有人在期限内截取这一页")
                          : nobody("只有受益人自己截取了这一页，需要另一个人");
}

bool wanted_of(std::span<const Capture> captures, UserId person, Time now) {
  return std::none_of(captures.begin(), captures.end(), [&](const Capture& capture) {
    return capture.person == person && now - capture.at < kSecondPersonWithin;
  });
}

std::string to_json(const Capture& capture) {
  json::array rows;
  for (const SearchRow& row : capture.rows) {
    rows.emplace_back(json::object{{"position", row.position},
                                   {"url", row.url},
                                   {"title", row.title},
                                   {"shown_url", row.shown_url},
                                   {"target_known", row.target_known}});
  }
  return json::serialize(json::object{{"outcome", to_string(capture.outcome)},
                                      {"depth", capture.depth},
                                      {"rows", std::move(rows)}});
}

Status read_json(std::string_view text, Capture& capture) {
  json::error_code error;
  const json::value root = json::parse(text, error);
  try {
    if (error) return fail(ErrorCode::kCorrupt, "a stored capture is damaged");
    const json::object& object = root.as_object();
    const std::string_view word = object.at("outcome").as_string();
    const auto outcome = std::find_if(kListOutcomes.begin(), kListOutcomes.end(),
                                      [&](SerpOutcome known) { return to_string(known) == word; });
    if (outcome == kListOutcomes.end()) {
      return fail(ErrorCode::kCorrupt, "a stored capture is damaged");
    }
    capture.outcome = *outcome;
    capture.depth = object.at("depth").to_number<int>();
    for (const json::value& entry : object.at("rows").as_array()) {
      const json::object& row = entry.as_object();
      SearchRow read;
      read.position = row.at("position").to_number<int>();
      read.url = row.at("url").as_string();
      read.title = row.at("title").as_string();
      read.shown_url = row.at("shown_url").as_string();
      read.target_known = row.at("target_known").as_bool();
      capture.rows.push_back(std::move(read));
    }
  } catch (const std::exception&) {  // a member that is not there, or of another type
    return fail(ErrorCode::kCorrupt, "a stored capture is damaged");
  }
  return {};
}

}  // namespace vouch::engines
