// The part of the port of changes that is about weeks' plans (commands.h). Implemented in daemon/;
// called on the main loop.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/keyword_plan.h"
#include "core/result.h"
#include "core/review.h"
#include "core/work_plan.h"

namespace vouch::web {

struct Actor;
struct Problem;

struct PlanRow {
  int row = 0;  // 1-based, for people
  std::string login;
  std::string work_type;               // key or name
  int quantity = 0;                    // 1 .. 1000
  std::vector<std::string> keywords;   // of the library, as typed
  std::vector<std::string> platforms;  // keys or names
  LineSource source = LineSource::kNew;
  AssetId asset;
  std::string note;
};

// `team`: its name; empty: the one that the actor leads.
struct PutPlan {
  Date monday;
  std::string team;
  std::vector<PlanRow> rows;  // in place of the draft's
};
struct PublishPlan {
  Date monday;
  std::string team;
};
struct AddPlanLine {  // to a plan that is published
  Date monday;
  std::string team;
  PlanRow row;
  std::string reason;
};
struct ChangePlanLine {  // of a plan that is published; only what is set is changed
  PlanLineId line;
  std::optional<int> quantity;
  std::optional<std::string> login;  // who takes over the days to come
  std::string reason;
};
struct SetWorkHours {
  std::string login;
  int minutes_a_day = 0;
};

// A list of keywords as people have it; words that are there already get what the list says of
// them, and keep what it does not say.
struct ImportKeywords {
  std::string text;      // bytes, any charset
  bool dry_run = false;  // say what would come of it, change nothing
};
struct SameKeyword {
  int row = 0;
  std::string text;
  int same_as_row = 0;  // 0: it stood in the library before
};
struct ImportedKeywords {
  int added = 0;
  int changed = 0;  // stood in the library, something else is known of them now
  int same = 0;     // stood in the library as they are
  std::vector<SameKeyword> repeated;
  std::vector<Problem> problems;  // of single cells and rows; the others are taken
};

struct PatchKeyword {  // only what is set is changed
  KeywordId keyword;
  std::optional<std::string> group;
  std::optional<std::int64_t> searches;
  std::optional<int> intent;
  std::optional<int> difficulty;
  std::optional<int> priority;
  std::optional<std::string> target_url;
  std::optional<std::string> site;  // domain of an own site; empty: any
  bool retire = false;
};

struct KeywordPlanRow {
  int row = 0;
  std::string keyword;  // as typed
  std::string goal;     // "index", "rank:10", or empty
  std::string login;    // empty: nobody by name
  std::vector<std::string> platforms;
  std::string note;
};
struct PutKeywordPlan {  // in place of the week's words
  Date monday;
  std::string team;
  std::vector<KeywordPlanRow> rows;
};

struct PutReview {
  Date monday;
  std::string team;
  std::string notes;
};
struct AddReviewAction {
  Date monday;
  std::string team;
  std::string text;
  std::string login;      // empty: nobody by name
  std::string work_type;  // key or name; with quantity: a line of the next plan
  int quantity = 0;
};
struct CloseReviewAction {
  ReviewActionId action;
  bool done = false;  // false: dropped
};
struct DrawSpotChecks {
  Date monday;
  std::string team;
};
struct JudgeSpotCheck {
  SpotCheckId check;
  bool right = false;
  std::string note;
};

struct PutNumbers {  // of a day without addresses; what was said before stays beside it
  Date day;
  std::string form;
  std::map<std::string, std::int64_t> numbers;
  std::string note;
};

// Rows that could not be used; where there is one, nothing was written.
using PlanProblems = std::vector<Problem>;

class PlanCommands {
 public:
  virtual ~PlanCommands() = default;
  // kConflict: it is published.
  virtual Task<Result<PlanProblems>> put_plan(Actor actor, PutPlan request) = 0;
  virtual Task<Result<PlanProblems>> publish_plan(Actor actor, PublishPlan request) = 0;
  virtual Task<Result<PlanProblems>> add_plan_line(Actor actor, AddPlanLine request) = 0;
  virtual Task<Status> change_plan_line(Actor actor, ChangePlanLine request) = 0;
  virtual Task<Status> set_work_hours(Actor actor, SetWorkHours request) = 0;
  virtual Task<Result<ImportedKeywords>> import_keywords(Actor actor, ImportKeywords request) = 0;
  virtual Task<Status> patch_keyword(Actor actor, PatchKeyword request) = 0;
  virtual Task<Result<PlanProblems>> put_keyword_plan(Actor actor, PutKeywordPlan request) = 0;
  virtual Task<Result<PlanProblems>> put_numbers(Actor actor, PutNumbers request) = 0;
  virtual Task<Status> put_review(Actor actor, PutReview request) = 0;
  virtual Task<Result<ReviewActionId>> add_review_action(Actor actor, AddReviewAction request) = 0;
  virtual Task<Status> close_review_action(Actor actor, CloseReviewAction request) = 0;
  // How many were drawn; kConflict: there is nothing left to draw.
  virtual Task<Result<int>> draw_spot_checks(Actor actor, DrawSpotChecks request) = 0;
  virtual Task<Status> judge_spot_check(Actor actor, JudgeSpotCheck request) = 0;
};

}  // namespace vouch::web
