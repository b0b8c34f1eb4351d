#include "daemon/preference_writes.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/ways.h"
#include "core/text.h"
#include "daemon/notice_ground.h"
#include "store/inbox.h"
#include "store/people.h"
#include "store/preferences.h"

namespace vouch::daemon {
namespace {

Status is_somebody(const web::Actor& actor) {
  if (actor.user) return {};
  return fail(ErrorCode::kDenied, "本机管理员没有自己的消息和通知方式；请用本人的链接或令牌");
}

std::string_view word(web::Via via) {
  switch (via) {
    case web::Via::kToken:
      return "token";
    case web::Via::kSocket:
      return "socket";
    case web::Via::kSession:
      return "session";
    case web::Via::kLink:
      return "link";
  }
  return "token";
}

bool is_his(const alerts::OutgoingContext& outgoing, const User& reader,
            const std::string& channel) {
  return std::any_of(outgoing.endpoints.begin(), outgoing.endpoints.end(),
                     [&](const alerts::Endpoint& one) {
                       return one.channel.name == channel && alerts::is_own_channel(one, reader);
                     });
}

}  // namespace

Status write_preferences(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, const std::vector<Preference>& said) {
  if (const Status somebody = is_somebody(actor); !somebody) return somebody;
  const auto reader = store::people::find_user(context.db, actor.user);
  if (!reader) return tl::unexpected(reader.error());
  const auto outgoing = outgoing_context(context, rules);
  if (!outgoing) return tl::unexpected(outgoing.error());
  const auto before = store::preferences::current(context.db, actor.user);
  if (!before) return tl::unexpected(before.error());
  for (const Preference& one : said) {
    if (!is_letter_rule(one.rule)) {
      return fail(ErrorCode::kInvalid, fmt::format("没有叫 {} 的规则", cut_utf8(one.rule, 40)),
                  "rule");
    }
    if (!is_his(*outgoing, *reader, one.channel)) {
      return fail(ErrorCode::kInvalid,
                  fmt::format("{} 不是您的通知渠道", cut_utf8(one.channel, 40)), "channel");
    }
    const auto known = std::find_if(before->begin(), before->end(), [&](const Preference& old) {
      return old.rule == one.rule && old.channel == one.channel;
    });
    const bool now = known == before->end() || known->letters;
    if (now == one.letters) continue;
    const Status added =
        store::preferences::add(context.db, actor.user, one, context.now, word(actor.via));
    if (!added) return added;
  }
  return {};
}

Status write_read(store::WriteContext& context, const web::Actor& actor,
                  const web::MarkRead& request) {
  if (const Status somebody = is_somebody(actor); !somebody) return somebody;
  if (request.up_to) {
    const auto marked =
        store::inbox::mark_read_up_to(context.db, actor.user, request.entry, context.now);
    if (!marked) return tl::unexpected(marked.error());
    return {};
  }
  const auto his = store::inbox::mark_read(context.db, actor.user, request.entry, context.now);
  if (!his) return tl::unexpected(his.error());
  if (!*his) return fail(ErrorCode::kNotFound, "没有这一条消息");
  return {};
}

}  // namespace vouch::daemon
