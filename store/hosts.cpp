#include "store/hosts.h"

namespace vouch::store::hosts {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO host_state(site, next_at, delay_ms, failures, cool_until, why, updated_at)
  VALUES($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT(site) DO UPDATE SET next_at = $2, delay_ms = $3, failures = $4, cool_until = $5,
    why = $6, updated_at = $7)sql";
constexpr std::string_view kGet =
    "SELECT site, next_at, delay_ms, failures, cool_until, why, updated_at FROM host_state "
    "WHERE site = $1";
constexpr std::string_view kAll =
    "SELECT site, next_at, delay_ms, failures, cool_until, why, updated_at FROM host_state "
    "ORDER BY site";

HostState read_state(const Row& row) {
  HostState state;
  row.read(state.site, state.next_at, state.delay, state.failures, state.cool_until, state.why,
           state.updated_at);
  return state;
}

}  // namespace

Status put(Connection& db, const HostState& state) {
  const auto done = db.run(kPut, state.site, state.next_at, state.delay, state.failures,
                           state.cool_until, state.why, state.updated_at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<HostState>> get(Connection& db, std::string_view site) {
  return db.first<HostState>(kGet, read_state, site);
}

Result<std::vector<HostState>> all(Connection& db) {
  return db.all<HostState>(kAll, read_state);
}

}  // namespace vouch::store::hosts
