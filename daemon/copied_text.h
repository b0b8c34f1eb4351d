// 文本重合: a page whose text stood in another claim's page before. A mark with the passages for a
// person to look at; it moves no verdict and refuses nothing (decision 020).
#pragma once

#include "daemon/page_record.h"

namespace vouch::daemon {

// Writer thread, inside the look's transaction: keeps a text that is new for its claim, and marks
// whichever of two claims came later, so that the order of looks does not matter.
Status note_text(store::WriteContext& context, const Rulebook& rules, const PageRecord& page,
                 ObservationId seen, Time observed_at);

}  // namespace vouch::daemon
