#include "core/robot.h"

#include <algorithm>
#include <array>

namespace vouch {
namespace {

constexpr auto kKinds = std::to_array<std::string_view>(
    {"wecom", "dingtalk", "feishu", "serverchan", "wecom_app", "dingtalk_app"});
static_assert(kKinds.size() == static_cast<std::size_t>(RobotKind::kDingtalkApp) + 1);

}  // namespace

std::string_view to_string(RobotKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<RobotKind> parse_robot_kind(std::string_view text) {
  const auto* const found = std::find(kKinds.begin(), kKinds.end(), text);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<RobotKind>(found - kKinds.begin());
}

}  // namespace vouch
