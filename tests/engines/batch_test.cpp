// A batch between its two canaries, its quota, its breaker and its pauses.
#include "engines/batch.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engines/scripted_provider.h"
#include "tests/fakes/http_run.h"

namespace vouch::engines::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const std::string kKnown = "https://known.cn/about";

std::string page(int number) {
  return "https://www.acme.cn/" + std::to_string(number);
}

struct World {
  HandClock clock;
  CountingRandom random;
  ScriptedProvider provider{clock};
  Zone zone = Zone::shanghai();
  Allowance allowance{Quota{1000, zone.date_of(clock.now()), 0}, {}, {}, {}};
  BatchRequest request;
  int pauses = 0;

  World() {
    request.canary_url = kKnown;
    provider.script[kKnown] = list_of({kKnown});
  }
  World& looks(int count) {
    for (int i = 1; i <= count; ++i) {
      IndexTarget target;
      target.claim = ClaimId{i};
      target.look = LookId{i};
      target.url = page(i);
      request.index.push_back(target);
    }
    return *this;
  }
  World& says(int number, SearchAnswer answer) {
    provider.script[page(number)] = std::move(answer);
    return *this;
  }
  BatchResult run() {
    Pause pause = [this]() -> Task<void> {
      ++pauses;
      co_return;
    };
    BatchWorld world{provider, clock, random, zone, std::move(pause)};
    return fakes::run_task(run_batch(request, allowance, std::move(world)));
  }
};

std::string reasons(const BatchResult& result) {
  std::string text;
  for (const Finished& one : result.finished) {
    text += (text.empty() ? "" : " ") + std::string(to_string(one.observation.reason));
  }
  return text;
}

TEST(Batch, a_negative_between_two_passing_canaries_is_proved) {
  World world;
  world.looks(2).says(1, list_of({page(1)}));
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kPassed);
  EXPECT_EQ(reasons(result), "ok serp_valid_no_match");
  EXPECT_TRUE(result.finished[1].observation.negative_proved);
  EXPECT_TRUE(result.postponed.empty());
  EXPECT_FALSE(result.retry_at);
  ASSERT_EQ(world.provider.asked.size(), 4u);
  EXPECT_EQ(world.provider.asked.front(), kKnown);
  EXPECT_EQ(world.provider.asked.back(), result.canary.negative_url);
  EXPECT_TRUE(result.canary.negative_url.starts_with("https://known.cn/"));
  EXPECT_EQ(result.canary_exchanges.size(), 2u);
}

TEST(Batch, decoy_rows_instead_of_the_known_page_void_the_batch) {
  World world;
  world.looks(3);
  world.provider.script[kKnown] = list_of({"https://shop.com/1", "https://shop.com/2"});
  world.says(1, list_of({page(1)}));
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kMissing);
  EXPECT_EQ(reasons(result), "canary_failed canary_failed canary_failed");
  EXPECT_EQ(world.provider.asked.size(), 1u);  // the looks were not worth their quota
  for (const Finished& one : result.finished) {
    EXPECT_EQ(one.observation.outcome, Outcome::kInconclusive);
    EXPECT_FALSE(one.observation.negative_proved);
  }
}

TEST(Batch, an_empty_list_for_the_known_page_voids_the_batch) {
  World world;
  world.looks(1);
  world.provider.script[kKnown] = list_of({});
  EXPECT_EQ(reasons(world.run()), "canary_failed");
}

TEST(Batch, an_engine_that_finds_what_cannot_exist_is_not_believed) {
  World world;
  world.looks(2);
  world.provider.echo = true;
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kFalsePositive);
  EXPECT_EQ(reasons(result), "untrusted untrusted");
}

TEST(Batch, a_canary_without_an_answer_gives_its_reason_to_all) {
  World world;
  world.looks(2);
  world.provider.script[kKnown] = no_list(Reason::kCaptcha);
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kUnanswered);
  EXPECT_EQ(reasons(result), "captcha captcha");
}

TEST(Batch, a_closing_canary_without_an_answer_leaves_no_negative) {
  World world;
  world.looks(1).says(1, list_of({}));
  world.provider.otherwise = no_list(Reason::kTimeout);  // only the closing canary is unscripted
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kUnanswered);
  EXPECT_EQ(reasons(result), "timeout");
}

TEST(Batch, without_a_canary_page_positives_count_and_negatives_do_not) {
  World world;
  world.looks(2).says(1, list_of({page(1)}));
  world.request.canary_url.clear();
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "ok canary_failed");
  EXPECT_EQ(result.queries, 2);
}

TEST(Batch, one_captcha_touches_one_look_only) {
  World world;
  world.looks(3).says(2, no_list(Reason::kCaptcha));
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match captcha serp_valid_no_match");
}

TEST(Batch, three_walls_in_a_row_end_it_and_nobody_is_accused) {
  World world;
  world.looks(10);
  for (int i = 2; i <= 4; ++i) world.says(i, no_list(Reason::kCaptcha));
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "captcha captcha captcha captcha");  // no closing canary: look 1 too
  EXPECT_EQ(result.postponed.size(), 6u);
  EXPECT_EQ(result.postponed_why, Reason::kCaptcha);
  ASSERT_TRUE(result.retry_at);
  EXPECT_GE(*result.retry_at - world.clock.now(), minutes(24));
  EXPECT_LE(*result.retry_at - world.clock.now(), minutes(36));
}

TEST(Batch, retry_after_is_obeyed_at_the_first_429) {
  World world;
  world.looks(5);
  SearchAnswer limited = no_list(Reason::kHttp429);
  limited.retry_after = hours(2);
  world.says(2, limited);
  const BatchResult result = world.run();
  EXPECT_EQ(world.provider.asked.size(), 3u);
  EXPECT_EQ(result.postponed.size(), 3u);
  EXPECT_EQ(result.retry_at, world.clock.now() + hours(2));
}

TEST(Batch, an_open_breaker_asks_nothing_until_its_hour_has_passed) {
  World world;
  world.looks(2);
  for (int i = 0; i < 6; ++i) {
    world.allowance.breaker =
        record_call(world.allowance.breaker, Reason::kCaptcha, world.clock.now());
  }
  const BatchResult closed = world.run();
  EXPECT_TRUE(world.provider.asked.empty());
  EXPECT_EQ(closed.postponed.size(), 2u);
  EXPECT_TRUE(closed.finished.empty());
  EXPECT_EQ(closed.retry_at, world.clock.now() + hours(1));
  world.clock.pass(hours(1));
  EXPECT_EQ(world.run().finished.size(), 2u);
}

TEST(Batch, quota_leaves_room_for_the_closing_canary) {
  World world;
  world.looks(5);
  world.allowance.quota.daily = 4;
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kPassed);
  EXPECT_EQ(result.finished.size(), 2u);
  EXPECT_EQ(result.postponed.size(), 3u);
  EXPECT_EQ(result.postponed_why, Reason::kQuotaExhausted);
  EXPECT_EQ(result.retry_at, parse_rfc3339("2026-11-24T16:00:00.000Z").value());  // midnight there
  EXPECT_EQ(world.allowance.quota.used, 4);
  EXPECT_TRUE(result.finished[1].observation.negative_proved);
}

TEST(Batch, too_little_quota_for_a_frame_asks_nothing) {
  World world;
  world.looks(2);
  world.allowance.quota.daily = 2;
  const BatchResult result = world.run();
  EXPECT_TRUE(world.provider.asked.empty());
  EXPECT_EQ(result.postponed.size(), 2u);
  EXPECT_EQ(result.postponed_why, Reason::kQuotaExhausted);
}

TEST(Batch, pauses_between_all_queries) {
  World world;
  world.looks(3);
  world.run();
  EXPECT_EQ(world.pauses, 4);  // canary, 3 looks, canary
}

TEST(Batch, looks_at_one_page_ask_once) {
  World world;
  world.looks(1).looks(1);
  world.request.index[1].look = LookId{2};
  world.request.index[1].url = page(1) + "#comments";
  const BatchResult result = world.run();
  EXPECT_EQ(result.queries, 3);
  EXPECT_EQ(result.finished.size(), 2u);
}

TEST(Batch, rank_and_index_looks_share_a_frame) {
  World world;
  world.looks(1);
  RankTarget target;
  target.keyword = KeywordId{5};
  target.look = LookId{50};
  target.text = "展台设计";
  target.urls = {"https://acme.cn/"};
  world.request.rank.push_back(target);
  world.provider.script["展台设计"] = list_of({"https://b.cn/", page(8)});
  const BatchResult result = world.run();
  ASSERT_EQ(result.finished.size(), 2u);
  EXPECT_EQ(result.finished[1].look, LookId{50});
  EXPECT_EQ(result.finished[1].observation.position, 2);
}

TEST(Batch, a_canary_half_an_hour_old_starts_a_new_frame) {
  World world;
  world.looks(10);
  world.provider.each_takes = minutes(5);
  const BatchResult result = world.run();
  // Canary at 0-5, looks end at 10, 15, 20, 25, 30, 35; then the frame closes.
  EXPECT_EQ(result.canary.state, CanaryState::kPassed);
  EXPECT_EQ(result.postponed.size(), 4u);
  EXPECT_EQ(result.postponed_why, Reason::kCanaryFailed);
  EXPECT_TRUE(result.retry_at);
  EXPECT_EQ(result.finished.size() + result.postponed.size(), 10u);
}

TEST(Batch, a_negative_far_from_either_canary_is_could_not_check) {
  World world;
  world.looks(2);
  world.says(2, list_of({page(2)}));
  world.provider.each_takes = minutes(31);  // the machine slept
  const BatchResult result = world.run();
  EXPECT_EQ(result.canary.state, CanaryState::kPassed);
  for (const Finished& one : result.finished) {
    EXPECT_NE(one.observation.outcome, Outcome::kNotFound);
    EXPECT_FALSE(one.observation.negative_proved);
  }
}

TEST(Batch, a_cancelled_search_observes_nothing) {
  World world;
  world.looks(3);
  SearchAnswer cancelled = no_list(Reason::kConnect);
  cancelled.cancelled = true;
  world.says(2, cancelled);
  const BatchResult result = world.run();
  EXPECT_TRUE(result.finished.empty());
  EXPECT_EQ(result.postponed.size(), 3u);
  EXPECT_TRUE(world.allowance.breaker.calls.size() == 2u);  // what was answered before
}

TEST(Batch, a_cancelled_canary_observes_nothing) {
  World world;
  world.looks(2);
  SearchAnswer cancelled = no_list(Reason::kConnect);
  cancelled.cancelled = true;
  world.provider.script[kKnown] = cancelled;
  const BatchResult result = world.run();
  EXPECT_TRUE(result.finished.empty());
  EXPECT_EQ(result.postponed.size(), 2u);
}

TEST(Batch, the_words_of_a_canary_query_may_be_its_own) {
  World world;
  world.looks(1);
  world.request.canary_query = "已知 页面";
  world.provider.script["已知 页面"] = list_of({kKnown});
  EXPECT_EQ(world.run().canary.state, CanaryState::kPassed);
  EXPECT_EQ(world.provider.asked.front(), "已知 页面");
}

SearchAnswer any_answer(int kind, const std::string& url) {
  switch (kind) {
    case 0:
      return list_of({url});
    case 1:
      return list_of({});
    case 2:
      return list_of({"https://decoy.com/"});
    case 3:
      return no_list(Reason::kCaptcha);
    case 4:
      return no_list(Reason::kTimeout);
    default:
      return no_list(Reason::kProviderError, SerpOutcome::kUntrusted);
  }
}

// Law 1 and law 2 over any mixture of answers.
RC_GTEST_PROP(Batch, every_look_ends_once_and_no_absence_lacks_its_proof, ()) {
  World world;
  const int count = *rc::gen::inRange(1, 12);
  world.looks(count);
  for (int i = 1; i <= count; ++i) world.says(i, any_answer(*rc::gen::inRange(0, 6), page(i)));
  world.provider.script[kKnown] = any_answer(*rc::gen::element(0, 0, 0, 2, 3), kKnown);
  world.provider.otherwise = any_answer(*rc::gen::element(1, 1, 1, 2, 3, 4), kKnown);
  world.allowance.quota.daily = *rc::gen::inRange(0, 20);
  const BatchResult result = world.run();
  std::set<LookId> ended(result.postponed.begin(), result.postponed.end());
  for (const Finished& one : result.finished) ended.insert(one.look);
  RC_ASSERT(ended.size() == static_cast<std::size_t>(count));
  RC_ASSERT(result.finished.size() + result.postponed.size() == static_cast<std::size_t>(count));
  RC_ASSERT(world.allowance.quota.used == result.queries);
  RC_ASSERT(result.queries <= world.allowance.quota.daily);
  for (const Finished& one : result.finished) {
    const bool negative = one.observation.outcome == Outcome::kNotFound;
    RC_ASSERT(negative == one.observation.negative_proved);
    RC_ASSERT(!negative ||
              (result.canary.state == CanaryState::kPassed && result.canary_exchanges.size() == 2));
  }
}

// --- the second question

const std::string kTitle = "\"净水器 选购\" www.acme.cn";

World& with_title(World& world) {
  world.request.title_form = "\"{title}\" {host}";
  world.request.index.at(0).title = "净水器\"选购";
  return world;
}

TEST(Batch, a_page_that_its_address_does_not_find_is_asked_for_by_its_title) {
  World world;
  with_title(world.looks(1));
  world.provider.script[kTitle] = list_of({page(9), page(1)});
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "ok");
  EXPECT_FALSE(result.finished[0].observation.position);  // that of another question
  EXPECT_EQ(result.finished[0].exchanges.size(), 2u);
  EXPECT_EQ(result.queries, 4);
}

TEST(Batch, a_page_is_absent_when_neither_question_shows_it) {
  World world;
  with_title(world.looks(1));
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match");
  EXPECT_EQ(world.provider.asked.at(2), kTitle);
}

TEST(Batch, a_second_question_without_an_answer_proves_nothing) {
  World world;
  with_title(world.looks(1));
  world.provider.script[kTitle] = no_list(Reason::kTimeout);
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "timeout");
  EXPECT_FALSE(result.finished[0].observation.negative_proved);
}

TEST(Batch, where_the_quota_ends_before_the_second_question_nothing_is_proved) {
  World world;
  with_title(world.looks(1));
  world.allowance.quota.daily = 3;
  const BatchResult result = world.run();
  EXPECT_EQ(result.queries, 3);
  EXPECT_EQ(result.finished.at(0).observation.outcome, Outcome::kInconclusive);
}

TEST(Batch, a_page_that_its_address_finds_is_asked_for_once) {
  World world;
  with_title(world.looks(1)).says(1, list_of({page(1)}));
  EXPECT_EQ(world.run().queries, 3);
}

// --- a page with another address

World& with_canonical(World& world) {
  world.request.index.at(0).other_urls = {page(101)};
  return world;
}

TEST(Batch, a_page_is_asked_for_by_its_other_address_where_its_own_does_not_show_it) {
  World world;
  with_canonical(world.looks(1)).says(101, list_of({page(101)}));
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "ok");
  EXPECT_EQ(world.provider.asked.at(2), page(101));
  EXPECT_EQ(result.queries, 4);
}

TEST(Batch, a_page_is_absent_when_no_address_and_no_title_shows_it) {
  World world;
  with_title(with_canonical(world.looks(1)));
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match");
  EXPECT_EQ(world.provider.asked.at(2), page(101));
  EXPECT_EQ(world.provider.asked.at(3), kTitle);
}

TEST(Batch, where_the_quota_ends_before_the_other_address_nothing_is_proved) {
  World world;
  with_canonical(world.looks(1));
  world.allowance.quota.daily = 3;
  EXPECT_EQ(world.run().finished.at(0).observation.outcome, Outcome::kInconclusive);
}

TEST(Batch, statements_about_every_address_make_an_absence) {
  const auto not_indexed = [](int number) {
    SearchAnswer answer;
    answer.kind = AnswerKind::kStatement;
    answer.reason = Reason::kOk;
    answer.queries = 1;
    answer.statement = Statement{IndexState::kNotIndexed, page(number), {}, {}, "no"};
    return answer;
  };
  World world;
  with_canonical(world.looks(1)).says(1, not_indexed(1)).says(101, not_indexed(101));
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match");
  World silent;
  with_canonical(silent.looks(1)).says(1, not_indexed(1)).says(101, no_list(Reason::kTimeout));
  EXPECT_EQ(reasons(silent.run()), "timeout");
  // "Duplicate, another canonical was chosen" is no absence, whatever is said of the other address.
  World folded;
  SearchAnswer duplicate = not_indexed(1);
  duplicate.statement->canonical = "https://elsewhere.cn/x";
  with_canonical(folded.looks(1)).says(1, duplicate).says(101, not_indexed(101));
  EXPECT_NE(reasons(folded.run()), "serp_valid_no_match");
}

TEST(Batch, an_absence_from_a_list_far_shorter_than_a_page_proves_nothing) {
  World world;
  world.looks(2);
  SearchAnswer more = list_of({page(9)});
  more.more = true;
  world.says(1, more).says(2, list_of({page(9)}));
  EXPECT_EQ(reasons(world.run()), "provider_error serp_valid_no_match");
}

TEST(Batch, what_an_engine_shows_instead_of_unknown_addresses_may_begin_alike) {
  World world;
  world.looks(0);
  for (int i = 1; i <= 3; ++i) {
    IndexTarget target;
    target.look = LookId{i};
    target.url = "https://site" + std::to_string(i) + ".cn/1.html";
    world.request.index.push_back(target);
    world.provider.script[target.url] = list_of({"https://decoy.com/", "https://x.cn/"});
  }
  world.provider.script["https://site3.cn/1.html"] =
      list_of({"https://decoy.com/", "https://site3.cn/1.html"});
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match serp_valid_no_match ok");
}

TEST(Batch, counts_what_was_asked_about_ranks_apart) {
  World world;
  world.looks(2);
  RankTarget rank;
  rank.look = LookId{9};
  rank.text = "净水器";
  world.request.rank.push_back(rank);
  const BatchResult result = world.run();
  EXPECT_EQ(result.queries, 5);
  EXPECT_EQ(result.rank_queries, 1);
}

// --- lists that are not about what was asked

SearchAnswer list_about(const std::string& words, const std::string& site) {
  std::vector<std::string> urls;
  for (int i = 0; i < 6; ++i) urls.push_back(site + std::to_string(i));
  SearchAnswer answer = list_of(urls);
  for (SearchRow& row : answer.rows) row.title = words;
  return answer;
}

RankTarget keyword(int id, const std::string& text) {
  RankTarget target;
  target.keyword = KeywordId{id};
  target.look = LookId{id};
  target.text = text;
  target.urls = {"https://www.acme.cn/"};
  return target;
}

TEST(Batch, a_list_about_something_else_says_nothing_of_a_rank) {
  World world;
  world.request.rank = {keyword(1, "不锈钢阀门"), keyword(2, "净水器")};
  world.provider.script["不锈钢阀门"] = list_about("今日天气预报", "https://weather.cn/");
  world.provider.script["净水器"] = list_about("家用净水器怎么选", "https://shop.cn/");
  const BatchResult result = world.run();
  EXPECT_EQ(reasons(result), "untrusted serp_valid_no_match");
  EXPECT_FALSE(result.finished[0].list.trusted);
  EXPECT_TRUE(result.finished[1].list.trusted);
}

TEST(Batch, a_snippet_that_holds_the_words_is_enough) {
  World world;
  world.request.rank = {keyword(1, "不锈钢阀门")};
  SearchAnswer answer = list_about("产品", "https://shop.cn/");
  for (SearchRow& row : answer.rows) row.snippet = "各种不锈钢阀门";
  world.provider.script["不锈钢阀门"] = answer;
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match");
}

TEST(Batch, one_list_to_three_different_keywords_is_no_answer_to_any) {
  World world;
  int id = 0;
  for (const char* text : {"净水器", "净水器滤芯", "净水器价格"}) {
    world.request.rank.push_back(keyword(++id, text));
    world.provider.script[text] = list_about("净水器滤芯价格", "https://decoy.cn/");
  }
  EXPECT_EQ(reasons(world.run()), "untrusted untrusted untrusted");
}

TEST(Batch, what_is_shown_instead_of_unknown_pages_may_be_the_same_each_time) {
  World world;
  world.looks(3);
  for (int i = 1; i <= 3; ++i) world.says(i, list_about("热门", "https://popular.cn/"));
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match serp_valid_no_match serp_valid_no_match");
}

TEST(Batch, a_source_of_lists_alone_is_controlled_by_a_keyword) {
  World world;
  world.request.rank = {keyword(1, "净水器")};
  world.request.lists_only = true;
  world.request.canary_query = "蓝鲸";
  world.provider.script["蓝鲸"] = list_of({"https://other.cn/", kKnown});
  world.provider.script["净水器"] = list_about("净水器", "https://shop.cn/");
  EXPECT_EQ(reasons(world.run()), "serp_valid_no_match");
  EXPECT_EQ(world.provider.asked, (std::vector<std::string>{"蓝鲸", "净水器"}));
  world.provider.script["蓝鲸"] = list_of({"https://other.cn/"});
  EXPECT_EQ(reasons(world.run()), "canary_failed");
}

// --- money, and what a provider says of itself

TEST(Batch, the_cap_of_the_month_ends_a_batch_as_the_quota_of_the_day_does) {
  World world;
  world.looks(5);
  world.allowance.budget.cap = 40;
  world.allowance.budget.price = 10;
  const auto paid = [](SearchAnswer answer) {
    answer.spent = 10;
    return answer;
  };
  world.provider.otherwise = paid(list_of({}));
  world.provider.script[kKnown] = paid(list_of({kKnown}));
  const BatchResult result = world.run();
  EXPECT_EQ(result.spent, 40);
  EXPECT_EQ(result.finished.size(), 2u);
  EXPECT_EQ(result.postponed.size(), 3u);
  EXPECT_EQ(world.allowance.budget.spent, 40);
}

TEST(Batch, a_refused_key_rests_until_a_person_can_have_acted) {
  World world;
  world.looks(2);
  SearchAnswer answer = no_list(Reason::kProviderError);
  answer.retry = RetryClass::kNeverThis;
  world.provider.script[kKnown] = answer;
  const BatchResult result = world.run();
  EXPECT_EQ(world.provider.asked.size(), 1u);
  ASSERT_TRUE(world.allowance.rests_until);
  EXPECT_GE(*world.allowance.rests_until, world.clock.now() + hours(5));
}

}  // namespace
}  // namespace vouch::engines::test
