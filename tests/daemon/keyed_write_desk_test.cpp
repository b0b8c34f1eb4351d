#include "daemon/keyed_write_desk.h"

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using Kind = store::Reservation::Kind;

struct KeyedWorld : World {
  store::Reservation reserve(const std::string& key, UserId actor = UserId{1},
                             const std::string& request = "POST /api/v1/teams") {
    KeyedWriteDesk desk(context());
    store::KeyedWrite write;
    write.actor = actor;
    write.key = key;
    write.request = request;
    write.body_sha256 = "00";
    return must(run(desk.reserve(write)));
  }
  void keep(const std::string& key, const std::string& body) {
    KeyedWriteDesk desk(context());
    store::KeyedAnswer answer;
    answer.status = 201;
    answer.content_type = "application/json";
    answer.body = body;
    must(run(desk.keep(UserId{1}, key, answer)));
  }
  void take_back(const std::string& key) {
    KeyedWriteDesk desk(context());
    must(run(desk.take_back(UserId{1}, key)));
  }
};

TEST(KeyedWriteDesk, the_first_is_carried_out_and_the_next_is_answered) {
  KeyedWorld world;
  EXPECT_EQ(world.reserve("k").kind, Kind::kMade);
  EXPECT_EQ(world.reserve("k").kind, Kind::kOpen);
  world.keep("k", "{\"id\":1}");
  const store::Reservation again = world.reserve("k");
  EXPECT_EQ(again.kind, Kind::kAnswered);
  EXPECT_EQ(again.answer.status, 201);
  EXPECT_EQ(again.answer.content_type, "application/json");
  EXPECT_EQ(again.answer.body, "{\"id\":1}");
  EXPECT_EQ(world.reserve("k", UserId{1}, "POST /api/v1/sites").kind, Kind::kOther);
  EXPECT_EQ(world.reserve("k", UserId{2}).kind, Kind::kMade);
  EXPECT_EQ(world.reserve("k", UserId{}).kind, Kind::kMade) << "the local administrator";
  EXPECT_EQ(world.reserve("k", UserId{}).kind, Kind::kOpen);
}

TEST(KeyedWriteDesk, a_reservation_outlives_a_crash_and_stays_open) {
  KeyedWorld world;
  ASSERT_EQ(world.reserve("k").kind, Kind::kMade);
  world.crash();
  world.open();
  EXPECT_EQ(world.reserve("k").kind, Kind::kOpen);
}

TEST(KeyedWriteDesk, what_was_taken_back_can_be_carried_out_and_an_answer_stays) {
  KeyedWorld world;
  ASSERT_EQ(world.reserve("k").kind, Kind::kMade);
  world.take_back("k");
  EXPECT_EQ(world.reserve("k").kind, Kind::kMade);
  world.keep("k", "first");
  world.keep("k", "second");
  world.take_back("k");
  EXPECT_EQ(world.reserve("k").answer.body, "first");
}

TEST(KeyedWriteDesk, an_empty_body_is_no_missing_one) {
  KeyedWorld world;
  ASSERT_EQ(world.reserve("k").kind, Kind::kMade);
  world.keep("k", "");
  EXPECT_EQ(world.reserve("k").answer.body, "");
}

TEST(KeyedWriteDesk, rows_of_yesterday_are_taken_away) {
  KeyedWorld world;
  ASSERT_EQ(world.reserve("old").kind, Kind::kMade);
  world.pass(std::chrono::hours(24));
  ASSERT_EQ(world.reserve("new").kind, Kind::kMade);
  world.pass(Millis(1));
  const auto purge = [&world](int limit) {
    const Time before = world.now() - std::chrono::hours(24);
    return world.write<std::int64_t>([before, limit](store::WriteContext& context) {
      return store::keyed_writes::purge(context.db, before, limit);
    });
  };
  EXPECT_EQ(purge(0), 0);
  EXPECT_EQ(purge(10), 1);
  EXPECT_EQ(world.reserve("old").kind, Kind::kMade);
  EXPECT_EQ(world.reserve("new").kind, Kind::kOpen);
}

}  // namespace
}  // namespace vouch::daemon::test
