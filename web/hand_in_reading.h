// How a hand-in is read: the same company, rules and rows for the preview and for what is handed in
// (daemon/report_writes.h), so that both say the same. Runs on any store connection.
#pragma once

#include <string>
#include <vector>

#include "core/people.h"
#include "planning/report_rows.h"
#include "store/sql.h"
#include "web/commands.h"

namespace vouch::web {

struct HandInCompany {  // as it stands in the database
  std::vector<User> users;
  std::vector<Keyword> keywords;
  std::vector<std::string> own_hosts;
};
Result<HandInCompany> load_company(store::Connection& db);

// Whose rows those without a name are, and whether others may be named: employees report for
// themselves. `as`: login; kDenied, kNotFound.
struct HandInAuthor {
  UserId reporter;
  bool may_report_for_others = false;
};
Result<HandInAuthor> author_of(store::Connection& db, const Actor& actor, const std::string& as);

std::vector<planning::InputRow> input_rows(const std::vector<ReportRow>& rows);

// What is written nowhere else: calendar, records and cut-off of the rules in force; `db` and the
// company outlive it.
struct HandInRules {
  const std::vector<Platform>& platforms;
  const std::vector<WorkType>& work_types;
  const Calendar& calendar;
  Millis cutoff_grace;
};
planning::RowContext row_context(store::Connection& db, const HandInCompany& company,
                                 const HandInRules& rules, const HandInAuthor& author, Time now);

}  // namespace vouch::web
