#include "daemon/rulebook.h"

#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "daemon/record_writes.h"
#include "store/records.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr int kNext = 100;  // higher than what is shipped

// The shipped forum policy, with another live deadline and revision.
std::string forum_policy(int revision, const std::string& deadline, const std::string& type) {
  return fmt::format(R"(revision = {}
effective_from = 2026-01-01
verified_on = 2026-11-01
source = "the company"
[[policy]]
key = "forum"
name = "论坛/贴吧"
work_types = [{}]
live_deadline = "{}"
live_confirmations = 2
live_spacing = "2h"
index = "measure"
index_confirmations = 3
index_spacing = "24h"
survival = "7d"
page_looks = ["10m", "2h", "1d", "3d", "7d", "14d", "30d"]
index_looks = ["1d", "2d", "3d", "5d", "7d", "10d", "30d"]
)",
                     revision, type, deadline);
}
const std::string kTypes = R"("forum_post", "forum_reply")";

struct RuleWorld : World {
  RuleWorld() {
    std::filesystem::create_directory(folder + "/data");
    settings.data.dir = folder + "/data";
  }
  void put(const std::string& text) { std::ofstream(folder + "/data/own.toml") << text; }
  Result<Rules> reload() { return make_rulebook(store(), settings, now()); }
  std::int64_t revisions() {
    return count("SELECT count(*) FROM record_version WHERE kind = 'policy' AND key = 'forum'");
  }
};

TEST(Rulebook, a_claim_keeps_its_policy_after_a_higher_revision_came) {
  RuleWorld world;
  const ClaimId old = world.report("lilei", "http://forum.example/t/1");
  const Time deadline = world.stage(old, kLive).deadline;
  world.put(forum_policy(kNext, "72h", kTypes));
  world.context().rules = must(world.reload());
  const ClaimId fresh = world.report("lilei", "http://forum.example/t/2");
  EXPECT_EQ(world.stage(fresh, kLive).deadline, world.now() + std::chrono::hours(72));
  world.web.page("http://forum.example/t/1", "不锈钢阀门选型", "在");
  world.look(old);
  EXPECT_EQ(world.stage(old, kLive).deadline, deadline);
}

TEST(Rulebook, every_kind_of_record_that_is_shipped_is_in_force) {
  RuleWorld world;
  std::map<std::string, int> kinds;
  const Rules rules = must(world.reload());
  for (const auto& version : must(world.store().read_now<std::vector<store::RecordVersion>>(
           std::function<Result<std::vector<store::RecordVersion>>(store::Connection&)>(
               [](store::Connection& db) { return all_versions(db); }))))
    ++kinds[version.kind];
  for (const std::string_view kind : config::record_kinds())
    EXPECT_GT(kinds[std::string(kind)], 0) << kind;
  ASSERT_FALSE(rules->records.checks_notices.empty()) << "检测说明";
  EXPECT_EQ(rules->records.checks_notices.front().version, 1);
}

TEST(Rulebook, a_file_counts_only_when_its_revision_is_higher) {
  RuleWorld world;
  world.put(forum_policy(kNext, "72h", kTypes));
  must(world.reload());
  world.put(forum_policy(kNext, "5h", kTypes));
  const Rules rules = must(world.reload());
  EXPECT_EQ(rules->records.policy("forum")->live_deadline, std::chrono::hours(72));
  EXPECT_EQ(world.revisions(), 2);
}

TEST(Rulebook, a_file_that_cannot_be_read_or_used_changes_nothing_in_the_store) {
  RuleWorld world;
  const std::int64_t before = world.count("SELECT count(*) FROM record_version");
  world.put(forum_policy(kNext, "a while", kTypes));
  EXPECT_FALSE(world.reload());
  // Readable, but a work type would be left without any policy.
  world.put(forum_policy(kNext, "72h", R"("forum_post", "no_such_type")"));
  EXPECT_FALSE(world.reload());
  EXPECT_EQ(world.count("SELECT count(*) FROM record_version"), before);
  EXPECT_EQ(world.revisions(), 1);
  world.put(forum_policy(kNext, "72h", kTypes));  // mended under the same revision
  EXPECT_TRUE(world.reload());
  EXPECT_EQ(world.revisions(), 2);
}

TEST(Rulebook, records_that_the_whole_set_cannot_bear_are_not_stored) {
  RuleWorld world;
  // Policies without a fallback: every single record is fine, the set is not.
  std::string text = forum_policy(kNext, "72h", kTypes);
  text += R"(
[[policy]]
key = "feed"
name = "头条号/公众号"
platform_class = "feed"
work_types = ["media_article"]
live_deadline = "24h"
live_confirmations = 2
live_spacing = "2h"
index = "measure"
index_confirmations = 3
index_spacing = "24h"
survival = "14d"
page_looks = ["10m"]
index_looks = ["1d"]
)";
  world.put(text);
  const auto answer = world.reload();
  ASSERT_FALSE(answer);
  EXPECT_EQ(world.revisions(), 1) << answer.error().text();
}

TEST(Rulebook, records_that_nobody_compared_for_ninety_days_are_named_once) {
  RuleWorld world;
  EXPECT_TRUE(world.rules().warnings.empty());
  world.set(at("2027-11-24", 9));
  const Rules rules = must(world.reload());
  ASSERT_EQ(rules->warnings.size(), 1U);
  EXPECT_NE(rules->warnings[0].find("not compared with the world for more than 90 days"),
            std::string::npos)
      << rules->warnings[0];
}

TEST(Rulebook, a_record_that_was_compared_since_is_not_named) {
  RuleWorld world;
  const auto count = [&] {
    const Rules rules = must(world.reload());
    return rules->warnings.empty() ? 0 : std::stoi(rules->warnings[0]);
  };
  world.set(at("2027-11-24", 9));
  const int before = count();
  world.write<int>([](store::WriteContext& context) -> Result<int> {  // it is in no data file
    auto fresh = must(store::records::newest(context.db, "platform", "zhihu")).value();
    Platform platform = must(config::platform_from_json(fresh.text));
    platform.verified_on = "2027-11-01";
    fresh.revision = kNext;
    fresh.text = config::to_json(platform);
    EXPECT_TRUE(must(store::records::insert_if_newer(context.db, fresh)));
    return 0;
  });
  EXPECT_EQ(count(), before - 1);
}

TEST(Rulebook, an_import_that_only_asks_changes_nothing_and_one_that_acts_is_a_new_revision) {
  RuleWorld world;
  web::ImportRecords request;
  request.toml = forum_policy(kNext, "72h", kTypes);
  request.file_name = "own.toml";
  request.dry_run = true;
  const web::Actor root = world.actor("root");
  const auto asked = world.write<web::ImportedRecords>([&](store::WriteContext& context) {
    return write_records(context, root, world.rules(), request);
  });
  ASSERT_EQ(asked.changes.size(), 1U);
  EXPECT_LT(asked.changes[0].revision_before, kNext);
  EXPECT_EQ(world.revisions(), 1);
  request.dry_run = false;
  request.progress = std::make_shared<WorkProgress>();
  world.write<web::ImportedRecords>([&](store::WriteContext& context) {
    return write_records(context, root, world.rules(), request);
  });
  EXPECT_EQ(world.revisions(), 2);
  EXPECT_EQ(request.progress->total, 1);
  EXPECT_EQ(request.progress->done, 1);
  request.progress->done = 0;
  const auto again = world.write<web::ImportedRecords>([&](store::WriteContext& context) {
    return write_records(context, root, world.rules(), request);
  });
  EXPECT_TRUE(again.changes.empty());
  EXPECT_EQ(again.unchanged.size(), 1U);
  EXPECT_EQ(request.progress->done, 1) << "what is not newer is done with too";
}

}  // namespace
}  // namespace vouch::daemon::test
