#include "daemon/owner_link_writes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/hash.h"
#include "store/owner_links.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

struct LinkWorld : World {
  web::Actor as(const std::string& login, Role role) {
    web::Actor out = actor(login);
    out.role = role;
    return out;
  }
  web::Actor owner() { return as("lilei", Role::kOwner); }
  web::Actor other_owner() { return as("hanmeimei", Role::kOwner); }
  web::Actor admin() { return as("wang", Role::kAdmin); }

  Result<web::AddedOwnerLink> make(web::Actor by, const std::string& label, int days) {
    return run(parts().commands.add_owner_link(std::move(by), web::AddOwnerLink{label, days}));
  }
  Status end(web::Actor by, OwnerLinkId id) {
    return run(parts().commands.end_owner_link(std::move(by), id));
  }
  bool opens(const std::string& token) {
    return read<bool>([&](store::Connection& db) -> Result<bool> {
      return store::owner_links::opening(db, token, now()).value().has_value();
    });
  }
  std::int64_t audited(const std::string& action) {
    return count("SELECT count(*) FROM audit WHERE action = '" + action + "'");
  }
};

TEST(OwnerLinkWrites, a_link_opens_until_its_time_is_over) {
  LinkWorld world;
  const auto made = world.make(world.owner(), "  手机  ", 2);
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(made->token.size(), 40U);
  EXPECT_EQ(made->expires_at, world.now() + std::chrono::hours(48));
  EXPECT_TRUE(world.opens(made->token));
  EXPECT_EQ(world.audited("owner_link.add"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM owner_link WHERE label = '手机'"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM owner_link WHERE token_sha256 = '" +
                        sha256_hex(made->token) + "'"),
            1);
  world.pass(std::chrono::hours(48));
  EXPECT_FALSE(world.opens(made->token));
}

TEST(OwnerLinkWrites, what_cannot_be_a_link_is_refused_with_words) {
  LinkWorld world;
  EXPECT_EQ(world.make(world.owner(), " ", 31).error().where, "label");
  EXPECT_EQ(world.make(world.owner(), "x", 0).error().where, "days");
  EXPECT_EQ(world.make(world.owner(), "x", 367).error().where, "days");
  EXPECT_EQ(world.audited("owner_link.add"), 0);
}

TEST(OwnerLinkWrites, is_taken_back_once_by_its_maker_or_an_administrator) {
  LinkWorld world;
  const auto first = world.make(world.owner(), "手机", 31).value();
  const auto second = world.make(world.owner(), "电脑", 31).value();
  EXPECT_EQ(world.end(world.other_owner(), first.id).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(world.opens(first.token));
  ASSERT_TRUE(world.end(world.owner(), first.id));
  EXPECT_FALSE(world.opens(first.token));
  EXPECT_EQ(world.end(world.owner(), first.id).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(world.end(world.admin(), second.id));
  EXPECT_FALSE(world.opens(second.token));
  EXPECT_EQ(world.end(world.admin(), OwnerLinkId{99}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(world.audited("owner_link.end"), 2);
}

TEST(OwnerLinkWrites, is_as_good_as_whoever_made_it) {
  LinkWorld world;
  const auto made = world.make(world.owner(), "手机", 31).value();
  const auto by_hand = world.make(web::Actor{{}, Role::kAdmin, "local"}, "本机", 31).value();
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    EXPECT_TRUE(context.db.run("UPDATE \"user\" SET active = 0 WHERE login = 'lilei'"));
    return 0;
  });
  EXPECT_FALSE(world.opens(made.token));
  EXPECT_TRUE(world.opens(by_hand.token));
}

TEST(OwnerLinkWrites, its_use_stands_in_the_books_once_an_hour) {
  LinkWorld world;
  const auto made = world.make(world.owner(), "手机", 31).value();
  const auto use = [&] {
    EXPECT_TRUE(world.run(world.parts().commands.note_owner_link_use(made.id)));
    return world.audited("owner_link.open");
  };
  EXPECT_EQ(use(), 1);
  world.pass(std::chrono::minutes(59));
  EXPECT_EQ(use(), 1);
  world.pass(std::chrono::minutes(1));
  EXPECT_EQ(use(), 2);
}

TEST(OwnerLinkWrites, a_row_is_never_changed_nor_deleted) {
  LinkWorld world;
  const auto made = world.make(world.owner(), "手机", 31).value();
  ASSERT_TRUE(world.end(world.owner(), made.id));
  for (const char* sql :
       {"DELETE FROM owner_link", "UPDATE owner_link SET expires_at = expires_at + 1",
        "UPDATE owner_link SET ended_at = NULL", "UPDATE owner_link SET token_sha256 = 'x'"}) {
    const auto done = world.try_write<int>([&](store::WriteContext& context) -> Result<int> {
      const auto run = context.db.run(sql);
      if (!run) return tl::unexpected(run.error());
      return 0;
    });
    EXPECT_FALSE(done) << sql;
  }
}

}  // namespace
}  // namespace vouch::daemon::test
