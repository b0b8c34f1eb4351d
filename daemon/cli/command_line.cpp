#include "daemon/cli/command_line.h"

#include "core/version.h"
#include "daemon/cli/output.h"

namespace vouch::daemon::cli {

CommandLine::CommandLine()
    : app_("Vouch 核验: finds out whether promotion work really happened", "vouch") {
  app_.set_version_flag("--version", std::string("vouch ") + vouch::kVersion);
  app_.add_option("--socket", o_.socket,
                  "vouchd's Unix socket (default: from the configuration; $VOUCH_SOCKET)");
  app_.add_option("--config", o_.config, "configuration file")->capture_default_str();
  app_.footer(
      "check, inspect, setup and doctor work by themselves; restore, replay and ledger want "
      "vouchd stopped;\n"
      "all others ask the running vouchd and are for root and its own account.\n"
      "--config, --socket and --json may also stand behind a command.\n"
      "Exit: 0 ok, 1 the answer is negative, 2 usage, 3 could not tell, 78 bad configuration.\n"
      "`vouch COMMAND --help` tells more.");
  app_.add_flag("--json", o_.json, "answer as JSON");
  app_.require_subcommand(1);
  app_.fallthrough();
  add_one_shot();
  add_reading();
  add_claims();
  add_captures();
  add_company();
  add_ranks();
  add_records();
  add_alerts();
  add_operations();
}

int CommandLine::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app_.exit(error);
    return code == 0 ? 0 : kUsage;
  }
  return exit_code_;
}

void CommandLine::on(CLI::App* command, std::function<int()> work) {
  command->callback([this, work = std::move(work)] { exit_code_ = work(); });
}

void CommandLine::add_list(const char* noun, const char* help, const char* target, Words words,
                           const std::function<void(CLI::App*)>& add) {
  auto* command = app_.add_subcommand(noun, help);
  command->require_subcommand(1);
  auto* list = command->add_subcommand("list", "all of them");
  on(list, [this, target, words = std::move(words)] { return ask(o_, "GET", target, {}, words); });
  add(command->add_subcommand("add", "one more"));
}

}  // namespace vouch::daemon::cli
