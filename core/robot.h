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
  kWecomApp,    // 企业微信 application: messages to single people
  kDingtalkApp  // 钉钉 application: work notices to single people
};

// "wecom" "dingtalk" "feishu" "serverchan" "wecom_app" "dingtalk_app"
std::string_view to_string(RobotKind kind);
std::optional<RobotKind> parse_robot_kind(std::string_view text);

// Of a company, with a token of its own; writes to each person alone.
constexpr bool is_application(RobotKind kind) {
  return kind == RobotKind::kWecomApp || kind == RobotKind::kDingtalkApp;
}

}  // namespace vouch
