#include "web/hand_in_reading.h"

#include <map>
#include <memory>

#include "planning/week_plan.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/sites.h"
#include "store/work_plans.h"

namespace vouch::web {

Result<HandInCompany> load_company(store::Connection& db) {
  HandInCompany out;
  auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  out.users = std::move(*users);
  auto keywords = store::keywords::list(db);
  if (!keywords) return tl::unexpected(keywords.error());
  out.keywords = std::move(*keywords);
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  for (const OwnSite& site : *sites) out.own_hosts.push_back(site.domain);
  return out;
}

Result<HandInAuthor> author_of(store::Connection& db, const Actor& actor, const std::string& as) {
  HandInAuthor out;
  out.reporter = actor.user;
  out.may_report_for_others = actor.role == Role::kAdmin || actor.role == Role::kSupervisor;
  if (as.empty() || as == actor.login) return out;
  if (!out.may_report_for_others) return fail(ErrorCode::kDenied, "只能以自己的名义提交", "as");
  const auto user = store::people::user_by_login(db, as);
  if (!user) return tl::unexpected(user.error());
  if (!*user) return fail(ErrorCode::kNotFound, "no user with login " + as, "as");
  out.reporter = (*user)->id;
  return out;
}

std::vector<planning::InputRow> input_rows(const std::vector<ReportRow>& given_rows) {
  std::vector<planning::InputRow> rows;
  for (const ReportRow& given : given_rows) {
    planning::InputRow row;
    row.row = given.row;
    row.person = given.login;
    if (given.date) row.date = to_iso_date(*given.date);
    row.work_type = given.work_type;
    row.platform = given.platform;
    row.title = given.title;
    row.url = given.url;
    row.keywords = given.keywords;
    row.link_target = given.link_target;
    row.asset = given.asset;
    row.cells = {given.url};
    rows.push_back(std::move(row));
  }
  return rows;
}

planning::RowContext row_context(store::Connection& db, const HandInCompany& company,
                                 const HandInRules& rules, const HandInAuthor& author, Time now) {
  planning::RowContext rows;
  rows.people = company.users;
  rows.platforms = rules.platforms;
  rows.work_types = rules.work_types;
  rows.keywords = company.keywords;
  rows.own_hosts = company.own_hosts;
  rows.calendar = &rules.calendar;
  rows.cutoff_grace = rules.cutoff_grace;
  rows.submitted_at = now;
  rows.reporter = author.reporter;
  rows.may_report_for_others = author.may_report_for_others;
  rows.find_strict = [&db](const std::string& key) {
    const auto found = store::claims::first_by_strict_key(db, key);
    return found && *found ? **found : ClaimId{};
  };
  rows.find_loose = [&db](const std::string& key) {
    const auto found = store::claims::first_by_loose_key(db, key);
    return found && *found ? **found : ClaimId{};
  };
  auto weeks = std::make_shared<std::map<std::pair<UserId, Date>, std::vector<PlanLine>>>();
  rows.unplanned = [&db, weeks](UserId user, std::string_view work_type, Date day) {
    const Date monday = planning::monday_of(day);
    const auto [week, added] = weeks->try_emplace({user, monday});
    if (added) {
      auto lines = store::work_plans::lines_of(db, user, monday);
      if (lines) week->second = std::move(*lines);
    }
    return planning::is_unplanned(week->second, work_type);
  };
  return rows;
}

}  // namespace vouch::web
