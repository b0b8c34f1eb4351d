#include "daemon/cli/doctor.h"

#include <cstdio>

#include <string>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/timex.h>
#include <boost/json.hpp>

#include "config/settings.h"
#include "core/clock.h"
#include "core/text.h"
#include "core/url.h"
#include "daemon/cli/control_client.h"
#include "daemon/cli/output.h"
#include "daemon/daemon.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

constexpr double kSpareGigabytes = 1;  // beyond a tenth of the evidence budget

struct Finding {
  const char* what;
  bool good = true;
  std::string detail;
};

class Report {
 public:
  void add(const Finding& finding) {
    all_good_ = all_good_ && finding.good;
    std::printf("%s  %s%s%s\n", finding.good ? "好  " : "注意", finding.what,
                finding.detail.empty() ? "" : "：", finding.detail.c_str());
  }
  [[nodiscard]] bool all_good() const { return all_good_; }

 private:
  bool all_good_ = true;
};

bool resolves(const std::string& host) {
  addrinfo hints{};
  addrinfo* found = nullptr;
  const bool good = ::getaddrinfo(host.c_str(), "80", &hints, &found) == 0;
  if (found != nullptr) ::freeaddrinfo(found);
  return good;
}

// The names this company really needs: its control pages, its mail server, its providers.
Finding check_names(const config::Settings& settings) {
  std::vector<std::string> hosts;
  for (const std::string& text : settings.network.control_urls) {
    if (const auto url = Url::parse(text)) hosts.push_back(url->host());
  }
  if (settings.mail.enabled()) hosts.push_back(settings.mail.host);
  if (hosts.empty()) hosts.emplace_back("www.baidu.com");
  for (const std::string& host : hosts) {
    if (!resolves(host)) {
      return {"域名解析", false,
              "解析不到 " + host + "；检查 /etc/resolv.conf，或在 [network] 填 proxy"};
    }
  }
  return {"域名解析", true, fmt::format("{} 个域名都能解析", hosts.size())};
}

Finding check_clock(Time now) {
  timex state{};
  const bool synchronised = ::adjtimex(&state) != TIME_ERROR;
  std::string detail = Zone::shanghai().minutes_text(now);
  if (!synchronised)
    detail += "，没有与时间服务器同步；打开 systemd-timesyncd 或 chrony，截止时间才可靠";
  return {"时钟", synchronised, std::move(detail)};
}

Finding check_disk(const config::Settings& settings) {
  std::error_code error;
  const auto space = std::filesystem::space(settings.daemon.state_dir, error);
  if (error)
    return {"磁盘", false, settings.daemon.state_dir.string() + " 读不到：" + error.message()};
  const double free = static_cast<double>(space.available) / 1e9;
  const bool good = free > settings.evidence.budget_gb * 0.1 + kSpareGigabytes;
  std::string detail =
      fmt::format("可用 {:.1f} GB，证据预算 {:.0f} GB", free, settings.evidence.budget_gb);
  if (!good) detail += "；腾出空间，或调小 [evidence] budget_gb";
  return {"磁盘", good, std::move(detail)};
}

Finding check_running(const ControlClient& client) {
  const auto ready = client.call("GET", "/readyz?verbose");
  if (!ready)
    return {"服务", false, "没有在运行；systemctl start vouchd，再看 journalctl -u vouchd"};
  std::string failing;
  std::size_t begin = 0;
  while (begin < ready->body.size()) {
    const std::size_t end = std::min(ready->body.find('\n', begin), ready->body.size());
    const std::string_view line = std::string_view(ready->body).substr(begin, end - begin);
    if (line.starts_with("FAIL"))
      failing += (failing.empty() ? "" : ", ") + std::string(line.substr(5));
    begin = end + 1;
  }
  if (!is_good(*ready)) return {"服务与数据库", false, "不正常的部分：" + failing};
  return {"服务与数据库", true, "运行正常"};
}

Finding ask_test(const ControlClient& client, const char* what, const std::string& name,
                 const std::string& target) {
  const auto answer = client.call("POST", target, "{}");
  if (!answer) return {what, false, name + "：" + answer.error().message};
  boost::system::error_code bad;
  const json::value body = json::parse(answer->body, bad);
  const json::object* object = bad ? nullptr : body.if_object();
  const auto text = [&](const char* key) -> std::string {
    const json::value* value = object == nullptr ? nullptr : object->if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
  };
  const json::value* ok = object == nullptr ? nullptr : object->if_contains("ok");
  const bool good = is_good(*answer) && ok != nullptr && ok->is_bool() && ok->as_bool();
  return {what, good, name + " " + text("detail")};
}

}  // namespace

int doctor(const std::filesystem::path& config_file) {
  const config::Loaded loaded = config::load_file(config_file);
  for (const config::Problem& problem : loaded.problems)
    std::printf("注意  配置：%s\n", problem.text().c_str());
  if (!loaded.ok()) return kBadConfiguration;
  const config::Settings& settings = loaded.settings;
  Report report;
  report.add({"配置", true, config_file.string()});
  report.add(check_names(settings));
  report.add(check_clock(SystemWallClock().now()));
  report.add(check_disk(settings));
  check_configuration(config_file,
                      [](const std::string& line) { std::printf("      %s\n", line.c_str()); });
  const ControlClient client(settings.daemon.socket);
  const Finding running = check_running(client);
  report.add(running);
  if (running.good) {
    if (settings.mail.enabled())
      report.add(ask_test(client, "邮件", "mail", "/api/v1/channels/mail/test"));
    for (const config::WebhookSettings& hook : settings.webhooks) {
      report.add(ask_test(client, "通道", hook.name,
                          "/api/v1/channels/" + percent_encode(hook.name) + "/test"));
    }
    for (const config::RobotSettings& robot : settings.robots) {
      report.add(ask_test(client, "通道", robot.name,
                          "/api/v1/channels/" + percent_encode(robot.name) + "/test"));
    }
    if (settings.deadman.enabled())
      report.add(ask_test(client, "失联报警", "deadman", "/api/v1/channels/deadman/test"));
    for (const config::ProviderSettings& provider : settings.providers) {
      report.add(ask_test(client, "数据源", provider.name,
                          "/api/v1/providers/" + percent_encode(provider.name) + "/test"));
    }
  }
  return report.all_good() ? kOk : kNegative;
}

}  // namespace vouch::daemon::cli
