#include "store/letters.h"

#include "store/notices.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

constexpr NoticeKind kRule = NoticeKind::kNeedsCorrection;

class Letters : public StoreTest {
 protected:
  void SetUp() override {
    open();
    reader_ = write<UserId>([](WriteContext& context) -> Result<UserId> {
                User user;
                user.login = "reader";
                user.name = "张三";
                return people::insert_user(context.db, user, context.now);
              }).value();
  }
  NoticeId notice(const std::string& key) {
    return write<NoticeId>([&](WriteContext& context) -> Result<NoticeId> {
             Notice made;
             made.key = key;
             made.kind = kRule;
             made.recipient = reader_;
             made.created_at = made.due_at = context.now;
             made.body = "{}";
             return notices::insert_once(context.db, made).value().value();
           })
        .value();
  }
  bool add(NoticeId id, Time decide_at) {
    return write<bool>([&](WriteContext& context) {
             LetterItem item;
             item.notice = id;
             item.reader = reader_;
             item.rule = kRule;
             item.since = context.now;
             return letters::add(context.db, item, decide_at);
           })
        .value();
  }
  std::vector<NoticeId> in_state(LetterState state) {
    std::vector<NoticeId> ids;
    for (const LetterItem& item : read<std::vector<LetterItem>>(
             [&](Connection& db) { return letters::items(db, reader_, kRule, state); })) {
      ids.push_back(item.notice);
    }
    return ids;
  }
  std::optional<Time> next_due() {
    return read<std::optional<Time>>([](Connection& db) { return letters::next_due(db); });
  }
  LetterGroup group() {
    return read<std::optional<LetterGroup>>(
               [&](Connection& db) { return letters::find_group(db, reader_, kRule); })
        .value();
  }
  UserId reader_;
};

TEST_F(Letters, a_notice_waits_once_and_its_group_is_decided_at_the_earliest_moment_asked_for) {
  const Time now = clock_.now();
  const NoticeId first = notice("a");
  const NoticeId second = notice("b");
  EXPECT_TRUE(add(first, now + std::chrono::minutes(2)));
  EXPECT_FALSE(add(first, now));
  EXPECT_EQ(next_due(), now + std::chrono::minutes(2)) << "what waits already wakes nobody";
  EXPECT_TRUE(add(second, now + std::chrono::minutes(9)));
  EXPECT_EQ(next_due(), now + std::chrono::minutes(2));
  EXPECT_EQ(in_state(LetterState::kWaiting), (std::vector{first, second}));
  EXPECT_EQ(group().told_at, std::nullopt);
}

TEST_F(Letters, groups_are_due_at_their_moment_and_not_before) {
  const Time due = clock_.now() + std::chrono::minutes(2);
  add(notice("a"), due);
  const auto due_at = [&](Time moment) {
    return read<std::vector<LetterGroup>>(
               [&](Connection& db) { return letters::due(db, moment, 10); })
        .size();
  };
  EXPECT_EQ(due_at(due - Millis(1)), 0U);
  EXPECT_EQ(due_at(due), 1U);
}

TEST_F(Letters, a_letter_moves_its_items_and_writes_the_log_and_a_later_item_wakes_the_group) {
  const NoticeId first = notice("a");
  add(first, clock_.now());
  const Time told = clock_.now() + std::chrono::minutes(2);
  write<int>([&](WriteContext& context) -> Result<int> {
    EXPECT_TRUE(letters::mark(context.db, first, LetterState::kTold, told, "msg_1").value());
    EXPECT_FALSE(letters::mark(context.db, NoticeId{99}, LetterState::kTold, told, "").value());
    EXPECT_TRUE(letters::put_group(context.db, {reader_, kRule, told, std::nullopt}));
    return 0;
  }).value();
  EXPECT_TRUE(in_state(LetterState::kWaiting).empty());
  EXPECT_EQ(in_state(LetterState::kTold), std::vector{first});
  EXPECT_EQ(next_due(), std::nullopt);
  const auto item = read<std::optional<LetterItem>>(
      [&](Connection& db) { return letters::find_item(db, first); });
  ASSERT_TRUE(item);
  EXPECT_EQ(item->message, "msg_1");
  EXPECT_EQ(item->at, told);
  add(notice("b"), told + std::chrono::minutes(1));
  EXPECT_EQ(next_due(), told + std::chrono::minutes(1));
  EXPECT_EQ(group().told_at, told) << "the log outlives what is told";
}

TEST_F(Letters, what_is_over_keeps_the_message_that_told_it) {
  const NoticeId id = notice("a");
  add(id, clock_.now());
  write<int>([&](WriteContext& context) -> Result<int> {
    EXPECT_TRUE(letters::mark(context.db, id, LetterState::kTold, context.now, "msg_1"));
    EXPECT_TRUE(letters::mark(context.db, id, LetterState::kOver, context.now, ""));
    return 0;
  }).value();
  const auto item =
      read<std::optional<LetterItem>>([&](Connection& db) { return letters::find_item(db, id); });
  EXPECT_EQ(item->state, LetterState::kOver);
  EXPECT_EQ(item->message, "msg_1");
  EXPECT_TRUE(in_state(LetterState::kOver).empty()) << "only open items are listed";
}

TEST_F(Letters, nothing_of_it_is_left_where_the_transaction_fails) {
  const NoticeId id = notice("a");
  const auto failed = write<int>([&](WriteContext& context) -> Result<int> {
    LetterItem item;
    item.notice = id;
    item.reader = reader_;
    item.rule = kRule;
    item.since = context.now;
    EXPECT_TRUE(letters::add(context.db, item, context.now).value());
    return fail(ErrorCode::kIo, "disk full");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(count("letter_item"), 0);
  EXPECT_EQ(count("letter_group"), 0);
}

}  // namespace
}  // namespace vouch::store
