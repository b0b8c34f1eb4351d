// The supervisor's one scheduled message of a working day (design §9).
// Pure: facts in, letter out. Until grace is over a claim is a count here, never a name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alerts/render.h"
#include "core/calendar.h"
#include "core/observation.h"
#include "core/people.h"
#include "core/verdict.h"

namespace vouch::alerts {

// One claim of the team whose work verdict is DISPUTED, FAILED, REGRESSED or MANUAL; others may be
// given and are passed over.
struct DailyClaim {
  ClaimId claim;
  std::string person;
  WorkVerdict work = WorkVerdict::kPending;
  std::optional<Time> public_at;
};

struct DailyMissing {
  std::string person;
  Date date;
  Time hard_at;  // names are shown after it
};

// What the checker did since the last message: claims that it looked at, and those of them of which
// a look told something.
struct DailyChecks {
  Stage stage;
  std::int64_t claims = 0;
  std::int64_t answered = 0;
};

struct DailyFacts {
  Date date;
  Time now;
  std::vector<DailyClaim> claims;
  std::vector<DailyMissing> missing;
  std::vector<Time> disputes_due;   // open ones whose term ends within a working day
  int index_overdue = 0;            // 未收录 past the deadline, no names
  int index_lost = 0;               // 掉收录
  std::vector<std::string> health;  // checker and channel troubles in words, worst first
  std::vector<DailyChecks> checks;
  int corrected = 0;  // 更正 since the last message
  std::int64_t ledger_sequence = 0;
  std::string ledger_head;  // hex
};

inline constexpr std::size_t kDailyLines = 12;
// Below it a stage's figures are marked (domain §5.9 AL13).
inline constexpr double kEnoughAnswers = 0.9;
bool is_enough(const DailyChecks& checks);
std::int64_t percent(const DailyChecks& checks);
// Low coverage of a stage raises the alarm where this many claims were looked at.
inline constexpr std::int64_t kTellingClaims = 20;

struct DailyLine {
  std::string text;
  std::string url;  // opens the filtered list; never empty
};
std::vector<DailyLine> daily_lines(const DailyFacts& facts, const User& supervisor,
                                   const RenderContext& context);
Letter render_daily(const DailyFacts& facts, const User& supervisor, const RenderContext& context);

// The first moment after `after` at which the daily message goes out: `at` local time of a workday.
Time next_daily(const Calendar& calendar, Time after, Millis at);
// Sundays 18:00 local (domain §6.4).
Time next_weekly(const Calendar& calendar, Time after);

// Who gets the daily message of `date`: the acting supervisor of each team, once, unless on leave.
struct DailyRecipient {
  UserId supervisor;
  std::vector<TeamId> teams;
};
std::vector<DailyRecipient> daily_recipients(const std::vector<Team>& teams,
                                             const std::vector<User>& users,
                                             const std::vector<Leave>& leave, Date date);

}  // namespace vouch::alerts
