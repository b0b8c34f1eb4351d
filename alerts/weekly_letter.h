// The weekly digest as a letter: the blocks of planning/weekly_words.h, harmless and with the
// reader's own links. Pure.
#pragma once

#include "alerts/render.h"
#include "core/people.h"
#include "planning/weekly_words.h"

namespace vouch::alerts {

// `weekly`: made for this reader by planning::for_leader or for_person.
Letter render_weekly(const planning::Weekly& weekly, planning::WeekEdition edition,
                     const User& reader, const RenderContext& context);

}  // namespace vouch::alerts
