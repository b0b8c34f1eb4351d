#include "config/report_source_settings.h"

#include <fmt/format.h>

#include "config/judged.h"
#include "config/value_checks.h"
#include "core/text.h"

namespace vouch::config {
namespace {

constexpr std::size_t kLongestId = 64;

void read_users(Section& section, ReportSourceSettings& out) {
  const toml::table* const users = section.table("users");
  if (users == nullptr) return;
  std::map<std::string, std::string> owners;  // platform id -> login
  for (const auto& [key, node] : *users) {
    const std::string login(key.str());
    const auto id = node.value_exact<std::string>();
    if (!id || id->empty() || id->size() > kLongestId) {
      section.problem("users",
                      fmt::format("{}: is no user id of 1 to {} bytes", login, kLongestId));
      continue;
    }
    const auto [owner, added] = owners.emplace(*id, login);
    if (added) out.users.emplace(login, *id);
    if (!added) {
      section.problem("users", fmt::format("{} and {} have the same id; a report has one author",
                                           owner->second, login));
    }
  }
}

}  // namespace

std::string_view to_string(ReportSourceKind kind) {
  return kind == ReportSourceKind::kWecom ? "wecom" : "dingtalk";
}

ReportSourceSettings read_report_source(Section section, const std::filesystem::path& here) {
  ReportSourceSettings out;
  out.line = section.line();
  section.require("name");
  section.require("kind");
  judged_text(section, "name", out.name, wrong_channel_name);
  std::string kind = "dingtalk";
  section.word("kind", kind, {"dingtalk", "wecom"});
  out.kind = kind == "wecom" ? ReportSourceKind::kWecom : ReportSourceKind::kDingtalk;
  section.require("app_id");
  section.text("app_id", out.app_id);
  if (!section.secret("secret", out.secret, here) && !section.has("secret_file") &&
      !section.has("secret_credential") && !section.has("secret")) {
    section.problem("secret_file", "or secret_credential is needed: the application's secret");
  }
  if (judged_text(section, "base_url", out.base_url, wrong_http_url)) {
    while (out.base_url.ends_with('/')) out.base_url.pop_back();
  }
  section.boolean("private_allowed", out.private_allowed);
  section.text("template", out.report_template);
  read_users(section, out);
  std::string schedule = "off";
  section.word("schedule", schedule, {"off", "hourly"});
  out.hourly = schedule == "hourly";
  section.finish();
  return out;
}

}  // namespace vouch::config
