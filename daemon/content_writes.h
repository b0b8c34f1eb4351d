// What editors hand on, which entries distribute it, and whose work entries are. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/content_commands.h"

namespace vouch::daemon {

Result<AssetId> add_asset(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const web::AddAsset& request);
Status link_asset(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::LinkAsset& request);
Status set_shares(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::SetShares& request);

// At hand-in: by choice, else where the person's plan of the week hands on one thing alone for this
// work and place. A choice that is no asset is no link.
Status link_at_hand_in(store::WriteContext& context, const Claim& claim, AssetId chosen);

}  // namespace vouch::daemon
