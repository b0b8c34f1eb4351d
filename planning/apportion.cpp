#include "planning/apportion.h"

#include <algorithm>
#include <numeric>

#include <boost/multiprecision/cpp_int.hpp>

namespace vouch::planning {

std::vector<std::int64_t> apportion(std::int64_t total, std::span<const std::int64_t> weights) {
  using Wide = boost::multiprecision::int128_t;
  const std::int64_t size = total < 0 ? -total : total;
  std::vector<std::int64_t> out(weights.size(), 0);
  Wide whole = 0;
  for (const std::int64_t weight : weights) whole += std::max<std::int64_t>(weight, 0);
  if (whole == 0) return out;
  std::vector<Wide> remainders(weights.size(), Wide(-1));  // of no weight: nothing is left over
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    const Wide share = Wide(size) * weights[i];
    out[i] = static_cast<std::int64_t>(share / whole);
    remainders[i] = share % whole;
    given += out[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return remainders[left] > remainders[right];
  });
  for (std::size_t i = 0; given < size; ++i, ++given) ++out[order[i]];
  if (total < 0) std::ranges::transform(out, out.begin(), std::negate<>());
  return out;
}

Result<std::vector<std::int64_t>> apportion_around(
    std::int64_t total, std::span<const std::int64_t> weights,
    std::span<const std::optional<std::int64_t>> set) {
  std::vector<std::int64_t> free(weights.begin(), weights.end());
  std::int64_t left = total;
  bool anybody = false;
  for (std::size_t i = 0; i < free.size(); ++i) {
    if (set[i]) {
      left -= *set[i];
      free[i] = 0;
    }
    if (free[i] > 0) anybody = true;
  }
  if (left < 0) return fail(ErrorCode::kInvalid, "已锁定的合计超过了总数，请先放开或调低一项");
  if (left > 0 && !anybody) return fail(ErrorCode::kInvalid, "没有可以分配的一方，剩下的无处可放");
  std::vector<std::int64_t> out = apportion(left, free);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (set[i]) out[i] = *set[i];
  }
  return out;
}

}  // namespace vouch::planning
