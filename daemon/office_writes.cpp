#include "daemon/office_writes.h"

#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "store/acknowledgements.h"
#include "store/people.h"

namespace vouch::daemon {

namespace {

struct Reading {
  std::string subject;  // of store::acknowledgements
  std::string_view act;
  int in_force = 0;
  int version = 0;
};

// The same version twice is once.
Status write_acknowledgement(store::WriteContext& context, const web::Actor& actor,
                             const Reading& reading) {
  if (reading.in_force != reading.version)
    return fail(ErrorCode::kConflict, "内容已经更新，请先看新的一版", "version");
  const auto added = store::acknowledgements::insert(context.db, actor.user, reading.subject,
                                                     reading.version, context.now);
  if (!added) return tl::unexpected(added.error());
  if (!*added) return {};
  return audited(context, actor, reading.act,
                 reading.subject + ":" + std::to_string(reading.version));
}

}  // namespace

Status write_checks_read(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, int version) {
  if (!actor.user) return fail(ErrorCode::kDenied, "本机管理员不用确认检测说明；请用自己的账号");
  if (rules.records.checks_notices.empty()) return fail(ErrorCode::kNotFound, "还没有检测说明");
  return write_acknowledgement(
      context, actor,
      {std::string(store::acknowledgements::kChecks), "checks_notice.acknowledge",
       rules.records.checks_notices.front().version, version});
}

Status write_duty_read(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                       const int& version) {
  if (!actor.user) return fail(ErrorCode::kDenied, "本机管理员没有岗位；请用自己的账号");
  const auto user = store::people::find_user(context.db, actor.user);
  if (!user) return tl::unexpected(user.error());
  const std::string post = config::duty_post_of(*user);
  const config::DutyCard* card = rules.records.duty(post);
  if (card == nullptr) return fail(ErrorCode::kNotFound, "您的岗位还没有职责说明");
  return write_acknowledgement(
      context, actor,
      {store::acknowledgements::duty_of(post), "duty.acknowledge", card->version, version});
}

Status write_export(store::WriteContext& context, const web::Actor& actor,
                    const web::NoteExport& note) {
  const boost::json::object detail{{"query", to_valid_utf8(note.query)}, {"rows", note.rows}};
  return audited(context, actor, "export", to_valid_utf8(note.name),
                 boost::json::serialize(detail));
}

}  // namespace vouch::daemon
