#include "daemon/cli/setup.h"

#include <cstdio>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/stat.h>

#include "config/records.h"
#include "config/settings.h"
#include "core/clock.h"
#include "core/text.h"
#include "daemon/cli/control_client.h"
#include "daemon/cli/output.h"
#include "daemon/daemon.h"

namespace vouch::daemon::cli {
namespace {

std::string ask(const char* question, const std::string& usual = {}) {
  std::printf("%s%s ", question, usual.empty() ? "" : (" [" + usual + "]").c_str());
  std::fflush(stdout);
  std::string line;
  if (!std::getline(std::cin, line)) return usual;
  const std::string given(trim(line));
  return given.empty() ? usual : given;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

Status write_private(const std::filesystem::path& file, const std::string& text) {
  const mode_t before = ::umask(0077);
  std::ofstream out(file, std::ios::trunc | std::ios::binary);
  ::umask(before);
  out << text;
  out.close();
  if (!out) return fail(ErrorCode::kIo, "cannot write this file", file);
  return {};
}

std::string mail_section(const std::filesystem::path& secrets, std::string& password) {
  const std::string host =
      ask("邮件服务器（QQ 企业邮 smtp.exmail.qq.com，163 smtp.163.com，阿里 "
          "smtp.qiye.aliyun.com；不用就回车）:");
  if (host.empty()) return {};
  const std::string user = ask("邮箱账号:");
  password = ask("授权码（不是登录密码）:");
  return fmt::format(
      "\n[mail]\nhost = {}\nport = 465\nsecurity = \"tls\"\nusername = {}\npassword_file = "
      "{}\nfrom = {}\n",
      quoted(host), quoted(user), quoted((secrets / "mail-password").string()), quoted(user));
}

struct Line {
  const char* what;
  bool good;
  std::string detail;
};

void report(const Line& line) {
  std::printf("%s  %s%s%s\n", line.good ? "好  " : "注意", line.what,
              line.detail.empty() ? "" : "：", line.detail.c_str());
}

bool resolves(const char* host) {
  addrinfo hints{};
  addrinfo* found = nullptr;
  const bool good = ::getaddrinfo(host, "80", &hints, &found) == 0;
  if (found != nullptr) ::freeaddrinfo(found);
  return good;
}

}  // namespace

int setup(const std::filesystem::path& config_file) {
  std::printf("Vouch 核验：回答几个问题，写出 %s。随时可以改。\n\n", config_file.c_str());
  const std::string company = ask("公司名称:");
  const std::string sites = ask("公司自己的网站域名（多个用逗号分开）:");
  const std::string supervisor = ask("第一位主管的登录名（a-z 0-9）:", "supervisor");
  const std::string name = ask("主管姓名:", supervisor);
  const std::string email = ask("主管邮箱（可空）:");
  const std::string url = ask("同事打开页面的地址:", "http://127.0.0.1:8480");
  const std::string listen = ask("监听地址:", "127.0.0.1:8480");
  const std::string state = ask("数据目录:", "/var/lib/vouch");
  const std::filesystem::path secrets = config_file.parent_path() / "credentials";
  std::string password;
  const std::string mail = mail_section(secrets, password);
  const std::string text = fmt::format(
      "# Written by `vouch setup`; every key is explained in vouch.toml.example.\n"
      "[daemon]\nstate_dir = {}\nlisten = {}\npublic_url = {}\n\n[company]\nname = {}\n{}",
      quoted(state), quoted(listen), quoted(url), quoted(company), mail);
  std::error_code error;
  std::filesystem::create_directories(config_file.parent_path(), error);
  if (std::filesystem::exists(config_file)) {
    const std::filesystem::path kept = config_file.string() + ".before-setup";
    std::filesystem::copy_file(config_file, kept, std::filesystem::copy_options::overwrite_existing,
                               error);
    std::printf("原来的配置保存在 %s\n", kept.c_str());
  }
  if (!password.empty()) {
    std::filesystem::create_directories(secrets, error);
    const Status written = write_private(secrets / "mail-password", password + "\n");
    if (!written) return complain(written.error());
  }
  std::ofstream out(config_file, std::ios::trunc);
  out << text;
  out.close();
  if (!out) return complain(Error{ErrorCode::kIo, "cannot write this file", config_file});
  const bool good = check_configuration(
      config_file, [](const std::string& line) { std::printf("  %s\n", line.c_str()); });
  std::printf(
      "\n下一步:\n"
      "  systemctl enable --now vouchd\n"
      "  vouch team add %s\n"
      "  vouch user add --login %s --name %s --role supervisor --team %s%s\n",
      "网销部", supervisor.c_str(), name.c_str(), "网销部",
      email.empty() ? "" : (" --email " + email).c_str());
  std::size_t begin = 0;
  while (begin < sites.size()) {
    const std::size_t end = std::min(sites.find(',', begin), sites.size());
    std::printf("  vouch site add %s\n",
                std::string(trim(sites.substr(begin, end - begin))).c_str());
    begin = end + 1;
  }
  if (!mail.empty()) std::printf("  vouch channel test mail\n");
  return good ? kOk : kBadConfiguration;
}

int doctor(const std::filesystem::path& config_file) {
  const config::Loaded loaded = config::load_file(config_file);
  bool all = loaded.ok();
  report(
      {"配置", loaded.ok(), loaded.ok() ? config_file.string() : loaded.problems.front().text()});
  if (!loaded.ok()) return kBadConfiguration;
  const config::Settings& settings = loaded.settings;
  const bool dns = resolves("www.baidu.com");
  report({"域名解析", dns, dns ? "" : "解析不到外网域名；检查 DNS 或 [network] proxy"});
  const Time now = SystemWallClock().now();
  const bool clock = now > parse_rfc3339("2026-01-01T00:00:00Z").value();
  report({"时钟", clock, to_rfc3339(now)});
  std::error_code error;
  const auto space = std::filesystem::space(settings.daemon.state_dir, error);
  const double free_gb = error ? 0 : static_cast<double>(space.available) / 1e9;
  const bool disk = !error && free_gb > settings.evidence.budget_gb * 0.1 + 1;
  report({"磁盘", disk,
          fmt::format("{:.1f} GB 可用，证据预算 {:.0f} GB", free_gb, settings.evidence.budget_gb)});
  all = all && clock && disk;
  check_configuration(config_file,
                      [](const std::string& line) { std::printf("      %s\n", line.c_str()); });
  const ControlClient client(settings.daemon.socket);
  const auto ready = client.call("GET", "/readyz?verbose");
  const bool running = ready && is_good(*ready);
  report({"服务与数据库", running, ready ? std::string(trim(ready->body)) : ready.error().message});
  if (running && settings.mail.enabled()) {
    const auto sent = client.call("POST", "/api/v1/channels/mail/test", "{}");
    report({"邮件", sent && is_good(*sent), sent ? sent->body : sent.error().message});
  }
  for (const config::ProviderSettings& provider : settings.providers) {
    if (!running) break;
    const auto answer =
        client.call("POST", "/api/v1/providers/" + percent_encode(provider.name) + "/test", "{}");
    report({"数据源", answer && is_good(*answer),
            provider.name + " " + (answer ? answer->body : answer.error().message)});
  }
  return all && running ? kOk : kNegative;
}

}  // namespace vouch::daemon::cli
