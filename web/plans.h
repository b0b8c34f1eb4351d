// The week's plan as its leaders see it, what may be offered for the next one, and what of it is a
// person's own (P01 to P08). Reading jobs and JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/work_plan.h"
#include "planning/week_plan.h"
#include "web/facts.h"
#include "web/gather.h"

namespace vouch::web {

struct PlanPerson {
  UserId id;
  std::string login;
  std::string name;
  std::string post;
  int minutes_a_day = planning::kDayMinutes;
  planning::WorkDays days{};       // minutes, Monday to Sunday
  std::array<bool, 7> on_leave{};  // of these days
  planning::Capacity capacity;
};

struct PlanLineView {
  PlanLine line;
  std::string login;
  std::vector<std::string> keywords;  // as typed
  std::vector<PlanDay> days;          // none: a draft
  std::string asset_title;            // of what is handed on; empty: nothing
  int done = 0;                       // pieces handed in that fill it
};

struct PlanChangeView {
  PlanChange change;
  std::string by;  // names
  std::string before;
  std::string after;
  std::string work_type;
};

struct PlanView {
  Date monday;
  std::string team;
  std::optional<Time> published_at;
  std::string published_by;
  bool calendar_known = true;  // false: no holidays of that year are known
  std::vector<PlanPerson> people;
  std::vector<PlanLineView> lines;
  std::vector<planning::Overlap> overlaps;
  std::vector<PlanChangeView> changes;
};

struct PlanOffers {  // for `monday`, from the week before
  std::vector<PlanLineView> copied;
  std::vector<PlanLineView> carried;
  std::vector<PlanLineView> actions;  // of reviews, still open
};

struct OwnPlanRow {  // of one type of work
  std::string work_type;
  int today = 0;
  int today_done = 0;
  int week = 0;
  int week_done = 0;
  std::vector<std::string> keywords;
  std::vector<Asset> assets;  // to be distributed
  std::string note;
};

namespace gather {

using Rules = std::shared_ptr<const ReadingRules>;

// kDenied, kInvalid, kNotFound: of the team; see PutPlan::team.
Result<PlanView> plan(store::Connection& db, Date monday, const std::string& team,
                      const Rules& rules, const Viewer& viewer);
Result<PlanOffers> plan_offers(store::Connection& db, Date monday, const std::string& team,
                               const Viewer& viewer);
// Empty: nothing is planned for this person that week.
Result<std::vector<OwnPlanRow>> own_plan(store::Connection& db, UserId user, Date day);

}  // namespace gather

// Of a path: kInvalid where it is no Monday.
Result<Date> read_monday(const std::string& text);

std::string plan_json(const PlanView& view, const Names& names);
std::string offers_json(const PlanOffers& offers, const Names& names);

}  // namespace vouch::web
