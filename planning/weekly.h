// The weekly digest (domain §6.4): one week of the company as data, gathered once, frozen as JSON,
// and cut to what each reader may see. Pure; any thread. Shares are none where nothing was decided.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/ids.h"
#include "core/observation.h"
#include "core/result.h"
#include "core/time.h"
#include "core/verdict.h"

namespace vouch::planning {

// Reports and claims of the week's work days. A negative that is not public yet is counted as with
// the employee, not as decided.
struct WeekTally {
  int expected = 0;  // reports whose hard cut-off fell since the digest before
  int reported = 0;  // of these
  int claims = 0;
  int on_time = 0;  // of these not marked late
  // Plan against done, of days whose hard cut-off fell since the digest before; none: no plan.
  std::optional<int> planned;
  int plan_done = 0;     // of these
  int plan_on_time = 0;  // of these
  int decided = 0;
  int verified = 0;
  int with_employee = 0;
  int disputed = 0;
  int manual = 0;  // could not be checked

  WeekTally& operator+=(const WeekTally& other);
  [[nodiscard]] std::optional<double> verified_share() const;
  bool operator==(const WeekTally&) const = default;
};

// What waits for the supervisor now, whenever the work was done.
struct WeekExceptions {
  int failed = 0;
  int regressed = 0;
  int not_reported = 0;  // days whose hard cut-off fell since the digest before

  WeekExceptions& operator+=(const WeekExceptions& other);
  [[nodiscard]] int sum() const { return failed + regressed + not_reported; }
  bool operator==(const WeekExceptions&) const = default;
};

struct WeekPerson {
  UserId user;
  std::string name;
  std::string post;
  WeekTally tally;
  WeekExceptions open;
  bool full = false;  // has_everything(), and no day of the week may still be reported late

  // Everything expected was reported and everything handed in is verified.
  [[nodiscard]] bool has_everything() const;
  bool operator==(const WeekPerson&) const = default;
};

struct WeekPage {  // a page that was lost this week, or that an engine has not indexed
  ClaimId claim;
  UserId user;
  std::string title;
  std::string url;
  std::string engine;  // key; empty: the page itself
  bool lost = false;
  bool operator==(const WeekPage&) const = default;
};

struct WeekPlatform {  // pages of the last kWeekIndexDays days of work
  std::string platform;
  std::string engine;
  int submitted = 0;
  int eligible = 0;  // engines can index this platform, and nobody exempted the claim
  int unknown = 0;   // of these: never asked for, or nobody could tell
  int indexed = 0;
  int overdue = 0;  // not indexed when their term was over
  int lost = 0;     // dropped from the index again
  bool operator==(const WeekPlatform&) const = default;
};
inline constexpr int kWeekIndexDays = 30;

struct WeekTeam {
  TeamId team;
  std::string name;
  std::vector<WeekPerson> people;          // by name; nobody is ranked
  std::map<std::string, WeekTally> posts;  // sums by post
  WeekTally sum;
  WeekExceptions open;
  std::array<WeekTally, 4> weeks;  // this one last, as they stand now
  std::vector<WeekPlatform> platforms;
  std::vector<WeekPage> lost;         // REGRESSED since the week began, public
  std::vector<WeekPage> not_indexed;  // at most kWeekPages
  int not_indexed_sum = 0;
  int disputes = 0;  // open
  bool operator==(const WeekTeam&) const = default;
};
inline constexpr std::size_t kWeekPages = 50;

struct WeekChecks {  // of one stage since the digest before: claims looked at, and those answered
  Stage stage;
  std::int64_t claims = 0;
  std::int64_t answered = 0;

  [[nodiscard]] bool is_enough() const;
  bool operator==(const WeekChecks&) const = default;
};

struct WeekEngine {  // where keywords stand; figures are none where too little was measured
  std::string engine;
  int keywords = 0;
  int measured = 0;
  std::optional<double> first_page_share;
  std::optional<double> median;
  std::optional<double> visibility;
  std::optional<double> median_days;  // until a page is indexed (Kaplan-Meier)
  bool operator==(const WeekEngine&) const = default;
};

struct WeekMove {
  std::string keyword;
  std::string engine;
  double from = 0;  // 0: it did not rank
  double to = 0;
  bool operator==(const WeekMove&) const = default;
};

struct WeekCompany {
  std::vector<WeekChecks> checks;
  Millis stood_still{};              // so long the daemon did not run
  std::vector<std::string> trouble;  // of the checker and its channels now, in words
  std::vector<WeekEngine> engines;
  std::vector<WeekMove> movers;      // confirmed, the largest first
  std::vector<WeekMove> first_page;  // there for the first time
  int told = 0;                      // negatives told to employees this week
  int overturned = 0;                // of this week's corrections, by a person
  int withdrawn = 0;                 // of them, because a source had been blind
  std::optional<double> false_rate;  // of the last 90 days
  int pages_to_open = 0;             // queries that wait for a person
  int proposals = 0;                 // about platforms, unanswered
  bool operator==(const WeekCompany&) const = default;
};

struct Weekly {
  Date monday;
  Time made_at;
  WeekCompany company;
  std::vector<WeekTeam> teams;
};

std::string weekly_to_json(const Weekly& weekly);
Result<Weekly> weekly_from_json(std::string_view json);  // kCorrupt

// What the leader of these teams reads: their people with names; nothing of who is still with a
// negative of his own but the count.
Weekly for_leader(Weekly weekly, const std::set<TeamId>& teams);
// A person's own rows, and the sums of his team where it has three people or more.
Weekly for_person(Weekly weekly, UserId person);

// Changes of plan that the figures suggest, at most five.
struct WeekSuggestion {
  enum class Kind {
    kWeakPlatform,    // subject: platform; engine, share of pages indexed
    kLowCoverage,     // subject: stage
    kKeywordDropped,  // subject: keyword; engine
  };
  Kind kind;
  std::string subject;
  std::string engine;
  double share = 0;
  bool operator==(const WeekSuggestion&) const = default;
};
std::vector<WeekSuggestion> suggestions(const Weekly& weekly);

}  // namespace vouch::planning
