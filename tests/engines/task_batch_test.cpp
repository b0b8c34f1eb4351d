#include "engines/task_batch.h"

#include <gtest/gtest.h>

#include "engines/searches.h"
#include "tests/engines/scripted_provider.h"

namespace vouch::engines::test {
namespace {

const std::string kKnown = "https://known.cn/about";
const std::string kUnknown = "https://known.cn/Zz.html";
const std::string kPage = "https://www.acme.cn/1";
const std::string kOther = "https://www.acme.cn/2";

struct TaskWorld {
  HandClock clock;
  ScriptedProvider provider{clock};
  BatchRequest request;
  std::vector<Answered> answers;

  TaskWorld() {
    request.canary_url = kKnown;
    for (const std::string& url : {kPage, kOther}) {
      IndexTarget target;
      target.claim = ClaimId{static_cast<std::int64_t>(request.index.size()) + 1};
      target.look = LookId{static_cast<std::int64_t>(request.index.size()) + 1};
      target.url = url;
      request.index.push_back(target);
    }
    says(kKnown, list_of({kKnown}));
    says(kUnknown, list_of({}));
  }
  TaskWorld& says(const std::string& url, SearchAnswer answer) {
    answer.exchanges.push_back(some_exchange(url));
    for (const Question& question : task_questions(request, "baidu", kUnknown)) {
      if (question.url == index_query(url)) answers.push_back({question, answer});
    }
    return *this;
  }
  [[nodiscard]] BatchResult settle() const {
    return settle_task(request, kUnknown, answers, provider, clock.now());
  }
};

std::vector<Reason> reasons(const BatchResult& result) {
  std::vector<Reason> out;
  for (const Finished& one : result.finished) out.push_back(one.observation.reason);
  return out;
}

TEST(TaskBatch, asks_for_both_controls_and_for_each_page_once) {
  TaskWorld world;
  world.request.index.push_back(world.request.index[0]);
  EXPECT_EQ(task_questions(world.request, "baidu", kUnknown).size(), 4U);
}

TEST(TaskBatch, a_negative_stands_between_two_controls_of_the_same_task) {
  TaskWorld world;
  world.says(kPage, list_of({kPage})).says(kOther, list_of({}));
  const BatchResult result = world.settle();
  EXPECT_EQ(reasons(result), (std::vector<Reason>{Reason::kOk, Reason::kSerpNoMatch}));
  EXPECT_TRUE(result.finished[1].observation.negative_proved);
  EXPECT_EQ(result.canary_exchanges.size(), 2U);
}

TEST(TaskBatch, an_answer_is_dated_when_it_came_in_and_not_when_the_last_one_did) {
  TaskWorld world;
  world.says(kPage, list_of({})).says(kOther, list_of({}));
  const Time came = world.clock.now() - std::chrono::hours(30);
  for (Answered& one : world.answers) {
    if (one.question.url == index_query(kPage)) one.seen_at = came;
  }
  const BatchResult result = world.settle();
  EXPECT_EQ(result.finished[0].observation.observed_at, came);
  EXPECT_EQ(result.finished[1].observation.observed_at, world.clock.now());
}

TEST(TaskBatch, a_pages_other_address_is_asked_about_in_the_same_task) {
  const std::string canonical = "https://www.acme.cn/read/1";
  TaskWorld world;
  world.request.index[0].other_urls = {canonical};
  EXPECT_EQ(task_questions(world.request, "baidu", kUnknown).size(), 5U);
  world.says(kPage, list_of({})).says(canonical, list_of({canonical})).says(kOther, list_of({}));
  EXPECT_EQ(reasons(world.settle()), (std::vector<Reason>{Reason::kOk, Reason::kSerpNoMatch}));
}

TEST(TaskBatch, an_address_that_was_not_known_when_the_task_was_taken_leaves_the_page_open) {
  TaskWorld world;
  world.says(kPage, list_of({})).says(kOther, list_of({}));
  world.request.index[0].other_urls = {"https://www.acme.cn/read/1"};
  const BatchResult result = world.settle();
  EXPECT_EQ(result.finished.at(0).observation.outcome, Outcome::kInconclusive);
  EXPECT_EQ(result.finished.at(1).observation.outcome, Outcome::kNotFound);
}

TEST(TaskBatch, without_an_answer_to_a_control_nothing_is_missing) {
  for (const std::string& silent : {kKnown, kUnknown}) {
    TaskWorld world;
    world.says(kOther, list_of({}));
    std::erase_if(world.answers,
                  [&](const Answered& one) { return one.question.url == index_query(silent); });
    const BatchResult result = world.settle();
    EXPECT_EQ(result.canary.state, CanaryState::kUnanswered);
    ASSERT_EQ(result.finished.size(), 1U);
    EXPECT_FALSE(result.finished[0].observation.negative_proved);
    EXPECT_EQ(result.finished[0].observation.outcome, Outcome::kInconclusive);
  }
}

TEST(TaskBatch, a_control_that_failed_is_not_mended_by_the_other) {
  TaskWorld world;
  world.answers.front().answer = list_of({});  // the known page is missing
  world.says(kOther, list_of({}));
  EXPECT_EQ(world.settle().canary.state, CanaryState::kMissing);
}

TEST(TaskBatch, what_was_not_answered_is_put_off_and_nothing_is_observed) {
  TaskWorld world;
  world.says(kPage, list_of({kPage}));
  const BatchResult result = world.settle();
  EXPECT_EQ(result.finished.size(), 1U);
  EXPECT_EQ(result.postponed, std::vector<LookId>{LookId{2}});
}

}  // namespace
}  // namespace vouch::engines::test
