// Letters as they stand in the inbox, and back again where a letter goes another way. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "alerts/group_letter.h"
#include "alerts/outgoing.h"
#include "core/inbox.h"

namespace vouch::alerts {

// `what`: what the letter is about, as in the keys of its rows.
InboxEntry inbox_entry(std::string_view rule, std::string_view what, const Letter& letter,
                       const User& reader, Time now);
// The entry of a letter_messages().
InboxEntry inbox_entry(const GroupLetter& group, std::optional<Time> told_before,
                       const User& reader, const OutgoingContext& context);
// The entry of a digest_messages().
InboxEntry inbox_entry(std::string_view kind, Date date, const Letter& letter,
                       const User& recipient, const OutgoingContext& context);

// Key among those of the outbox, as if the inbox were a channel.
std::string inbox_key(const InboxEntry& entry);

// The row that tells this letter by this channel of its reader: with the same id, whenever it is
// made. None: the channel is not his.
std::optional<Message> message_of(const InboxEntry& entry, const Endpoint& endpoint,
                                  const User& reader, const OutgoingContext& context);

}  // namespace vouch::alerts
