#include "config/robot_settings.h"

#include <fmt/format.h>

#include "config/judged.h"
#include "config/value_checks.h"

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

}  // namespace

RobotSettings read_robot(Section section, const std::filesystem::path& here) {
  RobotSettings out;
  out.line = section.line();
  section.require("name");
  section.require("kind");
  judged_text(section, "name", out.name, wrong_channel_name);
  std::string kind = "wecom";
  section.word("kind", kind, {"wecom", "dingtalk", "feishu", "serverchan"});
  out.kind = parse_robot_kind(kind).value_or(RobotKind::kWecom);
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
