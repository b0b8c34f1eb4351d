// The composition root: the one place that names concrete classes. Opens the store, starts the
// threads, serves until SIGTERM, drains. Built and run on the main thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/records.h"
#include "config/settings.h"
#include "core/result.h"

namespace vouch::daemon {

// The database is damaged (EX_DATAERR): the unit does not start it again, a restart mends nothing.
constexpr int kExitDamaged = 65;

struct DaemonOptions {
  std::filesystem::path config_file;
  config::Settings settings;
  double practice_speed = 0;  // simulated seconds a real second; 0: no cap
};

class Daemon {
 public:
  // Everything that can fail at start fails here, in words; nothing listens before.
  static Result<std::unique_ptr<Daemon>> create(DaemonOptions options);
  ~Daemon();

  // Returns the exit code: 0 after a drain, 1 when going on would lose data, kExitDamaged.
  int run();

  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:8480"

 private:
  struct Parts;
  explicit Daemon(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// What to type after damage, with the newest backup there is.
std::string way_back(const config::Settings& settings);

// The shipped rule records and the operator's own, with every mistake in them.
config::LoadedRecords load_rules(const config::Settings& settings);

// `vouchd --check`: problems and what is off, one line each; true: it would start.
bool check_configuration(const std::filesystem::path& file,
                         const std::function<void(const std::string&)>& say);

}  // namespace vouch::daemon
