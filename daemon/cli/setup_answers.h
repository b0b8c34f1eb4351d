// What `vouch setup` asks, and the vouch.toml that follows from the answers. The text is pure.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vouch::daemon::cli {

struct SetupAnswers {
  std::string company;
  std::vector<std::string> sites;  // domains, the first one's name is the company's
  std::string team;
  std::string login, name, email;  // of the first supervisor
  std::string public_url, listen, state_dir, proxy;
  std::string mail_host, mail_user, mail_password;
  int mail_port = 465;
  std::string hook_url;
};

// Asks on standard output, reads standard input; an end of input takes the usual answers.
SetupAnswers ask_setup();

// `secrets`: folder of the files with the mail password and the webhook's secret.
std::string config_text(const SetupAnswers& answers, const std::filesystem::path& secrets);

}  // namespace vouch::daemon::cli
