// Chat robots and push services that Vouch can speak to (alerts-security-operations §1.1).
#pragma once

#include <optional>
#include <string_view>

namespace vouch {

enum class RobotKind {
  kWecom,       // 企业微信 group robot
  kDingtalk,    // 钉钉 group robot
  kFeishu,      // 飞书 or Lark group robot
  kServerchan,  // Server酱: one person's own WeChat
};

std::string_view to_string(RobotKind kind);  // "wecom" "dingtalk" "feishu" "serverchan"
std::optional<RobotKind> parse_robot_kind(std::string_view text);

}  // namespace vouch
