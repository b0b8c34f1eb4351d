// Setting the company up: users, teams, tokens, sites, keywords, leave. Audited, idempotent where a
// script may repeat it (kConflict: it is there already). Writer thread.
#pragma once

#include "core/random.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

Result<web::AddedUser> write_user(store::WriteContext& context, const web::Actor& actor,
                                  Random& random, const web::AddUser& request);
Result<int> write_user_patch(store::WriteContext& context, const web::Actor& actor,
                             const web::PatchUser& request);
Result<TeamId> write_team(store::WriteContext& context, const web::Actor& actor,
                          const std::string& name);
Result<int> write_team_patch(store::WriteContext& context, const web::Actor& actor,
                             const web::PatchTeam& request);
Result<std::string> write_token(store::WriteContext& context, const web::Actor& actor,
                                Random& random, const web::AddToken& request);
Result<SiteId> write_site(store::WriteContext& context, const web::Actor& actor,
                          const web::AddSite& request);

struct WrittenKeyword {
  KeywordId id;
  std::vector<QueuedLook> looks;  // one rank look for each engine that ranks
};
Result<WrittenKeyword> write_keyword(store::WriteContext& context, const web::Actor& actor,
                                     const Rulebook& rules, const web::AddKeyword& request);
Result<int> write_leave(store::WriteContext& context, const web::Actor& actor,
                        const web::AddLeave& request);

}  // namespace vouch::daemon
