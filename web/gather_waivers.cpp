#include "web/gather_waivers.h"

#include <algorithm>
#include <map>

#include "store/people.h"
#include "store/waivers.h"
#include "web/team_scope.h"

namespace vouch::web::gather {

Result<std::vector<WaiverRow>> waivers(store::Connection& db, const Viewer& viewer, int limit) {
  const auto all = store::waivers::all(db, limit);
  if (!all) return tl::unexpected(all.error());
  const auto teams = teams_seen(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  std::map<UserId, const User*> people;
  for (const User& user : *users) people[user.id] = &user;
  std::vector<WaiverRow> out;
  for (const Waiver& one : *all) {
    WaiverRow row;
    row.waiver = one;
    TeamId team = one.team;
    const auto person = people.find(one.person);
    if (person != people.end()) {
      row.login = person->second->login;
      team = person->second->team;
    }
    const auto seen = std::find_if(teams->begin(), teams->end(),
                                   [&](const Team& candidate) { return candidate.id == team; });
    if (seen != teams->end() && !one.person) row.team = seen->name;
    if (viewer.actor.role == Role::kAdmin || seen != teams->end() || !team)
      out.push_back(std::move(row));
  }
  return out;
}

}  // namespace vouch::web::gather
