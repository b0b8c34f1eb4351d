#include "alerts/inbox_letter.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/robot_outgoing.h"
#include "alerts/ways.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

constexpr ChannelId kNoChannel{};

bool is_url(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         text.find(' ') == std::string_view::npos;
}

// A line of its own that is an address belongs to the words above it.
std::vector<InboxLine> lines_of(std::string_view text) {
  std::vector<InboxLine> lines;
  bool fresh = false;  // the last line stands directly above and has no address
  for (const std::string& raw : split_lines(text)) {
    std::string_view line = trim(raw);
    if (line == "--") break;  // small print of a mail: not to be answered
    if (line.empty()) {
      fresh = false;
      continue;
    }
    if (is_url(line)) {
      if (fresh) {
        lines.back().url = std::string(line);
      } else {
        lines.push_back({{}, std::string(line)});
      }
      fresh = false;
      continue;
    }
    for (const std::string_view mark : {"- ", "## "}) {  // of a list, of a heading
      if (line.starts_with(mark)) line.remove_prefix(mark.size());
    }
    const std::size_t at = std::min(line.find("http://"), line.find("https://"));
    const bool ends_in_url = at != std::string_view::npos && is_url(line.substr(at));
    const std::string_view url = ends_in_url ? line.substr(at) : std::string_view();
    line.remove_suffix(url.size());
    lines.push_back({std::string(trim(line)), std::string(url)});
    fresh = url.empty();
  }
  return lines;
}

Letter letter_of(const InboxEntry& entry, const RenderContext& context) {
  std::vector<Block> blocks;
  for (const InboxLine& line : entry.lines) {
    const std::string& text = line.text.empty() ? line.url : line.text;
    blocks.push_back(line.url.empty() ? paragraph(text) : item(text, line.url));
  }
  return compose(entry.title, blocks, context);
}

}  // namespace

InboxEntry inbox_entry(std::string_view rule, std::string_view what, const Letter& letter,
                       const User& reader, Time now) {
  InboxEntry entry;
  entry.reader = reader.id;
  entry.rule = std::string(rule);
  entry.letter = std::string(what);
  entry.title = letter.subject;
  entry.lines = lines_of(letter.text);
  entry.created_at = now;
  return entry;
}

InboxEntry inbox_entry(const GroupLetter& group, std::optional<Time> told_before,
                       const User& reader, const OutgoingContext& context) {
  const Notice& first = group.items.empty() ? group.over[0].notice : group.items[0].notice;
  return inbox_entry(to_string(first.kind), letter_key(group, told_before),
                     render_group(group, reader, context.render), reader, context.now);
}

InboxEntry inbox_entry(std::string_view kind, Date date, const Letter& letter,
                       const User& recipient, const OutgoingContext& context) {
  return inbox_entry(kind, digest_key(kind, date, recipient.id), letter, recipient, context.now);
}

std::string inbox_key(const InboxEntry& entry) {
  return dedup_key(entry.letter, kNoChannel, fmt::format("inbox/{}", entry.reader.value));
}

std::optional<Message> message_of(const InboxEntry& entry, const Endpoint& endpoint,
                                  const User& reader, const OutgoingContext& context) {
  if (!is_own_channel(endpoint, reader) || reader.id != entry.reader || !reader.active) {
    return std::nullopt;
  }
  const Letter letter = letter_of(entry, context.render);
  if (endpoint.channel.kind != ChannelKind::kMail) {
    return personal_row(endpoint, entry.letter, PersonalNote(reader.id, letter), reader,
                        context.now);
  }
  Message message;
  message.address = reader.email;
  message.dedup_key = dedup_key(entry.letter, endpoint.channel.id, message.address);
  message.id = message_id(message.dedup_key);
  message.channel = endpoint.channel.id;
  message.recipient = reader.id;
  message.subject = letter.subject;
  message.body = mail_body_json(letter);
  message.group_key = fmt::format("{}|u{}", entry.rule, reader.id.value);
  message.next_at = message.created_at = context.now;
  return message;
}

}  // namespace vouch::alerts
