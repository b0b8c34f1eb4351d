// Threads for work that costs processor time: inflating, decoding, Gumbo, facts. Values in, values
// out; completions come back on the caller's executor.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include "core/async.h"

namespace vouch::daemon {

class ParsePool {
 public:
  explicit ParsePool(unsigned threads) : pool_(threads) {}
  ~ParsePool() { pool_.join(); }
  ParsePool(const ParsePool&) = delete;
  ParsePool& operator=(const ParsePool&) = delete;

  // `work` runs once on a pool thread; it must own all it uses.
  template <class T>
  void run(std::function<T()> work, Completion<T> done) {
    boost::asio::post(pool_, [work = std::move(work), done = std::move(done)] { done(work()); });
  }

 private:
  boost::asio::thread_pool pool_;
};

}  // namespace vouch::daemon
