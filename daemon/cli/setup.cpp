#include "daemon/cli/setup.h"

#include <cstdio>
#include <cstdlib>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/json.hpp>

#include "config/settings.h"
#include "core/hash.h"
#include "core/random.h"
#include "daemon/cli/control_client.h"
#include "daemon/cli/output.h"
#include "daemon/cli/setup_answers.h"
#include "daemon/daemon.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr const char* kServiceUser = "vouch";
constexpr int kStartSeconds = 20;

const passwd* service_account() {
  return ::getpwnam(kServiceUser);  // NOLINT(concurrency-mt-unsafe): one thread
}

// A secret is for the service alone: its account where there is one, else whoever runs this.
Status write_secret(const fs::path& file, const std::string& text) {
  const mode_t before = ::umask(0077);
  std::ofstream out(file, std::ios::trunc | std::ios::binary);
  ::umask(before);
  out << text;
  out.close();
  if (!out) return fail(ErrorCode::kIo, "cannot write this file", file);
  const passwd* service = ::geteuid() == 0 ? service_account() : nullptr;
  if (service != nullptr && ::chown(file.c_str(), service->pw_uid, service->pw_gid) != 0)
    return fail(ErrorCode::kIo, "cannot hand this file to the service's account", file);
  return {};
}

Status write_secrets(const SetupAnswers& answers, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!answers.mail_password.empty()) {
    const Status kept = write_secret(folder / "mail-password", answers.mail_password + "\n");
    if (!kept) return kept;
  }
  if (answers.hook_url.empty()) return {};
  constexpr std::size_t kKeyBytes = 32;
  const std::string secret = "whsec_" + base64_encode(SystemRandom().bytes(kKeyBytes));
  const Status kept = write_secret(folder / "hook-secret", secret + "\n");
  if (!kept) return kept;
  std::printf("Webhook 的签名密钥（交给接收的一方，只显示这一次）：%s\n", secret.c_str());
  return {};
}

Status write_config(const SetupAnswers& answers, const fs::path& file, const fs::path& secrets) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (fs::exists(file)) {
    const fs::path kept = file.string() + ".before-setup";
    fs::copy_file(file, kept, fs::copy_options::overwrite_existing, error);
    if (error) return fail(ErrorCode::kIo, "cannot keep the old configuration", kept);
    std::printf("原来的配置保存在 %s\n", kept.c_str());
  }
  std::ofstream out(file, std::ios::trunc);
  out << config_text(answers, secrets);
  out.close();
  if (!out) return fail(ErrorCode::kIo, "cannot write this file", file);
  return {};
}

bool runs(const ControlClient& client) {
  const auto answer = client.call("GET", "/readyz");
  return answer && is_good(*answer);
}

// A running vouchd reads the new configuration; else systemd, or the person, starts one.
bool have_it_running(const ControlClient& client, const fs::path& config_file) {
  if (runs(client)) {
    const auto reloaded = client.call("POST", "/api/v1/reload", "{}");
    return reloaded && is_good(*reloaded);
  }
  if (::geteuid() == 0 && fs::exists("/run/systemd/system")) {
    std::printf("\n启动服务：systemctl enable --now vouchd\n");
    // NOLINTNEXTLINE(concurrency-mt-unsafe,cert-env33-c): one thread, a fixed command
    if (std::system("systemctl enable --now vouchd") != 0) return false;
  } else {
    // As root it would leave files that the service's own account cannot read.
    const bool as_service = ::geteuid() == 0 && service_account() != nullptr;
    std::printf("\n请在另一个终端运行：\n  %svouchd --config %s\n然后按回车继续。",
                as_service ? "runuser -u vouch -- " : "", config_file.c_str());
    std::fflush(stdout);
    std::string line;
    // Input that has ended: nobody is there who could start it meanwhile.
    if (!std::getline(std::cin, line)) return runs(client);
  }
  for (int i = 0; i < kStartSeconds * 10 && !runs(client); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return runs(client);
}

// True where it is done now or was before; else says why not.
bool enter(const ControlClient& client, std::string_view method, const std::string& target,
           const json::object& body, std::string* reply = nullptr) {
  const auto answer = client.call(method, target, json::serialize(body));
  if (!answer) {
    complain(answer.error());
    return false;
  }
  if (reply != nullptr) *reply = answer->body;
  constexpr int kConflict = 409;
  if (is_good(*answer) || answer->status == kConflict) return true;
  complain(*answer);
  return false;
}

std::string field(const std::string& text, const char* key) {
  boost::system::error_code bad;
  const json::value value = json::parse(text, bad);
  const json::object* object = bad ? nullptr : value.if_object();
  const json::value* found = object == nullptr ? nullptr : object->if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

// Only for somebody who was just added: an invitation of before stays good.
bool invite(const ControlClient& client, const std::string& login, const char* who) {
  std::string reply;
  if (!enter(client, "POST", "/api/v1/invitations", {{"login", login}}, &reply)) return false;
  std::printf("%s（%s）的首次登录链接，72 小时内用一次，只交给本人：%s\n", who, login.c_str(),
              field(reply, "url").c_str());
  return true;
}

bool enter_company(const ControlClient& client, const SetupAnswers& answers) {
  bool good = enter(client, "POST", "/api/v1/teams", {{"name", answers.team}});
  json::object user{{"login", answers.login},
                    {"name", answers.name},
                    {"role", "supervisor"},
                    {"team", answers.team}};
  if (!answers.email.empty()) user["email"] = answers.email;
  std::string added;
  good = enter(client, "POST", "/api/v1/users", user, &added) && good;
  good = enter(client, "PATCH", "/api/v1/teams/" + percent_encode(answers.team),
               {{"supervisor", answers.login}}) &&
         good;
  for (const std::string& site : answers.sites)
    good = enter(client, "POST", "/api/v1/sites", {{"domain", site}, {"name", answers.company}}) &&
           good;
  if (const std::string token = field(added, "link_token"); !token.empty()) {
    std::printf("主管的页面（收藏它，不要转发）：%s/s/%s\n", answers.public_url.c_str(),
                token.c_str());
    good = invite(client, answers.login, "主管") && good;
  }
  std::string admin;
  good = enter(client, "POST", "/api/v1/users",
               {{"login", "admin"}, {"name", "管理员"}, {"role", "admin"}}, &admin) &&
         good;
  if (!field(admin, "link_token").empty()) good = invite(client, "admin", "管理员") && good;
  return good;
}

bool send_tests(const ControlClient& client, const SetupAnswers& answers) {
  bool good = true;
  const auto test = [&](const char* channel, const json::object& body) {
    std::string reply;
    const bool asked =
        enter(client, "POST", std::string("/api/v1/channels/") + channel + "/test", body, &reply);
    const bool ok = asked && reply.find("\"ok\":true") != std::string::npos;
    std::printf("%s  测试消息 %s：%s\n", ok ? "好  " : "注意", channel,
                field(reply, "detail").c_str());
    good = good && ok;
  };
  json::object to;
  if (!answers.email.empty()) to["to"] = answers.email;
  if (!answers.mail_host.empty()) test("mail", to);
  if (!answers.hook_url.empty()) test("hook", {});
  if (answers.mail_host.empty() && answers.hook_url.empty())
    std::printf("没有设置邮件：通知只显示在个人页面上。\n");
  return good;
}

void say_what_is_left(const SetupAnswers& answers) {
  std::printf(
      "\nvouchd 没有运行，下面几步等它运行后再做（或者再运行一次 vouch setup）：\n"
      "  vouch team add %s\n"
      "  vouch user add --login %s --name %s --role supervisor --team %s%s\n"
      "  vouch team lead %s --supervisor %s\n",
      answers.team.c_str(), answers.login.c_str(), answers.name.c_str(), answers.team.c_str(),
      answers.email.empty() ? "" : (" --email " + answers.email).c_str(), answers.team.c_str(),
      answers.login.c_str());
  for (const std::string& site : answers.sites) std::printf("  vouch site add %s\n", site.c_str());
  if (!answers.mail_host.empty()) std::printf("  vouch channel test mail\n");
}

}  // namespace

int setup(const fs::path& config_file) {
  std::printf("Vouch 核验：回答几个问题，写出 %s。随时可以再来一次。\n\n", config_file.c_str());
  const SetupAnswers answers = ask_setup();
  const fs::path secrets = fs::absolute(config_file).parent_path() / "credentials";
  if (const Status kept = write_secrets(answers, secrets); !kept) return complain(kept.error());
  if (const Status kept = write_config(answers, config_file, secrets); !kept)
    return complain(kept.error());
  std::printf("\n写好了 %s\n", config_file.c_str());
  const bool usable = check_configuration(
      config_file, [](const std::string& line) { std::printf("  %s\n", line.c_str()); });
  if (!usable) return kBadConfiguration;
  const config::Loaded loaded = config::load_file(config_file, config::Inspect::kText);
  const ControlClient client(loaded.settings.daemon.socket);
  if (!have_it_running(client, config_file)) {
    say_what_is_left(answers);
    return kCouldNotTell;
  }
  const bool entered = enter_company(client, answers);
  const bool heard = send_tests(client, answers);
  std::printf(
      "\n接下来：\n"
      "  vouch user add --login wang --name 王编辑 --post editor --team %s --weekdays 1,2,3,4,5\n"
      "  vouch report import 今天.csv --as wang\n"
      "  vouch status\n",
      answers.team.c_str());
  return entered && heard ? kOk : kNegative;
}

}  // namespace vouch::daemon::cli
