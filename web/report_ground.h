// Who reported when, and which reports were due; and how a claim's work enters a tally. Read from
// one snapshot.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/people.h"
#include "planning/report_days.h"
#include "planning/tally.h"
#include "web/facts.h"
#include "web/list_query.h"

namespace vouch::web::gather {

inline constexpr std::chrono::days kWatchedDays{30};  // 存活: live at D+30

struct WatchedWork {
  WorkVerdict work = WorkVerdict::kPending;
  bool is_public = false;  // of a negative: the time of its owner has ended
  bool aged = false;       // watched for kWatchedDays
  std::int64_t claims = 0;
};
void add_watched(planning::Tally& tally, const WatchedWork& row);

class ReportGround {
 public:
  static Result<ReportGround> load(store::Connection& db, Days days, const ReadingRules& rules,
                                   Time now);

  [[nodiscard]] std::optional<Time> reported(UserId user, Date date) const;
  [[nodiscard]] bool on_leave(UserId user, Date date) const;
  [[nodiscard]] bool is_expected(const User& user, Date date) const;
  [[nodiscard]] Time last_moment(Date date) const;
  // Reports whose last moment has passed, and of these what was reported.
  void add(planning::Tally& tally, const User& user, Date date) const;
  void add(planning::Tally& tally, const User& user, Days days) const;

 private:
  ReportGround(const ReadingRules& rules, Time now) : rules_(&rules), now_(now) {}

  struct Moments {
    Time reminded;
    Time last;
  };
  [[nodiscard]] Moments moments_of(Date date) const;

  const ReadingRules* rules_;
  Time now_;
  Time began_;
  std::map<Date, Moments> moments_;  // of the days asked for
  std::vector<Leave> leave_;
  std::map<std::pair<UserId, Date>, Time> first_;
};

}  // namespace vouch::web::gather
