// Runs one coroutine to its end on a loop of its own, for tests of things that answer with a Task.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "core/async.h"

namespace vouch::fakes {

template <class T>
T run_task(Task<T> task) {
  boost::asio::io_context loop(1);
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
