// What captures prove together: one person shows, two deny, who gains counts beside another alone.
#include "engines/captured.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engines/look.h"

namespace vouch::engines::test {
namespace {

using std::chrono::hours;

const std::string kUrl = "https://www.acme.cn/news/1.html";
const Time kStart = parse_rfc3339("2026-11-24T04:00:00.000Z").value();

enum class Sees { kPage, kOthers, kNothing };

Capture capture(int person, Sees sees, Millis after, bool gains = false) {
  Capture out;
  out.person = UserId{person};
  out.gains = gains;
  out.at = kStart + after;
  out.evidence = EvidenceId{100 + person};
  out.outcome = sees == Sees::kNothing ? SerpOutcome::kNoResults : SerpOutcome::kRankedList;
  if (sees == Sees::kNothing) return out;
  SearchRow row;
  row.position = 1;
  row.url = sees == Sees::kPage ? kUrl : "http://other.cn/" + std::to_string(person);
  out.rows.push_back(row);
  out.depth = 1;
  return out;
}

struct Row {
  const char* sentence;
  std::vector<Capture> captures;
  Millis now;
  std::optional<Presence> presence;  // none: no answer yet
};

TEST(Captured, one_shows_two_deny_and_who_gains_needs_another) {
  using enum Sees;
  const std::vector<Row> table = {
      {"nobody_yet", {}, hours(1), std::nullopt},
      {"one_person_who_sees_it_is_enough",
       {capture(1, kPage, hours(1))},
       hours(1),
       Presence::kShown},
      {"one_person_who_does_not_is_not", {capture(1, kOthers, hours(1))}, hours(2), std::nullopt},
      {"two_people_who_do_not_are",
       {capture(1, kOthers, hours(1)), capture(2, kNothing, hours(3))},
       hours(3),
       Presence::kAbsent},
      {"the_same_person_twice_is_one",
       {capture(1, kOthers, hours(1)), capture(1, kOthers, hours(2))},
       hours(3),
       std::nullopt},
      {"two_people_far_apart_are_two_singles",
       {capture(1, kOthers, hours(1)), capture(2, kOthers, hours(26))},
       hours(27),
       std::nullopt},
      {"one_of_two_who_sees_it_is_enough",
       {capture(1, kOthers, hours(1)), capture(2, kPage, hours(2))},
       hours(2),
       Presence::kShown},
      {"the_author_alone_proves_nothing",
       {capture(1, kPage, hours(1), true)},
       hours(90),
       std::nullopt},
      {"the_authors_denial_is_no_second_one",
       {capture(1, kOthers, hours(1), true), capture(2, kOthers, hours(2))},
       hours(3),
       std::nullopt},
      {"what_the_author_saw_stands_against_a_denial",
       {capture(1, kPage, hours(1), true), capture(2, kOthers, hours(2)),
        capture(3, kOthers, hours(3))},
       hours(4),
       std::nullopt},
      {"beside_the_author_another_who_sees_it_is_enough",
       {capture(1, kPage, hours(1), true), capture(2, kPage, hours(2))},
       hours(2),
       Presence::kShown},
      {"after_a_day_alone_one_denial_is_an_answer_that_proves_nothing",
       {capture(1, kOthers, hours(1))},
       hours(25),
       Presence::kUncertain},
      {"in_the_end_there_is_always_an_answer", {}, hours(120), Presence::kUncertain},
      {"in_the_end_the_author_alone_still_proves_nothing",
       {capture(1, kPage, hours(1), true)},
       hours(120),
       Presence::kUncertain},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.sentence);
    const auto answer =
        answer_of(url_question("baidu", kUrl), row.captures, kStart + row.now, kStart + hours(120));
    ASSERT_EQ(answer.has_value(), row.presence.has_value());
    if (!answer) continue;
    EXPECT_EQ(presence_of(*answer, kUrl, LooseKeyRules()), *row.presence);
    EXPECT_EQ(answer->absence_counts && answer->valid(), *row.presence == Presence::kAbsent);
    EXPECT_FALSE(answer->explanation.empty());
  }
}

TEST(Captured, an_absence_by_two_people_is_proved_without_a_control_query) {
  const std::vector<Capture> two = {capture(1, Sees::kOthers, hours(1)),
                                    capture(2, Sees::kOthers, hours(2))};
  const Question question = url_question("baidu", kUrl);
  const auto answer = answer_of(question, two, kStart + hours(2), kStart + hours(120)).value();
  IndexTarget target;
  target.claim = ClaimId{1};
  target.url = kUrl;
  Asked asked;
  asked.provider = "person:main";
  asked.engine = "baidu";
  const Observation seen = index_observation(target, answer, CanaryResult(), asked);
  EXPECT_EQ(seen.outcome, Outcome::kNotFound);
  EXPECT_TRUE(seen.negative_proved);
  EXPECT_EQ(seen.route, Route::kPerson);
  EXPECT_EQ(seen.evidence, (std::vector<EvidenceId>{EvidenceId{102}, EvidenceId{101}}));

  SearchAnswer alone = answer;
  alone.witnesses = 1;
  EXPECT_EQ(index_observation(target, alone, CanaryResult(), asked).outcome,
            Outcome::kInconclusive);
}

TEST(Captured, of_two_lists_only_what_neither_shows_is_absent) {
  const std::vector<Capture> two = {capture(1, Sees::kOthers, hours(1)),
                                    capture(2, Sees::kOthers, hours(2))};
  const Question question = keyword_question("baidu", "净化器");
  const auto answer = answer_of(question, two, kStart + hours(2), kStart + hours(120)).value();
  EXPECT_EQ(presence_of(answer, "http://other.cn/1", LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(presence_of(answer, "http://other.cn/2", LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(presence_of(answer, kUrl, LooseKeyRules()), Presence::kAbsent);
  ASSERT_EQ(answer.rows.size(), 2U);
  EXPECT_EQ(answer.rows[0].position, 1);  // of the newer list
  EXPECT_EQ(answer.rows[1].position, 0);  // its place was in another list
}

TEST(Captured, a_keyword_waits_for_the_second_person_and_then_goes_on_without) {
  const std::vector<Capture> one = {capture(1, Sees::kOthers, hours(1))};
  const Question question = keyword_question("baidu", "净化器");
  EXPECT_FALSE(answer_of(question, one, kStart + hours(24), kStart + hours(120)));
  const auto answer = answer_of(question, one, kStart + hours(25), kStart + hours(120)).value();
  EXPECT_TRUE(answer.valid());
  EXPECT_FALSE(answer.absence_counts);
}

TEST(Captured, who_has_captured_is_asked_again_after_a_day_alone) {
  const std::vector<Capture> one = {capture(1, Sees::kOthers, hours(1))};
  EXPECT_FALSE(wanted_of(one, UserId{1}, kStart + hours(2)));
  EXPECT_TRUE(wanted_of(one, UserId{1}, kStart + hours(25)));
  EXPECT_TRUE(wanted_of(one, UserId{2}, kStart + hours(2)));
}

TEST(Captured, what_the_store_keeps_comes_back) {
  Capture whole = capture(1, Sees::kPage, hours(1));
  whole.rows.push_back(SearchRow());
  whole.rows.back().url = "http://www.baidu.com/link?url=x";
  whole.rows.back().shown_url = "a.cn › \"1\"";
  whole.rows.back().target_known = false;
  Capture read;
  ASSERT_TRUE(read_json(to_json(whole), read));
  EXPECT_EQ(read.outcome, whole.outcome);
  EXPECT_EQ(read.depth, whole.depth);
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rows[0].url, kUrl);
  EXPECT_FALSE(read.rows[1].target_known);
  EXPECT_EQ(read.rows[1].shown_url, "a.cn › \"1\"");
  for (const char* const damaged : {"", "{}", "[]", R"({"outcome":"blocked","depth":1,"rows":[]})",
                                    R"({"outcome":"ranked_list","depth":1,"rows":[{}]})"}) {
    Capture none;
    EXPECT_FALSE(read_json(damaged, none)) << damaged;
  }
}

RC_GTEST_PROP(Captured, no_absence_without_two_people_who_do_not_gain, ()) {
  std::vector<Capture> captures;
  const int count = *rc::gen::inRange(0, 6);
  Millis at{0};
  for (int i = 0; i < count; ++i) {
    at += hours(*rc::gen::inRange(0, 20));
    const auto sees = static_cast<Sees>(*rc::gen::inRange(0, 3));
    const bool gains = *rc::gen::inRange(0, 3) == 0;
    captures.push_back(capture(*rc::gen::inRange(1, 4), sees, at, gains));
  }
  const auto answer = answer_of(url_question("baidu", kUrl), captures,
                                kStart + at + hours(*rc::gen::inRange(0, 60)), kStart + hours(120));
  if (!answer || presence_of(*answer, kUrl, LooseKeyRules()) != Presence::kAbsent) return;
  std::set<UserId> people;
  for (const Capture& one : captures) {
    const bool shows = !one.rows.empty() && one.rows[0].url == kUrl;
    RC_ASSERT(!shows);
    if (!one.gains) people.insert(one.person);
  }
  RC_ASSERT(people.size() >= 2U);
}

}  // namespace
}  // namespace vouch::engines::test
