#include "daemon/notice_desk.h"

#include <algorithm>
#include <map>
#include <utility>

#include "alerts/daily.h"
#include "alerts/not_reported.h"
#include "core/log.h"
#include "daemon/checker_facts.h"
#include "daemon/escalation_writes.h"
#include "daemon/inquiry_writes.h"
#include "daemon/letter_writes.h"
#include "daemon/notice_writes.h"
#include "daemon/plan_writes.h"
#include "daemon/weekly_writes.h"
#include "planning/week_plan.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "notice";

// Never noted: now, so that what is planned begins with the next regular moment.
Result<Time> up_to_now(store::WriteContext& context, std::string_view key) {
  const auto noted = store::settings::get_time(context.db, key);
  if (!noted) return tl::unexpected(noted.error());
  if (*noted && **noted <= context.now) return **noted;
  const Status put = store::settings::put_time(context.db, key, context.now);
  if (!put) return tl::unexpected(put.error());
  return context.now;
}

}  // namespace

std::string_view NoticeDesk::key_of(Chore chore) {
  switch (chore) {
    case Chore::kCutOff:
      return "done_at:cut_off";
    case Chore::kDaily:
      return "done_at:daily";
    case Chore::kWeekly:
      return "done_at:weekly";
    case Chore::kPlans:
      return "done_at:plans";
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
    case Chore::kPlans:
      return planning::next_plan_reminder(rules.calendar, moment);
  }
  return Time::max();
}

Status NoticeDesk::load() {
  plans_.clear();
  std::vector<Chore> chores = {Chore::kCutOff, Chore::kPlans, Chore::kDaily};
  if (context_.rules->settings.alerts.weekly_digest) chores.push_back(Chore::kWeekly);
  using Done = std::map<Chore, Time>;
  std::function<Result<Done>(store::WriteContext&)> job =
      [chores](store::WriteContext& context) -> Result<Done> {
    Done done;
    for (const Chore chore : chores) {
      const auto at = up_to_now(context, key_of(chore));
      if (!at) return tl::unexpected(at.error());
      done[chore] = *at;
      const Digest digest = chore == Chore::kWeekly ? Digest::kWeekly : Digest::kDaily;
      const Status counts = begin_counting(context, digest);
      if (!counts) return tl::unexpected(counts.error());
    }
    const auto began = up_to_now(context, kBegan);
    if (!began) return tl::unexpected(began.error());
    const Status woken = store::letters::wake_all(context.db, context.now);
    if (!woken) return tl::unexpected(woken.error());
    return done;
  };
  const auto done = context_.store.write_now<Done>(std::move(job));
  if (!done) return tl::unexpected(done.error());
  // Missed while down: done once, at once.
  for (const auto& [chore, since] : *done) plans_.push_back({chore, after(chore, since)});
  context_.notices_changed = true;
  return {};
}

void NoticeDesk::clock_put_back() {
  plan_anew_ = true;
  context_.notices_changed = true;
}

std::optional<Time> NoticeDesk::next_due() const {
  std::optional<Time> next = next_notice_;
  if (next_letter_ && (!next || *next_letter_ < *next)) next = next_letter_;
  for (const Plan& plan : plans_) {
    if (!next || plan.at < *next) next = plan.at;
  }
  return next;
}

Task<Status> NoticeDesk::refresh() {
  context_.notices_changed = false;
  using Next = std::pair<std::optional<Time>, std::optional<Time>>;
  std::function<Result<Next>(store::Connection&)> job = [](store::Connection& db) -> Result<Next> {
    const auto notice = store::notices::next_due(db);
    if (!notice) return tl::unexpected(notice.error());
    const auto letter = store::letters::next_due(db);
    if (!letter) return tl::unexpected(letter.error());
    return Next(*notice, *letter);
  };
  const auto next = co_await context_.store.read<Next>(std::move(job));
  if (!next) {
    context_.notices_changed = true;
    co_return tl::unexpected(next.error());
  }
  next_notice_ = next->first;
  next_letter_ = next->second;
  co_return Status();
}

Task<Status> NoticeDesk::run() {
  if (plan_anew_) {
    const Status planned = load();
    if (!planned) co_return planned;
    plan_anew_ = false;
  }
  const Status read = co_await refresh();
  if (!read) co_return read;
  const Time now = context_.wall.now();
  std::vector<Plan> due;
  for (const Plan& plan : plans_) {
    if (plan.at <= now) due.push_back(plan);
  }
  // Cut-offs first: the daily message counts what they found. One that fails holds up no other.
  Status all;
  for (const Plan& plan : due) {
    const Status done = co_await run_chore(plan);
    if (!done) all = done;
  }
  if (next_notice_ && *next_notice_ <= now) {
    const Status shown = co_await show_due_notices();
    if (!shown) all = shown;
  }
  if (next_letter_ && *next_letter_ <= now) {
    const Status told = co_await tell_due_groups();
    if (!told) all = told;
  }
  const Status again = co_await refresh();
  if (!again) all = again;
  co_return all;
}

Task<Status> NoticeDesk::show_due_notices() {
  const Rules rules = context_.rules;
  std::function<Result<int>(store::WriteContext&)> job = [rules](store::WriteContext& context) {
    return show_due(context, *rules);
  };
  const auto shown = co_await context_.store.write<int>(std::move(job));
  if (!shown) {
    log::error(kRoom, "{}", shown.error().text());
    co_return tl::unexpected(shown.error());
  }
  context_.outbox_changed = true;
  co_return Status();
}

Task<Status> NoticeDesk::tell_due_groups() {
  const Rules rules = context_.rules;
  std::function<Result<int>(store::WriteContext&)> job = [rules](store::WriteContext& context) {
    return tell_groups(context, *rules);
  };
  const auto told = co_await context_.store.write<int>(std::move(job));
  if (!told) {
    log::error(kRoom, "{}", told.error().text());
    co_return tl::unexpected(told.error());
  }
  context_.outbox_changed = true;
  co_return Status();
}

// Several daily messages missed in one outage are one message, that of the last moment missed.
Time NoticeDesk::last_missed(Plan plan, Time now) const {
  Time moment = plan.at;
  for (Time next = after(plan.chore, moment); next <= now; next = after(plan.chore, moment))
    moment = next;
  return moment;
}

Task<Status> NoticeDesk::run_chore(Plan plan) {
  const Rules rules = context_.rules;
  const Time planned = last_missed(plan, context_.wall.now());
  std::function<Result<int>(store::WriteContext&)> job =
      [rules, chore = plan.chore, planned](store::WriteContext& context) -> Result<int> {
    const auto before = store::settings::get_time(context.db, key_of(chore));
    if (!before) return tl::unexpected(before.error());
    const Time since = before->value_or(planned);
    Result<int> made = 0;
    Result<int> escalated = 0;
    Result<int> followed = 0;
    switch (chore) {
      case Chore::kCutOff:
        made = note_missing_reports(context, *rules);
        break;
      case Chore::kPlans:
        made = note_missing_plans(context, *rules, planned);
        break;
      case Chore::kDaily:
        made = write_daily(context, *rules, planned, since);
        if (made) escalated = write_escalations(context, *rules, planned);
        if (made && escalated) followed = note_follow_ups(context, *rules, planned);
        break;
      case Chore::kWeekly:
        made = write_weekly(context, *rules, planned, since);
        break;
    }
    if (!made) return made;
    if (!escalated) return escalated;
    if (!followed) return followed;
    const Status noted = store::settings::put_time(context.db, key_of(chore), planned);
    if (!noted) return tl::unexpected(noted.error());
    return made;
  };
  const auto made = co_await context_.store.write<int>(std::move(job));
  if (!made) {
    log::error(kRoom, "{}", made.error().text());
    co_return tl::unexpected(made.error());
  }
  context_.outbox_changed = true;
  const auto entry = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& candidate) {
    return candidate.chore == plan.chore;
  });
  if (entry != plans_.end()) entry->at = after(plan.chore, planned);
  co_return Status();
}

}  // namespace vouch::daemon
