// How reading written reports goes, what was taken of them (once for good), and reports that wait
// for a person or for somebody to mend them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::report_sources {

struct State {
  std::string name;
  std::string state = "never";  // "ok", "put_off", "failed"
  std::string detail;
  std::optional<Time> last_run_at;
  std::optional<Time> read_up_to;
  std::string counts = "{}";  // JSON
};
Result<State> state(Connection& db, std::string_view name);
Status put_state(Connection& db, const State& state);

Result<bool> is_taken(Connection& db, std::string_view source, std::string_view report,
                      std::string_view line);
Status take(Connection& db, std::string_view source, std::string_view report, std::string_view line,
            ClaimId claim, Time at);

struct Waiting {
  std::string source;
  std::string report_id;
  std::string author_id;
  std::string author_name;
  Date day;
  std::string body;      // JSON, as it was read
  std::string problems;  // JSON
  bool author_known = false;
  Time at;
};
Status put_waiting(Connection& db, const Waiting& waiting);
Status drop_waiting(Connection& db, std::string_view source, std::string_view report);
Result<std::vector<Waiting>> waiting(Connection& db, std::string_view source);  // the newest first

}  // namespace vouch::store::report_sources
