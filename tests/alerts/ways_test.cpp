#include "alerts/ways.h"

#include <gmock/gmock.h>

#include "alerts/inbox_letter.h"
#include "tests/alerts/facts.h"

namespace vouch::alerts::testing {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t kMail = 1;
constexpr std::int64_t kOne = 2;
constexpr std::int64_t kTwo = 3;
constexpr std::int64_t kOfAnother = 4;

User zhang() {
  User user;
  user.id = UserId{5};
  user.login = "zhang";
  user.email = "zhang@example.com";
  user.link_token = "t";
  return user;
}

Endpoint robot(std::int64_t id, const std::string& name, const std::string& user) {
  Endpoint endpoint{channel(id, name, ChannelKind::kWebhook), {}, config::RobotSettings{}};
  endpoint.robot->name = name;
  endpoint.robot->kind = RobotKind::kServerchan;
  endpoint.robot->user = user;
  return endpoint;
}

OutgoingContext context() {
  OutgoingContext out;
  out.render = chinese();
  out.now = at("2026-11-24", 10);
  out.endpoints = {{channel(kMail, "mail", ChannelKind::kMail), {}},
                   robot(kOne, "one", "zhang"),
                   robot(kTwo, "two", "zhang"),
                   robot(kOfAnother, "wang", "wang"),
                   {channel(9, "erp", ChannelKind::kWebhook), {}}};
  return out;
}

std::set<ChannelId> ids(const std::vector<std::int64_t>& numbers) {
  std::set<ChannelId> out;
  for (const std::int64_t number : numbers) out.insert(ChannelId{number});
  return out;
}

struct Row {
  const char* name;
  std::vector<std::int64_t> off, broken, always;
  std::vector<std::int64_t> goes_by;
  std::int64_t instead = 0;
};

TEST(Ways, what_a_person_wants_and_what_is_broken_decide) {
  const Row rows[] = {
      {"all_of_his_and_nobody_elses", {}, {}, {}, {kMail, kOne, kTwo}},
      {"what_he_turned_off_is_left_out", {kOne}, {}, {}, {kMail, kTwo}},
      {"all_off_is_the_inbox_alone", {kMail, kOne, kTwo}, {}, {}, {}},
      {"all_off_needs_no_substitute", {kMail, kOne, kTwo}, {kMail}, {}, {}},
      {"a_broken_one_keeps_its_rows_and_another_works", {kTwo}, {kMail}, {}, {kMail, kOne}},
      {"all_wanted_are_broken", {kOne, kTwo}, {kMail}, {}, {kMail, kOne}, kOne},
      {"the_first_substitute_is_broken_too", {kOne, kTwo}, {kMail, kOne}, {}, {kMail, kTwo}, kTwo},
      {"nothing_works", {kOne, kTwo}, {kMail, kOne, kTwo}, {}, {kMail}},
      {"a_correction_goes_where_the_negative_went", {kMail, kOne, kTwo}, {}, {kTwo}, {kTwo}},
      {"and_round_it_if_that_is_broken", {kMail, kOne}, {kTwo}, {kTwo}, {kMail, kTwo}, kMail},
  };
  for (const Row& row : rows) {
    const Reach reach{ids(row.off), ids(row.broken), ids(row.always)};
    const Ways ways = ways_of(zhang(), context(), reach);
    EXPECT_EQ(ways.channels, ids(row.goes_by)) << row.name;
    EXPECT_EQ(ways.instead, ChannelId{row.instead}) << row.name;
  }
}

TEST(Ways, a_channel_that_is_switched_off_is_broken_and_no_address_is_no_way) {
  OutgoingContext with = context();
  with.endpoints[0].channel.enabled = false;
  const Reach mail_alone{ids({kOne, kTwo}), {}, {}};
  EXPECT_EQ(ways_of(zhang(), with, mail_alone).instead, ChannelId{kOne});
  User without = zhang();
  without.email.clear();
  EXPECT_EQ(ways_of(without, with, {}).channels, ids({kOne, kTwo}));
}

TEST(InboxLetter, lines_keep_their_links_and_the_way_back_is_the_same_id) {
  const Letter letter{
      "更正通知",
      "您好：\n网址：http://forum.example/1\n\n- 标题\n  https://vouch.example.com/p/t/claims/3\n\n"
      "打开\nhttps://vouch.example.com/p/t\n\n-- \n小字\n",
      ""};
  const InboxEntry entry = inbox_entry("daily", day("2026-11-24"), letter, zhang(), context());
  EXPECT_EQ(entry.title, "更正通知");
  EXPECT_THAT(entry.lines,
              ElementsAre(InboxLine{"您好：", ""}, InboxLine{"网址：", "http://forum.example/1"},
                          InboxLine{"标题", "https://vouch.example.com/p/t/claims/3"},
                          InboxLine{"打开", "https://vouch.example.com/p/t"}));
  const auto direct = digest_messages("daily", day("2026-11-24"), letter, zhang(), context());
  ASSERT_EQ(direct.size(), 3U);
  for (std::size_t i = 0; i < direct.size(); ++i) {
    const auto later = message_of(entry, context().endpoints[i], zhang(), context());
    ASSERT_TRUE(later) << i;
    EXPECT_EQ(later->id, direct[i].id);
    EXPECT_EQ(later->address, direct[i].address);
    EXPECT_EQ(later->recipient, zhang().id);
    EXPECT_NE(later->body.find("https://vouch.example.com/p/t/claims/3"), std::string::npos);
  }
  EXPECT_FALSE(message_of(entry, context().endpoints[3], zhang(), context())) << "another's robot";
  EXPECT_FALSE(message_of(entry, context().endpoints[4], zhang(), context())) << "a machine";
}

}  // namespace
}  // namespace vouch::alerts::testing
