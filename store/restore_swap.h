// The moment of a restore at which what was there gives way to what was verified: a few renames
// that a kill may interrupt anywhere. "restore.building" is not yet verified and may be thrown
// away; once renamed to "restore.ready" the swap is decided, and whoever next holds the directory's
// lock completes it. The holder of the lock alone calls this.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/result.h"

namespace vouch::store::restore_swap {

std::filesystem::path building(const std::filesystem::path& state);

// Decides for what lies in building(): vouch.db without a log, and evidence/. What was there goes
// to `kept`, a name in `state`.
Status commit(const std::filesystem::path& state, const std::string& kept);

bool is_unfinished(const std::filesystem::path& state);  // decided, but not completed

// Completes a swap that was decided, removes a building that was not. A sentence for people about
// an interruption that was found; empty: there was none. `step`: called after each change, for the
// tests that interrupt there.
Result<std::string> finish(const std::filesystem::path& state,
                           const std::function<void()>& step = {});

}  // namespace vouch::store::restore_swap
