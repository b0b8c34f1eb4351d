#include "store/migrate.h"

#include "store/lock.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class Migrate : public StoreTest {
 protected:
  std::unique_ptr<Connection> connect() {
    std::filesystem::create_directories(state());
    return std::move(
        Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadWrite).value());
  }
  std::string spare() { return (folder_.path() / "spare").string(); }
};

constexpr std::string_view kSchema =
    "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";

TEST_F(Migrate, a_fresh_database_gets_the_newest_schema) {
  auto db = connect();
  const auto done = migrate(*db, spare(), clock_.now());
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(done->from, 0);
  EXPECT_EQ(done->to, newest_schema());
  EXPECT_EQ(done->backup, "") << "nothing was there to be copied";
  EXPECT_EQ(schema_version(*db).value(), newest_schema());
}

TEST_F(Migrate, opening_again_changes_nothing) {
  auto db = connect();
  ASSERT_TRUE(migrate(*db, spare(), clock_.now()));
  const auto before = db->scalar<std::string>(kSchema).value();
  db = connect();
  const auto again = migrate(*db, spare(), clock_.now());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->from, again->to);
  EXPECT_EQ(db->scalar<std::string>(kSchema).value(), before);
}

TEST_F(Migrate, every_table_is_strict) {
  auto db = connect();
  ASSERT_TRUE(migrate(*db, spare(), clock_.now()));
  const auto loose = db->scalar<std::string>(
      "SELECT group_concat(name) FROM pragma_table_list WHERE type = 'table' AND strict = 0 "
      "AND name NOT LIKE 'sqlite_%'");
  EXPECT_EQ(loose.value(), "");
}

TEST_F(Migrate, a_database_of_a_newer_version_is_refused_and_left_alone) {
  open();
  close();
  {
    auto db = connect();
    ASSERT_TRUE(db->script("PRAGMA user_version=999"));
  }
  const auto opened = Store::open(options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(opened.error().message.find("version 999"), std::string::npos);
  EXPECT_NE(opened.error().message.find("newer program"), std::string::npos);
  EXPECT_EQ(schema_version(*connect()).value(), 999);
}

TEST_F(Migrate, a_database_of_another_program_is_refused) {
  auto db = connect();
  ASSERT_TRUE(db->script("CREATE TABLE bookmarks(url TEXT)"));
  const auto done = migrate(*db, spare(), clock_.now());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(done.error().message.find("another program"), std::string::npos);
  EXPECT_EQ(db->scalar<int>("SELECT count(*) FROM sqlite_schema").value(), 1);
}

TEST_F(Migrate, a_step_that_fails_half_way_leaves_the_database_as_it_was) {
  auto db = connect();
  // The schema needs more pages: it fails in the middle of the step.
  ASSERT_TRUE(db->script("PRAGMA max_page_count=40"));
  const auto done = migrate(*db, spare(), clock_.now());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("was left as it was"), std::string::npos)
      << done.error().message;
  EXPECT_EQ(schema_version(*db).value(), 0);
  EXPECT_EQ(db->scalar<int>("SELECT count(*) FROM sqlite_schema").value(), 0);
  EXPECT_FALSE(db->in_transaction());
  ASSERT_TRUE(db->script("PRAGMA max_page_count=100000"));
  EXPECT_TRUE(migrate(*db, spare(), clock_.now())) << "and the next attempt succeeds";
}

TEST_F(Migrate, a_second_process_is_refused_by_name) {
  open();
  const auto second = Store::open(options());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos)
      << second.error().message;
  close();
  EXPECT_TRUE(Store::open(options()));
}

}  // namespace
}  // namespace vouch::store
