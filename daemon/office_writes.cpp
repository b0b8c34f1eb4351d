#include "daemon/office_writes.h"

#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "store/acknowledgements.h"

namespace vouch::daemon {

Status write_acknowledgement(store::WriteContext& context, const Rulebook& rules,
                             const web::Actor& actor, int version) {
  if (!actor.user) return fail(ErrorCode::kDenied, "本机管理员不用确认检测说明；请用自己的账号");
  if (rules.records.checks_notices.empty()) return fail(ErrorCode::kNotFound, "还没有检测说明");
  if (rules.records.checks_notices.front().version != version) {
    return fail(ErrorCode::kConflict, "检测说明已经更新，请先看新的一版", "version");
  }
  const auto added = store::acknowledgements::insert(context.db, actor.user, version, context.now);
  if (!added) return tl::unexpected(added.error());
  if (!*added) return {};
  return audited(context, actor, "checks_notice.acknowledge",
                 "checks_notice:" + std::to_string(version));
}

Status write_export(store::WriteContext& context, const web::Actor& actor,
                    const web::NoteExport& note) {
  const boost::json::object detail{{"query", to_valid_utf8(note.query)}, {"rows", note.rows}};
  return audited(context, actor, "export", to_valid_utf8(note.name),
                 boost::json::serialize(detail));
}

}  // namespace vouch::daemon
