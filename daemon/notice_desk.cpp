#include "daemon/notice_desk.h"

#include <algorithm>

#include "alerts/daily.h"
#include "alerts/not_reported.h"
#include "core/log.h"
#include "daemon/notice_writes.h"
#include "store/notices.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "notice";
constexpr Millis kTryAgain = std::chrono::minutes(1);

}  // namespace

std::string_view NoticeDesk::key_of(Chore chore) {
  switch (chore) {
    case Chore::kCutOff:
      return "done_at:cut_off";
    case Chore::kDaily:
      return "done_at:daily";
    case Chore::kWeekly:
      return "done_at:weekly";
  }
  return {};
}

Time NoticeDesk::after(Chore chore, Time moment) const {
  const Rulebook& rules = *context_.rules;
  switch (chore) {
    case Chore::kCutOff:
      return alerts::next_cut_off(
          rules.calendar, moment,
          {rules.settings.reports.remind_at, rules.settings.reports.cutoff_grace});
    case Chore::kDaily:
      return alerts::next_daily(rules.calendar, moment, rules.settings.alerts.daily_message);
    case Chore::kWeekly:
      return alerts::next_weekly(rules.calendar, moment);
  }
  return Time::max();
}

Status NoticeDesk::load() {
  plans_.clear();
  for (const Chore chore : {Chore::kCutOff, Chore::kDaily, Chore::kWeekly}) {
    if (chore == Chore::kWeekly && !context_.rules->settings.alerts.weekly_digest) continue;
    std::function<Result<std::optional<Time>>(store::Connection&)> job =
        [chore](store::Connection& db) { return store::settings::get_time(db, key_of(chore)); };
    const auto done = context_.store.read_now<std::optional<Time>>(std::move(job));
    if (!done) return tl::unexpected(done.error());
    // Never done: begins with the next regular moment. Missed while down: done once, at once.
    const Time since = done->value_or(context_.wall.now());
    if (!*done) {
      std::function<Result<int>(store::WriteContext&)> begin =
          [chore, since](store::WriteContext& context) -> Result<int> {
        const Status noted = store::settings::put_time(context.db, key_of(chore), since);
        if (!noted) return tl::unexpected(noted.error());
        return 0;
      };
      const auto begun = context_.store.write_now<int>(std::move(begin));
      if (!begun) return tl::unexpected(begun.error());
    }
    plans_.push_back({chore, after(chore, since)});
  }
  context_.notices_changed = true;
  return {};
}

std::optional<Time> NoticeDesk::next_due() const {
  std::optional<Time> next = next_notice_;
  for (const Plan& plan : plans_) {
    if (!next || plan.at < *next) next = plan.at;
  }
  return next;
}

Task<> NoticeDesk::refresh() {
  context_.notices_changed = false;
  std::function<Result<std::optional<Time>>(store::Connection&)> job = [](store::Connection& db) {
    return store::notices::next_due(db);
  };
  const auto next = co_await context_.store.read<std::optional<Time>>(std::move(job));
  if (next) next_notice_ = *next;
}

Task<> NoticeDesk::run_due() {
  const Activity::Guard guard = context_.activity.begin();
  const Time now = context_.wall.now();
  std::vector<Plan> due;
  for (const Plan& plan : plans_) {
    if (plan.at <= now) due.push_back(plan);
  }
  // Cut-offs first: the daily message counts what they found.
  for (const Plan& plan : due) co_await run_chore(plan);
  if (next_notice_ && *next_notice_ <= now) co_await show_due_notices();
  co_await refresh();
}

Task<> NoticeDesk::show_due_notices() {
  const Rules rules = context_.rules;
  std::function<Result<int>(store::WriteContext&)> job = [rules](store::WriteContext& context) {
    return show_due(context, *rules);
  };
  const auto shown = co_await context_.store.write<int>(std::move(job));
  if (!shown) {
    log::error(kRoom, "{}", shown.error().text());
    context_.store_failed(shown.error());
    next_notice_ = context_.wall.now() + kTryAgain;
    co_return;
  }
  context_.outbox_changed = true;
}

Task<> NoticeDesk::run_chore(Plan plan) {
  const Rules rules = context_.rules;
  std::function<Result<int>(store::WriteContext&)> job =
      [rules, plan](store::WriteContext& context) -> Result<int> {
    Result<int> made = 0;
    switch (plan.chore) {
      case Chore::kCutOff:
        made = note_missing_reports(context, *rules);
        break;
      case Chore::kDaily:
        made = write_daily(context, *rules, plan.at);
        break;
      case Chore::kWeekly:
        made = write_weekly(context, *rules, plan.at);
        break;
    }
    if (!made) return made;
    const Status noted = store::settings::put_time(context.db, key_of(plan.chore), plan.at);
    if (!noted) return tl::unexpected(noted.error());
    return made;
  };
  const auto made = co_await context_.store.write<int>(std::move(job));
  const auto entry = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& candidate) {
    return candidate.chore == plan.chore;
  });
  if (!made) {
    log::error(kRoom, "{}", made.error().text());
    context_.store_failed(made.error());
    if (entry != plans_.end()) entry->at = context_.wall.now() + kTryAgain;
    co_return;
  }
  context_.outbox_changed = true;
  // Several daily messages missed in one outage are one message, not a flood.
  if (entry != plans_.end()) entry->at = after(plan.chore, std::max(plan.at, context_.wall.now()));
}

}  // namespace vouch::daemon
