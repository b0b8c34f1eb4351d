// Pages of more than 1 MB may take the whole arena: one at a time in the program is read, and what
// it took goes back to the system (design §8 "Bad bytes"). Any thread.
#pragma once

#include <cstddef>
#include <mutex>

namespace vouch::crawler {

class LargePageTurn {
 public:
  explicit LargePageTurn(std::size_t bytes);  // of the page; waits where it is large
  ~LargePageTurn();
  LargePageTurn(const LargePageTurn&) = delete;
  LargePageTurn& operator=(const LargePageTurn&) = delete;

 private:
  std::unique_lock<std::mutex> turn_;  // held where the page is large
};

}  // namespace vouch::crawler
