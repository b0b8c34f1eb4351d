// By which of his channels a person is told of one rule: what he said about it, and what is broken.
// The inbox is no part of this: it has every letter. Pure; any thread.
#pragma once

#include <set>
#include <string>

#include "alerts/outgoing.h"

namespace vouch::alerts {

struct Ways {
  std::set<ChannelId> channels;
  ChannelId instead;  // among them, because all that he wants are broken; none: nothing is
};

// Mail, if he has an address; his own robots.
bool is_own_channel(const Endpoint& endpoint, const User& reader);
// As it stands in a row of the outbox.
std::string own_address(const Endpoint& endpoint, const User& reader);

Ways ways_of(const User& reader, const OutgoingContext& context, const Reach& reach);

}  // namespace vouch::alerts
