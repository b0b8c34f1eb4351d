#include <algorithm>
#include <map>

#include "planning/blockers.h"
#include "store/blockers.h"
#include "store/people.h"
#include "web/blockers.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr int kPage = 200;
constexpr int kMostLookedAt = 2000;

// People and teams, read once.
class Company {
 public:
  static Result<Company> load(Connection& db) {
    Company out;
    auto users = store::people::users(db);
    if (!users) return tl::unexpected(users.error());
    for (User& user : *users) out.users_[user.id] = std::move(user);
    auto teams = store::people::teams(db);
    if (!teams) return tl::unexpected(teams.error());
    out.teams_ = std::move(*teams);
    return out;
  }

  [[nodiscard]] User user(UserId id) const {
    const auto found = users_.find(id);
    return found == users_.end() ? User() : found->second;
  }
  [[nodiscard]] bool answers(const Blocker& blocker, const Viewer& viewer) const {
    return planning::answers_for(blocker, user(blocker.user), teams_, viewer.today,
                                 viewer.actor.user);
  }
  [[nodiscard]] bool sees(const Blocker& blocker, const Viewer& viewer) const {
    if (viewer.actor.role == Role::kAdmin || blocker.user == viewer.actor.user) return true;
    Blocker to_leader = blocker;
    to_leader.to = {};
    return answers(blocker, viewer) || answers(to_leader, viewer);
  }
  [[nodiscard]] BlockerView view_of(const Blocker& blocker, const Calendar& calendar,
                                    const Viewer& viewer) const {
    BlockerView out;
    out.blocker = blocker;
    const User author = user(blocker.user);
    out.login = author.login;
    out.name = author.name;
    if (blocker.to) {
      out.to = user(blocker.to).login;
      out.to_name = user(blocker.to).name;
    } else {
      for (const UserId one : planning::told_of(blocker, author, teams_, viewer.today))
        out.to_name = user(one).name;
    }
    out.closed_by = user(blocker.closed_by).name;
    out.age_days = planning::age_in_workdays(blocker, calendar, viewer.today);
    const bool own = blocker.user == viewer.actor.user;
    out.may_close = !blocker.closed_at && (own || answers(blocker, viewer));
    return out;
  }

 private:
  std::map<UserId, User> users_;
  std::vector<Team> teams_;
};

}  // namespace

Result<BlockerList> blockers(Connection& db, const BlockerRequest& request, const Rules& rules,
                             const Viewer& viewer) {
  const auto company = Company::load(db);
  if (!company) return tl::unexpected(company.error());
  BlockerList out;
  BlockerId before = request.before;
  for (int looked = 0; looked < kMostLookedAt; looked += kPage) {
    const auto page = store::blockers::newest(db, request.open, before, kPage);
    if (!page) return tl::unexpected(page.error());
    for (const Blocker& blocker : *page) {
      before = blocker.id;
      if (!company->sees(blocker, viewer)) continue;
      out.items.push_back(company->view_of(blocker, rules->calendar, viewer));
      if (std::ssize(out.items) < request.limit) continue;
      out.next = before;
      return out;
    }
    if (std::ssize(*page) < kPage) return out;
  }
  out.next = before;
  return out;
}

Result<std::vector<BlockerView>> open_blockers_of(Connection& db, UserId author, const Rules& rules,
                                                  const Viewer& viewer) {
  const auto open = store::blockers::open_of(db, author);
  if (!open) return tl::unexpected(open.error());
  std::vector<BlockerView> out;
  if (open->empty()) return out;
  const auto company = Company::load(db);
  if (!company) return tl::unexpected(company.error());
  for (const Blocker& blocker : *open) {
    if (company->sees(blocker, viewer))
      out.push_back(company->view_of(blocker, rules->calendar, viewer));
  }
  return out;
}

Result<std::int64_t> blockers_waiting(Connection& db, const Viewer& viewer) {
  const auto open = store::blockers::open_ones(db);
  if (!open) return tl::unexpected(open.error());
  if (open->empty()) return 0;
  const auto company = Company::load(db);
  if (!company) return tl::unexpected(company.error());
  return std::count_if(open->begin(), open->end(),
                       [&](const Blocker& blocker) { return company->answers(blocker, viewer); });
}

}  // namespace vouch::web::gather
