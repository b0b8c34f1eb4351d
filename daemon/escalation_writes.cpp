#include "daemon/escalation_writes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "alerts/not_reported.h"
#include "alerts/silence.h"
#include "checks/decide.h"
#include "daemon/letter_ways.h"
#include "daemon/notice_ground.h"
#include "store/claims.h"
#include "store/escalations.h"
#include "store/notices.h"
#include "store/settings.h"
#include "store/silences.h"
#include "store/verdicts.h"
#include "store/week_counts.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kToldOn = "escalation:told_on";  // one letter a day

class EscalationTeller {
 public:
  EscalationTeller(store::WriteContext& context, const Rulebook& rules, const People& people,
                   const std::vector<Silence>& silences, Time planned)
      : context_(context),
        rules_(rules),
        people_(people),
        silences_(silences),
        date_(rules.calendar.zone().date_of(planned)) {}

  Status take(const Escalation& one) {
    const auto claim = store::claims::find(context_.db, one.claim);
    if (!claim) return tl::unexpected(claim.error());
    const auto verdict = verdict_of(one.claim);
    if (!verdict) return tl::unexpected(verdict.error());
    const Team* team = team_of(claim->user);
    const UserId leader = team == nullptr ? UserId{} : alerts::acting_supervisor(*team, date_);
    const auto put_off = put_off_until(one, leader);
    if (!put_off) return tl::unexpected(put_off.error());
    const alerts::DueJudgement judged = alerts::judge_escalation(
        one, *verdict ? &**verdict : nullptr, *put_off, rules_.calendar, context_.now);
    if (judged.answer == alerts::DueAnswer::kWait)
      return store::escalations::postpone(context_.db, one.id, judged.due_at.value_or(Time::max()));
    if (judged.answer == alerts::DueAnswer::kShow && team != nullptr && is_away(one.step, *team)) {
      // An hour early: the next daily message must find it due.
      const Time tomorrow = rules_.calendar.add_workdays(context_.now, 1) - std::chrono::hours(1);
      return store::escalations::postpone(context_.db, one.id, tomorrow);
    }
    const std::vector<UserId> readers = judged.answer == alerts::DueAnswer::kShow && team != nullptr
                                            ? readers_of(one.step, *team, leader, claim->user)
                                            : std::vector<UserId>();
    for (const UserId reader : readers) count(reader, one, *team, leader, **verdict);
    return store::escalations::end(
        context_.db, one.id, readers.empty() ? EscalationState::kDropped : EscalationState::kTold,
        context_.now);
  }

  Result<int> send(const alerts::OutgoingContext& outgoing) {
    const auto waiting = waiting_by_team();
    if (!waiting) return tl::unexpected(waiting.error());
    int letters = 0;
    for (const auto& [reader, teams] : told_) {
      const User* user = people_.find(reader);
      if (user == nullptr) continue;
      std::vector<alerts::EscalatedTeam> list;
      list.reserve(teams.size());
      for (const auto& [team, counted] : teams) {
        const auto all = waiting->find(team);
        list.push_back(counted);
        list.back().all = all == waiting->end() ? counted.fresh : all->second;
      }
      const alerts::Letter letter = alerts::render_escalation(list, *user, outgoing.render);
      const Status sent = send_digest(context_, outgoing, "escalation", date_, letter, *user);
      if (!sent) return tl::unexpected(sent.error());
      ++letters;
    }
    return letters;
  }

 private:
  Result<std::optional<Verdict>> verdict_of(ClaimId claim) {
    const auto stored = store::verdicts::get(context_.db, claim);
    if (!stored) return tl::unexpected(stored.error());
    if (!*stored) return std::optional<Verdict>();
    auto read = checks::verdict_from_json((*stored)->json);
    if (!read) return tl::unexpected(read.error());
    return std::optional<Verdict>(std::move(*read));
  }

  // What the supervisors can read and nobody has decided about.
  Result<std::map<TeamId, int>> waiting_by_team() {
    const auto rows = store::week_counts::open(context_.db, context_.now);
    if (!rows) return tl::unexpected(rows.error());
    std::map<TeamId, int> out;
    for (const store::WeekWork& row : *rows) {
      const Team* team = team_of(row.user);
      if (team != nullptr) out[team->id] += static_cast<int>(row.claims);
    }
    return out;
  }

  const Team* team_of(UserId person) const {
    const User* user = people_.find(person);
    if (user == nullptr) return nullptr;
    const auto team = std::find_if(people_.teams.begin(), people_.teams.end(),
                                   [&](const Team& one) { return one.id == user->team; });
    return team == people_.teams.end() ? nullptr : &*team;
  }

  // The supervisor's own silence, or acknowledgement, of this negative.
  Result<std::optional<Time>> put_off_until(const Escalation& one, UserId leader) {
    const auto notices = store::notices::for_claim(context_.db, one.claim);
    if (!notices) return tl::unexpected(notices.error());
    const std::string key =
        alerts::notice_key(one.claim, one.stage, one.episode, Audience::kSupervisor);
    for (const Notice& notice : *notices) {
      if (notice.key != key) continue;
      const auto facts = alerts::notice_facts_from_json(notice.body);
      if (!facts) return tl::unexpected(facts.error());
      const Silence* silence = alerts::silenced_by(silences_, notice, *facts, leader, context_.now);
      if (silence != nullptr) return std::optional<Time>(silence->to);
    }
    return std::optional<Time>();
  }

  bool is_away(EscalationStep step, const Team& team) const {
    return step == EscalationStep::kDeputy && team.deputy &&
           alerts::on_leave(team.deputy, people_.leave, date_);
  }

  // Nobody who decides about it already, and nobody about his own work.
  std::vector<UserId> readers_of(EscalationStep step, const Team& team, UserId leader,
                                 UserId person) const {
    std::vector<UserId> out;
    const auto add = [&](const User& user) {
      if (user.active && user.id != leader && user.id != person) out.push_back(user.id);
    };
    if (step == EscalationStep::kDeputy) {
      const User* deputy = people_.find(team.deputy);
      if (deputy != nullptr) add(*deputy);
      return out;
    }
    for (const User& user : people_.users) {
      if (user.role == Role::kOwner) add(user);
    }
    return out;
  }

  void count(UserId reader, const Escalation& one, const Team& team, UserId leader,
             const Verdict& verdict) {
    alerts::EscalatedTeam& counted = told_[reader][team.id];
    const User* decides = people_.find(leader);
    const Time since = verdict.public_at.value_or(context_.now);
    counted.team = team.name;
    counted.leader = decides == nullptr ? std::string() : decides->name;
    counted.since = counted.fresh == 0 ? since : std::min(counted.since, since);
    counted.workdays = counted.fresh == 0 ? one.workdays : std::min(counted.workdays, one.workdays);
    // Two stages of one page are one thing to decide.
    if (counted_.insert({reader, one.claim}).second) ++counted.fresh;
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const People& people_;
  const std::vector<Silence>& silences_;
  Date date_;
  std::map<UserId, std::map<TeamId, alerts::EscalatedTeam>> told_;
  std::set<std::pair<UserId, ClaimId>> counted_;
};

}  // namespace

alerts::EscalationPolicy escalation_policy(const Rulebook& rules) {
  return {rules.settings.alerts.deputy_after, rules.settings.alerts.owner_after};
}

Status plan_escalations(store::WriteContext& context, const Rulebook& rules, const Notice& notice) {
  for (const Escalation& one :
       alerts::escalations_of(notice, escalation_policy(rules), rules.calendar)) {
    const auto added = store::escalations::insert_once(context.db, one);
    if (!added) return tl::unexpected(added.error());
  }
  return {};
}

Result<int> write_escalations(store::WriteContext& context, const Rulebook& rules, Time planned) {
  const std::string today = to_iso_date(rules.calendar.zone().date_of(planned));
  const auto told = store::settings::get(context.db, kToldOn);
  if (!told) return tl::unexpected(told.error());
  if (*told == today) return 0;
  const auto due = store::escalations::due(context.db, context.now);
  if (!due) return tl::unexpected(due.error());
  if (due->empty()) return 0;
  const auto people = load_people(context.db);
  if (!people) return tl::unexpected(people.error());
  const auto silences = store::silences::active(context.db, context.now);
  if (!silences) return tl::unexpected(silences.error());
  const auto outgoing = scheduled_context(context, rules, planned);
  if (!outgoing) return tl::unexpected(outgoing.error());
  EscalationTeller teller(context, rules, *people, *silences, planned);
  for (const Escalation& one : *due) {
    if (const Status taken = teller.take(one); !taken) return tl::unexpected(taken.error());
  }
  if (const Status noted = store::settings::put(context.db, kToldOn, today); !noted)
    return tl::unexpected(noted.error());
  return teller.send(*outgoing);
}

}  // namespace vouch::daemon
