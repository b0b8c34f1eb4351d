// The invariants of domain §5.2 that concern verdicts, over random histories with gaps, decisions
// and disputes. Each test names its number.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "checks/decide.h"
#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

struct World {
  HistoryBuilder history;
  std::vector<Gap> gaps;
  double at = 0;
  Random random;
};

World any_world(bool people = true) {
  World world{{}, {}, 0, Random(*rc::gen::arbitrary<std::uint64_t>())};
  world.history = random_looks(world.random);
  if (people) add_people(world.random, world.history);
  world.gaps = random_gaps(world.random);
  world.at = any_moment(world.random);
  return world;
}

Verdict judge(const World& world, const ClaimPlan& asked = plan()) {
  return test::judge(world.history, world.gaps, world.at, asked);
}

template <class Drop>
World without(World world, Drop drop) {
  std::erase_if(world.history.history.observations, drop);
  return world;
}

RC_GTEST_PROP(Invariant1, inconclusive_looks_take_no_stage_down_and_nothing_back, ()) {
  const World with = any_world();
  const World bare =
      without(with, [](const auto& seen) { return seen.outcome == Outcome::kInconclusive; });
  const Verdict left = judge(with);
  const Verdict right = judge(bare);
  for (std::size_t i = 0; i < left.stages.size(); ++i) {
    RC_ASSERT(left.stages[i].state == right.stages[i].state);
    RC_ASSERT(left.stages[i].on_time == right.stages[i].on_time);
    RC_ASSERT(left.stages[i].late == right.stages[i].late);
    RC_ASSERT(left.stages[i].episode == right.stages[i].episode);
  }
  RC_ASSERT(left.work == right.work);
  RC_ASSERT(left.phase == right.phase);
  RC_ASSERT(left.public_at == right.public_at);
}

RC_GTEST_PROP(Invariant1, a_history_of_walls_accuses_nobody, ()) {
  World world = any_world(false);
  for (Observation& seen : world.history.history.observations) {
    seen.outcome = Outcome::kInconclusive;
    seen.negative_proved = *rc::gen::arbitrary<bool>();  // a lying flag changes nothing
  }
  const Verdict verdict = judge(world);
  RC_ASSERT(!accuses(verdict));
  for (const StageResult& stage : verdict.stages) {
    RC_ASSERT(!is_down(stage.state) && !stage.late);
    RC_ASSERT(stage.state != StageState::kSuspect);
  }
}

RC_GTEST_PROP(Invariant2, negatives_without_their_canary_are_as_good_as_walls, ()) {
  World world = any_world();
  World doubted = world;
  for (Observation& seen : doubted.history.history.observations) {
    if (seen.outcome == Outcome::kNotFound && !seen.negative_proved)
      seen.outcome = Outcome::kInconclusive;
  }
  RC_ASSERT(judge(world).work == judge(doubted).work);
  for (Observation& seen : world.history.history.observations) seen.negative_proved = false;
  for (const StageResult& stage : judge(world).stages) RC_ASSERT(!is_down(stage.state));
}

// 3: the last N conclusive looks are negatives in slots of their own, the last past the deadline.
RC_GTEST_PROP(Invariant3, every_stage_that_is_down_has_its_proof, ()) {
  const World world = any_world();
  const ClaimPlan asked = plan();
  for (const StageResult& stage : judge(world).stages) {
    if (!is_down(stage.state)) continue;
    const StagePlan& wanted = *asked.find(stage.stage);
    std::vector<Observation> seen;
    for (const Observation& one : world.history.history.observations) {
      const bool conclusive = one.outcome == Outcome::kFound || one.negative_proved;
      if (one.stage == stage.stage && conclusive && one.observed_at <= stage.episode_at)
        seen.push_back(one);
    }
    std::stable_sort(seen.begin(), seen.end(), [](const auto& left, const auto& right) {
      return std::tie(left.observed_at, left.id) < std::tie(right.observed_at, right.id);
    });
    int slots = 0;
    Time last = Time::max();
    for (auto one = seen.rbegin(); one != seen.rend() && one->outcome != Outcome::kFound; ++one) {
      if (last != Time::max() && last - one->observed_at < wanted.spacing) continue;
      last = one->observed_at;
      ++slots;
    }
    RC_ASSERT(slots >= wanted.confirmations);
    RC_ASSERT(stage.first_pass_at || stage.episode_at >= *wanted.deadline);
  }
}

RC_GTEST_PROP(Invariant4, found_before_the_deadline_is_on_time_for_ever, ()) {
  World world = any_world();
  const double found = 0.5 * world.random.below(49);  // up to the deadline at 24 h
  world.history.live(found, Reason::kOk);
  world.at = std::max(world.at, found);
  const StageResult live = judge(world).stages.at(0);
  RC_ASSERT(live.on_time);
  RC_ASSERT(!live.late);
}

RC_GTEST_PROP(Invariant5, what_does_not_apply_is_asked_by_nobody, ()) {
  World world = any_world(false);
  Platform closed = open_platform();
  closed.engines["baidu"] = Expectation::kNotApplicable;
  const ClaimPlan na = plan_claim(claim(), backlink_policy(), closed, {{"baidu", true}});
  const ClaimPlan none = plan_claim(claim(), backlink_policy(), closed, {});
  const Verdict with = judge(world, na);
  RC_ASSERT(with.engines.at(0).verdict == IndexVerdict::kNotApplicable);
  RC_ASSERT(with.stages.at(2).state == StageState::kNotApplicable);
  RC_ASSERT(with.work == judge(world, none).work);
}

RC_GTEST_PROP(Invariant7, any_arrival_order_gives_the_same_bytes, ()) {
  World world = any_world();
  const std::string first = to_json(judge(world));
  History& history = world.history.history;
  std::shuffle(history.observations.begin(), history.observations.end(), world.random.engine());
  std::shuffle(history.decisions.begin(), history.decisions.end(), world.random.engine());
  std::shuffle(history.disputes.begin(), history.disputes.end(), world.random.engine());
  std::shuffle(world.gaps.begin(), world.gaps.end(), world.random.engine());
  RC_ASSERT(to_json(judge(world)) == first);
}

// 7: replay in time order, one row after the other, sees nothing of the future.
RC_GTEST_PROP(Invariant7, what_came_later_does_not_change_the_past, ()) {
  World world = any_world();
  const std::string then = to_json(judge(world));
  const Time cut = after(world.at);
  History& history = world.history.history;
  std::erase_if(history.observations, [&](const auto& row) { return row.observed_at > cut; });
  std::erase_if(history.decisions, [&](const auto& row) { return row.at > cut; });
  std::erase_if(history.disputes, [&](const auto& row) { return row.opened_at > cut; });
  RC_ASSERT(to_json(judge(world)) == then);
}

RC_GTEST_PROP(Invariant7, json_keeps_every_field, ()) {
  const std::string text = to_json(judge(any_world()));
  const auto read = verdict_from_json(text);
  RC_ASSERT(read.has_value());
  RC_ASSERT(to_json(*read) == text);
}

// 8: the plan comes from the policy that the claim was submitted under and from nothing else.
RC_GTEST_PROP(Invariant8, a_later_policy_leaves_an_old_claim_alone, ()) {
  const World world = any_world();
  const Policy submitted_under = backlink_policy();
  Policy edited = submitted_under;
  edited.live_deadline = std::chrono::hours(1);
  const ClaimPlan kept = plan_claim(claim(), submitted_under, open_platform(), {{"baidu", true}});
  RC_ASSERT(to_json(judge(world, kept)) == to_json(judge(world)));
  RC_ASSERT(plan_claim(claim(), edited, open_platform(), {}).stages[0].deadline == after(1));
}

// 9: whoever is shown to the supervisor was shown to the employee for at least one working day.
RC_GTEST_PROP(Invariant9, the_supervisor_sees_nothing_that_the_employee_did_not_see_before, ()) {
  World world = any_world();
  const Verdict now = judge(world);
  if (now.phase != FailedPhase::kWithSupervisor) return;
  RC_ASSERT(*now.public_at <= after(world.at));
  // A day before, or at some moment before that, the verdict said so to the employee (or he had
  // answered by a dispute).
  bool shown = false;
  for (double at = 0; at <= world.at - 24 && !shown; at += 0.5) {
    const Verdict then = test::judge(world.history, world.gaps, at);
    for (const StageResult& stage : then.stages) {
      shown = shown || (then.stage && stage.stage == *then.stage && then.stage == now.stage &&
                        accuses(then) && then.phase != FailedPhase::kNone);
    }
  }
  RC_ASSERT(shown);
}

RC_GTEST_PROP(Invariant10, after_the_window_no_negative_changes_anything, ()) {
  World world = any_world();
  const ClaimPlan asked = plan();
  world.history.page_ok(0);
  const double end = 24 * 30 + 0.5;
  std::erase_if(world.history.history.observations,
                [&](const auto& seen) { return seen.observed_at > after(end - 0.5); });
  world.at = end + 400;
  const Verdict before = judge(world);
  world.history.live(end + 10, Reason::kHttp404)
      .live(end + 20, Reason::kHttp404)
      .content(end + 21, Reason::kBacklinkMissing)
      .content(end + 31, Reason::kBacklinkMissing);
  const Verdict then = judge(world);
  RC_ASSERT(then.work == before.work);
  RC_ASSERT(then.phase == before.phase);
  for (std::size_t i = 0; i < 2; ++i) RC_ASSERT(then.stages[i].state == before.stages[i].state);
}

RC_GTEST_PROP(Invariant18, grace_counts_working_days, ()) {
  World world = any_world(false);
  const Verdict verdict = judge(world);
  if (!verdict.public_at) return;
  const Calendar calendar(Zone::shanghai());
  const Date day = calendar.zone().date_of(*verdict.public_at);
  if (world.gaps.empty()) RC_ASSERT(calendar.is_workday(day));
  for (const StageResult& stage : verdict.stages) {
    if (stage.stage == *verdict.stage)
      RC_ASSERT(*verdict.public_at - stage.episode_at >= Millis(std::chrono::hours(24)));
  }
}

RC_GTEST_PROP(Invariant19, an_open_dispute_holds_every_negative_back, ()) {
  World world = any_world();
  world.history.disputed(world.at - 1, world.at + 1);
  const Verdict verdict = judge(world);
  RC_ASSERT(!accuses(verdict));
  RC_ASSERT(verdict.work != WorkVerdict::kConfirmed);
  RC_ASSERT(!verdict.public_at);
}

RC_GTEST_PROP(Invariant20, what_the_author_decides_for_himself_changes_nothing, ()) {
  World world = any_world();
  std::erase_if(world.history.history.decisions,
                [](const Decision& said) { return said.actor == claim().user || said.corrects; });
  const Verdict before = judge(world);
  for (const DecisionKind kind :
       {DecisionKind::kWaive, DecisionKind::kConfirm, DecisionKind::kOverrule,
        DecisionKind::kAcceptManual, DecisionKind::kRejectManual, DecisionKind::kAnswer}) {
    world.history.decided(0, kind, claim().user.value);
  }
  RC_ASSERT(to_json(judge(world)) == to_json(before));
}

RC_GTEST_PROP(Invariant22, without_a_url_nothing_is_looked_at, ()) {
  const World world = any_world(false);
  Claim plain = claim();
  plain.url.clear();
  const ClaimPlan asked =
      plan_claim(plain, backlink_policy(), open_platform(), {{"baidu", true}, {"bing", false}});
  const Verdict verdict = judge(world, asked);
  RC_ASSERT(!accuses(verdict));
  for (const StageResult& stage : verdict.stages) {
    RC_ASSERT(stage.state == StageState::kNotApplicable);
    RC_ASSERT(stage.reason == Reason::kNoUrl);
  }
}

// 23: what changed on a page that is there opens the content again, never the live stage.
RC_GTEST_PROP(Invariant23, changed_content_reopens_content_only, ()) {
  World world = any_world(false);
  world.history.history.observations.clear();
  const double changed = 30 + 0.5 * world.random.below(400);
  world.history.page_ok(1).live(changed, Reason::kOk).content(changed, Reason::kBacklinkMissing);
  world.at = changed + 0.5;
  const Verdict verdict = judge(world);
  RC_ASSERT(verdict.stages.at(0).state == StageState::kPass);
  RC_ASSERT(verdict.stages.at(1).state == StageState::kWaiting);
  RC_ASSERT(verdict.work == WorkVerdict::kPending);
}

RC_GTEST_PROP(Law10, no_engine_touches_the_work, ()) {
  const World with = any_world();
  const World bare =
      without(with, [](const auto& seen) { return seen.stage.kind == StageKind::kIndex; });
  const Verdict left = judge(with);
  const Verdict right = judge(bare);
  RC_ASSERT(left.work == right.work);
  RC_ASSERT(left.phase == right.phase);
  RC_ASSERT(left.public_at == right.public_at);
  RC_ASSERT(left.reason == right.reason);
  if (accuses(left)) RC_ASSERT(left.stage->is_work());
}

RC_GTEST_PROP(Law11, an_engine_that_is_not_connected_is_one_word_and_no_result, ()) {
  const World world = any_world();
  const ClaimPlan asked =
      plan_claim(claim(), backlink_policy(), open_platform(), {{"baidu", false}});
  const Verdict verdict = judge(world, asked);
  RC_ASSERT(verdict.engines.at(0).verdict == IndexVerdict::kNotConnected);
  RC_ASSERT(verdict.work == judge(world).work);
}

RC_GTEST_PROP(Gaps, no_outage_of_ours_ever_brings_a_term_forward, ()) {
  World world = any_world();
  World awake = world;
  awake.gaps.clear();
  const Verdict slow = judge(world);
  const Verdict fast = judge(awake);
  if (slow.phase == FailedPhase::kWithSupervisor && fast.work == slow.work)
    RC_ASSERT(fast.phase == FailedPhase::kWithSupervisor);
  if (slow.public_at && fast.public_at && slow.stage == fast.stage && slow.work == fast.work)
    RC_ASSERT(*slow.public_at >= *fast.public_at);
  for (std::size_t i = 0; i < slow.stages.size(); ++i) {
    if (slow.stages[i].state == StageState::kUncheckable)
      RC_ASSERT(fast.stages[i].state == StageState::kUncheckable);
  }
}

// Between now and next_change_at time alone changes nothing.
RC_GTEST_PROP(NextChange, names_every_change_that_time_alone_makes, ()) {
  World world = any_world();
  History& history = world.history.history;
  const Time cut = after(world.at);
  std::erase_if(history.observations, [&](const auto& row) { return row.observed_at > cut; });
  std::erase_if(history.decisions, [&](const auto& row) { return row.at > cut; });
  std::erase_if(history.disputes, [&](const auto& row) {
    return row.opened_at > cut || (row.closed_at && *row.closed_at > cut);
  });
  const Verdict now = judge(world);
  const Time end = now.next_change_at.value_or(after(9000)) - Millis(1);
  RC_ASSERT(end >= cut);
  const Calendar calendar(Zone::shanghai(), "test");
  const Verdict then = decide(claim(), plan(), calendar, world.gaps, history, end);
  RC_ASSERT(then.work == now.work);
  RC_ASSERT(then.phase == now.phase);
  for (std::size_t i = 0; i < now.stages.size(); ++i)
    RC_ASSERT(then.stages[i].state == now.stages[i].state);
}

}  // namespace
}  // namespace vouch::checks::test
