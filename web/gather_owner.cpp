#include <algorithm>

#include "store/people.h"
#include "store/waivers.h"
#include "web/owner_page.h"

namespace vouch::web {
namespace {

using store::Connection;

constexpr int kMonths = 6;
constexpr int kWeeks = 12;

std::vector<OwnerSpan> months_to(Date today) {
  const std::chrono::year_month_day last(today);
  std::vector<OwnerSpan> out;
  Date to = today;
  for (int back = 0; back < kMonths; ++back) {
    const auto month = last.year() / last.month() - std::chrono::months(back);
    OwnerSpan span;
    span.days = Days{Date(month / 1), to};
    to = span.days.from - std::chrono::days(1);
    out.push_back(span);
  }
  return out;
}

std::vector<OwnerSpan> weeks_to(Date today) {
  const Date monday = today - (std::chrono::weekday(today) - std::chrono::Monday);
  std::vector<OwnerSpan> out;
  for (int back = 0; back < kWeeks; ++back) {
    OwnerSpan span;
    span.days.from = monday - std::chrono::days(7 * back);
    span.days.to = std::min(today, span.days.from + std::chrono::days(6));
    out.push_back(span);
  }
  return out;
}

void add_to(std::vector<OwnerSpan>& spans, Date date, const planning::Tally& tally) {
  for (OwnerSpan& span : spans) {
    if (span.days.from <= date && date <= span.days.to) span.tally += tally;
  }
}

// By the day on which people spoke.
Status add_words(Connection& db, OwnerSpan& span, const Zone& zone, Time now) {
  const Time from = zone.at(span.days.from, Millis(0));
  const Time to = zone.at(span.days.to + std::chrono::days(1), Millis(0));
  const auto waivers = store::waivers::written_between(db, from, to);
  if (!waivers) return tl::unexpected(waivers.error());
  span.waivers = *waivers;
  const auto disputes = store::disputes::opened_between(db, from, to, now);
  if (!disputes) return tl::unexpected(disputes.error());
  span.disputes = *disputes;
  return {};
}

}  // namespace

Days OwnerPage::days() const {
  return {std::min(months.back().days.from, weeks.back().days.from), months.front().days.to};
}

void OwnerPage::add(const std::map<Date, planning::Tally>& of_one_person) {
  for (const auto& [date, tally] : of_one_person) {
    add_to(months, date, tally);
    add_to(weeks, date, tally);
  }
}

namespace gather {

Result<OwnerGround> owner_ground(Connection& db, const Zone& zone, const Viewer& viewer) {
  OwnerGround out;
  out.page.months = months_to(viewer.today);
  out.page.weeks = weeks_to(viewer.today);
  for (OwnerSpan& month : out.page.months) {
    const Status added = add_words(db, month, zone, viewer.now);
    if (!added) return tl::unexpected(added.error());
  }
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  for (const User& user : *users) out.people.push_back(user.id);
  return out;
}

}  // namespace gather
}  // namespace vouch::web
