// The versions of one record, and who added them.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "store/audit.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

class RecordHistoryTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const std::function<Result<int>(store::WriteContext&)> job = add_versions;
    ASSERT_TRUE(world().store->write_now<int>(job));
  }
  // Beside the one that came with the program: by an administrator, and on the machine itself.
  static Result<int> add_versions(store::WriteContext& context) {
    add(context, 2, now() + Millis(1), world().company.users.at("root"), "session");
    add(context, 3, now() + Millis(2), UserId{}, "socket");
    return 0;
  }
  static void add(store::WriteContext& context, std::int64_t revision, Time at, UserId by,
                  const char* via) {
    store::RecordVersion record;
    record.kind = "policy";
    record.key = "forum_post";
    record.revision = revision;
    record.effective_from = at;
    record.added_at = at;
    record.source = "ui";
    record.text = R"({"name":"第)" + std::to_string(revision) + R"("})";
    EXPECT_TRUE(store::records::insert_if_newer(context.db, record));
    store::AuditEntry entry;
    entry.at = at;
    entry.actor = by;
    entry.via = via;
    entry.action = "record.import";
    entry.subject = "policy:forum_post";
    entry.detail = "{}";
    EXPECT_TRUE(store::audit::insert(context.db, entry));
  }
  static Answer get(const char* query, const char* login = "root") {
    return world().get(login, std::string("/api/v1/records/history?") + query);
  }
};

TEST_F(RecordHistoryTest, names_every_version_and_who_added_it_the_newest_first) {
  const Answer answer = get("kind=policy&key=forum_post");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::array items = json::parse(answer.body).as_object().at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].at("revision").as_int64(), 3);
  EXPECT_TRUE(items[0].at("login").is_null());
  EXPECT_EQ(items[0].at("via").as_string(), "socket");
  EXPECT_EQ(items[1].at("revision").as_int64(), 2);
  EXPECT_EQ(items[1].at("login").as_string(), "root");
  EXPECT_EQ(items[1].at("name").as_string(), "孙管理");
  EXPECT_EQ(items[1].at("via").as_string(), "session");
  EXPECT_EQ(items[1].at("text").as_string(), R"({"name":"第2"})");
  EXPECT_EQ(items[1].at("source").as_string(), "ui");
  EXPECT_EQ(items[2].at("revision").as_int64(), 1);
  EXPECT_TRUE(items[2].at("login").is_null());
  EXPECT_TRUE(items[2].at("via").is_null()) << "it came with the program";
}

TEST_F(RecordHistoryTest, what_is_not_there_is_said) {
  EXPECT_EQ(get("kind=policy&key=none").status, 404);
  EXPECT_EQ(get("kind=policy").status, 404);
  EXPECT_EQ(get("kind=nothing&key=forum_post").status, 400);
  EXPECT_EQ(get("kind=policy&key=forum_post", "wang").status, 403);
}

}  // namespace
}  // namespace vouch::web::test
