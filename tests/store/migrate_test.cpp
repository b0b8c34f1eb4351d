#include "store/migrate.h"

#include <array>

#include "store/backup.h"
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

  // The shipped schema and one step more, as a later program has it.
  std::span<const migrations::Step> later() {
    static constexpr std::array<std::string_view, 1> kParts = {
        "CREATE TABLE later(id INTEGER PRIMARY KEY) STRICT"};
    steps_.assign(migrations::sqlite_steps().begin(), migrations::sqlite_steps().end());
    steps_.push_back({"later", kParts});
    return steps_;
  }
  // ... whose step fails in its second part.
  std::span<const migrations::Step> failing() {
    static constexpr std::array<std::string_view, 2> kParts = {
        "CREATE TABLE later(id INTEGER PRIMARY KEY) STRICT", "INSERT INTO nowhere VALUES (1)"};
    (void)later();
    steps_.back().parts = kParts;
    return steps_;
  }
  StoreOptions later_options() {
    StoreOptions out = options();
    out.schema = later();
    return out;
  }
  std::vector<std::filesystem::path> kept() {
    std::vector<std::filesystem::path> out;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(state() / "backup", none)) {
      out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  int version_of(const std::filesystem::path& path) {
    auto db = Connection::open(path.string(), Connection::Mode::kReadOnly).value();
    return schema_version(*db).value();
  }

  const KeepCopy nothing_to_keep_ = [](int) -> Result<std::string> {
    return fail(ErrorCode::kInternal, "nothing was there to be copied");
  };
  std::vector<migrations::Step> steps_;
};

constexpr std::string_view kSchema =
    "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";

TEST_F(Migrate, a_fresh_database_gets_the_newest_schema) {
  auto db = connect();
  const auto done = migrate(*db, nothing_to_keep_);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(done->from, 0);
  EXPECT_EQ(done->to, newest_schema());
  EXPECT_EQ(done->backup, "") << "nothing was there to be copied";
  EXPECT_EQ(schema_version(*db).value(), newest_schema());
}

TEST_F(Migrate, opening_again_changes_nothing) {
  auto db = connect();
  ASSERT_TRUE(migrate(*db, nothing_to_keep_));
  const auto before = db->scalar<std::string>(kSchema).value();
  db = connect();
  const auto again = migrate(*db, nothing_to_keep_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->from, again->to);
  EXPECT_EQ(db->scalar<std::string>(kSchema).value(), before);
}

TEST_F(Migrate, every_table_is_strict) {
  auto db = connect();
  ASSERT_TRUE(migrate(*db, nothing_to_keep_));
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
  EXPECT_NE(opened.error().message.find("a backup made before"), std::string::npos)
      << opened.error().message;
  EXPECT_EQ(schema_version(*connect()).value(), 999);
}

TEST_F(Migrate, a_database_of_another_program_is_refused) {
  auto db = connect();
  ASSERT_TRUE(db->script("CREATE TABLE bookmarks(url TEXT)"));
  const auto done = migrate(*db, nothing_to_keep_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(done.error().message.find("another program"), std::string::npos);
  EXPECT_EQ(db->scalar<int>("SELECT count(*) FROM sqlite_schema").value(), 1);
}

TEST_F(Migrate, a_step_that_fails_half_way_leaves_the_database_as_it_was) {
  auto db = connect();
  // The schema needs more pages: it fails in the middle of the step.
  ASSERT_TRUE(db->script("PRAGMA max_page_count=40"));
  const auto done = migrate(*db, nothing_to_keep_);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("was left as it was"), std::string::npos)
      << done.error().message;
  EXPECT_EQ(schema_version(*db).value(), 0);
  EXPECT_EQ(db->scalar<int>("SELECT count(*) FROM sqlite_schema").value(), 0);
  EXPECT_FALSE(db->in_transaction());
  ASSERT_TRUE(db->script("PRAGMA max_page_count=100000"));
  EXPECT_TRUE(migrate(*db, nothing_to_keep_)) << "and the next attempt succeeds";
}

TEST_F(Migrate, an_upgrade_keeps_a_whole_backup_of_what_was_there) {
  open();
  const EvidenceId evidence = observe(1, noise(5000, 1));
  close();
  StoreOptions opening = later_options();
  std::vector<int> announced;
  opening.before_upgrade = [&](int from, int to) {
    EXPECT_EQ(version_of(state() / "vouch.db"), newest_schema()) << "told before it begins";
    EXPECT_TRUE(kept().empty());
    announced = {from, to};
  };
  open(std::move(opening));
  EXPECT_EQ(announced, (std::vector{newest_schema(), newest_schema() + 1}));
  EXPECT_EQ(version_of(state() / "vouch.db"), newest_schema() + 1);
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].filename(),
            fmt::format("before-schema-{}-20260921T141320Z", newest_schema() + 1));
  EXPECT_EQ(version_of(kept()[0] / "vouch.db"), newest_schema());
  EXPECT_EQ(bytes_of(kept()[0] / "evidence" / evidence_path(evidence).filename()),
            bytes_of(evidence_path(evidence)));
}

TEST_F(Migrate, the_older_program_names_the_way_back_and_it_works) {
  open();
  observe(1, noise(5000, 1));
  close();
  open(later_options());
  clock_.advance(std::chrono::hours(1));
  observe(2, noise(5000, 2));
  close();

  const auto refused = Store::open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  ASSERT_EQ(kept().size(), 1U);
  const std::string command = fmt::format("`vouch restore {}`", kept()[0].string());
  EXPECT_NE(refused.error().message.find(command), std::string::npos) << refused.error().message;

  const auto restored = backup::restore(kept()[0], state(), clock_.now());
  ASSERT_TRUE(restored) << restored.error().text();
  open();
  EXPECT_EQ(count("observation"), 1);
  EXPECT_FALSE(ledger().first_bad);
  close();

  // What was recorded after the upgrade is not lost: the later program takes it back.
  const auto db =
      Connection::open((restored->kept / "vouch.db").string(), Connection::Mode::kReadOnly);
  ASSERT_TRUE(db);
  EXPECT_EQ((*db)->scalar<int>("SELECT count(*) FROM observation").value(), 2);
}

TEST_F(Migrate, the_newest_backup_that_this_program_can_use_is_named) {
  open();
  observe(1, noise(5000, 1));
  const auto shelf = state() / "backup";
  EXPECT_EQ(backup::newest_usable(shelf, newest_schema()), "") << "there is no folder yet";
  const auto nightly = backup::make(state(), shelf, clock_.now());
  ASSERT_TRUE(nightly);
  close();
  clock_.advance(std::chrono::hours(1));
  open(later_options());
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(backup::make(state(), shelf, clock_.now())) << "of the later version";
  EXPECT_EQ(backup::newest_usable(shelf, newest_schema()).filename().string().substr(0, 14),
            "before-schema-");
  EXPECT_EQ(backup::newest_usable(shelf, newest_schema() + 1).filename(), "vouch-20260921T161320Z");
  EXPECT_EQ(backup::newest_usable(shelf, newest_schema() - 1), "");
}

TEST_F(Migrate, thinning_nightly_backups_leaves_those_of_upgrades) {
  open();
  claim();
  const auto shelf = state() / "backup";
  for (int day = 0; day < 2; ++day) {
    clock_.advance(std::chrono::days(1));
    ASSERT_TRUE(backup::make_before_upgrade(state(), shelf, 2, clock_.now()));
    ASSERT_TRUE(backup::make(state(), shelf, clock_.now()));
  }
  EXPECT_EQ(backup::thin(shelf, 1).value(), 1);
  ASSERT_EQ(kept().size(), 3U);
  clock_.advance(std::chrono::days(1));
  ASSERT_TRUE(backup::make_before_upgrade(state(), shelf, 10, clock_.now()));
  std::vector<std::string> names;
  for (const auto& path : kept()) names.push_back(path.filename());
  EXPECT_EQ(names, (std::vector<std::string>{"before-schema-10-20260924T141320Z",
                                             "before-schema-2-20260923T141320Z",
                                             "vouch-20260923T141320Z"}))
      << "two upgrades' worth stay, the oldest by time goes";
}

TEST_F(Migrate, without_a_backup_nothing_is_migrated) {
  open();
  claim();
  close();
  write_bytes(state() / "backup", "a file where the folder should be");
  const auto opened = Store::open(later_options());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("no backup could be made"), std::string::npos)
      << opened.error().message;
  EXPECT_EQ(version_of(state() / "vouch.db"), newest_schema());
}

TEST_F(Migrate, a_failed_upgrade_leaves_the_old_database_and_its_backup) {
  open();
  claim();
  close();
  StoreOptions opening = options();
  opening.schema = failing();
  const auto opened = Store::open(std::move(opening));
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("was left as it was"), std::string::npos)
      << opened.error().message;
  EXPECT_EQ(kept().size(), 1U);
  open();
  EXPECT_EQ(count("claim"), 1) << "and the older program goes on";
}

// Before its verdicts knew their type of work, and its readers what they had read.
TEST_F(Migrate, the_step_of_work_reports_keeps_what_was_there) {
  auto db = connect();
  ASSERT_TRUE(migrate(*db, nothing_to_keep_, migrations::sqlite_steps().first(17)));
  ASSERT_TRUE(db->script(R"sql(
    INSERT INTO "user"(id, login, name, email, role, post, active, report_weekdays, created_at)
    VALUES(1, 'ann', '安', '', 'employee', '', 1, 31, 1);
    INSERT INTO report(id, user_id, report_day, submitted_at, source, idempotency_key)
    VALUES(1, 1, 20700, 1, 'csv', '');
    INSERT INTO claim(id, report_id, user_id, work_day, submitted_at, work_type, platform, title,
      raw_url, url, strict_key, loose_key, site, link_target, content_asset, late, unplanned,
      off_list, baseline, historic)
    VALUES(1, 1, 1, 20700, 1, 'forum_post', 'forum', '', '', '', '', '', '', '', '', 0, 0, 0, 0, 0);
    INSERT INTO verdict(claim_id, user_id, work_day, counted, work, phase, reason, since, json)
    VALUES(1, 1, 20700, 1, 'VERIFIED', 'NONE', '', 0, '');
    INSERT INTO verdict_engine(claim_id, engine, user_id, work_day, counted, verdict)
    VALUES(1, 'baidu', 1, 20700, 1, 'INDEXED');
    INSERT INTO acknowledgement(user_id, version, at) VALUES(1, 3, 7);
  )sql"));
  ASSERT_TRUE(migrate(*db, [](int) -> Result<std::string> { return std::string(); }));
  EXPECT_EQ(db->scalar<std::string>("SELECT work_type FROM verdict").value(), "forum_post");
  EXPECT_EQ(db->scalar<std::string>("SELECT work_type FROM verdict_engine").value(), "forum_post");
  EXPECT_EQ(db->scalar<std::string>("SELECT subject || version || at FROM acknowledgement").value(),
            "checks_notice37");
  EXPECT_EQ(db->scalar<int>("SELECT sum(claims) FROM verdict_count").value(), 1)
      << "a new column is no change of a verdict";
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
