#include <algorithm>
#include <set>
#include <unordered_map>

#include "planning/week_plan.h"
#include "store/led_counts.h"
#include "store/people.h"
#include "store/tallies.h"
#include "store/work_numbers.h"
#include "web/centres.h"
#include "web/numbers_in.h"
#include "web/plan_ground.h"
#include "web/report_ground.h"
#include "web/team_scope.h"

namespace vouch::web {
namespace {

constexpr std::string_view kCentres[] = {"editing", "promotion", "customers", "operations"};

}  // namespace

std::string_view to_string(Centre centre) {
  return kCentres[static_cast<std::size_t>(centre)];
}

std::optional<Centre> parse_centre(std::string_view text) {
  const auto found = std::find(std::begin(kCentres), std::end(kCentres), text);
  if (found == std::end(kCentres)) return std::nullopt;
  return static_cast<Centre>(found - std::begin(kCentres));
}

CentreFigures& CentreFigures::operator+=(const CentreFigures& other) {
  tally += other.tally;
  for (const auto& [type, part] : other.work) work[type] += part;
  for (const planning::FormSum& form : other.forms) {
    const auto found = std::find_if(forms.begin(), forms.end(), [&](const planning::FormSum& one) {
      return one.form == form.form;
    });
    if (found == forms.end()) {
      forms.push_back(form);
    } else {
      *found += form;
    }
  }
  if (other.led) {
    if (!led) led.emplace();
    *led += *other.led;
  }
  return *this;
}

namespace gather {
namespace {

using planning::LedWork;
using store::Connection;

constexpr std::size_t kSumOf = 3;  // of two the other half is a person
constexpr std::chrono::days kLastDay{6};
constexpr std::chrono::days kWeek{7};

std::set<std::string> posts_of(Centre centre) {
  switch (centre) {
    case Centre::kEditing:
      return {"editor"};
    case Centre::kPromotion:
      return {"promoter", std::string(kVendorPost)};
    case Centre::kCustomers:
      return {"service", "sales"};
    case Centre::kOperations:
      return {};
  }
  return {};
}

struct Member {
  User user;
  std::string team;
  std::vector<Team> leads;  // of the teams that the reader sees
};

bool acts_for(const Team& team, Date day) {
  return team.deputy && team.deputy_from && *team.deputy_from <= day &&
         (!team.deputy_to || day <= *team.deputy_to);
}

class Gatherer {
 public:
  Gatherer(Connection& db, const CentreRequest& request, const Rules& rules, const Viewer& viewer)
      : db_(db), request_(request), rules_(rules), viewer_(viewer) {}

  Result<CentreView> run() {
    out_.centre = request_.centre;
    out_.days = request_.days;
    Status status = find_people();
    if (status) status = count_work();
    if (status) status = count_plans();
    if (status) status = count_numbers();
    if (status && request_.centre == Centre::kOperations) status = count_led();
    if (!status) return tl::unexpected(status.error());
    auto looked = coverage(db_);
    if (!looked) return tl::unexpected(looked.error());
    out_.coverage = std::move(*looked);
    tell();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_leader() const {
    return viewer_.actor.role == Role::kSupervisor || viewer_.actor.role == Role::kAdmin;
  }
  [[nodiscard]] bool is_own(UserId user) const {
    return viewer_.actor.user && user == viewer_.actor.user;
  }
  [[nodiscard]] Time began() const {
    return rules_->calendar.zone().at(request_.days.from, Millis(0));
  }
  [[nodiscard]] Time ended() const {
    return rules_->calendar.zone().at(request_.days.to + std::chrono::days(1), Millis(0));
  }

  // Leaders: those they lead; owners: all, for the sum; others: their own team, for the sum.
  Result<std::vector<Team>> teams() {
    if (viewer_.actor.role == Role::kOwner) return store::people::teams(db_);
    if (is_leader()) return teams_seen(db_, viewer_);
    std::vector<Team> own;
    if (!viewer_.actor.user) return own;
    const auto user = store::people::find_user(db_, viewer_.actor.user);
    if (!user) return tl::unexpected(user.error());
    if (!user->team) {
      add_member(*user, {});
      return own;
    }
    auto team = store::people::find_team(db_, user->team);
    if (!team) return tl::unexpected(team.error());
    own.push_back(std::move(*team));
    return own;
  }

  Status find_people() {
    auto seen = teams();
    if (!seen) return tl::unexpected(seen.error());
    if (!request_.team.empty()) {
      std::erase_if(*seen, [&](const Team& team) { return team.name != request_.team; });
      if (seen->empty())
        return fail(ErrorCode::kNotFound, "没有叫“" + request_.team + "”的团队，或不归您管",
                    "team");
    }
    for (const Team& team : *seen) {
      out_.teams.push_back(team.name);
      if (request_.centre == Centre::kOperations) {
        if (const Status led = add_leaders(team); !led) return led;
        continue;
      }
      const auto members = store::people::team_members(db_, team.id);
      if (!members) return tl::unexpected(members.error());
      for (const User& user : *members) add_member(user, team.name);
    }
    return {};
  }

  void add_member(const User& user, const std::string& team) {
    if (!posts_of(request_.centre).contains(user.post)) return;
    people_[user.id] = Member{user, team, {}};
  }

  Status add_leaders(const Team& team) {
    std::vector<UserId> leaders = {team.supervisor};
    if (acts_for(team, viewer_.today)) leaders.push_back(team.deputy);
    for (const UserId id : leaders) {
      if (!id) continue;
      const auto user = store::people::find_user(db_, id);
      if (!user) return tl::unexpected(user.error());
      Member& member = people_[id];
      member.user = *user;
      member.leads.push_back(team);
      if (user->team == team.id) member.team = team.name;
    }
    const auto members = store::people::team_members(db_, team.id);
    if (!members) return tl::unexpected(members.error());
    for (const User& user : *members) team_of_[user.id] = team.id;
    return {};
  }

  CentreFigures* figures_of(UserId user) {
    if (!people_.contains(user)) return nullptr;
    return &figures_[user];
  }

  // Of whole weeks, whose pieces fill their plans; rows come by day, person and type, so that the
  // same tally is asked for several times in a row.
  Status count_work() {
    const Days days = request_.days;
    const Date aged = viewer_.today - kWatchedDays;
    const Status work = store::tallies::work_of_span(
        db_, planning::monday_of(days.from), planning::monday_of(days.to) + kLastDay,
        [&](const store::SpanWork& row) {
          CentreFigures* figures = figures_of(row.user);
          if (figures == nullptr) return;
          if (row.work != WorkVerdict::kVoid)
            pieces_.push_back({row.user, row.day, row.work_type, row.claims});
          if (row.day < days.from || days.to < row.day) return;
          add_watched(figures->work[row.work_type],
                      {row.work, row.is_public(viewer_.now), row.day <= aged, row.claims});
        });
    if (!work) return work;
    const auto late = store::tallies::late_of_span(db_, request_.days.from, request_.days.to);
    if (!late) return tl::unexpected(late.error());
    for (const store::SpanLate& row : *late) {
      CentreFigures* figures = figures_of(row.user);
      if (figures != nullptr) figures->work[row.work_type].add_late(row.claims);
    }
    return store::tallies::index_of_span(
        db_, request_.days.from, request_.days.to, [&](const store::SpanIndex& row) {
          CentreFigures* figures = figures_of(row.user);
          if (figures != nullptr) figures->work[row.work_type].index.add(row.verdict, row.pages);
        });
  }

  Status count_plans() {
    const auto plans =
        PlanGround::load(db_, *rules_, {request_.days, std::nullopt, viewer_.now, &pieces_});
    if (!plans) return tl::unexpected(plans.error());
    const auto reports = ReportGround::load(db_, request_.days, *rules_, viewer_.now);
    if (!reports) return tl::unexpected(reports.error());
    for (const auto& [id, member] : people_) {
      CentreFigures& figures = figures_[id];
      const auto plan = plans->of(member.user);
      if (plan) {
        for (const auto& [type, count] : plan->by_work)
          figures.work[type].plan.emplace().add(type, count, minutes_of(type));
      }
      for (const auto& [type, part] : figures.work) figures.tally += part;
      figures.tally.plan = plan;
      reports->add(figures.tally, member.user, request_.days);
    }
    return {};
  }

  [[nodiscard]] int minutes_of(const std::string& key) const {
    for (const WorkType& type : rules_->work_types) {
      if (type.key == key) return type.standard_minutes;
    }
    return 0;
  }

  Status count_numbers() {
    const std::set<std::string> posts = posts_of(request_.centre);
    for (const planning::NumberForm& form : planning::number_forms()) {
      if (posts.contains(std::string(form.post))) forms_.emplace(form.key, form);
    }
    if (forms_.empty()) return {};
    const auto rows = store::work_numbers::of_days(db_, request_.days.from, request_.days.to);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::work_numbers::DayNumbers& row : *rows) {
      const auto form = forms_.find(row.form);
      CentreFigures* figures = figures_of(row.user);
      if (form == forms_.end() || figures == nullptr) continue;
      auto sum =
          std::find_if(figures->forms.begin(), figures->forms.end(),
                       [&](const planning::FormSum& one) { return one.form->key == row.form; });
      if (sum == figures->forms.end())
        sum = figures->forms.insert(figures->forms.end(), form->second);
      sum->add(numbers_in(row.numbers));
    }
    return {};
  }

  Status count_led() {
    for (const auto& [id, member] : people_) figures_[id].led.emplace();
    Status status = count_weeks();
    if (status) status = count_actions();
    if (status) status = count_disputes();
    for (const auto& [id, member] : people_) {
      if (!status) return status;
      LedWork& led = *figures_[id].led;
      const auto decisions = store::led_counts::decisions(db_, id, began(), ended());
      if (!decisions) return tl::unexpected(decisions.error());
      for (const store::LedDecisions& row : *decisions) led.decided[row.kind] = row.count;
      const auto waivers = store::led_counts::waivers(db_, id, began(), ended());
      if (!waivers) return tl::unexpected(waivers.error());
      led.waivers = *waivers;
    }
    return status;
  }

  // The weeks that begin in these days. A team that never planned owes no plan, and a leader who is
  // away on the morning on which it is due owes none either.
  Status count_weeks() {
    const auto published = store::led_counts::published(db_, request_.days.to);
    if (!published) return tl::unexpected(published.error());
    const auto reviews = store::led_counts::reviews(db_, request_.days.from, request_.days.to);
    if (!reviews) return tl::unexpected(reviews.error());
    const auto leave = store::people::leave(db_);
    if (!leave) return tl::unexpected(leave.error());
    std::map<TeamId, std::map<Date, Time>> weeks;
    for (const store::LedWeek& one : *published) weeks[one.team][one.monday] = one.published_at;
    std::set<std::pair<TeamId, Date>> reviewed;
    for (const store::LedReview& one : *reviews) reviewed.emplace(one.team, one.monday);
    const Date first = planning::monday_of(request_.days.from + kLastDay);
    for (Date monday = first; monday <= request_.days.to; monday += kWeek) {
      const Time midnight = rules_->calendar.zone().at(monday, Millis(0));
      const Time due = planning::next_plan_reminder(rules_->calendar, midnight);
      const Time over =
          planning::hard_cut_off(rules_->calendar, monday + kLastDay, rules_->cut_off);
      for (const auto& [id, member] : people_) {
        LedWork& led = *figures_[id].led;
        const bool away = planning::on_leave(id, *leave, rules_->calendar.zone().date_of(due));
        for (const Team& team : member.leads) {
          const auto plans = weeks.find(team.id);
          if (plans == weeks.end() || plans->second.begin()->first > monday) continue;
          const auto plan = plans->second.find(monday);
          const bool there = plan != plans->second.end();
          if (due <= viewer_.now && !away) {
            ++led.weeks_due;
            if (there) ++led.weeks_published;
            if (there && plan->second <= due) ++led.weeks_in_time;
          }
          if (over > viewer_.now) continue;
          ++led.weeks_over;
          if (reviewed.contains({team.id, monday})) ++led.reviews;
        }
      }
    }
    return {};
  }

  Status count_actions() {
    const auto actions = store::led_counts::actions(db_, began(), ended());
    if (!actions) return tl::unexpected(actions.error());
    for (const store::LedActions& row : *actions) {
      for (LedWork* led : leaders_of(row.team)) {
        led->actions_made += row.made;
        led->actions_closed += row.closed;
        led->actions_open += row.open;
      }
    }
    return {};
  }

  Status count_disputes() {
    const auto disputes = store::led_counts::disputes(db_, began(), ended());
    if (!disputes) return tl::unexpected(disputes.error());
    for (const store::LedDispute& row : *disputes) {
      const auto team = team_of_.find(row.owner);
      if (team == team_of_.end()) continue;
      const bool open = row.state == DisputeState::kOpen;
      const bool of_these_days = began() <= row.due_at && row.due_at < ended();
      for (LedWork* led : leaders_of(team->second)) {
        if (open) ++led->disputes_open;
        if (!of_these_days || (open && row.due_at > viewer_.now)) continue;
        ++led->disputes_due;
        const bool answered =
            row.state == DisputeState::kAccepted || row.state == DisputeState::kRejected;
        if (answered && row.closed_at && *row.closed_at <= row.due_at) ++led->disputes_in_time;
      }
    }
    return {};
  }

  std::vector<LedWork*> leaders_of(TeamId team) {
    std::vector<LedWork*> out;
    for (const auto& [id, member] : people_) {
      const bool leads = std::any_of(member.leads.begin(), member.leads.end(),
                                     [&](const Team& one) { return one.id == team; });
      if (leads) out.push_back(&*figures_[id].led);
    }
    return out;
  }

  static void hide_private(CentreFigures& figures) {
    figures.tally.with_employee = 0;
    for (auto& [type, part] : figures.work) part.with_employee = 0;
  }

  // Nothing to say of somebody who does not work here any more.
  static bool is_empty(const Member& member, const CentreFigures& figures) {
    return !member.user.active && figures.work.empty() && figures.forms.empty();
  }

  void tell() {
    out_.reads_audit = viewer_.actor.role == Role::kAdmin;
    out_.engines = request_.engines;
    CentreFigures sum;
    for (const auto& [id, member] : people_) {
      CentreFigures& figures = figures_[id];
      if (is_empty(member, figures)) continue;
      ++out_.people;
      sum += figures;
      const bool shown = is_own(id) || is_leader();
      if (!shown) continue;
      if (!is_own(id) && viewer_.actor.role != Role::kAdmin) hide_private(figures);
      CentreView::Row row;
      row.person = {member.user.login, member.user.name, member.user.post, member.team,
                    member.user.active};
      row.figures = std::move(figures);
      for (const Team& team : member.leads) row.led_teams.push_back(team.name);
      out_.rows.push_back(std::move(row));
    }
    std::stable_sort(out_.rows.begin(), out_.rows.end(), [](const auto& left, const auto& right) {
      return left.person.name < right.person.name;
    });
    const bool sees_each = is_leader();
    const bool many = out_.people >= static_cast<int>(kSumOf);
    const bool told = !viewer_.actor.vendor && (sees_each || many);
    if (!told) out_.people = 0;
    if (!told) return;
    const bool counts_private =
        viewer_.actor.role == Role::kAdmin || (many && viewer_.actor.role != Role::kEmployee);
    if (!counts_private) hide_private(sum);
    out_.sum = std::move(sum);
  }

  Connection& db_;
  const CentreRequest& request_;
  const Rules& rules_;
  const Viewer& viewer_;
  CentreView out_;
  std::map<UserId, Member> people_;
  std::map<UserId, TeamId> team_of_;  // of kOperations
  std::unordered_map<UserId, CentreFigures> figures_;
  std::map<std::string, planning::FormSum, std::less<>> forms_;
  std::vector<store::PlanPieces> pieces_;
};

}  // namespace

Result<CentreView> centre(Connection& db, const CentreRequest& request, const Rules& rules,
                          const Viewer& viewer) {
  return Gatherer(db, request, rules, viewer).run();
}

}  // namespace gather
}  // namespace vouch::web
