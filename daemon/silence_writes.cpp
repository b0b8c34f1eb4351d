#include "daemon/silence_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/silence.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/claim_writes.h"
#include "store/letters.h"
#include "store/silences.h"

namespace vouch::daemon {
namespace {

constexpr int kMostHours =
    std::chrono::duration_cast<std::chrono::hours>(alerts::kLongestSilence).count();

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

// Groups are decided again at once: what they hold may be put off now, or told.
Status decide_again(store::WriteContext& context) {
  return store::letters::wake_all(context.db, context.now);
}

std::string name_of(const web::Actor& actor) {
  return actor.login.empty() ? "local" : actor.login;
}

}  // namespace

Result<SilenceId> write_silence(store::WriteContext& context, const web::Actor& actor,
                                const web::AddSilence& request) {
  const auto rule = parse_notice_kind(request.rule);
  if (!rule) return refused(fmt::format("没有叫 {} 的规则", cut_utf8(request.rule, 40)), "rule");
  const bool operators = actor.role == Role::kAdmin;
  const Audience audience = operators ? Audience::kOperator : Audience::kSupervisor;
  if (!alerts::can_be_silenced(*rule, audience)) {
    return refused("更正必须送达，不能静默", "rule");
  }
  if (operators != (*rule == NoticeKind::kSystem)) {
    return refused(operators ? "管理员静默的是 system（检测系统异常）；其他通知由读信的主管自己静默"
                             : "检测系统异常由管理员静默",
                   "rule");
  }
  if (request.hours < 1 || request.hours > kMostHours) {
    return refused(fmt::format("静默 1 到 {} 小时", kMostHours), "hours");
  }
  if (!is_reason(request.reason)) {
    return refused("请写明原因：至少 4 个汉字或 10 个字母", "reason");
  }
  Silence silence;
  silence.rule = *rule;
  silence.subject = std::string(trim(request.subject));
  silence.known_only = request.known_only;
  if (!operators) silence.reader = actor.user;
  silence.by = actor.user;
  silence.author = name_of(actor);
  silence.reason = std::string(trim(request.reason));
  silence.from = context.now;
  silence.to = context.now + std::chrono::hours(request.hours);
  const auto id = store::silences::insert(context.db, silence);
  if (!id) return id;
  if (const Status woken = decide_again(context); !woken) return tl::unexpected(woken.error());
  const Status noted =
      audited(context, actor, request.known_only ? "trouble.acknowledge" : "silence.add",
              "silence:" + std::to_string(id->value),
              boost::json::serialize(boost::json::object{{"rule", request.rule},
                                                         {"subject", silence.subject},
                                                         {"to", to_rfc3339(silence.to)},
                                                         {"reason", silence.reason}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Status write_silence_end(store::WriteContext& context, const web::Actor& actor, SilenceId id) {
  const auto silence = store::silences::find(context.db, id);
  if (!silence) return tl::unexpected(silence.error());
  if (!*silence) return fail(ErrorCode::kNotFound, "没有这一条静默");
  if (actor.role != Role::kAdmin && (*silence)->reader != actor.user) {
    return fail(ErrorCode::kDenied, "只能结束自己的静默");
  }
  if ((*silence)->ended_at || (*silence)->to <= context.now) {
    return fail(ErrorCode::kConflict, "这一条静默已经结束");
  }
  const auto ended = store::silences::end(context.db, id, context.now, name_of(actor));
  if (!ended) return tl::unexpected(ended.error());
  if (const Status woken = decide_again(context); !woken) return woken;
  return audited(context, actor, "silence.end", "silence:" + std::to_string(id.value));
}

}  // namespace vouch::daemon
