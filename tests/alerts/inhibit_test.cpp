#include "alerts/inhibit.h"

#include <gtest/gtest.h>

namespace vouch::alerts {
namespace {

NoticeFacts facts(SystemEvent event, std::string subject) {
  NoticeFacts made;
  made.event = event;
  made.subject = std::move(subject);
  return made;
}

struct Row {
  const char* name;
  SystemEvent source;
  const char* source_subject;
  SystemEvent target;
  const char* target_subject;
  bool hidden;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
class Inhibited : public ::testing::TestWithParam<Row> {};
TEST_P(Inhibited, by_its_cause) {
  const Row& row = GetParam();
  EXPECT_EQ(
      is_inhibited_by(facts(row.target, row.target_subject), facts(row.source, row.source_subject)),
      row.hidden);
}
using enum SystemEvent;
INSTANTIATE_TEST_SUITE_P(Inhibit, Inhibited,
                         ::testing::Values(Row{"a_dead_message_of_a_broken_channel", kChannelBroken,
                                               "mail", kMessageDead, "mail → li@x.example", true},
                                           Row{"a_dead_message_without_address", kChannelBroken,
                                               "erp", kMessageDead, "erp", true},
                                           Row{"a_dead_message_of_another_channel", kChannelBroken,
                                               "mail", kMessageDead, "mail2 → li@x.example", false},
                                           Row{"a_closed_channel_that_broke", kChannelBroken,
                                               "push", kChannelClosed, "push", true},
                                           Row{"a_dead_message_of_a_closed_channel", kChannelClosed,
                                               "push", kMessageDead, "push", true},
                                           Row{"a_broken_channel_is_not_hidden_by_a_dead_message",
                                               kMessageDead, "mail", kChannelBroken, "mail", false},
                                           Row{"the_checker_hides_no_channel", kCheckerHealth,
                                               "mail", kMessageDead, "mail", false}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Inhibit, nothing_is_hidden_by_its_own_kind) {
  for (const InhibitRule& rule : inhibit_rules()) EXPECT_NE(rule.source, rule.target);
}

}  // namespace
}  // namespace vouch::alerts
