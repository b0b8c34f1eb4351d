// Reading jobs: from one database snapshot to the views, with every rule of sight applied
// (sight.h). Each function runs on a store reader thread inside one `Store::read` job and touches
// nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "store/claim_browse.h"
#include "store/sql.h"
#include "web/pages.h"
#include "web/rank_pages.h"
#include "web/sight.h"
#include "web/views.h"

namespace vouch::web::gather {

struct Viewer {
  Actor actor;
  Time now;
  Date today;
};

Actor actor_of(const User& user, Via via);
bool is_vendor(const User& user);  // works from outside: sees his own entries alone
// The active user behind a bearer token or a link token; none: no such token.
Result<std::optional<Actor>> actor_by_token(store::Connection& db, std::string_view token);
Result<std::optional<User>> user_by_link(store::Connection& db, std::string_view link_token);

// Behind a session's cookie; whether the session is alive is not asked here.
struct SessionActor {
  std::optional<Session> session;  // none: no such session
  Actor actor;
  bool second_step = false;  // he has one
};
Result<SessionActor> actor_by_session(store::Connection& db, std::string_view cookie);

struct ClaimAccess {
  Claim claim;
  Verdict verdict;
  Sight sight = Sight::kNone;
  bool is_own = false;
  bool private_past = false;  // masked, and what was mended had not become public by then
};
// kNotFound; kDenied where the viewer may not see it.
Result<ClaimAccess> access(store::Connection& db, ClaimId id, const Viewer& viewer);
Result<ClaimAccess> access(store::Connection& db, DisputeId id, const Viewer& viewer);

Result<ClaimFile> claim_file(store::Connection& db, ClaimId id, const Viewer& viewer);
// Fails like access() where no observation that the viewer may see rests on it.
Status may_read_evidence(store::Connection& db, EvidenceId id, const Viewer& viewer);

struct ListRequest {
  std::optional<std::string> login;
  std::optional<Date> since;
  std::optional<Date> until;
  std::vector<WorkVerdict> work;  // empty: all
  std::optional<FailedPhase> phase;
  std::string platform;  // these: empty: any
  std::string work_type;
  KeywordId keyword;
  std::string engine;
  std::optional<IndexVerdict> index;  // with `engine`
  std::optional<bool> late;
  std::string words;          // in the title or the address; "#12": that entry
  bool others_alone = false;  // without what the viewer did himself
  store::claims::Order order = store::claims::Order::kOldest;
  ClaimId after;
  int limit = 100;
};
struct ClaimList {
  std::vector<ClaimView> items;  // in the order asked for
  std::optional<ClaimId> next;   // none: that was all
};
// kDenied for somebody else's login, kNotFound for an unknown one.
Result<ClaimList> claim_list(store::Connection& db, const ListRequest& request,
                             const Viewer& viewer);

Result<StatusView> status(store::Connection& db, std::optional<Date> since, const Viewer& viewer);

struct EmployeeRequest {
  std::optional<WorkVerdict> filter;
  std::optional<Date> until;  // last day of the week shown; none: today
};
Result<EmployeePage> employee(store::Connection& db, const User& user,
                              const EmployeeRequest& request, const Viewer& viewer);

struct SupervisorRequest {
  std::string list;
  ClaimId after;
};
// kNotFound where the user leads nobody.
Result<SupervisorPage> supervisor(store::Connection& db, const User& user,
                                  const SupervisorRequest& request, const Viewer& viewer);

struct IndexRequest {
  int days = 0;        // of work dates, back from today
  std::string engine;  // of the list; empty: no list
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
  ClaimId after;
};
// Who answers what was learned about platforms.
bool may_decide_platforms(const User& user);
// kNotFound where the user leads nobody.
Result<IndexPage> index(store::Connection& db, const User& user, const IndexRequest& request,
                        const Viewer& viewer);

Result<std::vector<PersonalLink>> personal_links(store::Connection& db);

}  // namespace vouch::web::gather
