// Plan against done of people and days (planning/plan_done.h), read from one snapshot.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/people.h"
#include "planning/plan_done.h"
#include "planning/report_days.h"
#include "store/plan_counts.h"
#include "web/facts.h"
#include "web/list_query.h"

namespace vouch::web::gather {

class PlanGround {
 public:
  struct Request {
    Days days;
    std::optional<UserId> user;  // none: of everybody
    Time now;
    // Of the whole weeks, where somebody has counted what has a verdict; null: they are counted.
    const std::vector<store::PlanPieces>* judged = nullptr;
  };
  static Result<PlanGround> load(store::Connection& db, const ReadingRules& rules,
                                 const Request& request);

  // Has a published plan of any of these weeks; somebody who works here no more has none.
  [[nodiscard]] bool has_plan(const User& user) const;
  // Of the days asked for alone; empty too where he has no plan.
  [[nodiscard]] std::map<Date, planning::PlanTally> of_days(const User& user) const;
  // Their sum; none: no plan.
  [[nodiscard]] std::optional<planning::PlanTally> of(const User& user) const;

 private:
  using Week = std::pair<UserId, Date>;  // and its Monday

  PlanGround(const ReadingRules& rules, const Request& request)
      : rules_(&rules), request_(request) {}
  [[nodiscard]] planning::AskedState state_of(const User& user, Date day) const;
  void take(const std::vector<store::PlanPieces>& pieces, const std::vector<store::PlanLate>& late);

  const ReadingRules* rules_;
  Request request_;
  Date last_over_;  // its last moment for reporting has passed
  std::vector<Leave> leave_;
  std::map<Week, std::vector<store::PlanAsked>> asked_;
  std::map<Week, std::vector<planning::HandedIn>> handed_in_;
};

}  // namespace vouch::web::gather
