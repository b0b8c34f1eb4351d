// Telling people: due notices are judged again and shown, their letters wait for each other and
// become outbox rows; the cut-offs of reports, the supervisor's daily message and the weekly list.
// Each step is one transaction and may be repeated: keys make it idempotent. Main loop only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "daemon/context.h"

namespace vouch::daemon {

class NoticeDesk {
 public:
  explicit NoticeDesk(Context& context) : context_(context) {}

  // Reads when each step comes next. Start, and after a reload. What was noted by a clock that was
  // put back counts as of now.
  Status load();
  // The wall clock was put back: everything is planned anew with the next run().
  void clock_put_back();

  [[nodiscard]] std::optional<Time> next_due() const;
  // Reads what writes by others changed, then everything that is due at this moment. An Error is
  // the store's; the step may be repeated. The caller holds a guard.
  Task<Status> run();
  [[nodiscard]] bool stale() const { return context_.notices_changed; }

 private:
  enum class Chore { kCutOff, kPlans, kDaily, kWeekly };
  struct Plan {
    Chore chore;
    Time at;
  };
  Task<Status> refresh();
  Task<Status> show_due_notices();
  Task<Status> tell_due_groups();
  Task<Status> run_chore(Plan plan);
  [[nodiscard]] Time after(Chore chore, Time moment) const;
  [[nodiscard]] Time last_missed(Plan plan, Time now) const;
  static std::string_view key_of(Chore chore);

  Context& context_;
  std::optional<Time> next_notice_;
  std::optional<Time> next_letter_;
  std::vector<Plan> plans_;
  bool plan_anew_ = false;
};

}  // namespace vouch::daemon
