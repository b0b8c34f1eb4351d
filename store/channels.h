// Channels by name, with their health; how to reach them stays in the configuration.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/message.h"
#include "store/sql.h"

namespace vouch::store::channels {

// Inserts the name, or updates the kind; an existing row keeps its state.
Result<ChannelId> upsert(Connection& db, std::string_view name, ChannelKind kind);
Result<Channel> find(Connection& db, ChannelId id);  // kNotFound
Result<std::optional<Channel>> find_by_name(Connection& db, std::string_view name);
Result<std::vector<Channel>> list(Connection& db);
Status set_enabled(Connection& db, ChannelId id, bool enabled, std::string_view why);
Status set_failing_since(Connection& db, ChannelId id, Time since);  // epoch: healthy

}  // namespace vouch::store::channels
