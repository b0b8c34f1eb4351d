#include "alerts/alert_rules.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "config/settings.h"

namespace vouch::alerts {
namespace {

constexpr NoticeKind kKinds[] = {
    NoticeKind::kNeedsCorrection, NoticeKind::kRegressed,      NoticeKind::kIndexOverdue,
    NoticeKind::kNotReported,     NoticeKind::kCouldNotCheck,  NoticeKind::kCorrection,
    NoticeKind::kSystem,          NoticeKind::kEvidenceWanted, NoticeKind::kPlan,
    NoticeKind::kPlanMissing,     NoticeKind::kBlocker,        NoticeKind::kFollowUp};

TEST(AlertRules, are_AL1_to_AL15_in_order_and_each_says_what_makes_two_alerts_one) {
  int number = 0;
  for (const AlertRule& rule : alert_rules()) {
    EXPECT_EQ(rule.id, fmt::format("AL{}", ++number));
    EXPECT_FALSE(rule.name.empty()) << rule.id;
    EXPECT_FALSE(rule.dedupe.empty()) << rule.id;
    EXPECT_FALSE(rule.damping.empty()) << rule.id;
  }
  EXPECT_EQ(number, 15);
}

TEST(AlertRules, what_is_not_evaluated_names_the_facts_it_waits_for_and_has_no_letters) {
  std::vector<std::string_view> absent;
  for (const AlertRule& rule : alert_rules()) {
    const bool evaluated = rule.way != RuleWay::kNotEvaluated;
    EXPECT_EQ(rule.needs.empty(), evaluated) << rule.id;
    if (!evaluated) {
      absent.push_back(rule.id);
      EXPECT_FALSE(rule.group) << rule.id;
    }
  }
  EXPECT_THAT(absent, ::testing::ElementsAre("AL10", "AL11"));
}

TEST(AlertRules, every_kind_of_notice_belongs_to_a_rule) {
  for (const NoticeKind kind : kKinds) {
    // News, and no alert.
    if (kind == NoticeKind::kPlan || kind == NoticeKind::kBlocker || kind == NoticeKind::kFollowUp)
      continue;
    bool found = false;
    for (const AlertRule& rule : alert_rules()) found = found || rule.group == kind;
    EXPECT_TRUE(found) << to_string(kind);
  }
}

TEST(LetterRules, stand_in_the_order_of_the_kinds) {
  for (const NoticeKind kind : kKinds) EXPECT_EQ(letter_rule(kind).kind, kind) << to_string(kind);
}

TEST(LetterRules, as_shipped_the_urgent_ones_are_those_of_the_configuration) {
  std::vector<std::string> urgent;
  for (const NoticeKind kind : kKinds) {
    if (letter_rule(kind).urgent) urgent.emplace_back(to_string(kind));
  }
  EXPECT_EQ(urgent, config::AlertSettings().urgent);
}

TEST(LetterRules, only_operators_are_repeated_to_and_told_of_the_end) {
  for (const NoticeKind kind : kKinds) {
    EXPECT_EQ(letter_rule(kind).repeats, kind == NoticeKind::kSystem) << to_string(kind);
    EXPECT_EQ(letter_rule(kind).tells_resolved, kind == NoticeKind::kSystem) << to_string(kind);
  }
}

}  // namespace
}  // namespace vouch::alerts
