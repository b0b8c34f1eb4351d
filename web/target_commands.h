// The port of changes to targets and to what was reached (T01 to T08). Implemented in daemon/;
// called on the main loop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/result.h"
#include "core/target.h"
#include "planning/target_tree.h"

namespace vouch::web {

struct Actor;

// `team`: its name; empty: the company's, which administrators set.
struct TargetPlace {
  TargetMetric metric = TargetMetric::kRevenue;
  std::string team;
  int year = 0;
};
struct PutTargetYear {
  TargetPlace place;
  std::int64_t total = 0;
  std::vector<planning::TargetShare> months;  // twelve; their holder is not read
  std::string reason;                         // needed where there was a target before
  bool dry_run = false;
};
struct TargetPart {
  int row = 0;
  std::string name;  // team of the company, login of a team
  std::optional<std::int64_t> weight;
  int capacity = 100;  // without a weight: per cent of a full place, times the month's workdays
  std::optional<std::int64_t> locked;
};
struct PutTargetParts {
  TargetPlace place;
  int month = 0;
  std::vector<TargetPart> parts;
  std::string reason;
  bool dry_run = false;
};
struct RollTargets {  // what was not reached falls on the months to come
  TargetPlace place;
  std::string reason;
  bool dry_run = false;
};
struct AddActual {
  TargetMetric metric = TargetMetric::kRevenue;
  std::string team;   // with neither: the company's own
  std::string login;  // of the team's person
  Date from;
  Date to;
  std::int64_t amount = 0;
  std::string note;
  std::string source = "manual";
};
struct CorrectActual {
  ActualId actual;
  std::int64_t amount = 0;
  std::string reason;
};
struct AnswerTarget {
  TargetId target;
  bool agreed = false;
  std::string note;  // of an objection
};

struct SteepTarget {  // T07: it is set, and said to be steep
  TargetHolder holder;
  int month = 0;
  std::int64_t amount = 0;
  std::int64_t best = 0;  // of the three months before
};
struct TargetsSet {
  std::vector<MonthTarget> changed;  // what was written, or would be
  std::vector<SteepTarget> steep;
};

class TargetCommands {
 public:
  virtual ~TargetCommands() = default;
  virtual Task<Result<TargetsSet>> put_target_year(Actor actor, PutTargetYear request) = 0;
  virtual Task<Result<TargetsSet>> put_target_parts(Actor actor, PutTargetParts request) = 0;
  virtual Task<Result<TargetsSet>> roll_targets(Actor actor, RollTargets request) = 0;
  virtual Task<Result<ActualId>> add_actual(Actor actor, AddActual request) = 0;
  virtual Task<Result<ActualId>> correct_actual(Actor actor, CorrectActual request) = 0;
  virtual Task<Status> answer_target(Actor actor, AnswerTarget request) = 0;
};

}  // namespace vouch::web
