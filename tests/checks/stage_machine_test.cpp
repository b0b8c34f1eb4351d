#include "checks/stage_machine.h"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

using enum StageState;

// Deadline 24 h, two negatives 2 h apart, survival 30 days.
StageResult run(const HistoryBuilder& history, double at, const std::vector<Gap>& gaps = {},
                Millis survival = std::chrono::hours(24 * 30)) {
  const ClaimPlan asked = plan();
  std::vector<const Observation*> seen;
  for (const Observation& observation : history.history.observations) {
    if (observation.stage == kLive) seen.push_back(&observation);
  }
  return run_stage(*asked.find(kLive), survival, seen, gaps, after(at));
}

struct Row {
  const char* sentence;
  HistoryBuilder history;
  double at;
  StageState state;
  bool on_time = false;
  bool late = false;
  bool recovered = false;
  int episode = 0;
};

// Domain §5.5, row by row, then design §8's additions.
const std::vector<Row>& rows() {
  using enum Reason;
  static const std::vector<Row> table = {
      {"submitted_is_waiting", given(), 0, kWaiting},
      {"waiting_found_passes", given().live(1, kOk), 1, kPass, true},
      {"found_at_the_very_deadline_is_on_time", given().live(24, kOk), 25, kPass, true},
      {"suspect_found_passes", given().live(25, kHttp404).live(26, kOk), 26, kPass},
      {"an_early_miss_leaves_it_waiting", given().live(0.2, kHttp404, false).live(1, kTimeout), 2,
       kWaiting},
      {"n_minus_one_misses_within_48_h_of_the_deadline_make_it_suspect", given().live(1, kHttp404),
       2, kSuspect},
      {"a_negative_at_the_deadline_that_is_not_enough_makes_it_suspect", given().live(24, kHttp404),
       24, kSuspect},
      {"a_negative_within_the_spacing_behind_the_deadline_makes_it_suspect",
       given().live(23.5, kHttp404).live(24.5, kHttp404), 25, kSuspect},
      {"exactly_one_spacing_apart_counts", given().live(24, kHttp404).live(26, kHttp404), 26, kFail,
       false, false, false, 1},
      {"a_moment_less_does_not", given().live(24, kHttp404).live(25.9, kHttp404), 27, kSuspect},
      {"the_last_at_the_very_deadline_fails", given().live(22, kHttp404).live(24, kHttp404), 24,
       kFail, false, false, false, 1},
      {"inconclusive_leaves_waiting", given().live(25, kCaptcha), 26, kWaiting},
      {"inconclusive_leaves_suspect", given().live(25, kHttp404).live(28, kCaptcha), 29, kSuspect},
      {"inconclusive_leaves_pass", given().live(1, kOk).live(28, kCaptcha).live(31, kHttp5xx), 900,
       kPass, true},
      {"inconclusive_leaves_fail", given().live(25, kHttp404).live(28, kHttp404).live(30, kCaptcha),
       100, kFail, false, false, false, 1},
      {"a_negative_without_canary_is_no_negative",
       given().live(25, kHttp404).live(28, kHttp404, false), 29, kSuspect},
      {"48_h_behind_the_deadline_without_an_answer_is_uncheckable", given().live(25, kCaptcha), 72,
       kUncheckable},
      {"a_moment_before_it_is_not", given().live(25, kCaptcha), 71.9, kWaiting},
      {"48_h_after_the_last_conclusive_look_a_suspect_is_uncheckable",
       given().live(30, kHttp404).live(40, kCaptcha), 78, kUncheckable},
      {"a_conclusive_look_ends_uncheckable", given().live(25, kCaptcha).live(100, kOk), 101, kPass},
      {"two_negatives_after_uncheckable_fail",
       given().live(25, kCaptcha).live(100, kHttp404).live(103, kHttp404), 104, kFail, false, false,
       false, 1},
      {"lost_inside_the_window_regresses",
       given().live(1, kOk).live(100, kHttp404).live(102, kHttp404), 103, kRegressed, true, false,
       false, 1},
      {"one_miss_after_pass_is_waiting", given().live(1, kOk).live(100, kHttp404), 101, kWaiting,
       true},
      {"found_again_after_one_miss_passes", given().live(1, kOk).live(100, kHttp404).live(103, kOk),
       104, kPass, true},
      {"lost_after_the_window_stays_passed",
       given().live(1, kOk).live(722, kHttp404).live(726, kHttp404), 900, kPass, true},
      {"found_after_fail_is_recovered_and_late",
       given().live(25, kHttp404).live(28, kHttp404).live(40, kOk), 41, kPass, false, true, true,
       1},
      {"found_after_regressed_is_recovered_and_still_on_time",
       given().live(1, kOk).live(100, kHttp404).live(102, kHttp404).live(110, kOk), 111, kPass,
       true, false, true, 1},
      {"lost_twice_is_two_episodes",
       given()
           .live(1, kOk)
           .live(100, kHttp404)
           .live(102, kHttp404)
           .live(110, kOk)
           .live(120, kHttp404)
           .live(122, kHttp404),
       123, kRegressed, true, false, true, 2},
      {"first_seen_behind_the_deadline_after_an_outage_is_not_called_late",
       given().live(1, kTimeout).live(30, kOk), 31, kPass},
      {"first_seen_at_the_look_of_the_deadline_is_not_called_late",
       given().live(0.2, kHttp404).live(24.01, kOk), 25, kPass},
      {"does_not_apply_changes_nothing", given().live(1, kOk).live(2, kNotSampled), 3, kPass, true},
      {"one_unproved_miss_is_forgotten_when_the_window_ends",
       given().live(1, kOk).live(720, kHttp404).live(723, kHttp404), 730, kPass, true},
      {"before_the_window_ends_the_miss_stays_open", given().live(1, kOk).live(720, kHttp404), 721,
       kWaiting, true},
      {"what_comes_later_than_the_question_is_not_seen",
       given().live(25, kHttp404).live(28, kHttp404), 27, kSuspect},
  };
  return table;
}

class StageTable : public testing::TestWithParam<Row> {};

TEST_P(StageTable, moves_as_the_row_says) {
  const Row& row = GetParam();
  const StageResult result = run(row.history, row.at);
  EXPECT_EQ(to_string(result.state), to_string(row.state));
  EXPECT_EQ(result.on_time, row.on_time);
  EXPECT_EQ(result.late, row.late);
  EXPECT_EQ(result.recovered, row.recovered);
  EXPECT_EQ(result.episode, row.episode);
}

INSTANTIATE_TEST_SUITE_P(domain, StageTable, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(StageMachine, a_stage_that_does_not_apply_says_why_and_takes_no_looks) {
  StagePlan asked = *plan().find(kLive);
  asked.applicable = false;
  asked.why_not = Reason::kNoUrl;
  const HistoryBuilder history = given().live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  std::vector<const Observation*> seen;
  for (const Observation& observation : history.history.observations) seen.push_back(&observation);
  const StageResult result = run_stage(asked, {}, seen, {}, after(500));
  EXPECT_EQ(result.state, kNotApplicable);
  EXPECT_EQ(result.reason, Reason::kNoUrl);
}

TEST(StageMachine, a_stage_without_deadline_is_watched_for_ever_and_never_fails) {
  StagePlan asked = *plan().find(kLive);
  asked.deadline.reset();
  HistoryBuilder history;
  for (int day = 1; day < 40; ++day) history.live(24.0 * day, Reason::kHttp404);
  std::vector<const Observation*> seen;
  for (const Observation& observation : history.history.observations) seen.push_back(&observation);
  EXPECT_EQ(run_stage(asked, std::chrono::hours(720), seen, {}, after(2000)).state, kWaiting);
  EXPECT_EQ(uncheckable_at(asked, run(history, 2000), {}), std::nullopt);
}

TEST(StageMachine, three_confirmations_want_three_slots) {
  StagePlan asked = *plan().find(kBaidu);  // deadline D+7, three negatives 24 h apart
  const auto state_after = [&](std::initializer_list<double> hours) {
    HistoryBuilder history;
    for (const double at : hours) history.see(kBaidu, at, Reason::kSerpNoMatch);
    std::vector<const Observation*> seen;
    for (const Observation& one : history.history.observations) seen.push_back(&one);
    return run_stage(asked, std::chrono::hours(720), seen, {}, after(200)).state;
  };
  EXPECT_EQ(state_after({120, 144, 168}), kFail);
  EXPECT_EQ(state_after({120, 143, 168}), kSuspect);
  EXPECT_EQ(state_after({120, 130, 140, 150, 170}), kSuspect);
  EXPECT_EQ(state_after({24, 48, 72, 96}), kWaiting);  // none at or behind the deadline
}

// ---------------------------------------------------------------------------------------------
// The oracle: domain §5.5 with design §8, read literally and worked out anew for every prefix.

struct Expected {
  StageState state = kWaiting;
  bool on_time = false;
  bool recovered = false;
  int episodes = 0;
};

int slots_of(const std::vector<Time>& run, Millis spacing) {
  int slots = 0;
  Time begun{};
  for (const Time at : run) {
    if (slots > 0 && at - begun < spacing) continue;
    begun = at;
    ++slots;
  }
  return slots;
}

Millis awake(Time from, Time to, const std::vector<Gap>& gaps) {  // minutes outside every gap
  Millis sum{};
  const Millis step = std::chrono::minutes(30);
  for (Time at = from; at < to; at += step) {
    const bool asleep = std::any_of(gaps.begin(), gaps.end(),
                                    [&](const Gap& gap) { return gap.from <= at && at < gap.to; });
    if (!asleep) sum += step;
  }
  return sum;
}

Expected oracle(const StagePlan& asked, Millis survival, std::vector<Observation> seen,
                const std::vector<Gap>& gaps, Time as_of) {
  std::sort(seen.begin(), seen.end(), [](const Observation& left, const Observation& right) {
    return left.observed_at != right.observed_at ? left.observed_at < right.observed_at
                                                 : left.id < right.id;
  });
  Expected out;
  std::optional<Time> first_pass;
  std::vector<Time> misses;  // conclusive ones since the last FOUND
  Time conclusive{};
  for (const Observation& look : seen) {
    const Time at = look.observed_at;
    if (at > as_of) break;
    if (look.outcome == Outcome::kFound) {
      if (!first_pass) {
        first_pass = at;
        out.on_time = at <= *asked.deadline;
      }
      out.recovered = out.recovered || is_down(out.state);
      out.state = kPass;
      conclusive = at;
      misses.clear();
    }
    if (look.outcome != Outcome::kNotFound || !look.negative_proved || is_down(out.state)) continue;
    if (first_pass && at - *first_pass > survival) continue;
    conclusive = at;
    const int before = slots_of(misses, asked.spacing);
    misses.push_back(at);
    const int slots = slots_of(misses, asked.spacing);
    const bool proved = slots > before && slots >= asked.confirmations;
    if (first_pass) {
      out.state = proved ? kRegressed : kWaiting;
    } else if (at >= *asked.deadline) {
      out.state = proved ? kFail : kSuspect;
    } else if (slots > before && slots >= asked.confirmations - 1 &&
               *asked.deadline - at < std::chrono::hours(48)) {
      out.state = kSuspect;
    }
    out.episodes += is_down(out.state) ? 1 : 0;
  }
  const bool open = out.state == kWaiting || out.state == kSuspect;
  if (open && first_pass && as_of - *first_pass > survival) {
    out.state = kPass;
  } else if (open) {
    const Time since = std::max(*asked.deadline, conclusive);
    if (as_of >= since && awake(since, as_of, gaps) >= std::chrono::hours(48))
      out.state = kUncheckable;
  }
  return out;
}

TEST(StageMachine, agrees_with_the_naive_reading_on_thousands_of_random_histories) {
  const ClaimPlan asked = plan();
  std::map<std::string_view, int> met;
  for (std::uint64_t seed = 1; seed <= 6000; ++seed) {
    Random random(seed);
    const HistoryBuilder history = random_looks(random, 20);
    const std::vector<Gap> gaps = random_gaps(random);
    const double at = any_moment(random);
    const Millis survival = std::chrono::hours(random.of({0, 72, 720}));
    for (const Stage& stage : {kLive, kContent, kBaidu}) {
      std::vector<Observation> seen;
      for (const Observation& look : history.history.observations) {
        if (look.stage == stage) seen.push_back(look);
      }
      std::vector<const Observation*> given_to;
      for (const Observation& look : seen) given_to.push_back(&look);
      std::shuffle(given_to.begin(), given_to.end(), random.engine());
      const StagePlan& wanted = *asked.find(stage);
      const Expected expected = oracle(wanted, survival, seen, gaps, after(at));
      const StageResult result = run_stage(wanted, survival, given_to, gaps, after(at));
      ASSERT_EQ(to_string(result.state), to_string(expected.state)) << "seed " << seed;
      ASSERT_EQ(result.on_time, expected.on_time) << "seed " << seed;
      ASSERT_EQ(result.recovered, expected.recovered) << "seed " << seed;
      ASSERT_EQ(result.episode, expected.episodes) << "seed " << seed;
      ++met[to_string(result.state)];
    }
  }
  for (const StageState state : {kWaiting, kPass, kSuspect, kFail, kUncheckable, kRegressed}) {
    EXPECT_GT(met[to_string(state)], 100) << to_string(state);  // no state is merely imagined
  }
}

}  // namespace
}  // namespace vouch::checks::test
