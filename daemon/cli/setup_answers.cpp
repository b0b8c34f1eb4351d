#include "daemon/cli/setup_answers.h"

#include <cstdio>

#include <iostream>

#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/text.h"

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

// The terminal shows nothing of what is typed.
std::string ask_secret(const char* question) {
  termios before{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  std::string answer = ask(question);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::printf("\n");
  }
  return answer;
}

// A TOML basic string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : std::string(text) + ",") {
    if (c == ',' || c == ' ') {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  return out;
}

// 465 begins with TLS, every other port asks for it by STARTTLS.
const char* security_of(int port) {
  return port == 465 ? "tls" : "starttls";
}

}  // namespace

SetupAnswers ask_setup() {
  SetupAnswers out;
  out.company = ask("公司名称:", "我的公司");
  out.sites = split_list(ask("公司自己的网站域名（多个用逗号分开）:"));
  out.team = ask("部门名称:", "网销部");
  out.name = ask("主管姓名:", "主管");
  out.login = ask("主管的登录名（a-z 0-9）:", "supervisor");
  out.email = ask("主管邮箱（可空）:");
  out.listen = ask("监听地址（只在本机用保持不变；局域网用 0.0.0.0:8480）:", "127.0.0.1:8480");
  out.public_url = ask("同事打开页面的地址:", "http://" + out.listen);
  out.state_dir = ask("数据目录:", "/var/lib/vouch");
  out.proxy = ask("上网代理（没有就回车）:");
  out.mail_host =
      ask("发信服务器（QQ 企业邮 smtp.exmail.qq.com，163 smtp.163.com，阿里 smtp.qiye.aliyun.com；"
          "不用邮件就回车）:");
  if (!out.mail_host.empty()) {
    const std::string port = ask("端口:", "465");
    out.mail_port = std::atoi(port.c_str());
    out.mail_user = ask("邮箱账号:");
    out.mail_password = ask_secret("授权码（不是登录密码；输入时不显示，只存进本机的密钥文件）:");
  }
  out.hook_url = ask("接收事件的 Webhook 地址（没有就回车）:");
  return out;
}

std::string config_text(const SetupAnswers& answers, const std::filesystem::path& secrets) {
  std::string out = fmt::format(
      "# Written by `vouch setup`; every key is explained in vouch.toml.example.\n"
      "[daemon]\nstate_dir = {}\nlisten = {}\npublic_url = {}\n\n[company]\nname = {}\n",
      quoted(answers.state_dir), quoted(answers.listen), quoted(answers.public_url),
      quoted(answers.company));
  out += fmt::format("\n[backup]\ndir = {}\n", quoted(answers.state_dir + "/backup"));
  if (!answers.proxy.empty())
    out += fmt::format("\n[network]\nproxy = {}\n", quoted(answers.proxy));
  if (!answers.mail_host.empty()) {
    out += fmt::format(
        "\n[mail]\nhost = {}\nport = {}\nsecurity = \"{}\"\nusername = {}\npassword_file = {}\n"
        "from = {}\n",
        quoted(answers.mail_host), answers.mail_port, security_of(answers.mail_port),
        quoted(answers.mail_user), quoted((secrets / "mail-password").string()),
        quoted(answers.mail_user));
  }
  if (!answers.hook_url.empty()) {
    out += fmt::format("\n[[webhook]]\nname = \"hook\"\nurl = {}\nsecret_file = {}\n",
                       quoted(answers.hook_url), quoted((secrets / "hook-secret").string()));
  }
  return out;
}

}  // namespace vouch::daemon::cli
