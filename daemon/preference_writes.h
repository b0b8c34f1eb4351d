// What a person does with his own inbox and says about his own letters. Writer thread.
#pragma once

#include <vector>

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// kDenied: the local administrator is nobody and has no letters; kInvalid with a sentence for
// people: no such rule, or a channel that is not his. What is said already is not written again.
Status write_preferences(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, const std::vector<Preference>& said);

// kNotFound: he has no such entry.
Status write_read(store::WriteContext& context, const web::Actor& actor,
                  const web::MarkRead& request);

}  // namespace vouch::daemon
