// Targets and paid promotion as tables to be exported. Money stands in yuan. Pure.
#pragma once

#include <vector>

#include "web/claim_sentences.h"
#include "web/paid.h"
#include "web/sheet.h"
#include "web/targets.h"

namespace vouch::web {

// A row a month, its parts below it where they are those of the month that was asked for.
Sheet targets_sheet(const TargetsView& view, const Telling& telling);
// A row a channel and day, month by month; what was not measured is empty.
Sheet paid_sheet(const std::vector<PaidBudgetView>& months, const Telling& telling);

}  // namespace vouch::web
