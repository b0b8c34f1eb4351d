// A benchmark ends at the first error.
#pragma once

#include <stdexcept>
#include <utility>

#include "core/result.h"

namespace vouch::bench {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().text());
}

}  // namespace vouch::bench
