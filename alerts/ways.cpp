#include "alerts/ways.h"

#include <algorithm>

#include "alerts/robot_outgoing.h"

namespace vouch::alerts {

bool is_own_channel(const Endpoint& endpoint, const User& reader) {
  if (endpoint.channel.kind == ChannelKind::kMail) return !reader.email.empty();
  return is_own_robot(endpoint, reader);
}

std::string own_address(const Endpoint& endpoint, const User& reader) {
  if (endpoint.channel.kind == ChannelKind::kMail) return reader.email;
  return robot_row_address(endpoint.channel.name, reader.login);
}

Ways ways_of(const User& reader, const OutgoingContext& context, const Reach& reach) {
  const auto is_broken = [&](const Channel& channel) {
    return !channel.enabled || reach.broken.contains(channel.id);
  };
  Ways ways;
  bool works = false;
  const Channel* other = nullptr;
  for (const Endpoint& endpoint : context.endpoints) {
    if (!is_own_channel(endpoint, reader)) continue;
    const Channel& channel = endpoint.channel;
    const bool wanted = !reach.off.contains(channel.id) || reach.always.contains(channel.id);
    if (wanted) {
      ways.channels.insert(channel.id);
      works = works || !is_broken(channel);
    } else if (other == nullptr && !is_broken(channel)) {
      other = &channel;
    }
  }
  if (ways.channels.empty() || works || other == nullptr) return ways;
  ways.instead = other->id;
  ways.channels.insert(other->id);
  return ways;
}

}  // namespace vouch::alerts
