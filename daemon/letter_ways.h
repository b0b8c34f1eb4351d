// By which ways a person's letter goes: what he said, what is broken for him, and the inbox, which
// has it in any case. Writer thread.
#pragma once

#include <string_view>

#include "alerts/inbox_letter.h"
#include "alerts/ways.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

// For letters of this rule, at this moment.
Result<alerts::Reach> reach_of(store::Connection& db, const alerts::OutgoingContext& outgoing,
                               const User& reader, std::string_view rule);

Result<InboxId> put_in_inbox(store::Connection& db, const InboxEntry& entry);
// The rows of one letter, beside its entry.
Status send_letter(store::Connection& db, const std::vector<Message>& messages, InboxId entry,
                   ChannelId instead);

// A digest of that day, into the inbox and on its way. `kind`: also the rule.
Status send_digest(store::WriteContext& context, const alerts::OutgoingContext& outgoing,
                   std::string_view kind, Date date, const alerts::Letter& letter,
                   const User& reader);

// A message to a person that died, or those that wait in a channel that has just been switched off:
// each letter goes by another of his channels, once, if what it tells is still so. Part of the
// transaction that ends the attempt.
Status go_another_way(store::WriteContext& context, const Rulebook& rules,
                      const alerts::ChannelTrouble& trouble);

}  // namespace vouch::daemon
