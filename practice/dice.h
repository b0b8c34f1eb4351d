// Numbers that follow from a seed alone: every choice of a script. One owner.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/hash.h"

namespace vouch::practice {

class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view purpose) : state_(hash64(purpose, seed)) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix64(state_);
  }
  // `count` > 0.
  std::size_t below(std::size_t count) {
    return count == 0 ? 0 : static_cast<std::size_t>(next() % count);
  }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
  }

 private:
  std::uint64_t state_;
};

}  // namespace vouch::practice
