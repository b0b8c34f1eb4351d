#include "crawler/page/large_page.h"

#include <malloc.h>

namespace vouch::crawler {
namespace {

constexpr std::size_t kLarge = 1'000'000;

std::mutex& turns() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

LargePageTurn::LargePageTurn(std::size_t bytes) {
  if (bytes > kLarge) turn_ = std::unique_lock(turns());
}

LargePageTurn::~LargePageTurn() {
  // Freed blocks of a few megabytes otherwise stay with the thread's heap for good.
  if (turn_) malloc_trim(0);
}

}  // namespace vouch::crawler
