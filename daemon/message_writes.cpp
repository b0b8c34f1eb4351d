#include "daemon/message_writes.h"

#include "daemon/audited.h"
#include "daemon/letter_standing.h"
#include "store/outbox.h"

namespace vouch::daemon {

Status write_message_retry(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const std::string& message) {
  const auto found = store::outbox::find(context.db, message);
  if (!found && found.error().code == ErrorCode::kNotFound) {
    return fail(ErrorCode::kNotFound, "没有这条消息，或已过保留期");
  }
  if (!found) return tl::unexpected(found.error());
  if (found->state != MessageState::kDead) {
    return fail(ErrorCode::kConflict, "只有已停止重试的消息可以重发；这一条还在发送或已送达");
  }
  const auto holds = letter_still_holds(context, rules, *found);
  if (!holds) return tl::unexpected(holds.error());
  if (!*holds) {
    return fail(ErrorCode::kConflict, "信里的内容现在已不成立（或正在申诉、免检），不再发送");
  }
  const auto again = store::outbox::retry(context.db, message, context.now);
  if (!again) return tl::unexpected(again.error());
  return audited(context, actor, "message.retry", "message:" + message);
}

}  // namespace vouch::daemon
