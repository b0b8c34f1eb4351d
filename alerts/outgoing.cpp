#include "alerts/outgoing.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot_outgoing.h"
#include "alerts/ways.h"
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
    case NoticeKind::kEvidenceWanted:
    case NoticeKind::kPlan:
    case NoticeKind::kBlocker:
    case NoticeKind::kFollowUp:
      return Audience::kEmployee;
    case NoticeKind::kIndexOverdue:
    case NoticeKind::kNotReported:
    case NoticeKind::kCouldNotCheck:
    case NoticeKind::kPlanMissing:
      return Audience::kSupervisor;
    case NoticeKind::kSystem:
      return Audience::kOperator;
  }
  return Audience::kOperator;
}

// Is this notice of the kind that is told by letter? The daily message covers the rest.
bool is_of_letters(const Notice& notice, const NoticeFacts& facts, const OutgoingContext& context) {
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

// The channel whose own trouble a notice tells of; empty: none.
std::string_view own_trouble(const Notice& notice, const NoticeFacts& facts) {
  return notice.kind == NoticeKind::kSystem ? std::string_view(facts.subject) : std::string_view();
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

std::string thread_of(const Notice& notice) {
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
    data["event"] = to_string(facts.event);
    data["subject"] = facts.subject;
    data["detail"] = facts.detail;
  }
  if (notice.kind == NoticeKind::kPlan || notice.kind == NoticeKind::kPlanMissing ||
      notice.kind == NoticeKind::kBlocker || notice.kind == NoticeKind::kFollowUp)
    data["subject"] = facts.subject;
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
    case NoticeKind::kEvidenceWanted:
      return "claim.evidence_wanted";
    case NoticeKind::kPlan:
      return "plan.changed";
    case NoticeKind::kPlanMissing:
      return "plan.missing";
    case NoticeKind::kBlocker:
      return "blocker.changed";
    case NoticeKind::kFollowUp:
      return "inquiry.follow_up";
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

bool OutgoingContext::is_urgent(NoticeKind kind) const {
  return std::find(urgent.begin(), urgent.end(), to_string(kind)) != urgent.end();
}

std::vector<Message> event_messages(const Notice& notice, const OutgoingContext& context) {
  std::vector<Message> messages;
  const auto facts = notice_facts_from_json(notice.body);
  if (!facts || notice.audience != event_audience(notice.kind)) return messages;
  messages = group_system_rows(notice, *facts, event_key(notice), context);
  for (Message& message : messages) {
    if (context.is_urgent(notice.kind)) continue;
    message.calm = true;
    message.next_at = context.quiet_until.value_or(message.next_at);
  }
  const std::string_view type = event_type(notice.kind);
  for (const Endpoint& endpoint : context.endpoints) {
    const Channel& channel = endpoint.channel;
    if (channel.kind != ChannelKind::kWebhook || endpoint.robot ||
        channel.name == own_trouble(notice, *facts) || !wants(endpoint, type)) {
      continue;
    }
    Message message = message_to(channel, event_key(notice), channel.name, context.now);
    message.subject = std::string(type);
    message.body = event_body(type, notice, *facts);
    message.group_key = thread_of(notice);
    messages.push_back(std::move(message));
  }
  return messages;
}

bool is_lettered(const Notice& notice, const NoticeFacts& facts, const User& reader,
                 const OutgoingContext& context) {
  return reader.active && is_of_letters(notice, facts, context);
}

bool has_letter(const Notice& notice, const NoticeFacts& facts, const User& reader,
                const OutgoingContext& context, const Reach& reach) {
  if (!is_lettered(notice, facts, reader, context)) return false;
  const Ways ways = ways_of(reader, context, reach);
  const std::string_view except = own_trouble(notice, facts);
  return std::any_of(context.endpoints.begin(), context.endpoints.end(), [&](const auto& one) {
    return ways.channels.contains(one.channel.id) && one.channel.name != except;
  });
}

namespace {

// What of the letter a channel may carry; false: nothing.
bool keep_carried(GroupLetter& group, const Channel& channel) {
  const auto about_it = [&](const GroupedNotice& one) {
    return own_trouble(one.notice, one.facts) == channel.name;
  };
  std::erase_if(group.items, about_it);
  std::erase_if(group.over, about_it);
  return !group.items.empty() || !group.over.empty();
}

std::string letter_thread(const GroupLetter& group, const User& reader) {
  if (group.items.size() == 1 && group.over.empty()) return thread_of(group.items[0].notice);
  const Notice& first = group.items.empty() ? group.over[0].notice : group.items[0].notice;
  return fmt::format("{}|u{}", to_string(first.kind), reader.id.value);
}

}  // namespace

std::string letter_key(const GroupLetter& group, std::optional<Time> told_before) {
  const bool fresh = group.reason == NotifyReason::kFirst || group.reason == NotifyReason::kNew;
  if (fresh && group.items.size() == 1 && group.over.empty()) return group.items[0].notice.key;
  std::string keys;
  for (const GroupedNotice& one : group.items) keys += one.notice.key + "\n";
  for (const GroupedNotice& one : group.over) keys += "over " + one.notice.key + "\n";
  std::string key = "letter|" + sha256_hex(keys);
  if (!fresh && told_before) key += fmt::format("|{}", to_millis(*told_before));
  return key;
}

std::vector<Message> letter_messages(const GroupLetter& group, std::optional<Time> told_before,
                                     const User& reader, const OutgoingContext& context,
                                     const Reach& reach) {
  std::vector<Message> messages;
  if (!reader.active || (group.items.empty() && group.over.empty())) return messages;
  const Notice& first = group.items.empty() ? group.over[0].notice : group.items[0].notice;
  const bool calm = !context.is_urgent(first.kind);
  const Ways ways = ways_of(reader, context, reach);
  // Each item goes by the first mail channel that may carry it.
  std::map<const Endpoint*, GroupLetter> by_mail;
  const auto assign = [&](const GroupedNotice& one, std::vector<GroupedNotice> GroupLetter::*list) {
    const Endpoint* endpoint = mail_endpoint(context, own_trouble(one.notice, one.facts));
    if (endpoint == nullptr || !ways.channels.contains(endpoint->channel.id)) return;
    GroupLetter& part = by_mail[endpoint];
    part.reason = group.reason;
    (part.*list).push_back(one);
  };
  for (const GroupedNotice& one : group.items) assign(one, &GroupLetter::items);
  for (const GroupedNotice& one : group.over) assign(one, &GroupLetter::over);
  for (const auto& [endpoint, part] : by_mail) {
    const Letter letter = render_group(part, reader, context.render);
    Message message =
        message_to(endpoint->channel, letter_key(part, told_before), reader.email, context.now);
    message.recipient = reader.id;
    message.subject = letter.subject;
    message.body = mail_body_json(letter);
    message.group_key = letter_thread(part, reader);
    messages.push_back(std::move(message));
  }
  for (const Endpoint& endpoint : context.endpoints) {
    if (!is_own_robot(endpoint, reader) || !ways.channels.contains(endpoint.channel.id)) continue;
    GroupLetter part = group;
    if (!keep_carried(part, endpoint.channel)) continue;
    const PersonalNote note(reader.id, render_group(part, reader, context.render));
    auto row = personal_row(endpoint, letter_key(part, told_before), note, reader, context.now);
    if (row) messages.push_back(std::move(*row));
  }
  for (Message& message : messages) message.calm = calm;
  return messages;
}

std::string digest_key(std::string_view kind, Date date, UserId recipient) {
  return fmt::format("{}|{}|u{}", kind, to_iso_date(date), recipient.value);
}

std::vector<Message> digest_messages(std::string_view kind, Date date, const Letter& letter,
                                     const User& recipient, const OutgoingContext& context,
                                     const Reach& reach) {
  const std::string what = digest_key(kind, date, recipient.id);
  const Ways ways = ways_of(recipient, context, reach);
  std::vector<Message> messages = personal_letter_rows(what, letter, recipient, context);
  std::erase_if(messages, [&](const Message& row) { return !ways.channels.contains(row.channel); });
  // The operator chose the hour; only what is late for it waits for the end of the night.
  const bool calm = !context.quiet_until;
  for (Message& message : messages) message.calm = calm;
  const Endpoint* endpoint = mail_endpoint(context, {});
  const bool by_mail = endpoint != nullptr && ways.channels.contains(endpoint->channel.id);
  if (!by_mail || !recipient.active) return messages;
  Message message = message_to(endpoint->channel, what, recipient.email, context.now);
  message.recipient = recipient.id;
  message.subject = letter.subject;
  message.body = mail_body_json(letter, kind, preferences_link(context.render, recipient));
  message.group_key = fmt::format("{}|u{}", kind, recipient.id.value);
  message.calm = calm;
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
