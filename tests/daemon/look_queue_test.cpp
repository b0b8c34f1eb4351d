#include "daemon/look_queue.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::daemon {
namespace {

Time at(int minutes) {
  return Time(std::chrono::minutes(minutes));
}

QueuedLook look(std::int64_t id, int minutes, std::string gate) {
  return {LookId{id}, at(minutes), std::move(gate)};
}

TEST(LookQueue, the_most_urgent_open_gate_comes_first) {
  LookQueue queue;
  queue.put(look(1, 5, "a"));
  queue.put(look(2, 3, "b"));
  EXPECT_EQ(queue.next_ready(), at(3));
  EXPECT_EQ(queue.take(at(10))->id, LookId{2});
  EXPECT_EQ(queue.take(at(10))->id, LookId{1});
  EXPECT_FALSE(queue.take(at(10)));
}

TEST(LookQueue, nothing_is_taken_before_it_is_due) {
  LookQueue queue;
  queue.put(look(1, 5, "a"));
  EXPECT_FALSE(queue.take(at(4)));
}

TEST(LookQueue, a_busy_gate_gives_nothing_until_it_is_released_and_open) {
  LookQueue queue;
  queue.put(look(1, 1, "a"));
  queue.put(look(2, 1, "a"));
  EXPECT_TRUE(queue.take(at(2)));
  EXPECT_FALSE(queue.take(at(2)));
  EXPECT_FALSE(queue.next_ready());
  queue.release("a", at(7));
  EXPECT_EQ(queue.next_ready(), at(7));
  EXPECT_FALSE(queue.take(at(6)));
  EXPECT_EQ(queue.take(at(7))->id, LookId{2});
}

TEST(LookQueue, timers_have_no_gate_and_never_wait_for_each_other) {
  LookQueue queue;
  queue.put(look(1, 1, ""));
  queue.put(look(2, 1, ""));
  EXPECT_TRUE(queue.take(at(1)));
  EXPECT_TRUE(queue.take(at(1)));
}

TEST(LookQueue, putting_a_look_again_moves_it) {
  LookQueue queue;
  queue.put(look(1, 50, "a"));
  queue.put(look(1, 2, "a"));
  EXPECT_EQ(queue.size(), 1u);
  EXPECT_EQ(queue.take(at(2))->id, LookId{1});
  EXPECT_EQ(queue.size(), 0u);
}

TEST(LookQueue, more_looks_of_a_busy_gate_can_join_its_batch) {
  LookQueue queue;
  for (int i = 1; i <= 3; ++i) queue.put(look(i, i, "engine:baidu"));
  ASSERT_TRUE(queue.take(at(2)));
  EXPECT_EQ(queue.take_more("engine:baidu", at(2))->id, LookId{2});
  EXPECT_FALSE(queue.take_more("engine:baidu", at(2)));
}

// Whatever is put, moved, erased and taken: nothing is lost, nothing comes twice.
RC_GTEST_PROP(LookQueue, every_look_comes_out_once, ()) {
  LookQueue queue;
  std::set<std::int64_t> inside;
  const int steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    const auto id = *rc::gen::inRange<std::int64_t>(1, 20);
    if (*rc::gen::inRange(0, 4) == 0) {
      queue.erase(LookId{id});
      inside.erase(id);
    } else {
      queue.put(look(id, *rc::gen::inRange(0, 100), *rc::gen::element<std::string>("", "a", "b")));
      inside.insert(id);
    }
  }
  RC_ASSERT(queue.size() == inside.size());
  while (auto taken = queue.take(at(100))) {
    RC_ASSERT(inside.erase(taken->id.value) == 1u);
    queue.release(taken->gate, at(0));
  }
  RC_ASSERT(inside.empty());
}

}  // namespace
}  // namespace vouch::daemon
