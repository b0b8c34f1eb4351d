// Notices (what a person must be told, and when) and messages (frozen bytes on their way out).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

enum class NoticeKind {
  kNeedsCorrection,  // 工作 FAIL: employee, then supervisor after grace
  kRegressed,        // 掉线
  kIndexOverdue,     // 收录: a count in the daily message
  kNotReported,      // nothing handed in by the cut-off
  kCouldNotCheck,    // manual queue
  kCorrection,       // 更正通知: an overturned negative
  kSystem,           // checker health, channel broken
  kEvidenceWanted,   // 需人工证据: only its person can show it
  kPlan,             // 计划: published, or changed since
  kPlanMissing,      // 未排程: the week has begun without a plan
  kBlocker,          // 需协调: somebody needs help, or was answered
  kFollowUp,         // 待回访: inquiries whose next follow-up has come
};
enum class Audience { kEmployee, kSupervisor, kOperator };
enum class NoticeState { kPending, kShown, kDropped };  // dropped: no longer true when it came due

struct Notice {
  NoticeId id;
  std::string key;  // idempotent: claim|stage|episode|audience
  NoticeKind kind = NoticeKind::kSystem;
  Audience audience = Audience::kEmployee;
  UserId recipient;
  ClaimId claim;
  Time created_at;
  Time due_at;  // judged again then (design §8)
  NoticeState state = NoticeState::kPending;
  std::string body;  // JSON: facts for rendering
};

enum class ChannelKind { kMail, kWebhook };
struct Channel {
  ChannelId id;
  std::string name;
  ChannelKind kind = ChannelKind::kMail;
  bool enabled = true;
  std::string disabled_why;
  Time failing_since;  // epoch: healthy
};

enum class MessageState { kPending, kSending, kSent, kDead, kUnknown, kCancelled };

struct Message {          // an outbox row; alerts-security-operations §1.5
  std::string id;         // "msg_" + 26 characters; webhook-id and part of the Message-ID
  std::string dedup_key;  // includes the recipient
  ChannelId channel;
  UserId recipient;     // none for machines
  std::string address;  // mail address or endpoint name
  std::string subject;
  std::string body;       // frozen: JSON {"text","html"} for mail, the event for webhooks
  std::string group_key;  // order is kept within it; thread of mails
  MessageState state = MessageState::kPending;
  int attempt = 0;
  Time next_at;
  Time created_at;
  std::optional<Time> sent_at;
  std::string provider_ref;
  std::string last_code;
  bool possible_duplicate = false;
  bool calm = false;  // to a person and not urgent: not sent in quiet time
};

std::string_view to_string(NoticeKind kind);
std::string_view to_string(Audience audience);
std::string_view to_string(NoticeState state);
std::string_view to_string(MessageState state);
std::string_view to_string(ChannelKind kind);
std::optional<NoticeKind> parse_notice_kind(std::string_view text);
std::optional<Audience> parse_audience(std::string_view text);
std::optional<NoticeState> parse_notice_state(std::string_view text);
std::optional<MessageState> parse_message_state(std::string_view text);
std::optional<ChannelKind> parse_channel_kind(std::string_view text);

}  // namespace vouch
