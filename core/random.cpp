#include "core/random.h"

#include <sodium.h>

namespace vouch {

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string random_token(Random& random, std::size_t count) {
  static constexpr char kAlphabet[] =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string out;
  while (out.size() < count) {
    for (const char c : random.bytes(count)) {
      const auto value = static_cast<unsigned char>(c);
      // 248 = 4 * 62: rejecting the rest keeps every character equally likely.
      if (value < 248 && out.size() < count) out += kAlphabet[value % 62];
    }
  }
  return out;
}

}  // namespace vouch
