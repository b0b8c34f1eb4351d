#include "store/channels.h"

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store::channels {
namespace {

constexpr std::string_view kUpsert = R"sql(
  INSERT INTO channel(name, kind, enabled, disabled_why, failing_since) VALUES($1, $2, 1, '', 0)
  ON CONFLICT(name) DO UPDATE SET kind = $2 RETURNING id)sql";
constexpr std::string_view kFind =
    "SELECT id, name, kind, enabled, disabled_why, failing_since FROM channel WHERE id = $1";
constexpr std::string_view kFindByName =
    "SELECT id, name, kind, enabled, disabled_why, failing_since FROM channel WHERE name = $1";
constexpr std::string_view kList =
    "SELECT id, name, kind, enabled, disabled_why, failing_since FROM channel ORDER BY id";
constexpr std::string_view kSetEnabled =
    "UPDATE channel SET enabled = $2, disabled_why = $3 WHERE id = $1";
constexpr std::string_view kSetFailingSince = "UPDATE channel SET failing_since = $2 WHERE id = $1";

Channel read_channel(const Row& row) {
  Channel channel;
  row.read(channel.id, channel.name, channel.kind, channel.enabled, channel.disabled_why,
           channel.failing_since);
  return channel;
}

Error missing(ChannelId id) {
  return {ErrorCode::kNotFound, fmt::format("there is no channel {}", id.value), {}};
}

Status changed_one(const Result<std::int64_t>& changed, ChannelId id) {
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return tl::unexpected(missing(id));
  return {};
}

}  // namespace

Result<ChannelId> upsert(Connection& db, std::string_view name, ChannelKind kind) {
  return db.scalar<ChannelId>(kUpsert, name, kind);
}

Result<Channel> find(Connection& db, ChannelId id) {
  auto found = db.first<Channel>(kFind, read_channel, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(missing(id));
  return std::move(**found);
}

Result<std::optional<Channel>> find_by_name(Connection& db, std::string_view name) {
  return db.first<Channel>(kFindByName, read_channel, name);
}

Result<std::vector<Channel>> list(Connection& db) {
  return db.all<Channel>(kList, read_channel);
}

Status set_enabled(Connection& db, ChannelId id, bool enabled, std::string_view why) {
  return changed_one(db.run(kSetEnabled, id, enabled, why), id);
}

Status set_failing_since(Connection& db, ChannelId id, Time since) {
  return changed_one(db.run(kSetFailingSince, id, since), id);
}

}  // namespace vouch::store::channels
