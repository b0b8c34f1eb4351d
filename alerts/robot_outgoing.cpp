#include "alerts/robot_outgoing.h"

#include <fmt/format.h>

namespace vouch::alerts {
namespace {

// No group_key: rows of a robot may go out together and in any order.
Message row_to(const Channel& channel, std::string_view user, std::string_view what,
               const RobotText& text, Time now) {
  Message message;
  message.address = robot_row_address(channel.name, user);
  message.dedup_key = dedup_key(what, channel.id, message.address);
  message.id = message_id(message.dedup_key);
  message.channel = channel.id;
  message.subject = text.title;
  message.body = to_json(text);
  message.next_at = now;
  message.created_at = now;
  return message;
}

void add(std::vector<Message>& rows, std::optional<Message> row) {
  if (row) rows.push_back(std::move(*row));
}

bool is_about(const NoticeFacts& facts, const Notice& notice, const Endpoint& endpoint) {
  return notice.kind == NoticeKind::kSystem && facts.subject == endpoint.channel.name;
}

}  // namespace

std::string robot_row_address(std::string_view name, std::string_view user) {
  return user.empty() ? std::string(name) : fmt::format("{}/{}", name, user);
}

bool is_own_robot(const Endpoint& endpoint, const User& reader) {
  return endpoint.robot && endpoint.robot->personal() && endpoint.robot->serves(reader.login);
}

std::optional<Message> group_row(const Endpoint& endpoint, std::string_view what,
                                 const GroupNote& note, Time now) {
  if (!endpoint.robot || endpoint.robot->personal()) return std::nullopt;
  return row_to(endpoint.channel, {}, what, note.text(), now);
}

std::optional<Message> personal_row(const Endpoint& endpoint, std::string_view what,
                                    const PersonalNote& note, const User& reader, Time now) {
  if (!is_own_robot(endpoint, reader) || note.reader() != reader.id || !reader.active) {
    return std::nullopt;
  }
  Message message = row_to(endpoint.channel, reader.login, what, note.text(), now);
  message.recipient = reader.id;
  return message;
}

std::vector<Message> group_system_rows(const Notice& notice, const NoticeFacts& facts,
                                       std::string_view what, const OutgoingContext& context) {
  std::vector<Message> rows;
  const auto note = GroupNote::of_system(notice, facts, context.render);
  if (!note) return rows;
  for (const Endpoint& endpoint : context.endpoints) {
    if (!endpoint.robot || !endpoint.robot->system || is_about(facts, notice, endpoint)) continue;
    add(rows, group_row(endpoint, what, *note, context.now));
  }
  return rows;
}

std::vector<Message> personal_letter_rows(std::string_view what, const Letter& letter,
                                          const User& recipient, const OutgoingContext& context) {
  std::vector<Message> rows;
  const PersonalNote note(recipient.id, letter);
  for (const Endpoint& endpoint : context.endpoints) {
    add(rows, personal_row(endpoint, what, note, recipient, context.now));
  }
  return rows;
}

std::vector<Message> group_day_rows(const Endpoint& endpoint, const DailyFacts& facts,
                                    const OutgoingContext& context) {
  std::vector<Message> rows;
  if (!endpoint.robot || !endpoint.robot->daily) return rows;
  add(rows, group_row(endpoint, fmt::format("daily|{}", to_iso_date(facts.date)),
                      GroupNote::of_day(facts, context.render), context.now));
  for (Message& row : rows) row.calm = !context.quiet_until;
  return rows;
}

Message robot_test_message(const Channel& channel, std::string_view nonce,
                           const RenderContext& context, Time now, std::string_view user) {
  return row_to(channel, user, fmt::format("test|{}", nonce),
                GroupNote::test(channel.name, context).text(), now);
}

}  // namespace vouch::alerts
