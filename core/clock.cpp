#include "core/clock.h"

namespace vouch {

Time SystemWallClock::now() const {
  return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}  // namespace vouch
