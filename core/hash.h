// SHA-256, HMAC-SHA-256, base64 and a fast non-cryptographic 64-bit hash for jitter and tables.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vouch {

using Sha256Bytes = std::array<std::uint8_t, 32>;

class Sha256 {  // incremental; not shared between threads
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  // Length first (8 bytes, big endian): "ab"+"c" and "a"+"bc" differ (ledger, design §8).
  void update_field(std::string_view bytes);
  [[nodiscard]] Sha256Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256Bytes sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
Sha256Bytes hmac_sha256(std::string_view key, std::string_view message);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256Bytes& bytes);
std::string base64_encode(std::string_view bytes);
bool base64_decode(std::string_view text,
                   std::string& bytes);             // accepts unpadded; false when malformed
std::string base32_encode(std::string_view bytes);  // RFC 4648, upper case, unpadded (WARC digests)

std::uint64_t mix64(std::uint64_t value);  // splitmix64 finaliser
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

bool constant_time_equal(std::string_view left, std::string_view right);

}  // namespace vouch
