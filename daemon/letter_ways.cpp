#include "daemon/letter_ways.h"

#include <algorithm>

#include "core/log.h"
#include "daemon/letter_standing.h"
#include "daemon/notice_ground.h"
#include "store/inbox.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/preferences.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "letter";
constexpr int kMostMoved = 1'000;  // in one transaction; the inbox has the others

// One letter that does not get out by the way it was meant to.
class Detour {
 public:
  Detour(store::WriteContext& context, const Rulebook& rules,
         const alerts::OutgoingContext& outgoing)
      : context_(context), rules_(rules), outgoing_(outgoing) {}

  Status take(const Message& stuck) {
    if (!stuck.recipient) return {};
    const auto letter = store::outbox::letter_row(context_.db, stuck.id);
    if (!letter) return tl::unexpected(letter.error());
    if (!letter->inbox || letter->instead) return {};
    const auto gone = store::outbox::has_substitute(context_.db, letter->inbox);
    if (!gone) return tl::unexpected(gone.error());
    if (*gone) return {};
    const auto entry = store::inbox::find(context_.db, letter->inbox);
    if (!entry) return tl::unexpected(entry.error());
    const auto reader = store::people::find_user(context_.db, stuck.recipient);
    if (!reader) return tl::unexpected(reader.error());
    if (!*entry || !reader->active) return {};
    const auto reach = reach_of(context_.db, outgoing_, *reader, (*entry)->rule);
    if (!reach) return tl::unexpected(reach.error());
    const auto reached = goes_elsewhere(stuck, letter->inbox, *reach);
    if (!reached) return tl::unexpected(reached.error());
    if (*reached) return {};
    const alerts::Endpoint* other = working_way(stuck, *reader, *reach);
    if (other == nullptr) return {};
    const auto holds = letter_still_holds(context_, rules_, stuck);
    if (!holds) return tl::unexpected(holds.error());
    if (!*holds) return {};
    auto row = alerts::message_of(**entry, *other, *reader, outgoing_);
    if (!row) return {};
    row->calm = stuck.calm;
    if (row->calm && outgoing_.quiet_until) row->next_at = *outgoing_.quiet_until;
    const auto added = store::outbox::insert_once(context_.db, *row, {letter->inbox, true});
    if (!added) return tl::unexpected(added.error());
    if (*added) log::notice(kRoom, "message {} goes another way as {}", stuck.id, row->id);
    return {};
  }

 private:
  [[nodiscard]] bool works(ChannelId channel, const alerts::Reach& reach) const {
    return std::any_of(outgoing_.endpoints.begin(), outgoing_.endpoints.end(),
                       [&](const alerts::Endpoint& one) {
                         return one.channel.id == channel && one.channel.enabled &&
                                !reach.broken.contains(channel);
                       });
  }

  // Has the same letter gone, or does it go, by a way that works?
  Result<bool> goes_elsewhere(const Message& stuck, InboxId inbox, const alerts::Reach& reach) {
    const auto rows = store::outbox::rows_of(context_.db, stuck.recipient, stuck.created_at, inbox);
    if (!rows) return tl::unexpected(rows.error());
    return std::any_of(rows->begin(), rows->end(), [&](const Message& row) {
      if (row.id == stuck.id || row.channel == stuck.channel) return false;
      if (row.state == MessageState::kSent) return true;
      const bool over = row.state == MessageState::kDead || row.state == MessageState::kCancelled;
      return !over && works(row.channel, reach);
    });
  }

  // One that he wants for the rule before one that he does not.
  const alerts::Endpoint* working_way(const Message& stuck, const User& reader,
                                      const alerts::Reach& reach) const {
    const alerts::Endpoint* other = nullptr;
    for (const alerts::Endpoint& endpoint : outgoing_.endpoints) {
      const ChannelId id = endpoint.channel.id;
      if (id == stuck.channel || !works(id, reach)) continue;
      if (!alerts::is_own_channel(endpoint, reader)) continue;
      if (!reach.off.contains(id)) return &endpoint;
      if (other == nullptr) other = &endpoint;
    }
    return other;
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const alerts::OutgoingContext& outgoing_;
};

}  // namespace

Result<alerts::Reach> reach_of(store::Connection& db, const alerts::OutgoingContext& outgoing,
                               const User& reader, std::string_view rule) {
  alerts::Reach reach;
  const auto said = store::preferences::current(db, reader.id);
  if (!said) return tl::unexpected(said.error());
  for (const alerts::Endpoint& endpoint : outgoing.endpoints) {
    if (!alerts::is_own_channel(endpoint, reader)) continue;
    const Channel& channel = endpoint.channel;
    const bool off = std::any_of(said->begin(), said->end(), [&](const Preference& one) {
      return one.rule == rule && one.channel == channel.name && !one.letters;
    });
    if (off) reach.off.insert(channel.id);
    const auto end =
        store::outbox::last_end(db, reader.id, channel.id, alerts::own_address(endpoint, reader));
    if (!end) return tl::unexpected(end.error());
    const bool refused = *end && (*end)->state == MessageState::kDead;
    if (refused || !channel.enabled) reach.broken.insert(channel.id);
  }
  return reach;
}

Result<InboxId> put_in_inbox(store::Connection& db, const InboxEntry& entry) {
  return store::inbox::insert_once(db, entry, alerts::inbox_key(entry));
}

Status send_letter(store::Connection& db, const std::vector<Message>& messages, InboxId entry,
                   ChannelId instead) {
  for (const Message& message : messages) {
    const store::LetterRow letter{entry, instead && message.channel == instead};
    const auto added = store::outbox::insert_once(db, message, letter);
    if (!added) return tl::unexpected(added.error());
    if (*added) log::debug(kRoom, "message {} queued", message.id);
  }
  return {};
}

Status send_digest(store::WriteContext& context, const alerts::OutgoingContext& outgoing,
                   std::string_view kind, Date date, const alerts::Letter& letter,
                   const User& reader) {
  const auto reach = reach_of(context.db, outgoing, reader, kind);
  if (!reach) return tl::unexpected(reach.error());
  const auto entry =
      put_in_inbox(context.db, alerts::inbox_entry(kind, date, letter, reader, outgoing));
  if (!entry) return tl::unexpected(entry.error());
  return send_letter(context.db,
                     alerts::digest_messages(kind, date, letter, reader, outgoing, *reach), *entry,
                     alerts::ways_of(reader, outgoing, *reach).instead);
}

Status go_another_way(store::WriteContext& context, const Rulebook& rules,
                      const alerts::ChannelTrouble& trouble) {
  std::vector<Message> stuck;
  if (!trouble.message_id.empty()) {
    auto dead = store::outbox::find(context.db, trouble.message_id);
    if (!dead) return tl::unexpected(dead.error());
    stuck.push_back(std::move(*dead));
  } else if (trouble.switched_off) {
    auto waiting = store::outbox::letters_in(context.db, trouble.channel.id, kMostMoved);
    if (!waiting) return tl::unexpected(waiting.error());
    stuck = std::move(*waiting);
  }
  if (stuck.empty()) return {};
  const auto outgoing = outgoing_context(context, rules);
  if (!outgoing) return tl::unexpected(outgoing.error());
  Detour detour(context, rules, *outgoing);
  for (const Message& message : stuck) {
    const Status taken = detour.take(message);
    if (!taken) return taken;
  }
  return {};
}

}  // namespace vouch::daemon
