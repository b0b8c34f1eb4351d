// The version of this build, as CMakeLists.txt's project() names it.
#pragma once

namespace vouch {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace vouch
