#include "config/robot_settings.h"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "config/judged.h"
#include "config/value_checks.h"
#include "core/text.h"

namespace vouch::config {
namespace {

// What a group's robot carries; never what concerns one person.
void read_group(Section& section, RobotSettings& out) {
  std::vector<std::string> carries;
  if (section.texts("carries", carries)) {
    out.system = false;
    out.daily = false;
    for (const std::string& word : carries) {
      if (word == "system") {
        out.system = true;
      } else if (word == "daily") {
        out.daily = true;
      } else {
        section.problem("carries",
                        fmt::format("\"{}\" is nothing that a group robot carries (system, daily); "
                                    "what concerns one person goes to that person alone",
                                    word));
      }
    }
  }
  section.texts("teams", out.teams);
  std::string user;
  if (section.text("user", user)) {
    section.problem("user", "a group robot belongs to nobody: it never carries a person's results");
  }
}

constexpr std::size_t kLongestId = 64;

// One person's: "@all", "a|b" and "a,b" would be several. Empty: fine.
std::string wrong_platform_id(std::string_view text) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto fits = [&](char c) {
    return letter_or_digit(c) || std::string_view("-_.@").find(c) != std::string_view::npos;
  };
  if (!text.empty() && text.size() <= kLongestId && letter_or_digit(text.front()) &&
      std::all_of(text.begin(), text.end(), fits)) {
    return {};
  }
  return "is no user id: 1 to 64 of A-Z a-z 0-9 - _ . @, the first a letter or digit";
}

void read_users(Section& section, RobotSettings& out) {
  const toml::table* const users = section.table("users");
  if (users == nullptr) return;
  if (users->empty()) section.problem("users", "names nobody");
  std::map<std::string, std::string> owners;  // platform id, as the platforms compare it -> login
  for (const auto& [key, node] : *users) {
    const std::string login(key.str());
    const auto id = node.value_exact<std::string>();
    const std::string wrong = id ? wrong_platform_id(*id) : "is no text";
    if (!wrong.empty()) {
      section.problem("users", fmt::format("{}: {}", login, wrong));
      continue;
    }
    const auto [owner, added] = owners.emplace(ascii_lower(*id), login);
    if (!added) {
      section.problem("users", fmt::format("{} and {} have the same id; a letter goes to its own "
                                           "person alone",
                                           owner->second, login));
      continue;
    }
    out.users.emplace(login, *id);
  }
}

void read_application(Section& section, RobotSettings& out, const std::filesystem::path& here) {
  const bool wecom = out.kind == RobotKind::kWecomApp;
  if (wecom) {
    section.require("corp_id");
    judged_text(section, "corp_id", out.app_id, wrong_platform_id);
  } else {
    section.require("app_key");
    judged_text(section, "app_key", out.app_id, wrong_platform_id);
  }
  section.require("agent_id");
  section.integer("agent_id", out.agent_id, 1, std::numeric_limits<std::int64_t>::max());
  if (!section.secret("secret", out.secret, here) && !section.has("secret_file") &&
      !section.has("secret_credential") && !section.has("secret")) {
    section.problem("secret_file", "or secret_credential is needed: the application's secret");
  }
  if (judged_text(section, "base_url", out.base_url, wrong_http_url)) {
    while (out.base_url.ends_with('/')) out.base_url.pop_back();
  }
  section.require("users");
  read_users(section, out);
}

}  // namespace

RobotSettings read_robot(Section section, const std::filesystem::path& here) {
  RobotSettings out;
  out.line = section.line();
  section.require("name");
  section.require("kind");
  judged_text(section, "name", out.name, wrong_channel_name);
  std::string kind = "wecom";
  const bool known = section.word(
      "kind", kind, {"wecom", "dingtalk", "feishu", "serverchan", "wecom_app", "dingtalk_app"});
  if (!known && section.has("kind")) return out;  // what else belongs here depends on it
  out.kind = parse_robot_kind(kind).value_or(RobotKind::kWecom);
  if (out.application()) {
    read_application(section, out, here);
    section.boolean("private_allowed", out.private_allowed);
    section.finish();
    return out;
  }
  if (!section.secret("address", out.address, here) && !section.has("address_file") &&
      !section.has("address_credential") && !section.has("address")) {
    section.problem("address_file",
                    "or address_credential is needed: the robot's whole address, which holds its "
                    "key (of Server酱 the SendKey)");
  }
  if (out.personal()) {
    section.require("user");
    section.text("user", out.user);
  } else {
    read_group(section, out);
    if (out.kind != RobotKind::kWecom) section.secret("secret", out.secret, here);
  }
  section.boolean("private_allowed", out.private_allowed);
  section.finish();
  return out;
}

}  // namespace vouch::config
