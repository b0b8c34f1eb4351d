#include "store/sql.h"

#include "store/columns.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class Sql : public testing::Test {
 protected:
  Sql() {
    db_ = std::move(
        Connection::open((folder_.path() / "a.db").string(), Connection::Mode::kReadWrite).value());
    EXPECT_TRUE(db_->script(
        "CREATE TABLE thing(id INTEGER PRIMARY KEY, number INTEGER, real REAL, text TEXT NOT NULL "
        "DEFAULT '', bytes BLOB, name TEXT UNIQUE, kind TEXT CHECK(kind IN ('a', 'b'))) STRICT"));
  }
  TemporaryFolder folder_;
  std::unique_ptr<Connection> db_;
};

TEST_F(Sql, parameters_are_bound_by_their_number_wherever_they_stand) {
  const auto sum = db_->scalar<std::string>("SELECT $2 || '-' || $1 || '-' || $2", "one", "two");
  EXPECT_EQ(sum.value(), "two-one-two");
}

TEST_F(Sql, a_wrong_count_of_values_is_an_error_and_never_null) {
  EXPECT_EQ(db_->scalar<int>("SELECT $1 + $2", 1).error().code, ErrorCode::kInternal);
  EXPECT_EQ(db_->scalar<int>("SELECT $1", 1, 2).error().code, ErrorCode::kInternal);
  EXPECT_EQ(db_->scalar<int>("SELECT ?", 1).error().code, ErrorCode::kInternal);
  EXPECT_EQ(db_->scalar<int>("SELECT $name", 1).error().code, ErrorCode::kInternal);
}

TEST_F(Sql, every_type_comes_back_as_it_went_in) {
  const std::string zero("a\0b", 3);
  const std::string bytes("\xff\x00\xfe", 3);
  ASSERT_TRUE(db_->run("INSERT INTO thing(number, real, text, bytes) VALUES($1, $2, $3, $4)",
                       std::int64_t{-9'007'199'254'740'993}, 0.1, zero, Blob{bytes}));
  const auto checked =
      db_->each("SELECT number, real, text, bytes, name FROM thing", [&](const Row& row) {
        EXPECT_EQ(row.integer(0), -9'007'199'254'740'993);
        EXPECT_EQ(row.real(1), 0.1);
        EXPECT_EQ(row.text(2), zero);
        EXPECT_EQ(row.blob(3), bytes);
        EXPECT_TRUE(row.is_null(4));
        EXPECT_EQ(row.text(4), "");
      });
  ASSERT_TRUE(checked) << checked.error().text();
}

TEST_F(Sql, ids_times_and_optionals_have_their_columns) {
  const Time moment = from_millis(1'790'000'000'123);
  const Date day{std::chrono::days(20'700)};
  ASSERT_TRUE(db_->script("CREATE TABLE t(a INTEGER, b INTEGER, c INTEGER, d INTEGER) STRICT"));
  ASSERT_TRUE(db_->run("INSERT INTO t VALUES($1, $2, $3, $4)", ClaimId{7}, moment, day,
                       std::optional<Time>()));
  ASSERT_TRUE(db_->run("INSERT INTO t VALUES($1, $2, $3, $4)", ClaimId{}, moment, day, moment));
  int rows = 0;
  const auto done = db_->each("SELECT a, b, c, d FROM t ORDER BY d", [&](const Row& row) {
    ClaimId id;
    Time at;
    Date date;
    std::optional<Time> maybe;
    row.read(id, at, date, maybe);
    EXPECT_EQ(at, moment);
    EXPECT_EQ(date, day);
    EXPECT_EQ(maybe.has_value(), rows == 1);
    EXPECT_EQ(id, rows == 0 ? ClaimId{7} : ClaimId{});
    EXPECT_EQ(row.is_null(0), rows == 1) << "no id is NULL";
    ++rows;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(rows, 2);
}

TEST_F(Sql, empty_text_and_empty_bytes_are_not_null) {
  ASSERT_TRUE(db_->run("INSERT INTO thing(text, bytes) VALUES($1, $2)", std::string_view(),
                       Blob{std::string_view()}));
  EXPECT_EQ(db_->scalar<int>("SELECT count(*) FROM thing WHERE bytes IS NOT NULL").value(), 1);
}

TEST_F(Sql, strict_tables_refuse_another_type) {
  const auto wrong = db_->run("INSERT INTO thing(number) VALUES($1)", "seven");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kInvalid);
  EXPECT_NE(wrong.error().message.find("thing.number"), std::string::npos) << wrong.error().message;
}

TEST_F(Sql, broken_rules_have_their_own_codes) {
  ASSERT_TRUE(db_->run("INSERT INTO thing(id, name) VALUES(1, 'x')"));
  EXPECT_EQ(db_->run("INSERT INTO thing(name) VALUES('x')").error().code, ErrorCode::kConflict);
  EXPECT_EQ(db_->run("INSERT INTO thing(id) VALUES(1)").error().code, ErrorCode::kConflict);
  EXPECT_EQ(db_->run("INSERT INTO thing(kind) VALUES('c')").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(db_->run("INSERT INTO thing(text) VALUES(NULL)").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(db_->run("SELECT nothing FROM thing").error().code, ErrorCode::kInternal);
}

TEST_F(Sql, one_text_can_run_inside_its_own_rows) {
  ASSERT_TRUE(db_->run("INSERT INTO thing(text) VALUES('a'), ('b')"));
  constexpr std::string_view kAll = "SELECT id FROM thing ORDER BY id";
  int pairs = 0;
  ASSERT_TRUE(db_->each(
      kAll, [&](const Row&) { ASSERT_TRUE(db_->each(kAll, [&](const Row&) { ++pairs; })); }));
  EXPECT_EQ(pairs, 4);
}

TEST_F(Sql, a_savepoint_that_is_not_released_leaves_nothing) {
  ASSERT_TRUE(db_->script("BEGIN IMMEDIATE"));
  {
    auto kept = Savepoint::begin(*db_);
    ASSERT_TRUE(db_->run("INSERT INTO thing(text) VALUES('kept')"));
    ASSERT_TRUE(kept->release());
  }
  {
    auto dropped = Savepoint::begin(*db_);
    ASSERT_TRUE(db_->run("INSERT INTO thing(text) VALUES('dropped')"));
  }
  ASSERT_TRUE(db_->script("COMMIT"));
  EXPECT_EQ(db_->scalar<std::string>("SELECT group_concat(text) FROM thing").value(), "kept");
}

TEST_F(Sql, a_statement_that_runs_too_long_is_stopped) {
  db_->limit_statement_time(std::chrono::milliseconds(20));
  const auto endless = db_->scalar<int>(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().code, ErrorCode::kTimeout);
  EXPECT_EQ(db_->scalar<int>("SELECT 1").value(), 1) << "the connection goes on";
}

TEST_F(Sql, a_reader_cannot_write) {
  auto reader =
      Connection::open((folder_.path() / "a.db").string(), Connection::Mode::kReadOnly).value();
  EXPECT_EQ(reader->run("INSERT INTO thing(text) VALUES('x')").error().code, ErrorCode::kIo);
}

TEST_F(Sql, a_word_that_no_enum_knows_is_damage) {
  const auto word = db_->first<Outcome>("SELECT 'PERHAPS'", [](const Row& row) {
    Outcome out{};
    row.read(out);
    return out;
  });
  ASSERT_FALSE(word);
  EXPECT_EQ(word.error().code, ErrorCode::kCorrupt);
}

TEST_F(Sql, the_writer_has_the_pragmas_that_durability_rests_on) {
  EXPECT_EQ(db_->scalar<std::string>("PRAGMA journal_mode").value(), "wal");
  EXPECT_EQ(db_->scalar<int>("PRAGMA synchronous").value(), 2);
  EXPECT_EQ(db_->scalar<int>("PRAGMA wal_autocheckpoint").value(), 0);
  EXPECT_EQ(db_->scalar<int>("PRAGMA foreign_keys").value(), 1);
  EXPECT_EQ(db_->scalar<int>("PRAGMA recursive_triggers").value(), 1);
  EXPECT_EQ(db_->scalar<int>("PRAGMA trusted_schema").value(), 0);
}

TEST_F(Sql, a_file_that_is_no_database_is_told_so) {
  write_bytes(folder_.path() / "b.db", std::string(8192, 'x'));
  const auto opened =
      Connection::open((folder_.path() / "b.db").string(), Connection::Mode::kReadWrite);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace vouch::store
