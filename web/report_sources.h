// The port of written reports: where they are read from, and how that goes. Implemented in daemon/;
// called on the main loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/commands.h"

namespace vouch::web {

enum class PullState { kNever, kOk, kPutOff, kFailed };

struct PullCounts {
  int reports = 0;
  int entries = 0;          // taken
  int known = 0;            // lines that had been taken before
  int without_address = 0;  // lines of words alone
  int problems = 0;
};

struct PullProblem {
  std::string report_id;
  Date day;
  std::string author;
  std::string text;  // the line; empty: all of it
  std::string message;
};

struct UnknownAuthor {
  std::string user_id;
  std::string name;
  int reports = 0;
};

struct PulledReports {
  PullState state = PullState::kOk;
  std::string detail;
  bool dry_run = false;
  PullCounts counts;
  std::vector<PullProblem> problems;
  std::vector<UnknownAuthor> people_unknown;
};

struct ReportSourceView {
  std::string name;
  std::string kind;  // "dingtalk", "wecom"
  bool hourly = false;
  PullState state = PullState::kNever;
  std::string detail;
  std::optional<Time> last_run_at;
  std::optional<Time> read_up_to;
  PullCounts counts;
  std::vector<PullProblem> problems;
  std::vector<UnknownAuthor> people_unknown;
};

struct PullReports {
  std::string name;
  std::optional<Date> since;
  bool dry_run = false;
};

class ReportSources {
 public:
  virtual ~ReportSources() = default;
  virtual Task<Result<std::vector<ReportSourceView>>> list() = 0;
  // kNotFound: no such source; kConflict: it is being read.
  virtual Task<Result<PulledReports>> pull(Actor actor, PullReports request) = 0;
};

}  // namespace vouch::web
