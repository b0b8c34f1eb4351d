// Unpredictable bytes (tokens, message ids). Injected, so that tests and practice can repeat a run.
#pragma once

#include <cstddef>
#include <string>

namespace vouch {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::string bytes(std::size_t count) = 0;
};

class SystemRandom final : public Random {  // libsodium; any thread
 public:
  std::string bytes(std::size_t count) override;
};

// `count` characters of [0-9A-Za-z], 5.95 bits each.
std::string random_token(Random& random, std::size_t count);

}  // namespace vouch
