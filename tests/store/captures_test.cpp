// The queue of captures: one open task for equal questions, closed once.
#include "store/captures.h"

#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using std::chrono::hours;

class CaptureQueue : public StoreTest {
 protected:
  void SetUp() override {
    open();
    claim();
  }
  CaptureTask task(const std::string& question, Time asked_at) {
    CaptureTask out;
    out.provider = "person:main";
    out.engine = "baidu";
    out.text = "净化器";
    out.question = question;
    out.asked_at = asked_at;
    out.until = asked_at + hours(120);
    return out;
  }
  std::int64_t put(const CaptureTask& wanted) {
    return write<std::int64_t>([&](WriteContext& c) { return captures::put(c.db, wanted); })
        .value();
  }
  std::vector<CaptureTask> waiting(Time now) {
    return write<std::vector<CaptureTask>>(
               [&](WriteContext& c) { return captures::open(c.db, now, 100); })
        .value();
  }
  const Time start_ = parse_rfc3339("2026-11-24T04:00:00.000Z").value();
};

TEST_F(CaptureQueue, equal_questions_share_a_task_while_it_is_open) {
  const std::int64_t first = put(task("a", start_));
  EXPECT_EQ(put(task("a", start_ + hours(1))), first);
  EXPECT_NE(put(task("b", start_)), first);
  const auto open = waiting(start_ + hours(120));  // whoever joined waits for an hour more
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].id, first);
  EXPECT_EQ(open[0].asked_at, start_);
  EXPECT_TRUE(waiting(start_ + hours(121)).empty());
}

TEST_F(CaptureQueue, a_task_past_its_time_makes_room_and_stays_closed) {
  const std::int64_t first = put(task("a", start_));
  const std::int64_t second = put(task("a", start_ + hours(120)));
  EXPECT_NE(first, second);
  const auto old = write<std::optional<CaptureTask>>([&](WriteContext& c) {
                     return captures::find(c.db, first);
                   }).value();
  ASSERT_TRUE(old);
  EXPECT_EQ(old->state, CaptureState::kSkipped);
  EXPECT_FALSE(old->skip_reason.empty());
}

TEST_F(CaptureQueue, a_task_is_closed_once) {
  const std::int64_t id = put(task("a", start_));
  const auto answer = [&] {
    return write<bool>([&](WriteContext& c) { return captures::answer(c.db, id, start_); }).value();
  };
  EXPECT_TRUE(answer());
  EXPECT_FALSE(answer());
  EXPECT_NE(put(task("a", start_ + hours(1))), id);
}

}  // namespace
}  // namespace vouch::store
