// The library of keywords with its values, the words of a week, and the week's review, as leaders
// see them. Reading jobs and JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/keyword_plan.h"
#include "core/review.h"
#include "planning/keyword_value.h"
#include "planning/platform_learning.h"
#include "web/facts.h"
#include "web/gather.h"
#include "web/plan_commands.h"

namespace vouch::web {

struct LibraryRow {
  Keyword keyword;
  KeywordCard card;
  std::string target_url;
  std::string site;             // domain; empty: any own site
  std::optional<int> position;  // the best newest place on any engine
  planning::KeywordValue value;
};

struct KeywordPlanView {
  Date monday;
  std::string team;
  struct Line {
    KeywordPlanLine line;
    std::string keyword;
    std::string login;
    std::string name;
  };
  std::vector<Line> lines;
};

struct ReviewView {
  Date monday;
  std::string team;
  std::string notes;
  struct Action {
    ReviewAction action;
    std::string login;
    std::string name;
  };
  std::vector<Action> actions;
  struct Check {
    SpotCheck check;
    ClaimView claim;
    std::string by;  // name
  };
  std::vector<Check> checks;
  int looked_at = 0;  // of the company, thirteen weeks
  int wrong = 0;
  planning::Interval error{};  // of the checker's own: Wilson, 95 %
};

namespace gather {

Result<std::vector<LibraryRow>> keyword_library(store::Connection& db);
// kDenied, kInvalid, kNotFound: of the team.
Result<KeywordPlanView> keyword_plan(store::Connection& db, Date monday, const std::string& team,
                                     const Viewer& viewer);
Result<ReviewView> review(store::Connection& db, Date monday, const std::string& team,
                          const Viewer& viewer);

}  // namespace gather

std::string library_json(const std::vector<LibraryRow>& rows);
std::string keyword_plan_json(const KeywordPlanView& view);
std::string review_json(const ReviewView& view, const Names& names);
std::string imported_json(const ImportedKeywords& imported);

}  // namespace vouch::web
