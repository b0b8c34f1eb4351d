// Politeness per site (registrable domain), kept so that a restart cannot burst (design §8).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct HostState {
  std::string site;                // site_key of core/url
  Time next_at;                    // no request before
  Millis delay{};                  // present adaptive delay
  int failures = 0;                // in a row
  std::optional<Time> cool_until;  // back-off after 429, 503, captcha
  std::string why;                 // of the back-off, for people
  Time updated_at;
};

namespace hosts {

Status put(Connection& db, const HostState& state);  // insert or replace
Result<std::optional<HostState>> get(Connection& db, std::string_view site);
Result<std::vector<HostState>> all(Connection& db);

}  // namespace hosts
}  // namespace vouch::store
