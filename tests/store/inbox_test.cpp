#include "store/inbox.h"

#include "store/channels.h"
#include "store/outbox.h"
#include "store/preferences.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class InboxStore : public StoreTest {
 protected:
  void SetUp() override {
    open();
    zhang_ = user("zhang");
    wang_ = user("wang");
  }
  UserId user(const std::string& login) {
    return write<UserId>([&](WriteContext& context) -> Result<UserId> {
             User made;
             made.login = made.name = login;
             return people::insert_user(context.db, made, context.now);
           })
        .value();
  }
  InboxId put(UserId reader, const std::string& letter, Time at) {
    return write<InboxId>([&](WriteContext& context) {
             InboxEntry entry;
             entry.reader = reader;
             entry.rule = "needs_correction";
             entry.letter = letter;
             entry.title = "需补正：" + letter;
             entry.lines = {{"看证据", "https://vouch.example/p/t/claims/1"}, {"请看一下", ""}};
             entry.created_at = at;
             return inbox::insert_once(context.db, entry,
                                       letter + "/" + std::to_string(reader.value));
           })
        .value();
  }
  std::vector<InboxId> ids(UserId reader, bool unread_only = false, InboxId before = {},
                           int limit = 100) {
    std::vector<InboxId> out;
    for (const InboxRow& row : read<std::vector<InboxRow>>(
             [&](Connection& db) { return inbox::list(db, reader, unread_only, before, limit); })) {
      out.push_back(row.entry.id);
    }
    return out;
  }
  std::int64_t unread(UserId reader) {
    return read<std::int64_t>([&](Connection& db) { return inbox::unread(db, reader); });
  }
  bool run(const std::string& sql) {
    return write<int>([&](WriteContext& context) -> Result<int> {
             const auto done = context.db.run(sql);
             if (!done) return tl::unexpected(done.error());
             return 1;
           })
        .has_value();
  }
  Time at(int minute) { return from_millis(1'800'000'000'000 + minute * 60'000LL); }

  UserId zhang_;
  UserId wang_;
};

TEST_F(InboxStore, an_entry_comes_back_as_it_was_written) {
  const InboxId id = put(zhang_, "c1", at(0));
  const auto found =
      read<std::optional<InboxEntry>>([&](Connection& db) { return inbox::find(db, id); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reader, zhang_);
  EXPECT_EQ(found->rule, "needs_correction");
  EXPECT_EQ(found->letter, "c1");
  EXPECT_EQ(found->title, "需补正：c1");
  ASSERT_EQ(found->lines.size(), 2U);
  EXPECT_EQ(found->lines[0].url, "https://vouch.example/p/t/claims/1");
  EXPECT_EQ(found->lines[1].text, "请看一下");
  EXPECT_EQ(found->created_at, at(0));
  EXPECT_FALSE(found->read_at);
}

TEST_F(InboxStore, a_letter_stands_in_it_once) {
  const InboxId id = put(zhang_, "c1", at(0));
  EXPECT_EQ(put(zhang_, "c1", at(5)), id);
  EXPECT_NE(put(wang_, "c1", at(5)), id);
  EXPECT_EQ(ids(zhang_).size(), 1U);
}

TEST_F(InboxStore, the_newest_come_first_and_pages_do_not_overlap) {
  std::vector<InboxId> made;
  for (int i = 0; i < 5; ++i) {
    made.insert(made.begin(), put(zhang_, "c" + std::to_string(i), at(i)));
    put(wang_, "w" + std::to_string(i), at(i));
  }
  EXPECT_EQ(ids(zhang_), made);
  EXPECT_EQ(ids(zhang_, false, {}, 2), (std::vector<InboxId>{made[0], made[1]}));
  EXPECT_EQ(ids(zhang_, false, made[1], 2), (std::vector<InboxId>{made[2], made[3]}));
}

TEST_F(InboxStore, its_reader_reads_it_and_nobody_else) {
  const InboxId first = put(zhang_, "c1", at(0));
  const InboxId second = put(zhang_, "c2", at(1));
  const InboxId third = put(zhang_, "c3", at(2));
  const InboxId his = put(wang_, "w1", at(3));
  const auto mark = [&](UserId who, InboxId id) {
    return write<bool>(
               [&](WriteContext& context) { return inbox::mark_read(context.db, who, id, at(9)); })
        .value();
  };
  EXPECT_TRUE(mark(zhang_, second));
  EXPECT_TRUE(mark(zhang_, second)) << "twice changes nothing";
  EXPECT_FALSE(mark(zhang_, his));
  EXPECT_EQ(unread(zhang_), 2);
  EXPECT_EQ(unread(wang_), 1);
  EXPECT_EQ(ids(zhang_, true), (std::vector<InboxId>{third, first}));
  const auto all = write<std::int64_t>([&](WriteContext& context) {
    return inbox::mark_read_up_to(context.db, zhang_, first, at(10));
  });
  EXPECT_EQ(all.value(), 1);
  EXPECT_EQ(ids(zhang_, true), std::vector<InboxId>{third}) << "what came meanwhile is unread";
  EXPECT_EQ(unread(wang_), 1);
}

TEST_F(InboxStore, an_entry_may_only_be_read_and_once) {
  put(zhang_, "c1", at(0));
  EXPECT_FALSE(run("UPDATE inbox SET title = 'x', read_at = 5"));
  EXPECT_FALSE(run("UPDATE inbox SET reader_id = reader_id + 1, read_at = 5"));
  EXPECT_TRUE(run("UPDATE inbox SET read_at = 5"));
  EXPECT_FALSE(run("UPDATE inbox SET read_at = 6"));
  EXPECT_FALSE(run("UPDATE inbox SET read_at = NULL"));
}

TEST_F(InboxStore, a_purge_takes_the_old_and_no_id_or_letter_comes_back) {
  const InboxId old = put(zhang_, "c1", at(0));
  const InboxId newer = put(zhang_, "c2", at(10));
  const auto purge = [&](Time before) {
    return write<std::int64_t>(
               [&](WriteContext& context) { return inbox::purge(context.db, before, 100); })
        .value();
  };
  EXPECT_EQ(purge(at(5)), 1);
  EXPECT_EQ(ids(zhang_), std::vector<InboxId>{newer});
  EXPECT_EQ(put(zhang_, "c1", at(20)), InboxId{}) << "it was told";
  EXPECT_EQ(purge(at(60)), 0) << "the newest stays, so that ids go on from it";
  EXPECT_GT(put(zhang_, "c3", at(61)), newer);
  EXPECT_EQ(purge(at(61)), 1);
  EXPECT_NE(old, newer);
}

TEST_F(InboxStore, the_newest_word_about_a_channel_holds_and_all_are_kept) {
  const auto say = [&](UserId who, const Preference& said) {
    return write<int>([&](WriteContext& context) -> Result<int> {
             const Status added = preferences::add(context.db, who, said, context.now, "link");
             if (!added) return tl::unexpected(added.error());
             return 0;
           })
        .has_value();
  };
  EXPECT_TRUE(say(zhang_, {"daily", "mail", false}));
  EXPECT_TRUE(say(zhang_, {"weekly", "mail", false}));
  EXPECT_TRUE(say(zhang_, {"daily", "mail", true}));
  EXPECT_TRUE(say(wang_, {"daily", "mail", false}));
  const auto current = read<std::vector<Preference>>(
      [&](Connection& db) { return preferences::current(db, zhang_); });
  ASSERT_EQ(current.size(), 2U);
  EXPECT_TRUE(current[0].letters) << current[0].rule;
  EXPECT_FALSE(current[1].letters) << current[1].rule;
  EXPECT_EQ(read<std::int64_t>([](Connection& db) {
              return db.scalar<std::int64_t>("SELECT count(*) FROM preference");
            }),
            4);
}

TEST_F(InboxStore, how_the_newest_message_to_an_address_ended) {
  const ChannelId mail = write<ChannelId>([](WriteContext& context) {
                           return channels::upsert(context.db, "mail", ChannelKind::kMail);
                         }).value();
  const auto send = [&](const std::string& id, const std::string& address, MessageState state) {
    write<int>([&](WriteContext& context) -> Result<int> {
      Message message;
      message.id = message.dedup_key = id;
      message.channel = mail;
      message.recipient = zhang_;
      message.address = address;
      message.created_at = message.next_at = context.now;
      EXPECT_TRUE(outbox::insert_once(context.db, message).value());
      if (state == MessageState::kPending) return 0;
      EXPECT_TRUE(outbox::begin_attempt(context.db, id, 0, context.now).value());
      AttemptOutcome outcome;
      outcome.state = state;
      outcome.code = "rcpt 550";
      EXPECT_TRUE(outbox::complete(context.db, id, 1, outcome).value());
      return 0;
    });
  };
  const auto dead = [&](const std::string& address) {
    const auto end = read<std::optional<AddressEnd>>(
        [&](Connection& db) { return outbox::last_end(db, zhang_, mail, address); });
    return end ? std::string(to_string(end->state)) + " " + end->code : std::string("none");
  };
  EXPECT_EQ(dead("a@x"), "none");
  send("1", "a@x", MessageState::kDead);
  send("2", "a@x", MessageState::kPending);
  EXPECT_EQ(dead("a@x"), "dead rcpt 550");
  EXPECT_EQ(dead("b@x"), "none") << "another address is another matter";
  send("3", "a@x", MessageState::kSent);
  EXPECT_EQ(dead("a@x"), "sent rcpt 550");
}

}  // namespace
}  // namespace vouch::store
