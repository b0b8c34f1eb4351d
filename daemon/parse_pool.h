// Threads for work that costs processor time: inflating, decoding, Gumbo, facts. Values in, values
// out; completions come back on the caller's executor. What the work throws is thrown where its
// value is taken, so that one bad page ends one look and never the daemon.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "core/async.h"

namespace vouch::daemon {

template <class T>
class Computed {
 public:
  explicit Computed(const std::function<T()>& work) {
    try {
      value_.emplace(work());
    } catch (...) {
      thrown_ = std::current_exception();
    }
  }
  T take() && {
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
  std::exception_ptr thrown_;
};

class ParsePool {
 public:
  explicit ParsePool(unsigned threads) : pool_(threads) {}
  ~ParsePool() { pool_.join(); }
  ParsePool(const ParsePool&) = delete;
  ParsePool& operator=(const ParsePool&) = delete;

  // `work` runs once on a pool thread; it must own all it uses.
  template <class T>
  void run(std::function<T()> work, Completion<Computed<T>> done) {
    boost::asio::post(
        pool_, [work = std::move(work), done = std::move(done)] { done(Computed<T>(work)); });
  }

 private:
  boost::asio::thread_pool pool_;
};

}  // namespace vouch::daemon
