#include "store/migrations/sqlite/schema_0009.h"

namespace vouch::store::migrations {

// An empty reason: the daemon found the window itself. by_user is none for it, and for the local
// administrator.
const std::string_view kByHand0009 = R"sql(
ALTER TABLE withdrawal ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE withdrawal ADD COLUMN by_user INTEGER REFERENCES "user"(id);
ALTER TABLE spend ADD COLUMN rank_queries INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace vouch::store::migrations
