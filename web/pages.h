// The read-only pages (design §9): pure functions from what was gathered to HTML. No script, one
// stylesheet, fine at 375 px and on paper.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/people.h"
#include "web/page_frame.h"
#include "web/views.h"

namespace vouch::web {

struct EmployeePage {
  User user;
  WorkCounts counts;                  // of the last 30 days
  std::vector<ClaimView> needs;       // needs correction or went offline, oldest first
  std::vector<ClaimView> claims;      // newest first
  std::optional<WorkVerdict> filter;  // claims of this verdict instead of a week
  Date from;                          // the week shown
  Date to;
  bool newer_weeks = false;
  store::FalseAlerts false_alerts;  // of the whole company
};
std::string employee_page(const EmployeePage& data, const PageContext& page);

// `for_supervisor`: other sentences, no answers explained; what is masked was masked before.
struct ClaimPage {
  ClaimFile file;
  bool for_supervisor = false;
};
std::string claim_page(const ClaimPage& data, const PageContext& page);

struct MissingReport {
  std::string name;
  Date date;
};
struct IndexRow {  // 收录 is the engines': no person's name (design law 10)
  ClaimId claim;
  std::string title;
  std::string url;
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
};
struct SupervisorPage {
  std::string team;   // names of the teams led
  std::string list;   // "all", "needs_you", "disputes", "lost", ... (lists of the daily message)
  StatusView status;  // of the last 30 days
  std::vector<ClaimView> exceptions;  // what the list holds, oldest first
  bool more = false;                  // the list was cut
  std::vector<IndexRow> index_rows;
  std::vector<MissingReport> missing;
  std::string ledger_head;
  std::int64_t ledger_rows = 0;
};
std::string supervisor_page(const SupervisorPage& data, const PageContext& page);

struct PersonalLink {
  std::string name;
  Role role = Role::kEmployee;
  std::string link_token;
};
// `links`: only in the practice world.
std::string front_page(const std::vector<PersonalLink>& links, const PageContext& page);

}  // namespace vouch::web
