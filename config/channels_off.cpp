#include <algorithm>

#include <fmt/format.h>

#include "config/settings.h"

namespace vouch::config {
namespace {

std::string engines_line(const Settings& settings, const Surroundings& surroundings) {
  std::string off;
  for (std::size_t i = 0; i < surroundings.engines.size(); ++i) {
    const std::string& key = surroundings.engines[i];
    const bool connected =
        std::any_of(settings.providers.begin(), settings.providers.end(),
                    [&](const ProviderSettings& provider) { return provider.engine == key; });
    if (connected) continue;
    const bool named = i < surroundings.engine_names.size();
    off += (off.empty() ? "" : "、") + (named ? surroundings.engine_names[i] : key);
  }
  if (off.empty()) return {};
  return fmt::format(
      "收录检测未接入：{}。工作核验照常；要接入，在配置里加一段 [[provider]]（SearXNG）。", off);
}

}  // namespace

std::vector<std::string> describe_channels_off(const Settings& settings,
                                               const Surroundings& surroundings) {
  std::vector<std::string> lines;
  if (!settings.mail.enabled()) {
    lines.emplace_back(
        "邮件未配置：通知只在网页上显示。要开通，填写 [mail]（QQ企业邮、163、阿里邮箱用 465 "
        "端口和授"
        "权码）。");
  }
  if (settings.webhooks.empty()) {
    lines.emplace_back("Webhook 未配置：不向其他系统推送。要开通，加一段 [[webhook]]。");
  }
  if (std::string engines = engines_line(settings, surroundings); !engines.empty()) {
    lines.push_back(std::move(engines));
  }
  for (const ProviderSettings& provider : settings.providers) {
    const bool proves = provider.kind == ProviderKind::kPerson || !provider.canary_url.empty();
    if (proves) continue;
    lines.push_back(fmt::format(
        "数据源 {} 没有对照网址（canary_url）：能确认已收录，不能确认未收录。", provider.name));
  }
  if (settings.network.control_urls.empty()) {
    lines.emplace_back(
        "没有对照网页（[network] "
        "control_urls）：本机断网时无法与网页失效区分，未检测到的结果要等其他"
        "网站的检测作对照。");
  }
  if (!settings.deadman.enabled()) {
    lines.emplace_back(
        "失联报警未配置：这台机器停机或断网时没有人会知道。要开通，加一段 [deadman]。");
  }
  if (settings.backup.dir.empty()) {
    lines.emplace_back("每晚备份未开启：填写 [backup] dir 后生效。");
  }
  if (settings.daemon.public_url.empty() &&
      (settings.mail.enabled() || !settings.webhooks.empty() || !settings.robots.empty())) {
    lines.push_back(fmt::format("没有填写 public_url：消息里的链接是 {}，别的电脑打不开。",
                                settings.base_url()));
  }
  if (!surroundings.calendar_has_year) {
    lines.push_back(fmt::format(
        "没有 {} 年的放假安排：只按周末计算工作日。国务院公布后请更新 calendars 数据文件。",
        surroundings.year));
  }
  if (!settings.practice.dir.empty()) {
    lines.emplace_back("练习模式：网站、搜索引擎和收件人都是模拟的。");
  }
  if (!surroundings.sqlite_version.empty()) {
    lines.push_back(fmt::format("SQLite {}", surroundings.sqlite_version));
  }
  return lines;
}

}  // namespace vouch::config
