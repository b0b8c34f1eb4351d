#include <algorithm>
#include <map>

#include "store/keyword_plans.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/ranks.h"
#include "store/reviews.h"
#include "store/sites.h"
#include "web/gather_views.h"
#include "web/reviews.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

namespace keyword_plans = store::keyword_plans;
namespace reviews = store::reviews;
using store::Connection;

constexpr std::chrono::days kQuarter{13 * 7};  // of the checker's error: a week alone says little
constexpr std::int64_t kAllKeywords = 1'000'000;

std::optional<int> best_place(const std::vector<store::BoardPlace>& places) {
  std::optional<int> best;
  for (const store::BoardPlace& place : places) {
    if (place.look.state != RankState::kRanked) continue;
    if (!best || place.look.position < *best) best = place.look.position;
  }
  return best;
}

Result<std::map<UserId, User>> people_of(Connection& db) {
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  std::map<UserId, User> out;
  for (const User& user : *users) out[user.id] = user;
  return out;
}

// Judged by what each row says and by the largest number of searches of all.
void add_values(std::vector<LibraryRow>& rows) {
  std::int64_t most = 0;
  for (const LibraryRow& row : rows) most = std::max(most, row.card.searches);
  for (LibraryRow& row : rows) {
    row.value = planning::value_of(
        {row.card.searches, most, row.card.intent, row.card.difficulty / 100.0, row.position});
  }
}

}  // namespace

Result<std::vector<LibraryRow>> keyword_library(Connection& db) {
  store::ranks::BoardRequest all;
  all.limit = kAllKeywords;
  const auto board = store::ranks::board(db, all);
  if (!board) return tl::unexpected(board.error());
  const auto cards = keyword_plans::cards(db);
  if (!cards) return tl::unexpected(cards.error());
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  std::map<SiteId, std::string> domains;
  for (const OwnSite& site : *sites) domains[site.id] = site.domain;
  std::map<KeywordId, KeywordCard> known;
  for (const KeywordCard& card : *cards) known[card.keyword] = card;
  std::vector<LibraryRow> out;
  out.reserve(board->size());
  for (const store::BoardKeyword& keyword : *board) {
    LibraryRow row;
    row.keyword = {keyword.id, keyword.text, {}, keyword.priority};
    row.card = known[keyword.id];
    row.target_url = keyword.target_url;
    row.site = domains[row.card.site];
    row.position = best_place(keyword.places);
    out.push_back(std::move(row));
  }
  add_values(out);
  return out;
}

Result<KeywordPlanView> keyword_plan(Connection& db, Date monday, const std::string& team,
                                     const Viewer& viewer) {
  const auto wanted = team_seen(db, team, viewer);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto lines = keyword_plans::lines(db, wanted->id, monday);
  if (!lines) return tl::unexpected(lines.error());
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  KeywordPlanView out{monday, wanted->name, {}};
  for (const KeywordPlanLine& line : *lines) {
    const auto keyword = store::keywords::find(db, line.keyword);
    if (!keyword) return tl::unexpected(keyword.error());
    const auto user = people->find(line.user);
    out.lines.push_back({line, keyword->text,
                         user == people->end() ? std::string() : user->second.login,
                         user == people->end() ? std::string() : user->second.name});
  }
  return out;
}

Result<ReviewView> review(Connection& db, Date monday, const std::string& team,
                          const Viewer& viewer) {
  const auto wanted = team_seen(db, team, viewer);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  const auto name = [&](UserId id) {
    const auto user = people->find(id);
    return user == people->end() ? std::string() : user->second.name;
  };
  ReviewView out;
  out.monday = monday;
  out.team = wanted->name;
  auto notes = reviews::notes(db, wanted->id, monday);
  if (!notes) return tl::unexpected(notes.error());
  out.notes = std::move(*notes);
  const auto actions = reviews::actions(db, wanted->id, monday);
  if (!actions) return tl::unexpected(actions.error());
  for (const ReviewAction& action : *actions) {
    const auto user = people->find(action.user);
    out.actions.push_back(
        {action, user == people->end() ? std::string() : user->second.login, name(action.user)});
  }
  const auto checks = reviews::spot_checks(db, wanted->id, monday);
  if (!checks) return tl::unexpected(checks.error());
  for (const SpotCheck& check : *checks) {
    auto claim = claim_view(db, check.claim, viewer);
    if (!claim) {
      if (claim.error().code == ErrorCode::kDenied) continue;  // moved to another team since
      return tl::unexpected(claim.error());
    }
    out.checks.push_back({check, std::move(*claim), name(check.by)});
  }
  const auto sum = reviews::spot_sum(db, monday - kQuarter, monday);
  if (!sum) return tl::unexpected(sum.error());
  out.looked_at = sum->looked_at;
  out.wrong = sum->wrong;
  out.error = planning::wilson(sum->wrong, sum->looked_at);
  return out;
}

}  // namespace vouch::web::gather
