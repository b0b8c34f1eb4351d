// Reading jobs about a person's own letters: his inbox, what he said about his channels, and which
// of them do not reach him. Nobody reads another's. On a store reader thread.
#pragma once

#include <string>
#include <vector>

#include "core/people.h"
#include "store/sql.h"
#include "web/facts.h"
#include "web/inbox_pages.h"

namespace vouch::web::gather {

// Of all channels those by which letters go to this person.
std::vector<ChannelFacts> own_channels(const User& user, const std::vector<ChannelFacts>& all);

Result<OwnLetters> own_letters(store::Connection& db, const User& user,
                               const std::vector<ChannelFacts>& channels);

inline constexpr int kEntriesShown = 20;

struct InboxRequest {
  bool unread_only = false;
  InboxId before;
  int limit = kEntriesShown;
};
Result<InboxPage> inbox(store::Connection& db, UserId reader, const InboxRequest& request);

Result<PreferencesPage> preferences(store::Connection& db, const User& user,
                                    const std::vector<ChannelFacts>& channels);

}  // namespace vouch::web::gather
