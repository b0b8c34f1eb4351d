// What an answer means for one page and for one keyword.
#include "engines/look.h"

#include <gtest/gtest.h>

#include "engines/find_in_rows.h"
#include "tests/engines/scripted_provider.h"

namespace vouch::engines::test {
namespace {

const std::string kPage = "https://www.acme.cn/news/1.html";

CanaryResult canary(CanaryState state) {
  CanaryResult result;
  result.state = state;
  result.reason = Reason::kTimeout;  // of an unanswered one
  result.positive_url = "https://known.cn/";
  return result;
}

Asked asked() {
  return Asked{"searxng:main", "baidu", kPage, from_millis(1'795'000'000'000)};
}

struct Row {
  const char* sentence;
  SearchAnswer answer;
  CanaryState canary;
  Outcome outcome;
  Reason reason;
  bool proved;
};

SearchAnswer partly(Reason reason, SearchAnswer answer) {
  answer.outcome = SerpOutcome::kBlocked;
  answer.reason = reason;
  return answer;
}

SearchAnswer no_exact_match() {
  SearchAnswer answer = list_of({"https://b.cn/"});
  answer.outcome = SerpOutcome::kNoExactMatch;
  return answer;
}

std::vector<Row> rows() {
  using enum Outcome;
  using enum CanaryState;
  const SearchAnswer there = list_of({"https://b.cn/", kPage});
  const SearchAnswer away = list_of({"https://b.cn/", "https://www.acme.cn/news/2.html"});
  return {
      {"found_is_found", there, kPassed, kFound, Reason::kOk, false},
      {"absent_from_a_list_with_passing_canaries_is_an_absence", away, kPassed, kNotFound,
       Reason::kSerpNoMatch, true},
      {"no_results_with_passing_canaries_is_an_absence", list_of({}), kPassed, kNotFound,
       Reason::kSerpNoMatch, true},
      {"no_exact_match_with_passing_canaries_is_an_absence", no_exact_match(), kPassed, kNotFound,
       Reason::kSerpNoMatch, true},
      {"absent_without_a_canary_proves_nothing", away, kNotConfigured, kInconclusive,
       Reason::kCanaryFailed, false},
      {"found_without_a_canary_counts", there, kNotConfigured, kFound, Reason::kOk, false},
      {"absent_beside_a_stale_canary_proves_nothing", away, kStale, kInconclusive,
       Reason::kCanaryFailed, false},
      {"found_beside_a_stale_canary_counts", there, kStale, kFound, Reason::kOk, false},
      {"absent_while_the_known_page_is_missing_proves_nothing", away, kMissing, kInconclusive,
       Reason::kCanaryFailed, false},
      {"found_while_the_known_page_is_missing_proves_nothing", there, kMissing, kInconclusive,
       Reason::kCanaryFailed, false},
      {"found_by_an_engine_that_finds_anything_proves_nothing", there, kFalsePositive,
       kInconclusive, Reason::kUntrusted, false},
      {"absent_beside_an_unanswered_canary_has_its_reason", away, kUnanswered, kInconclusive,
       Reason::kTimeout, false},
      {"captcha_is_not_an_absence", no_list(Reason::kCaptcha), kPassed, kInconclusive,
       Reason::kCaptcha, false},
      {"found_on_the_first_page_before_a_wall_is_found", partly(Reason::kCaptcha, there), kPassed,
       kFound, Reason::kOk, false},
      {"absent_from_the_first_page_before_a_wall_is_not_an_absence", partly(Reason::kCaptcha, away),
       kPassed, kInconclusive, Reason::kCaptcha, false},
      {"rows_of_another_engine_prove_nothing",
       no_list(Reason::kProviderError, SerpOutcome::kUntrusted), kPassed, kInconclusive,
       Reason::kUntrusted, false},
  };
}

TEST(IndexLook, says_found_absent_or_could_not_check) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.sentence);
    IndexTarget target;
    target.claim = ClaimId{7};
    target.look = LookId{9};
    target.look_no = 3;
    target.url = kPage;
    const Observation seen = index_observation(target, row.answer, canary(row.canary), asked());
    EXPECT_EQ(to_string(seen.outcome), to_string(row.outcome));
    EXPECT_EQ(to_string(seen.reason), to_string(row.reason));
    EXPECT_EQ(seen.negative_proved, row.proved);
    EXPECT_EQ(seen.position.has_value(), row.outcome == Outcome::kFound);
    EXPECT_EQ(to_string(seen.stage), "index:baidu");
    EXPECT_EQ(seen.claim, ClaimId{7});
    EXPECT_EQ(seen.look, LookId{9});
    EXPECT_EQ(seen.look_no, 3);
    EXPECT_EQ(seen.provider, "searxng:main");
  }
}

FoundRow row_of(const SearchAnswer& answer, const std::string& url, LooseKeyRules rules = {}) {
  return find_in_rows(answer.rows, WantedPage{{url}, {}, std::move(rules)});
}

struct MatchRow {
  const char* sentence;
  const char* wanted;
  const char* shown;
  bool same;
};

TEST(IndexLook, a_row_is_the_page_or_it_is_not) {
  const std::vector<MatchRow> table = {
      {"equal", "https://www.acme.cn/a", "https://www.acme.cn/a", true},
      {"fragment_is_folded", "https://www.acme.cn/a#x", "https://www.acme.cn/a", true},
      {"scheme_is_folded", "https://www.acme.cn/a", "http://www.acme.cn/a", true},
      {"www_is_folded", "https://www.acme.cn/a", "https://acme.cn/a", true},
      {"mobile_host_is_folded", "https://www.acme.cn/a", "https://m.acme.cn/a", true},
      {"slash_is_folded", "https://www.acme.cn/a", "https://www.acme.cn/a/", true},
      {"tracking_is_dropped", "https://www.acme.cn/a", "https://www.acme.cn/a?utm_source=x", true},
      {"another_page_of_the_host", "https://www.acme.cn/a", "https://www.acme.cn/b", false},
      {"the_home_page", "https://www.acme.cn/a", "https://www.acme.cn/", false},
      {"another_id", "https://www.acme.cn/t?id=1", "https://www.acme.cn/t?id=12", false},
      {"a_longer_path", "https://www.acme.cn/a", "https://www.acme.cn/a/b", false},
      {"another_host_with_the_same_end", "https://acme.cn/a", "https://notacme.cn/a", false},
      {"the_url_inside_another_url", "https://acme.cn/a", "https://x.cn/?u=https://acme.cn/a",
       false},
      {"no_url_at_all", "https://acme.cn/a", "acme.cn › a", false},
      {"another_scheme", "https://acme.cn/a", "ftp://acme.cn/a", false},
      {"a_byte_of_nothing", "https://acme.cn/a", "https://acme.cn/a\x01z", false},
  };
  for (const MatchRow& row : table) {
    SCOPED_TRACE(row.sentence);
    const SearchAnswer answer = list_of({row.shown});
    EXPECT_EQ(row_of(answer, row.wanted).row.has_value(), row.same);
  }
}

TEST(IndexLook, prefers_the_exact_page_to_one_that_only_folds_to_it) {
  const SearchAnswer answer = list_of({"http://acme.cn/a", "https://www.acme.cn/a"});
  EXPECT_EQ(row_of(answer, "https://www.acme.cn/a").row, 1U);
}

TEST(IndexLook, keeps_the_parameters_that_the_platform_names) {
  const SearchAnswer answer = list_of({"https://bbs.cn/t?from=2"});
  LooseKeyRules rules;
  rules.identity_params = {"from"};
  EXPECT_FALSE(row_of(answer, "https://bbs.cn/t?from=1", rules).row);
}

TEST(IndexLook, without_a_url_nothing_can_be_missing) {
  IndexTarget target;
  target.url = "见附件";
  const Observation seen =
      index_observation(target, list_of({}), canary(CanaryState::kPassed), asked());
  EXPECT_EQ(seen.reason, Reason::kNoUrl);
  EXPECT_EQ(seen.outcome, Outcome::kNotApplicable);
  EXPECT_FALSE(seen.negative_proved);
}

TEST(IndexLook, tells_people_what_was_matched_and_by_which_rule) {
  IndexTarget target;
  target.url = kPage;
  const Observation seen = index_observation(target, list_of({"http://acme.cn/news/1.html"}),
                                             canary(CanaryState::kPassed), asked());
  EXPECT_EQ(seen.final_url, "http://acme.cn/news/1.html");
  EXPECT_NE(seen.detail.find(R"("rule":"loose_key")"), std::string::npos) << seen.detail;
  EXPECT_NE(seen.detail.find(R"("state":"passed")"), std::string::npos) << seen.detail;
}

// --- a page with more than one address (decision 085)

SearchAnswer says(IndexState state, const std::string& url, const std::string& canonical = {}) {
  SearchAnswer answer;
  answer.kind = AnswerKind::kStatement;
  answer.reason = Reason::kOk;
  answer.statement = Statement{state, url, canonical, {}, "words"};
  return answer;
}

struct AddressRow {
  const char* sentence;
  SearchAnswer answer;
  Outcome outcome;
};

TEST(IndexLook, a_row_at_any_address_of_the_page_is_the_page) {
  const std::string canonical = "https://www.acme.cn/read/1";
  const std::string doubtful = "https://www.acme.cn/";
  using enum Outcome;
  using enum IndexState;
  SearchAnswer hidden = list_of({"https://www.baidu.com/link?url=x"});
  hidden.rows[0].target_known = false;
  hidden.rows[0].shown_url = "www.acme.cn/...";
  SearchAnswer elsewhere = hidden;
  elsewhere.rows[0].shown_url = "copy.example.com/...";
  SearchAnswer unasked = says(kNotIndexed, kPage);
  unasked.absence_counts = false;
  const std::vector<AddressRow> table = {
      {"its_own", list_of({"https://b.cn/", kPage}), kFound},
      {"its_canonical", list_of({"https://b.cn/", canonical}), kFound},
      {"none_of_them", list_of({"https://b.cn/"}), kNotFound},
      {"what_it_doubtfully_calls_itself", list_of({"https://b.cn/", doubtful}), kInconclusive},
      {"a_row_that_may_be_it", hidden, kInconclusive},
      {"a_row_that_may_be_what_it_calls_itself", elsewhere, kInconclusive},
      {"stated_of_its_own", says(kIndexed, kPage), kFound},
      {"stated_of_its_own_under_its_canonical", says(kIndexed, kPage, canonical), kFound},
      {"stated_of_its_canonical", says(kIndexed, canonical), kFound},
      {"stated_under_what_it_doubtfully_calls_itself", says(kIndexed, kPage, doubtful),
       kInconclusive},
      {"stated_of_another_page", says(kNotIndexed, "https://www.acme.cn/2"), kInconclusive},
      {"not_indexed_and_all_addresses_asked", says(kNotIndexed, kPage), kNotFound},
      {"not_indexed_where_an_address_was_not_asked", unasked, kInconclusive},
  };
  IndexTarget target;
  target.url = kPage;
  target.other_urls = {canonical};
  target.doubtful_urls = {doubtful, "https://copy.example.com/77"};
  for (const AddressRow& row : table) {
    SCOPED_TRACE(row.sentence);
    const Observation seen =
        index_observation(target, row.answer, canary(CanaryState::kPassed), asked());
    EXPECT_EQ(to_string(seen.outcome), to_string(row.outcome));
    EXPECT_EQ(seen.negative_proved, row.outcome == kNotFound);
    const bool told = seen.detail.find("页面自称的网址是另一页") != std::string::npos;
    EXPECT_EQ(told, row.sentence == std::string("what_it_doubtfully_calls_itself"));
  }
}

TEST(IndexLook, a_page_whose_own_name_was_not_kept_whole_is_never_absent) {
  IndexTarget target;
  target.url = kPage;
  for (const SearchAnswer& answer :
       {list_of({"https://b.cn/"}), says(IndexState::kNotIndexed, kPage)}) {
    target.unread_name = false;
    EXPECT_EQ(presence_of(answer, target), Presence::kAbsent);
    target.unread_name = true;
    EXPECT_EQ(presence_of(answer, target), Presence::kUncertain);
  }
}

TEST(IndexQuery, is_the_url_as_a_person_would_paste_it) {
  EXPECT_EQ(index_query("HTTPS://WWW.Acme.cn/a?b=1#top"), "https://www.acme.cn/a?b=1");
  EXPECT_EQ(index_query("acme"), "acme");
}

Observation rank_of(std::vector<std::string> ours, const SearchAnswer& answer,
                    CanaryState state = CanaryState::kPassed) {
  RankTarget target;
  target.keyword = KeywordId{5};
  target.text = "展台设计";
  target.urls = std::move(ours);
  return rank_observation(target, answer, canary(state), asked());
}

TEST(RankLook, the_best_place_of_all_our_pages_counts) {
  const SearchAnswer answer =
      list_of({"https://b.cn/", "https://bbs.cn/t/1", "https://www.acme.cn/x", kPage});
  EXPECT_EQ(rank_of({kPage, "https://bbs.cn/t/1"}, answer).position, 2);
  EXPECT_EQ(rank_of({kPage}, answer).position, 4);
  EXPECT_EQ(rank_of({kPage}, answer).keyword, KeywordId{5});
  EXPECT_FALSE(rank_of({kPage}, answer).claim);
}

TEST(RankLook, a_host_stands_for_its_pages_and_sub_domains) {
  EXPECT_EQ(rank_of({"https://acme.cn/"}, list_of({"https://b.cn/", kPage})).position, 2);
  EXPECT_EQ(rank_of({"https://acme.cn/"}, list_of({"https://shop.acme.cn/1"})).position, 1);
  EXPECT_EQ(rank_of({"https://acme.cn/"}, list_of({"https://notacme.cn/1"})).outcome,
            Outcome::kNotFound);
  EXPECT_EQ(rank_of({"https://acme.cn/"}, list_of({"https://acme.cn.evil.cn/"})).outcome,
            Outcome::kNotFound);
}

TEST(RankLook, a_row_without_a_place_is_found_without_a_number) {
  SearchAnswer answer = list_of({kPage});
  answer.rows[0].position = 0;
  const Observation seen = rank_of({kPage}, answer);
  EXPECT_EQ(seen.outcome, Outcome::kFound);
  EXPECT_EQ(seen.position, std::nullopt);
}

TEST(RankLook, absence_says_how_deep_was_read) {
  const Observation seen = rank_of({kPage}, list_of({"https://b.cn/", "https://c.cn/"}));
  EXPECT_EQ(seen.outcome, Outcome::kNotFound);
  EXPECT_TRUE(seen.negative_proved);
  EXPECT_NE(seen.detail.find(R"("depth":2)"), std::string::npos) << seen.detail;
}

TEST(RankLook, absence_without_a_canary_is_could_not_check) {
  const Observation seen =
      rank_of({kPage}, list_of({"https://b.cn/"}), CanaryState::kNotConfigured);
  EXPECT_EQ(seen.outcome, Outcome::kInconclusive);
  EXPECT_FALSE(seen.negative_proved);
}

}  // namespace
}  // namespace vouch::engines::test
