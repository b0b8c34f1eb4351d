#include "alerts/outgoing.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot_outgoing.h"
#include "alerts/words.h"
#include "core/hash.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

// The audience whose notice stands for the event: machines get one event, people one letter each.
Audience event_audience(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kNeedsCorrection:
    case NoticeKind::kRegressed:
    case NoticeKind::kCorrection:
      return Audience::kEmployee;
    case NoticeKind::kIndexOverdue:
    case NoticeKind::kNotReported:
    case NoticeKind::kCouldNotCheck:
      return Audience::kSupervisor;
    case NoticeKind::kSystem:
      return Audience::kOperator;
  }
  return Audience::kOperator;
}

// Does a person get a letter of its own for this notice? The daily message covers the rest.
bool has_letter(const Notice& notice, const NoticeFacts& facts, const OutgoingContext& context) {
  switch (notice.audience) {
    case Audience::kEmployee:
    case Audience::kOperator:
      return true;
    case Audience::kSupervisor:
      return notice.kind == NoticeKind::kCorrection || facts.at_once ||
             std::find(context.at_once.begin(), context.at_once.end(), to_string(notice.kind)) !=
                 context.at_once.end();
  }
  return false;
}

bool wants(const Endpoint& endpoint, std::string_view type) {
  return endpoint.events.empty() ||
         std::find(endpoint.events.begin(), endpoint.events.end(), type) != endpoint.events.end();
}

// The first enabled mail channel, else the first: its rows wait until it is mended.
const Endpoint* mail_endpoint(const OutgoingContext& context, std::string_view except) {
  const Endpoint* fallback = nullptr;
  for (const Endpoint& endpoint : context.endpoints) {
    if (endpoint.channel.kind != ChannelKind::kMail || endpoint.channel.name == except) continue;
    if (endpoint.channel.enabled) return &endpoint;
    if (fallback == nullptr) fallback = &endpoint;
  }
  return fallback;
}

Message message_to(const Channel& channel, std::string_view what, std::string_view address,
                   Time now) {
  Message message;
  message.dedup_key = dedup_key(what, channel.id, address);
  message.id = message_id(message.dedup_key);
  message.channel = channel.id;
  message.address = std::string(address);
  message.next_at = now;
  message.created_at = now;
  return message;
}

std::string group_of(const Notice& notice) {
  if (notice.claim) return fmt::format("claim|{}", notice.claim.value);
  return fmt::format("{}|u{}", to_string(notice.kind), notice.recipient.value);
}

// Operators share one event, so the recipient is no part of its key.
std::string event_key(const Notice& notice) {
  if (notice.kind != NoticeKind::kSystem) return notice.key;
  return notice.key.substr(0, notice.key.rfind('|'));
}

std::string event_body(std::string_view type, const Notice& notice, const NoticeFacts& facts) {
  json::object data;
  if (notice.claim) data["claim_id"] = notice.claim.value;
  if (facts.stage) {
    data["stage"] = to_string(*facts.stage);
    data["state"] = to_string(facts.state);
    data["episode"] = facts.episode;
    data["reason"] = to_string(facts.reason);
  }
  if (facts.observed_at) data["observed_at"] = to_rfc3339(*facts.observed_at);
  if (facts.public_at && notice.kind != NoticeKind::kCorrection) {
    data["public_at"] = to_rfc3339(*facts.public_at);
  }
  switch (facts.correction) {
    case CorrectionKind::kNone:
      break;
    case CorrectionKind::kOverturned:
      data["correction"] = "overturned";
      break;
    case CorrectionKind::kRecovered:
      data["correction"] = "recovered";
      break;
    case CorrectionKind::kWithdrawn:
      data["correction"] = "withdrawn";
      break;
  }
  if (facts.report_date) data["date"] = to_iso_date(*facts.report_date);
  if (notice.kind == NoticeKind::kSystem) {
    data["subject"] = facts.subject;
    data["detail"] = facts.detail;
  }
  json::object event;
  event["type"] = json::string_view(type.data(), type.size());
  event["timestamp"] = to_rfc3339(notice.created_at);
  event["data"] = std::move(data);
  return json::serialize(event);
}

}  // namespace

std::string_view event_type(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kNeedsCorrection:
      return "claim.needs_correction";
    case NoticeKind::kRegressed:
      return "claim.regressed";
    case NoticeKind::kIndexOverdue:
      return "index.overdue";
    case NoticeKind::kNotReported:
      return "report.missing";
    case NoticeKind::kCouldNotCheck:
      return "claim.could_not_check";
    case NoticeKind::kCorrection:
      return "claim.corrected";
    case NoticeKind::kSystem:
      return "system.trouble";
  }
  return "system.trouble";
}

std::string dedup_key(std::string_view what, ChannelId channel, std::string_view address) {
  return sha256_hex(fmt::format("{}\n{}\n{}", what, channel.value, address));
}

std::string message_id(std::string_view dedup_key) {
  const Sha256Bytes digest = sha256(dedup_key);
  const std::string bytes(digest.begin(), digest.end());
  return "msg_" + ascii_lower(base32_encode(bytes)).substr(0, 26);
}

std::vector<Message> messages_for(const Notice& notice, const User& recipient,
                                  const OutgoingContext& context) {
  std::vector<Message> messages;
  const auto facts = notice_facts_from_json(notice.body);
  if (!facts) return messages;
  // A channel's own trouble is told by another channel.
  const std::string_view except =
      notice.kind == NoticeKind::kSystem ? std::string_view(facts->subject) : std::string_view();

  if (recipient.active && !recipient.email.empty() && has_letter(notice, *facts, context)) {
    if (const Endpoint* endpoint = mail_endpoint(context, except)) {
      const Letter letter = render_notice(notice, *facts, recipient, context.render);
      Message message = message_to(endpoint->channel, notice.key, recipient.email, context.now);
      message.recipient = recipient.id;
      message.subject = letter.subject;
      message.body = mail_body_json(letter);
      message.group_key = group_of(notice);
      messages.push_back(std::move(message));
    }
  }

  if (has_letter(notice, *facts, context)) {
    const auto personal = personal_notice_rows(notice, *facts, recipient, context);
    messages.insert(messages.end(), personal.begin(), personal.end());
  }
  if (notice.audience != event_audience(notice.kind)) return messages;
  const auto group = group_system_rows(notice, *facts, event_key(notice), context);
  messages.insert(messages.end(), group.begin(), group.end());
  const std::string_view type = event_type(notice.kind);
  for (const Endpoint& endpoint : context.endpoints) {
    const Channel& channel = endpoint.channel;
    if (channel.kind != ChannelKind::kWebhook || endpoint.robot || channel.name == except ||
        !wants(endpoint, type)) {
      continue;
    }
    Message message = message_to(channel, event_key(notice), channel.name, context.now);
    message.subject = std::string(type);
    message.body = event_body(type, notice, *facts);
    message.group_key = group_of(notice);
    messages.push_back(std::move(message));
  }
  return messages;
}

std::vector<Message> digest_messages(std::string_view kind, Date date, const Letter& letter,
                                     const User& recipient, const OutgoingContext& context) {
  const std::string what = fmt::format("{}|{}|u{}", kind, to_iso_date(date), recipient.id.value);
  std::vector<Message> messages = personal_letter_rows(what, letter, recipient, context);
  const Endpoint* endpoint = mail_endpoint(context, {});
  if (endpoint == nullptr || !recipient.active || recipient.email.empty()) return messages;
  Message message = message_to(endpoint->channel, what, recipient.email, context.now);
  message.recipient = recipient.id;
  message.subject = letter.subject;
  message.body = mail_body_json(letter, kind);
  message.group_key = fmt::format("{}|u{}", kind, recipient.id.value);
  messages.insert(messages.begin(), std::move(message));
  return messages;
}

Message test_message(const Channel& channel, std::string_view address, std::string_view nonce,
                     const RenderContext& context, Time now) {
  Message message = message_to(channel, fmt::format("test|{}", nonce), address, now);
  message.group_key = fmt::format("test|{}", nonce);
  switch (channel.kind) {
    case ChannelKind::kMail: {
      const Letter letter = render_test(channel.name, context);
      message.subject = letter.subject;
      message.body = mail_body_json(letter);
      break;
    }
    case ChannelKind::kWebhook: {
      json::object event;
      event["type"] = "channel.test";
      event["timestamp"] = to_rfc3339(now);
      event["data"] = json::object({{"channel", channel.name}});
      message.subject = "channel.test";
      message.body = json::serialize(event);
      break;
    }
  }
  return message;
}

}  // namespace vouch::alerts
