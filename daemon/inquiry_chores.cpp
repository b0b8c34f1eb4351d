#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/notice_facts.h"
#include "daemon/inquiry_writes.h"
#include "planning/week_plan.h"
#include "store/audit.h"
#include "store/inquiries.h"
#include "store/notices.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace inquiries = store::inquiries;

constexpr int kMostBlanked = 1000;

// "2 条今天到期，1 条逾期"
std::string due_words(const inquiries::Waiting& waiting) {
  std::string out;
  if (waiting.due_today > 0) out = fmt::format("{} 条今天到期", waiting.due_today);
  if (waiting.overdue > 0)
    out += fmt::format("{}{} 条逾期", out.empty() ? "" : "，", waiting.overdue);
  return out;
}

}  // namespace

Result<int> note_follow_ups(store::WriteContext& context, const Rulebook& rules, Time planned) {
  const Date date = rules.calendar.zone().date_of(planned);
  inquiries::Scope everybody;
  everybody.all = true;
  const auto waiting = inquiries::waiting(context.db, everybody, date);
  if (!waiting) return tl::unexpected(waiting.error());
  const auto leave = store::people::leave(context.db);
  if (!leave) return tl::unexpected(leave.error());
  const Date monday = planning::monday_of(date);
  int told = 0;
  for (const inquiries::Waiting& one : *waiting) {
    if (one.due_today + one.overdue == 0) continue;
    const auto user = store::people::find_user(context.db, one.owner);
    if (!user) return tl::unexpected(user.error());
    const planning::WorkDays days = planning::work_days(*user, *leave, rules.calendar, monday);
    if (!user->active || days[static_cast<std::size_t>((date - monday).count())] == 0) continue;
    alerts::NoticeFacts facts;
    facts.subject = due_words(one);
    facts.report_date = date;
    facts.at_once = true;
    Notice notice;
    notice.key = fmt::format("follow|{}|u{}", to_iso_date(date), one.owner.value);
    notice.kind = NoticeKind::kFollowUp;
    notice.audience = Audience::kEmployee;
    notice.recipient = one.owner;
    notice.created_at = context.now;
    notice.due_at = context.now;
    notice.body = alerts::to_json(facts);
    const auto added = store::notices::insert_once(context.db, notice);
    if (!added) return tl::unexpected(added.error());
    ++told;
  }
  return told;
}

Result<int> blank_inquiry_contacts(store::WriteContext& context, int days_kept) {
  const Time before = context.now - std::chrono::hours(24) * days_kept;
  const auto blanked = inquiries::blank_contacts(context.db, before, kMostBlanked);
  if (!blanked) return tl::unexpected(blanked.error());
  for (const InquiryId id : *blanked) {
    const Status kept =
        inquiries::add_change(context.db, {id, context.now, UserId{}, "contact", "****", ""});
    if (!kept) return tl::unexpected(kept.error());
  }
  if (!blanked->empty()) {
    const store::AuditEntry entry{0,
                                  context.now,
                                  {},
                                  "daemon",
                                  "inquiry.blank",
                                  "inquiries",
                                  json::serialize(json::object{{"rows", blanked->size()}})};
    if (const Status noted = store::audit::insert(context.db, entry); !noted)
      return tl::unexpected(noted.error());
  }
  return static_cast<int>(blanked->size());
}

}  // namespace vouch::daemon
