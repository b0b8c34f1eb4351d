#include "alerts/silence.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/time.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;

const Time kNoon = parse_rfc3339("2026-11-24T04:00:00Z").value();
constexpr UserId kRoot{1};
constexpr UserId kWang{2};

Silence silence(NoticeKind rule, const char* subject = "", UserId reader = {}) {
  Silence one;
  one.id = SilenceId{1};
  one.rule = rule;
  one.subject = subject;
  one.reader = reader;
  one.from = kNoon;
  one.to = kNoon + hours(4);
  return one;
}

Notice notice(NoticeKind kind, Audience audience, ClaimId claim = {}) {
  Notice one;
  one.id = NoticeId{7};
  one.kind = kind;
  one.audience = audience;
  one.claim = claim;
  one.created_at = kNoon - hours(1);
  return one;
}

const Notice kTrouble = notice(NoticeKind::kSystem, Audience::kOperator);
const Notice kLost = notice(NoticeKind::kRegressed, Audience::kSupervisor, ClaimId{3});

NoticeFacts about(const char* subject, const char* url = "") {
  NoticeFacts facts;
  facts.subject = subject;
  facts.url = url;
  return facts;
}

bool holds(const Silence& one, const Notice& of, const NoticeFacts& facts, UserId reader,
           Time now = kNoon + hours(1)) {
  return silenced_by(std::vector{one}, of, facts, reader, now) != nullptr;
}

TEST(Silences, hold_for_their_term_alone) {
  const Silence all = silence(NoticeKind::kSystem);
  const NoticeFacts mail = about("mail");
  EXPECT_FALSE(holds(all, kTrouble, mail, kRoot, kNoon - Millis(1)));
  EXPECT_TRUE(holds(all, kTrouble, mail, kRoot, kNoon));
  EXPECT_TRUE(holds(all, kTrouble, mail, kRoot, kNoon + hours(4) - Millis(1)));
  EXPECT_FALSE(holds(all, kTrouble, mail, kRoot, kNoon + hours(4)));
  Silence ended = all;
  ended.ended_at = kNoon + hours(1);
  EXPECT_FALSE(holds(ended, kTrouble, mail, kRoot));
}

TEST(Silences, cover_their_rule_and_subject) {
  const NoticeFacts mail = about("mail");
  EXPECT_TRUE(holds(silence(NoticeKind::kSystem, "mail"), kTrouble, mail, kRoot));
  EXPECT_FALSE(holds(silence(NoticeKind::kSystem, "erp"), kTrouble, mail, kRoot));
  EXPECT_FALSE(holds(silence(NoticeKind::kSystem, "mai"), kTrouble, mail, kRoot));
  EXPECT_TRUE(holds(silence(NoticeKind::kSystem, "mail"), kTrouble,
                    about("mail → ann@lanjing.example"), kRoot))
      << "a dead message of the channel";
  EXPECT_FALSE(holds(silence(NoticeKind::kCouldNotCheck, "mail"), kTrouble, mail, kRoot));
}

TEST(Silences, of_a_host_cover_its_subdomains) {
  const Silence forum = silence(NoticeKind::kRegressed, "forum.example", kWang);
  EXPECT_TRUE(holds(forum, kLost, about("", "https://forum.example/1"), kWang));
  EXPECT_TRUE(holds(forum, kLost, about("", "https://bbs.forum.example/1"), kWang));
  EXPECT_FALSE(holds(forum, kLost, about("", "https://otherforum.example/1"), kWang));
  EXPECT_FALSE(holds(forum, kLost, about("", "https://forum.example.org/1"), kWang));
}

TEST(Silences, hold_letters_to_their_reader_alone) {
  const NoticeFacts page = about("", "https://forum.example/1");
  EXPECT_TRUE(holds(silence(NoticeKind::kRegressed, "", kWang), kLost, page, kWang));
  EXPECT_FALSE(holds(silence(NoticeKind::kRegressed, "", kWang), kLost, page, kRoot));
  EXPECT_FALSE(holds(silence(NoticeKind::kRegressed), kLost, page, kWang))
      << "one of the operators is not about a supervisor's letters";
  EXPECT_TRUE(holds(silence(NoticeKind::kSystem), kTrouble, about("mail"), kWang))
      << "every operator";
}

TEST(Silences, never_hold_an_employees_letter_or_a_correction) {
  const NoticeFacts page = about("", "https://forum.example/1");
  const Notice own = notice(NoticeKind::kRegressed, Audience::kEmployee, ClaimId{3});
  EXPECT_FALSE(holds(silence(NoticeKind::kRegressed, "", kWang), own, page, kWang));
  const Notice correction = notice(NoticeKind::kCorrection, Audience::kSupervisor, ClaimId{3});
  EXPECT_FALSE(holds(silence(NoticeKind::kCorrection, "", kWang), correction, page, kWang));
}

TEST(Silences, an_acknowledgement_covers_what_was_known_and_nothing_later) {
  Silence taken = silence(NoticeKind::kSystem, "mail");
  taken.known_only = true;
  Notice later = kTrouble;
  later.created_at = kNoon + Millis(1);
  EXPECT_TRUE(holds(taken, kTrouble, about("mail"), kRoot));
  EXPECT_FALSE(holds(taken, later, about("mail"), kRoot));
}

TEST(Silences, the_last_to_end_counts) {
  const Silence shorter = silence(NoticeKind::kSystem);
  Silence longer = silence(NoticeKind::kSystem, "mail");
  longer.id = SilenceId{2};
  longer.to = kNoon + hours(9);
  const std::vector<Silence> both = {longer, shorter};
  const Silence* by = silenced_by(both, kTrouble, about("mail"), kRoot, kNoon + hours(1));
  ASSERT_NE(by, nullptr);
  EXPECT_EQ(by->id, SilenceId{2});
}

}  // namespace
}  // namespace vouch::alerts
