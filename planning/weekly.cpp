#include "planning/weekly.h"

#include <algorithm>

namespace vouch::planning {
namespace {

constexpr double kEnoughAnswers = 0.9;  // domain §5.9 AL13
constexpr std::size_t kSuggestions = 5;
constexpr std::size_t kSumOf = 3;  // people, before a sum is told to one of them
constexpr int kTellingPages = 10;
constexpr double kWeakShare = 0.3;

bool is_weaker(const WeekSuggestion& left, const WeekSuggestion& right) {
  if (left.kind != right.kind) return left.kind < right.kind;
  return left.share < right.share;
}

// Over all teams: a platform is as weak for one as for the other.
std::vector<WeekPlatform> platforms_of(const Weekly& weekly) {
  std::map<std::pair<std::string, std::string>, WeekPlatform> sums;
  for (const WeekTeam& team : weekly.teams) {
    for (const WeekPlatform& one : team.platforms) {
      WeekPlatform& sum = sums[{one.platform, one.engine}];
      sum.platform = one.platform;
      sum.engine = one.engine;
      sum.indexed += one.indexed;
      sum.overdue += one.overdue;
      sum.lost += one.lost;
    }
  }
  std::vector<WeekPlatform> out;
  out.reserve(sums.size());
  for (auto& [key, sum] : sums) out.push_back(std::move(sum));
  return out;
}

}  // namespace

WeekTally& WeekTally::operator+=(const WeekTally& other) {
  expected += other.expected;
  reported += other.reported;
  claims += other.claims;
  on_time += other.on_time;
  if (other.planned) planned = planned.value_or(0) + *other.planned;
  plan_done += other.plan_done;
  plan_on_time += other.plan_on_time;
  decided += other.decided;
  verified += other.verified;
  with_employee += other.with_employee;
  disputed += other.disputed;
  manual += other.manual;
  return *this;
}

std::optional<double> WeekTally::verified_share() const {
  if (decided == 0) return std::nullopt;
  return static_cast<double>(verified) / decided;
}

WeekExceptions& WeekExceptions::operator+=(const WeekExceptions& other) {
  failed += other.failed;
  regressed += other.regressed;
  not_reported += other.not_reported;
  return *this;
}

bool WeekPerson::has_everything() const {
  return tally.claims > 0 && tally.verified == tally.claims && tally.reported == tally.expected &&
         open.sum() == 0;
}

bool WeekChecks::is_enough() const {
  return static_cast<double>(answered) >= kEnoughAnswers * static_cast<double>(claims);
}

Weekly for_leader(Weekly weekly, const std::set<TeamId>& teams) {
  std::erase_if(weekly.teams, [&](const WeekTeam& team) { return !teams.contains(team.team); });
  for (WeekTeam& team : weekly.teams) {
    for (WeekPerson& person : team.people) person.tally.with_employee = 0;
    for (auto& [post, sum] : team.posts) sum.with_employee = 0;
  }
  return weekly;
}

Weekly for_person(Weekly weekly, UserId person) {
  const auto other = [&](const auto& row) { return row.user != person; };
  for (WeekTeam& team : weekly.teams) {
    team.posts.clear();
    team.open = {};
    team.disputes = 0;
    team.sum.with_employee = 0;
    for (WeekTally& week : team.weeks) week.with_employee = 0;
    // Of a sum of two the other half is a person.
    if (team.people.size() < kSumOf) {
      team.sum = {};
      team.weeks = {};
    }
    std::erase_if(team.people, other);
  }
  std::erase_if(weekly.teams, [](const WeekTeam& team) { return team.people.empty(); });
  for (WeekTeam& team : weekly.teams) {
    std::erase_if(team.lost, other);
    std::erase_if(team.not_indexed, other);
  }
  weekly.company.trouble.clear();
  return weekly;
}

std::vector<WeekSuggestion> suggestions(const Weekly& weekly) {
  using enum WeekSuggestion::Kind;
  std::vector<WeekSuggestion> out;
  for (const WeekPlatform& one : platforms_of(weekly)) {
    // Pages whose term still runs may yet be indexed: only what is overdue or lost speaks.
    const int missing = one.overdue + one.lost;
    if (missing < kTellingPages) continue;
    const double share = static_cast<double>(one.indexed) / (one.indexed + missing);
    if (share < kWeakShare) out.push_back({kWeakPlatform, one.platform, one.engine, share});
  }
  for (const WeekChecks& one : weekly.company.checks) {
    if (one.claims < kTellingPages || one.is_enough()) continue;
    out.push_back({kLowCoverage,
                   to_string(one.stage),
                   {},
                   static_cast<double>(one.answered) / static_cast<double>(one.claims)});
  }
  for (const WeekMove& move : weekly.company.movers) {
    const bool was_first = move.from > 0 && move.from <= 10;
    const bool is_first = move.to > 0 && move.to <= 10;
    if (was_first && !is_first) out.push_back({kKeywordDropped, move.keyword, move.engine, 0});
  }
  std::stable_sort(out.begin(), out.end(), is_weaker);
  if (out.size() > kSuggestions) out.resize(kSuggestions);
  return out;
}

}  // namespace vouch::planning
