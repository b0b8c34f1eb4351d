// Whose claims a viewer's list may hold, as store filters. A filter must not betray what sight
// masks: for a supervisor a claim that is still with its owner is found under PENDING, never under
// FAILED.
#pragma once

#include <vector>

#include "store/claim_browse.h"
#include "store/claims.h"
#include "store/people.h"
#include "web/gather.h"

namespace vouch::web::gather {

Result<bool> leads_owner(store::Connection& db, UserId leader, UserId owner, Date today);
Result<std::vector<store::claims::Filter>> list_filters(store::Connection& db,
                                                        const ListRequest& request,
                                                        const Viewer& viewer);
// The same scope for store::claims::browse, with every filter of the request; kNotFound for an
// unknown keyword.
Result<store::claims::Browse> browse_of(store::Connection& db, const ListRequest& request,
                                        const Viewer& viewer);
// Teams whose page this user may open: those he leads today; all for an administrator.
Result<std::vector<Team>> teams_seen(store::Connection& db, const Viewer& viewer);
// One of them by its name; the only one where none is given. kInvalid, kNotFound, kDenied.
Result<Team> team_seen(store::Connection& db, const std::string& name, const Viewer& viewer);

// The same for the supervisor's page of `user`; kNotFound where he leads nobody and is no leader.
Result<std::vector<Team>> desk_teams(store::Connection& db, const User& user, const Viewer& viewer);
// "推广一组、推广二组"; the leader's own name where he leads no team yet.
std::string team_names(const std::vector<Team>& teams, const User& user);

}  // namespace vouch::web::gather
