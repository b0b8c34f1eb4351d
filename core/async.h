// Coroutines on the main loop: Task<T>, and await_callback, the one bridge from worker threads.
// Headers hold no co_await; an expression with co_await holds no brace, no capturing lambda and no
// ?: (g++ 12 destroys such temporaries twice; ./dev lint finds them).
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vouch {

template <class T = void>
using Task = boost::asio::awaitable<T>;

// Called once, from any thread, with the result.
template <class T>
using Completion = std::function<void(T)>;

// Suspends until `start` has called its completion; resumes on the caller's executor.
// `start` must be a named object (not a temporary lambda) in the calling coroutine.
template <class T, class Start>
Task<T> await_callback(Start& start) {
  auto initiate = [&start](auto handler) {
    using Handler = decltype(handler);
    struct Pending {
      explicit Pending(Handler&& h)
          : handler(std::move(h)), work(boost::asio::get_associated_executor(handler)) {}
      Handler handler;
      boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler>> work;
    };
    auto pending = std::make_shared<Pending>(std::move(handler));
    Completion<T> done = [pending](T value) {
      auto shared = std::make_shared<T>(std::move(value));
      boost::asio::post(pending->work.get_executor(), [pending, shared]() mutable {
        Handler ready = std::move(pending->handler);
        pending->work.reset();
        std::move(ready)(std::move(*shared));
      });
    };
    start(std::move(done));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(T)>(
      std::move(initiate), boost::asio::use_awaitable);
}

}  // namespace vouch
