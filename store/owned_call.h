// Awaits a callback-style call from a function that is no coroutine itself: `start` is moved into
// the awaitable, called once it is awaited, and its completion resumes the caller's executor.
#pragma once

#include <memory>
#include <utility>

#include "core/async.h"

namespace vouch::store {

template <class T, class Start>
Task<T> owned_call(Start start) {
  auto initiate = [start = std::move(start)](auto handler) mutable {
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

}  // namespace vouch::store
