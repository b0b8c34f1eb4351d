// Reading jobs of the web application's screens, with every rule of sight applied. Each runs on a
// store reader thread inside one `Store::read` job; the rules it is given never change.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "web/facts.h"
#include "web/gather.h"
#include "web/screens.h"

namespace vouch::web::gather {

using Rules = std::shared_ptr<const ReadingRules>;

// Who works for the company from outside sees his own entries, and nothing of its numbers.
Result<bool> is_vendor(store::Connection& db, const Viewer& viewer);

Result<CatalogView> catalog(store::Connection& db, const Viewer& viewer);
// `date`: none: today. Of the viewer himself; on the Unix socket kInvalid.
Result<DayView> day(store::Connection& db, std::optional<Date> date, const Rules& rules,
                    const Viewer& viewer);
Result<StoryView> story(store::Connection& db, ClaimId claim, const Viewer& viewer);

}  // namespace vouch::web::gather
