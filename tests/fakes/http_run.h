// Runs one coroutine to its end on the loop of this thread, for tests of things that answer with a
// Task.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "core/async.h"

namespace vouch::fakes {

// One loop for all tests of a thread, ready to run. Asio wakes a loop after it has let go of it:
// whoever posted the last result may still be inside when run() comes back, so a loop of one test
// would go too early. It keeps nothing, for run() ends where no work is left.
inline boost::asio::io_context& ready_loop() {
  static thread_local boost::asio::io_context loop(1);
  loop.restart();
  return loop;
}

template <class T>
T run_task(Task<T> task) {
  auto& loop = ready_loop();
  std::optional<T> result;
  std::exception_ptr thrown;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error, T value) {
    thrown = error;
    if (!error) result = std::move(value);
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(result.value());
}

}  // namespace vouch::fakes
