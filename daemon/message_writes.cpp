#include "daemon/message_writes.h"

#include "daemon/audited.h"
#include "daemon/letter_standing.h"
#include "store/gaps.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/outbox.h"

namespace vouch::daemon {
namespace {

// Is all that the letter tells still so? Trouble of the checker may be told late; it accuses
// nobody.
Result<bool> still_holds(store::WriteContext& context, const Rulebook& rules,
                         const Message& message) {
  if (!message.recipient) return true;  // an event: machines read its time
  const auto gaps = store::gaps::all(context.db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto items = store::letters::told_at(context.db, message.recipient, message.created_at);
  if (!items) return tl::unexpected(items.error());
  for (const store::LetterItem& item : *items) {
    if (item.rule == NoticeKind::kSystem || item.rule == NoticeKind::kCorrection) continue;
    auto notice = store::notices::find(context.db, item.notice);
    if (!notice) return tl::unexpected(notice.error());
    auto facts = alerts::notice_facts_from_json(notice->body);
    if (!facts) return tl::unexpected(facts.error());
    const auto standing =
        letter_standing(context, rules, *gaps, {std::move(*notice), std::move(*facts)});
    if (!standing) return tl::unexpected(standing.error());
    if (standing->holds != Holds::kYes) return false;
  }
  return true;
}

}  // namespace

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
  const auto holds = still_holds(context, rules, *found);
  if (!holds) return tl::unexpected(holds.error());
  if (!*holds) {
    return fail(ErrorCode::kConflict, "信里的内容现在已不成立（或正在申诉、免检），不再发送");
  }
  const auto again = store::outbox::retry(context.db, message, context.now);
  if (!again) return tl::unexpected(again.error());
  return audited(context, actor, "message.retry", "message:" + message);
}

}  // namespace vouch::daemon
