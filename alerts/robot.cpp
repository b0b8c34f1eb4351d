#include "alerts/robot.h"

#include <algorithm>

#include "core/text.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kLongestKey = 200;

void hide(std::string& text, std::string_view secret) {
  constexpr std::string_view kHidden = "***";
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kHidden.size())) {
    text.replace(at, secret.size(), kHidden);
  }
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

std::string masked(std::string_view text, std::span<const std::string_view> secrets) {
  std::string out(text);
  for (const std::string_view secret : secrets) hide(out, secret);
  return out;
}

std::string RobotAddress::masked(std::string_view text) const {
  const std::string_view secrets[] = {key, secret};
  return alerts::masked(text, secrets);
}

const RobotForm& robot_form(RobotKind kind) {
  switch (kind) {
    case RobotKind::kWecom:
      return kWecomForm;
    case RobotKind::kDingtalk:
      return kDingtalkForm;
    case RobotKind::kFeishu:
      return kFeishuForm;
    case RobotKind::kServerchan:
      return kServerchanForm;
    case RobotKind::kWecomApp:
    case RobotKind::kDingtalkApp:
      break;
  }
  return kWecomForm;
}

Result<Url> robot_url(std::string_view address) {
  auto url = Url::parse(trim(address));
  if (!url || !url->is_http()) {
    return fail(ErrorCode::kInvalid, "the robot's address is no http or https URL");
  }
  if (url->has_credentials()) {
    return fail(ErrorCode::kInvalid, "user name and password do not belong into the address");
  }
  return url;
}

Result<std::string> robot_key(std::string_view text) {
  if (text.empty() || text.size() > kLongestKey ||
      !std::all_of(text.begin(), text.end(), is_key_character)) {
    return fail(ErrorCode::kInvalid,
                "the robot's address holds no key: copy it whole, as the platform shows it");
  }
  return std::string(text);
}

std::string query_value(const Url& url, std::string_view name) {
  std::string_view rest = url.query() ? std::string_view(*url.query()) : std::string_view();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
  }
  return {};
}

}  // namespace vouch::alerts
