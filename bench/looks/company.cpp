#include "bench/looks/company.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "daemon/report_writes.h"
#include "store/claims.h"
#include "store/looks.h"
#include "store/people.h"

namespace vouch::bench {
namespace {

constexpr std::size_t kRowsOfOneReport = 500;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}

UserId add_employee(store::Store& store) {
  std::function<Result<UserId>(store::WriteContext&)> job =
      [](store::WriteContext& context) -> Result<UserId> {
    Team team;
    team.name = "推广一组";
    const auto id = store::people::insert_team(context.db, team);
    if (!id) return tl::unexpected(id.error());
    User user;
    user.login = "lilei";
    user.name = "李雷";
    user.team = *id;
    user.link_token = std::string(32, 'L');
    return store::people::insert_user(context.db, user, context.now);
  };
  return must(store.write_now<UserId>(std::move(job)));
}

web::SubmitReport report_of(const std::vector<Task>& tasks, std::size_t from, std::size_t to) {
  web::SubmitReport report;
  report.as = "lilei";
  for (std::size_t i = from; i < to; ++i) {
    const Task& task = tasks[i];
    web::ReportRow row;
    row.row = static_cast<int>(i - from) + 1;
    row.url = task.url;
    row.work_type = "软文";
    row.title = task.title;
    row.keywords = {task.keyword};
    row.link_target = task.host;
    report.rows.push_back(std::move(row));
  }
  return report;
}

}  // namespace

Reported report_all(store::Store& store, const daemon::Rules& rules,
                    const std::vector<Task>& tasks) {
  const UserId employee = add_employee(store);
  Reported reported;
  for (std::size_t from = 0; from < tasks.size(); from += kRowsOfOneReport) {
    daemon::HandIn given;
    given.request = report_of(tasks, from, std::min(tasks.size(), from + kRowsOfOneReport));
    given.reporter = employee;
    std::function<Result<daemon::HandedIn>(store::WriteContext&)> job =
        [rules, given](store::WriteContext& context) {
          return daemon::hand_in(context, *rules, given);
        };
    daemon::HandedIn done = must(store.write_now<daemon::HandedIn>(std::move(job)));
    if (!done.answer.returned.empty())
      throw std::runtime_error("a row came back: " + done.answer.returned.front().reason);
    for (const web::AcceptedRow& row : done.answer.accepted) reported.claims.push_back(row.claim);
  }
  reported.looks = ask_again(store, rules, reported.claims);
  return reported;
}

std::vector<daemon::QueuedLook> ask_again(store::Store& store, const daemon::Rules& rules,
                                          const std::vector<ClaimId>& claims) {
  using Looks = std::vector<daemon::QueuedLook>;
  std::function<Result<Looks>(store::WriteContext&)> job =
      [rules, claims](store::WriteContext& context) -> Result<Looks> {
    Looks looks;
    for (const ClaimId id : claims) {
      const auto claim = store::claims::find(context.db, id);
      if (!claim) return tl::unexpected(claim.error());
      const auto look = daemon::look_now(context, *rules, *claim);
      if (!look) return tl::unexpected(look.error());
      if (*look) {
        looks.push_back(**look);
        continue;
      }
      const auto due = store::looks::pending_in_lane(context.db, id, "page");  // due already
      if (!due) return tl::unexpected(due.error());
      if (*due) looks.push_back(daemon::queued(**due));
    }
    return looks;
  };
  return must(store.write_now<Looks>(std::move(job)));
}

}  // namespace vouch::bench
