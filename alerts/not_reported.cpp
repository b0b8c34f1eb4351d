#include "alerts/not_reported.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/notice_facts.h"
#include "alerts/rules.h"

namespace vouch::alerts {
namespace {

UserId supervisor_of(const User& user, const std::vector<Team>& teams, Date date) {
  for (const Team& team : teams) {
    if (team.id == user.team && team.id) return acting_supervisor(team, date);
  }
  return {};
}

Notice notice_of(const User& user, Date date, Audience audience, UserId recipient, Time due_at,
                 Time now) {
  NoticeFacts facts;
  facts.report_date = date;
  facts.subject = user.name;
  Notice notice;
  notice.key = fmt::format("r{}|{}|{}", user.id.value, to_iso_date(date), to_string(audience));
  notice.kind = NoticeKind::kNotReported;
  notice.audience = audience;
  notice.recipient = recipient;
  notice.created_at = now;
  notice.due_at = due_at;
  notice.body = to_json(facts);
  return notice;
}

}  // namespace

std::vector<Notice> not_reported_notices(const ReportDay& day, Time now) {
  const Time soft = soft_cut_off(day.calendar, day.date, day.cut_off);
  const Time hard = hard_cut_off(day.calendar, day.date, day.cut_off);
  std::vector<Notice> notices;
  if (now < soft) return notices;
  for (const User& user : day.users) {
    // Nobody owes a report for a day before he was entered.
    if (user.created_at > soft || day.reported.contains(user.id) ||
        !expected_to_report(user, day.leave, day.calendar, day.date)) {
      continue;
    }
    notices.push_back(notice_of(user, day.date, Audience::kEmployee, user.id, soft, now));
    if (now < hard) continue;
    const UserId supervisor = supervisor_of(user, day.teams, day.calendar.zone().date_of(hard));
    if (supervisor && supervisor != user.id) {
      notices.push_back(notice_of(user, day.date, Audience::kSupervisor, supervisor, hard, now));
    }
  }
  return notices;
}

Time next_cut_off(const Calendar& calendar, Time now, const CutOff& cut_off) {
  const Date today = calendar.zone().date_of(now);
  for (Date date = today;; date += std::chrono::days(1)) {
    Time best = Time::max();
    const Time soft = calendar.zone().at(date, cut_off.soft);
    if (soft > now) best = soft;
    const Time hard = calendar.zone().at(date, cut_off.hard);
    if (hard > now && calendar.is_workday(date)) best = std::min(best, hard);
    if (best != Time::max()) return best;
  }
}

}  // namespace vouch::alerts
