#include "daemon/self_report_writes.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/notice_facts.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/blockers.h"
#include "planning/week_plan.h"
#include "store/blockers.h"
#include "store/notices.h"
#include "store/people.h"
#include "store/report_words.h"

namespace vouch::daemon {
namespace {

constexpr std::chrono::days kOldest{62};  // a report to which something may still be added
constexpr std::chrono::days kWeek{7};
constexpr std::size_t kWordsBytes = 12'000;
constexpr std::size_t kTextBytes = 6'000;

std::string trimmed(std::string_view text) {
  return std::string(trim(text));
}

Status is_a_report(const web::PutReportWords& request, Date now) {
  const bool week = request.span == ReportSpan::kWeek;
  if (week && planning::monday_of(request.day) != request.day)
    return fail(ErrorCode::kInvalid, "一周从星期一开始", "monday");
  if (request.day > now)
    return fail(ErrorCode::kInvalid, week ? "这一周还没到" : "这一天还没到", "date");
  const Date last = week ? request.day + kWeek : request.day;
  if (last < now - kOldest) return fail(ErrorCode::kInvalid, "两个月以前的报告不能再补充", "date");
  return {};
}

// Whom this person may ask; everybody else is nobody, so that nobody's login is told.
Result<UserId> addressee(store::WriteContext& context, const User& author,
                         const std::string& login) {
  if (author.post == kVendorPost)
    return fail(ErrorCode::kDenied, "请找您的主管：对象留空就可以", "to");
  const auto user = store::people::user_by_login(context.db, login);
  if (!user) return tl::unexpected(user.error());
  const bool there = *user && (*user)->active && (*user)->id != author.id;
  const bool reached =
      there && ((*user)->role == Role::kSupervisor || (*user)->role == Role::kAdmin ||
                (author.team && (*user)->team == author.team));
  if (!reached) {
    return fail(ErrorCode::kInvalid,
                fmt::format("没有叫 {} 的同组同事、主管或管理员", cut_utf8(login, 60)), "to");
  }
  return (*user)->id;
}

Status tell(store::WriteContext& context, const Blocker& blocker, UserId reader,
            const std::string& key, alerts::NoticeFacts facts) {
  Notice notice;
  notice.key = fmt::format("blocker|{}|{}|u{}", blocker.id.value, key, reader.value);
  notice.kind = NoticeKind::kBlocker;
  notice.audience = Audience::kEmployee;
  notice.recipient = reader;
  notice.created_at = context.now;
  notice.due_at = context.now;
  facts.at_once = true;
  notice.body = alerts::to_json(facts);
  const auto added = store::notices::insert_once(context.db, notice);
  if (!added) return tl::unexpected(added.error());
  return {};
}

std::string subject_of(BlockerId id) {
  return fmt::format("blocker:{}", id.value);
}

}  // namespace

Status put_report_words(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::PutReportWords& request) {
  if (!actor.user) return fail(ErrorCode::kInvalid, "本机管理员没有自己的报告；请用员工自己的账号");
  if (const Status report = is_a_report(request, today(context, rules)); !report) return report;
  ReportWords words;
  words.user = actor.user;
  words.span = request.span;
  words.day = request.day;
  words.reflection = trimmed(request.reflection);
  words.unfinished_reason = trimmed(request.unfinished_reason);
  words.tomorrow = trimmed(request.tomorrow);
  words.at = context.now;
  for (const std::string* text : {&words.reflection, &words.unfinished_reason, &words.tomorrow}) {
    if (text->size() > kWordsBytes) return fail(ErrorCode::kInvalid, "写得太长，请少于 4000 字");
  }
  const auto before = store::report_words::of_report(context.db, words.user, words.span, words.day);
  if (!before) return tl::unexpected(before.error());
  // The same again, or nothing to begin with, is no version.
  const ReportWords standing = before->empty() ? ReportWords() : before->front();
  if (words.says_the_same(standing)) return {};
  const auto revision = store::report_words::insert(context.db, words);
  if (!revision) return tl::unexpected(revision.error());
  return audited(context, actor, "report.words",
                 fmt::format("report:{}:{}", words.span == ReportSpan::kDay ? "day" : "week",
                             to_iso_date(words.day)),
                 fmt::format(R"({{"revision":{}}})", *revision));
}

Result<BlockerId> add_blocker(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const web::AddBlocker& request) {
  if (!actor.user) return fail(ErrorCode::kInvalid, "本机管理员没有自己的工作；请用员工自己的账号");
  Blocker blocker;
  blocker.user = actor.user;
  blocker.text = trimmed(request.text);
  blocker.at = context.now;
  if (blocker.text.empty()) return fail(ErrorCode::kInvalid, "请写明要协调什么", "text");
  if (blocker.text.size() > kTextBytes)
    return fail(ErrorCode::kInvalid, "写得太长，请少于 2000 字", "text");
  const auto author = store::people::find_user(context.db, actor.user);
  if (!author) return tl::unexpected(author.error());
  if (!request.to.empty()) {
    const auto to = addressee(context, *author, request.to);
    if (!to) return tl::unexpected(to.error());
    blocker.to = *to;
  }
  const auto teams = store::people::teams(context.db);
  if (!teams) return tl::unexpected(teams.error());
  const auto told = planning::told_of(blocker, *author, *teams, today(context, rules));
  if (told.empty()) return fail(ErrorCode::kInvalid, "您还没有主管，请写明找谁", "to");
  const auto id = store::blockers::insert(context.db, blocker);
  if (!id) return tl::unexpected(id.error());
  blocker.id = *id;
  alerts::NoticeFacts facts;
  facts.subject = author->name;
  facts.detail = blocker.text;
  for (const UserId reader : told) {
    if (const Status sent = tell(context, blocker, reader, "asked", facts); !sent)
      return tl::unexpected(sent.error());
  }
  const Status noted = audited(context, actor, "blocker.add", subject_of(*id),
                               fmt::format(R"({{"to":{}}})", blocker.to.value));
  if (!noted) return tl::unexpected(noted.error());
  return *id;
}

Status close_blocker(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                     const web::CloseBlocker& request) {
  const auto found = store::blockers::find(context.db, request.blocker);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "没有这一件");
  const Blocker& blocker = **found;
  const auto author = store::people::find_user(context.db, blocker.user);
  if (!author) return tl::unexpected(author.error());
  const auto teams = store::people::teams(context.db);
  if (!teams) return tl::unexpected(teams.error());
  const Date day = today(context, rules);
  const bool own = actor.user && actor.user == blocker.user;
  const bool asked = planning::answers_for(blocker, *author, *teams, day, actor.user);
  Blocker to_leader = blocker;
  to_leader.to = {};
  const bool sees = own || asked || actor.role == Role::kAdmin ||
                    planning::answers_for(to_leader, *author, *teams, day, actor.user);
  if (!sees) return fail(ErrorCode::kNotFound, "没有这一件");
  if (!own && !asked) return fail(ErrorCode::kDenied, "只有被找的人、他的代理和本人可以了结");
  const std::string answer = trimmed(request.answer);
  if (answer.empty() && !own) return fail(ErrorCode::kInvalid, "请写明怎么协调的", "answer");
  if (answer.size() > kTextBytes)
    return fail(ErrorCode::kInvalid, "写得太长，请少于 2000 字", "answer");
  const auto closed =
      store::blockers::close(context.db, blocker.id, actor.user, answer, context.now);
  if (!closed) return tl::unexpected(closed.error());
  if (!*closed) return fail(ErrorCode::kConflict, "这一件已经了结了");
  if (!own) {
    alerts::NoticeFacts facts;
    facts.subject = actor.login;
    facts.detail = answer;
    facts.correction = alerts::CorrectionKind::kOverturned;
    const auto by = store::people::find_user(context.db, actor.user);
    if (by) facts.subject = by->name;
    if (const Status sent = tell(context, blocker, blocker.user, "answered", facts); !sent)
      return sent;
  }
  return audited(context, actor, own ? "blocker.take_back" : "blocker.close",
                 subject_of(blocker.id));
}

}  // namespace vouch::daemon
