#include "daemon/query_forecast.h"

#include <cmath>

#include <fmt/format.h>

#include "daemon/index_sampling.h"

namespace vouch::daemon {
namespace {

std::string name_of(const Rulebook& rules, const std::string& engine) {
  for (const Engine& known : rules.records.engines) {
    if (known.key == engine) return known.name;
  }
  return engine;
}

}  // namespace

std::vector<std::string> forecast(const Rulebook& rules,
                                  const std::vector<store::looks::LaneCount>& due) {
  std::vector<std::string> out;
  for (const store::looks::LaneCount& lane : due) {
    const std::size_t colon = lane.lane.find(':');
    if (colon == std::string::npos) continue;
    const std::string engine = lane.lane.substr(colon + 1);
    const bool rank = lane.lane.starts_with("rank:");
    const config::Purpose purpose = rank ? config::Purpose::kRank : config::Purpose::kIndex;
    const double a_day = queries_a_day(rules, engine, purpose);
    if (a_day <= 0) continue;  // 未接入: said elsewhere
    const auto most = static_cast<std::int64_t>(std::floor(a_day * kForecastDays));
    if (lane.looks <= most) continue;
    out.push_back(
        fmt::format("{}：今后 {} 天有 {} 次{}检测到期，配额最多够 {} 次，约 {} 次要推迟或抽检",
                    name_of(rules, engine), kForecastDays, lane.looks, rank ? "排名" : "收录", most,
                    lane.looks - most));
  }
  return out;
}

}  // namespace vouch::daemon
