// The command line of `vouch`: its commands, in groups, each in a file of its own.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "config/settings.h"
#include "daemon/cli/ask.h"

namespace vouch::daemon::cli {

class CommandLine {
 public:
  CommandLine();
  int run(int argc, char** argv);  // the exit code

 private:
  void on(CLI::App* command, std::function<int()> work);
  void add_captures();
  void add_one_shot();
  void add_inspect_serp(CLI::App& inspect);
  void add_reading();
  void add_claims();
  void add_company();
  void add_ranks();
  void add_records();
  void add_alerts();
  void add_term(CLI::App* command);
  int silence_it(const std::string& rule, bool known_only, const char* said);
  void add_proposals(CLI::App* platform);
  void add_withdraw(CLI::App* provider);
  void add_list(const char* noun, const char* help, const char* target, Words words,
                const std::function<void(CLI::App*)>& add);
  void add_operations();
  int test_one(const std::string& path);
  int offline(const std::function<int(const vouch::config::Settings&)>& work);
  [[nodiscard]] std::string claims_target() const;
  [[nodiscard]] std::string claim_path(const char* rest) const;

  CLI::App app_;
  Options o_;
  int exit_code_ = 0;
};

}  // namespace vouch::daemon::cli
