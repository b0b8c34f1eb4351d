#include "daemon/weekly_writes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "alerts/daily.h"
#include "alerts/not_reported.h"
#include "alerts/weekly_letter.h"
#include "daemon/checker_facts.h"
#include "daemon/health.h"
#include "daemon/letter_ways.h"
#include "planning/week_plan.h"
#include "store/captures.h"
#include "store/claims.h"
#include "store/disputes.h"
#include "store/false_alerts.h"
#include "store/gaps.h"
#include "store/platform_proposals.h"
#include "store/samples.h"
#include "store/week_counts.h"
#include "store/weeklies.h"
#include "web/gather_ranks.h"
#include "web/plan_ground.h"

namespace vouch::daemon {
namespace {

using planning::WeekCompany;
using planning::Weekly;
using planning::WeekMove;
using planning::WeekPerson;
using planning::WeekTally;
using planning::WeekTeam;

constexpr std::chrono::days kWeek{7};
constexpr std::chrono::days kRateOf{90};  // as on everybody's page
constexpr int kRowsRead = 5000;
constexpr int kMovesRead = 200;
constexpr std::size_t kMovesKept = 20;
constexpr int kFirstPageKept = 20;
constexpr double kBeyondTheList = 60;  // how far a place that is none counts as away

// A negative of a person that is not public yet is told to nobody else, not even as a result.
void add(WeekTally& tally, const store::WeekWork& row) {
  const int claims = static_cast<int>(row.claims);
  if (row.work == WorkVerdict::kVoid || row.work == WorkVerdict::kWaived) return;
  tally.claims += claims;
  tally.on_time += claims - static_cast<int>(row.late);
  switch (row.work) {
    case WorkVerdict::kVerified:
    case WorkVerdict::kAccepted:
      tally.decided += claims;
      tally.verified += claims;
      break;
    case WorkVerdict::kConfirmed:
      tally.decided += claims;
      break;
    case WorkVerdict::kFailed:
    case WorkVerdict::kRegressed:
      (row.is_public ? tally.decided : tally.with_employee) += claims;
      break;
    case WorkVerdict::kDisputed:
      tally.disputed += claims;
      break;
    case WorkVerdict::kManual:
      tally.manual += claims;
      break;
    case WorkVerdict::kPending:
    case WorkVerdict::kVoid:
    case WorkVerdict::kWaived:
      break;
  }
}

class WeekGatherer {
 public:
  WeekGatherer(store::WriteContext& context, const Rulebook& rules, const People& people,
               Time planned, Time since)
      : context_(context),
        rules_(rules),
        people_(people),
        since_(since),
        monday_(planning::monday_of(rules.calendar.zone().date_of(planned))) {}

  Result<Weekly> run() {
    weekly_.monday = monday_;
    weekly_.made_at = context_.now;
    begin_teams();
    Status status = add_work();
    if (status) status = add_reports();
    if (status) status = add_plans();
    if (status) status = add_open();
    if (status) status = add_index();
    if (status) status = add_pages();
    if (status) status = add_disputes();
    if (status) status = add_checks();
    if (status) status = add_keywords();
    if (status) status = add_corrections();
    if (status) status = add_waiting();
    if (!status) return tl::unexpected(status.error());
    finish_teams();
    return std::move(weekly_);
  }

 private:
  [[nodiscard]] Date last_day() const { return monday_ + kWeek - std::chrono::days(1); }
  [[nodiscard]] Time began() const { return rules_.calendar.zone().at(monday_, Millis(0)); }

  void begin_teams() {
    for (const Team& team : people_.teams) {
      WeekTeam week;
      week.team = team.id;
      week.name = team.name;
      weekly_.teams.push_back(std::move(week));
    }
    for (const User& user : people_.users) {
      const auto team = std::find_if(weekly_.teams.begin(), weekly_.teams.end(),
                                     [&](const WeekTeam& one) { return one.team == user.team; });
      if (team == weekly_.teams.end()) continue;
      team_of_[user.id] = static_cast<std::size_t>(team - weekly_.teams.begin());
      WeekPerson& person = persons_[user.id];
      person.user = user.id;
      person.name = user.name;
      person.post = user.post;
    }
  }

  WeekTeam* team_of(UserId user) {
    const auto found = team_of_.find(user);
    return found == team_of_.end() ? nullptr : &weekly_.teams[found->second];
  }

  Status add_work() {
    for (std::size_t back = 0; back < 4; ++back) {
      const Date from = monday_ - kWeek * static_cast<int>(back);
      const auto rows = store::week_counts::work(context_.db, from,
                                                 from + kWeek - std::chrono::days(1), context_.now);
      if (!rows) return tl::unexpected(rows.error());
      for (const store::WeekWork& row : *rows) {
        WeekTeam* team = team_of(row.user);
        if (team == nullptr) continue;
        add(team->weeks[3 - back], row);
        if (back == 0) add(persons_[row.user].tally, row);
      }
    }
    return {};
  }

  // Days whose hard cut-off fell since the digest before; the others may still come in.
  Status add_reports() {
    for (Date date = monday_ - kWeek; date <= last_day(); date += std::chrono::days(1)) {
      const Time hard = alerts::hard_cut_off(rules_.calendar, date, cut_off(rules_));
      const bool open = hard > context_.now;
      const bool begun =
          alerts::soft_cut_off(rules_.calendar, date, cut_off(rules_)) <= context_.now;
      if (hard <= since_ || (open && !begun)) continue;
      const auto reported = reporters(context_.db, date);
      if (!reported) return tl::unexpected(reported.error());
      for (const User& user : people_.users) {
        const auto person = persons_.find(user.id);
        if (person == persons_.end() || !was_here(people_, rules_, user, date)) continue;
        if (!alerts::expected_to_report(user, people_.leave, rules_.calendar, date)) continue;
        const bool there = reported->contains(user.id);
        if (open) {
          if (!there) late_.insert(user.id);
          continue;
        }
        ++person->second.tally.expected;
        ++(there ? person->second.tally.reported : person->second.open.not_reported);
      }
    }
    return {};
  }

  // Of the same days as the reports.
  Status add_plans() {
    const web::ReadingRules reading = reading_rules(rules_);
    const auto plans = web::gather::PlanGround::load(
        context_.db, reading, {{monday_ - kWeek, last_day()}, std::nullopt, context_.now});
    if (!plans) return tl::unexpected(plans.error());
    for (const User& user : people_.users) {
      const auto person = persons_.find(user.id);
      if (person == persons_.end() || !plans->has_plan(user)) continue;
      WeekTally& tally = person->second.tally;
      for (const auto& [day, plan] : plans->of_days(user)) {
        const Time hard = alerts::hard_cut_off(rules_.calendar, day, cut_off(rules_));
        if (hard <= since_ || hard > context_.now) continue;
        tally.planned = tally.planned.value_or(0) + static_cast<int>(plan.pieces.planned);
        tally.plan_done += static_cast<int>(plan.pieces.done);
        tally.plan_on_time += static_cast<int>(plan.pieces.on_time);
      }
    }
    return {};
  }

  Status add_open() {
    const auto rows = store::week_counts::open(context_.db, context_.now);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::WeekWork& row : *rows) {
      const auto person = persons_.find(row.user);
      if (person == persons_.end()) continue;
      const int claims = static_cast<int>(row.claims);
      (row.work == WorkVerdict::kFailed ? person->second.open.failed
                                        : person->second.open.regressed) += claims;
    }
    return {};
  }

  Status add_index() {
    const Date from = last_day() - std::chrono::days(planning::kWeekIndexDays - 1);
    const auto rows = store::week_counts::indexed(context_.db, from, last_day());
    if (!rows) return tl::unexpected(rows.error());
    std::map<std::pair<TeamId, std::string>, planning::WeekPlatform> sums;
    for (const store::WeekIndexed& row : *rows) {
      const WeekTeam* team = team_of(row.user);
      if (team == nullptr || row.verdict == IndexVerdict::kNotConnected) continue;
      auto& sum = sums[{team->team, row.platform + "\n" + row.engine}];
      sum.platform = row.platform;
      sum.engine = row.engine;
      const int pages = static_cast<int>(row.pages);
      sum.submitted += pages;
      if (row.verdict == IndexVerdict::kNotApplicable) continue;
      sum.eligible += pages;
      const bool unknown =
          row.verdict == IndexVerdict::kNotSampled || row.verdict == IndexVerdict::kCouldNotCheck;
      if (unknown) sum.unknown += pages;
      if (row.verdict == IndexVerdict::kIndexed) sum.indexed += pages;
      if (row.verdict == IndexVerdict::kNotIndexed) sum.overdue += pages;
      if (row.verdict == IndexVerdict::kLost) sum.lost += pages;
    }
    for (WeekTeam& team : weekly_.teams) {
      for (auto& [key, sum] : sums) {
        if (key.first == team.team) team.platforms.push_back(std::move(sum));
      }
      std::stable_sort(
          team.platforms.begin(), team.platforms.end(),
          [](const auto& left, const auto& right) { return left.submitted > right.submitted; });
    }
    return {};
  }

  Status add_pages() {
    const auto lost = store::week_counts::lost(context_.db, since_, context_.now, kRowsRead);
    if (!lost) return tl::unexpected(lost.error());
    for (const store::WeekLost& row : *lost) {
      WeekTeam* team = team_of(row.user);
      if (team == nullptr) continue;
      team->lost.push_back({row.claim, row.user, row.title, row.url, {}, true});
    }
    std::map<UserId, std::size_t> listed;
    const auto pages = store::week_counts::not_indexed(context_.db);
    if (!pages) return tl::unexpected(pages.error());
    for (const store::WeekUnindexed& row : *pages) {
      WeekTeam* team = team_of(row.user);
      if (team == nullptr) continue;
      ++team->not_indexed_sum;
      if (++listed[row.user] > planning::kWeekPages) continue;
      team->not_indexed.push_back({row.claim, row.user, row.title, row.url, row.engine, row.lost});
    }
    return {};
  }

  Status add_disputes() {
    const auto open = store::disputes::open_ones(context_.db);
    if (!open) return tl::unexpected(open.error());
    for (const Dispute& dispute : *open) {
      if (dispute.due_at <= context_.now) continue;  // the employee's side stands
      const auto claim = store::claims::find(context_.db, dispute.claim);
      if (!claim) return tl::unexpected(claim.error());
      WeekTeam* team = team_of(claim->user);
      if (team != nullptr) ++team->disputes;
    }
    return {};
  }

  Status add_checks() {
    const auto checks = checks_since(context_.db, Digest::kWeekly);
    if (!checks) return tl::unexpected(checks.error());
    for (const alerts::DailyChecks& one : *checks)
      weekly_.company.checks.push_back({one.stage, one.claims, one.answered});
    auto trouble = checker_trouble(context_.db, rules_, context_.now);
    if (!trouble) return tl::unexpected(trouble.error());
    weekly_.company.trouble = std::move(*trouble);
    const auto gaps = store::gaps::all(context_.db);
    if (!gaps) return tl::unexpected(gaps.error());
    weekly_.company.stood_still = overlap(*gaps, began(), context_.now);
    return {};
  }

  Status add_keywords() {
    web::gather::FiguresRequest request;
    request.engines = engine_facts(rules_);
    web::gather::Viewer viewer;
    viewer.now = context_.now;
    viewer.today = rules_.calendar.zone().date_of(context_.now);
    const auto figures = web::gather::rank_figures(context_.db, request, viewer);
    if (!figures) return tl::unexpected(figures.error());
    for (const web::EngineFigures& one : figures->engines) {
      planning::WeekEngine engine;
      engine.engine = one.group.engine;
      engine.keywords = static_cast<int>(one.figures.keywords);
      engine.measured = static_cast<int>(one.figures.measured);
      engine.first_page_share = one.figures.first_page_share;
      engine.median = one.figures.median_ranked;
      engine.visibility = one.figures.index;
      weekly_.company.engines.push_back(std::move(engine));
    }
    const auto speeds = store::samples::speeds(context_.db);
    if (!speeds) return tl::unexpected(speeds.error());
    for (const store::IndexSpeed& speed : *speeds) {
      for (planning::WeekEngine& engine : weekly_.company.engines) {
        if (engine.engine == speed.engine) engine.median_days = speed.median_days;
      }
    }
    return add_moves();
  }

  Status add_moves() {
    const auto moves = store::ranks::movers(context_.db, began(), context_.now, kMovesRead);
    if (!moves) return tl::unexpected(moves.error());
    std::vector<WeekMove>& movers = weekly_.company.movers;
    for (const store::Mover& one : *moves)
      movers.push_back({one.keyword, one.series.engine, one.move.found ? 0 : one.move.from_place,
                        one.move.lost ? 0 : one.move.to_place});
    const auto way = [](const WeekMove& move) {
      const auto place = [](double at) { return at == 0 ? kBeyondTheList : at; };
      return std::abs(place(move.to) - place(move.from));
    };
    std::stable_sort(
        movers.begin(), movers.end(),
        [&](const WeekMove& left, const WeekMove& right) { return way(left) > way(right); });
    if (movers.size() > kMovesKept) movers.resize(kMovesKept);
    const auto first = store::week_counts::first_page(context_.db, monday_, kFirstPageKept);
    if (!first) return tl::unexpected(first.error());
    for (const store::WeekFirstPage& one : *first)
      weekly_.company.first_page.push_back(
          {one.keyword, one.engine, 0, static_cast<double>(one.position)});
    return {};
  }

  Status add_corrections() {
    const auto week = store::false_alerts(context_.db, since_, context_.now);
    if (!week) return tl::unexpected(week.error());
    const auto quarter = store::false_alerts(context_.db, context_.now - kRateOf, context_.now);
    if (!quarter) return tl::unexpected(quarter.error());
    WeekCompany& company = weekly_.company;
    company.told = static_cast<int>(week->told);
    company.overturned = static_cast<int>(week->overturned);
    company.withdrawn = static_cast<int>(week->withdrawn);
    if (quarter->told != 0)
      company.false_rate =
          static_cast<double>(quarter->false_ones()) / static_cast<double>(quarter->told);
    return {};
  }

  Status add_waiting() {
    const auto captures = store::captures::open(context_.db, context_.now, kRowsRead);
    if (!captures) return tl::unexpected(captures.error());
    weekly_.company.pages_to_open = static_cast<int>(captures->size());
    const auto proposals = store::platform_proposals::all(context_.db);
    if (!proposals) return tl::unexpected(proposals.error());
    weekly_.company.proposals = static_cast<int>(std::count_if(
        proposals->begin(), proposals->end(), [](const auto& one) { return one.state == "open"; }));
    return {};
  }

  void finish_teams() {
    for (auto& [user, person] : persons_) {
      const bool empty = person.tally == WeekTally() && person.open.sum() == 0;
      WeekTeam* team = team_of(user);
      if (empty || team == nullptr) continue;
      person.full = person.has_everything() && !late_.contains(user);
      team->sum += person.tally;
      team->open += person.open;
      team->posts[person.post] += person.tally;
      team->people.push_back(person);
    }
    for (WeekTeam& team : weekly_.teams) {
      std::stable_sort(
          team.people.begin(), team.people.end(),
          [](const WeekPerson& left, const WeekPerson& right) { return left.name < right.name; });
      WeekTally& now = team.weeks.back();
      now.expected = team.sum.expected;
      now.reported = team.sum.reported;
      now.planned = team.sum.planned;
      now.plan_done = team.sum.plan_done;
      now.plan_on_time = team.sum.plan_on_time;
    }
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const People& people_;
  Time since_;  // the digest before
  Date monday_;
  Weekly weekly_;
  std::map<UserId, std::size_t> team_of_;
  std::map<UserId, WeekPerson> persons_;
  std::set<UserId> late_;  // a report of theirs is due and may still come
};

}  // namespace

Result<Weekly> gather_weekly(store::WriteContext& context, const Rulebook& rules,
                             const People& people, Time planned, Time since) {
  return WeekGatherer(context, rules, people, planned, since).run();
}

Result<int> write_weekly(store::WriteContext& context, const Rulebook& rules, Time planned,
                         Time since) {
  const auto people = load_people(context.db);
  if (!people) return tl::unexpected(people.error());
  const auto outgoing = scheduled_context(context, rules, planned);
  if (!outgoing) return tl::unexpected(outgoing.error());
  const auto weekly = gather_weekly(context, rules, *people, planned, since);
  if (!weekly) return tl::unexpected(weekly.error());
  const auto kept = store::weeklies::insert_once(context.db, weekly->monday, weekly->made_at,
                                                 planning::weekly_to_json(*weekly));
  if (!kept) return tl::unexpected(kept.error());
  if (const Status marked = mark_checker_told(context, Digest::kWeekly); !marked)
    return tl::unexpected(marked.error());
  if (!*kept) return 0;
  const Date date = rules.calendar.zone().date_of(planned);
  int sent = 0;
  const auto send = [&](const Weekly& edition, planning::WeekEdition kind, const User& reader,
                        const alerts::OutgoingContext& way) -> Status {
    const alerts::Letter letter = alerts::render_weekly(edition, kind, reader, way.render);
    ++sent;
    return send_digest(context, way, "weekly", date, letter, reader);
  };
  std::set<UserId> leaders;
  for (const alerts::DailyRecipient& recipient :
       alerts::daily_recipients(people->teams, people->users, people->leave, date)) {
    const User* leader = people->find(recipient.supervisor);
    if (leader == nullptr) continue;
    leaders.insert(leader->id);
    const std::set<TeamId> teams(recipient.teams.begin(), recipient.teams.end());
    const Status told = send(planning::for_leader(*weekly, teams), planning::WeekEdition::kLeader,
                             *leader, *outgoing);
    if (!told) return tl::unexpected(told.error());
  }
  // Nobody chose this hour for them: their copy waits for the end of the quiet time.
  alerts::OutgoingContext later = *outgoing;
  later.quiet_until.reset();
  for (const planning::WeekTeam& team : weekly->teams) {
    for (const WeekPerson& person : team.people) {
      const User* user = people->find(person.user);
      if (user == nullptr || !user->active || leaders.contains(person.user)) continue;
      const Status told = send(planning::for_person(*weekly, person.user),
                               planning::WeekEdition::kPerson, *user, later);
      if (!told) return tl::unexpected(told.error());
    }
  }
  return sent;
}

}  // namespace vouch::daemon
