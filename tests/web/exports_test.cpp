// Every list as a file, with a cell in it that a spreadsheet would take for a formula.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "store/audit.h"
#include "store/waivers.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

constexpr const char* kFormula = "=1+1";

class ExportsTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const std::function<Result<int>(store::WriteContext&)> job = write_formulas;
    ASSERT_TRUE(world().store->write_now<int>(job));
  }
  static Result<int> write_formulas(store::WriteContext& context) {
    store::Connection& db = context.db;
    EXPECT_TRUE(store::keywords::insert(db, Keyword{KeywordId{}, kFormula, kFormula, 1}));
    Waiver waiver;
    waiver.platform = "forum";
    waiver.person = world().company.users.at("lilei");
    waiver.from = waiver.to = today();
    waiver.reason = kFormula;
    waiver.author = "wang";
    waiver.at = now();
    EXPECT_TRUE(store::waivers::insert(db, waiver));
    User user;
    user.login = "formula";
    user.name = kFormula;
    user.team = must_find(db, "lilei").team;
    user.report_weekdays = 0b0011111U;
    user.link_token = link_token_of("formula");
    const auto id = store::people::insert_user(db, user, now());
    EXPECT_TRUE(id);
    Dispute dispute;
    dispute.claim = world().company.claims.at("failed_public");
    dispute.opened_by = world().company.users.at("lilei");
    dispute.text = kFormula;
    dispute.opened_at = now();
    dispute.due_at = now() + std::chrono::hours(48);
    EXPECT_TRUE(store::disputes::open(db, dispute));
    for (int days : {0, 10}) {
      store::AuditEntry entry;
      entry.at = now() - std::chrono::hours(24 * days);
      entry.actor = world().company.users.at(days == 0 ? "root" : "wang");
      entry.via = "session";
      entry.action = "test." + std::to_string(days);
      entry.subject = kFormula;
      EXPECT_TRUE(store::audit::insert(db, entry));
    }
    return 0;
  }
  static User must_find(store::Connection& db, const std::string& login) {
    return store::people::user_by_login(db, login).value().value();
  }
  static Answer get(const std::string& file, const std::string& login = "root") {
    return world().get(login, "/api/v1/exports/" + file);
  }
};

std::string first_sheet_of(const std::string& bytes) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("vouch-export-" + std::to_string(::getpid()));
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string list = "unzip -p " + file.string() + " xl/worksheets/sheet1.xml";
  std::string xml;
  if (FILE* pipe = ::popen(list.c_str(), "r")) {
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      xml.append(buffer, n);
    if (::pclose(pipe) != 0) xml.clear();
  }
  std::filesystem::remove(file);
  return xml;
}

TEST_F(ExportsTest, no_cell_of_any_list_is_a_formula) {
  for (const char* name :
       {"keywords", "ranks", "disputes", "waivers", "users", "audit", "matrix"}) {
    const Answer csv = get(std::string(name) + ".csv");
    ASSERT_EQ(csv.status, 200) << name << csv.body;
    EXPECT_TRUE(csv.body.starts_with("\xEF\xBB\xBF")) << name;
    EXPECT_TRUE(csv.has("'=1+1")) << name << csv.body;
    EXPECT_FALSE(csv.has(",=1+1")) << name;
    EXPECT_FALSE(csv.has("\n=1+1")) << name;
    const Answer xlsx = get(std::string(name) + ".xlsx");
    ASSERT_EQ(xlsx.status, 200) << name;
    EXPECT_TRUE(xlsx.body.starts_with("PK\x03\x04")) << name;
    const std::string xml = first_sheet_of(xlsx.body);
    if (xml.empty()) continue;  // no unzip
    EXPECT_EQ(xml.find("<f>"), std::string::npos) << name;
    EXPECT_NE(xml.find(">=1+1<"), std::string::npos) << name << ": the text itself";
  }
}

TEST_F(ExportsTest, each_is_a_row_of_the_audit_before_it_leaves) {
  for (const char* name :
       {"keywords", "ranks", "disputes", "waivers", "users", "audit", "matrix"}) {
    const std::string file = std::string(name) + ".csv";
    world().commands = FakeCommands{};
    ASSERT_EQ(get(file).status, 200);
    ASSERT_EQ(world().commands.asked.size(), 1U) << name;
    EXPECT_EQ(world().commands.asked.back().what, "note_export");
    EXPECT_EQ(world().commands.exported.name, file);
    EXPECT_GT(world().commands.exported.rows, 0) << name;
    world().commands.refusal = Error{ErrorCode::kIo, "disk", {}};
    EXPECT_EQ(get(file).status, 500) << name;
  }
}

TEST_F(ExportsTest, each_role_exports_what_it_reads) {
  struct Row {
    const char* login;
    const char* name;
    int status;
  };
  for (const Row& row : {Row{"lilei", "ranks.csv", 200}, Row{"lilei", "keywords.csv", 403},
                         Row{"wang", "keywords.csv", 403}, Row{"wang", "waivers.xlsx", 200},
                         Row{"lilei", "waivers.csv", 403}, Row{"wang", "users.csv", 403},
                         Row{"root", "users.xlsx", 200}, Row{"waibao", "ranks.csv", 403},
                         Row{"boss", "users.csv", 403}}) {
    EXPECT_EQ(get(row.name, row.login).status, row.status) << row.login << " " << row.name;
  }
  const Answer none = get("nothing.csv");
  EXPECT_EQ(none.status, 404);
  EXPECT_TRUE(none.has("waivers")) << "what there is";
}

TEST_F(ExportsTest, a_leader_exports_the_exemptions_that_he_sees) {
  EXPECT_TRUE(get("waivers.csv", "wang").has("'=1+1"));
  EXPECT_FALSE(get("waivers.csv", "zhao").has("=1+1"));
}

TEST_F(ExportsTest, no_link_of_anybody_leaves_with_the_people) {
  const Answer users = get("users.csv");
  EXPECT_TRUE(users.has("lilei,李雷,lilei@lanjing.example,employee,,推广一组,是"));
  EXPECT_FALSE(users.has("LLLL"));
  EXPECT_TRUE(users.has("一、二、三、四、五"));
}

TEST_F(ExportsTest, ranks_are_those_of_the_screen_from_the_first_to_the_last) {
  const Answer ranks = get("ranks.csv?lang=en", "lilei");
  EXPECT_TRUE(ranks.body.starts_with("\xEF\xBB\xBFKeyword,Priority,Engine,Place"));
  const Answer list = world().get("lilei", "/api/v1/ranks?limit=500");
  std::size_t places = 0;
  for (std::size_t at = list.body.find("\"engine\""); at != std::string::npos;
       at = list.body.find("\"engine\"", at + 1))
    ++places;
  EXPECT_GE(static_cast<std::size_t>(world().commands.exported.rows), places);
  EXPECT_TRUE(ranks.has("空气净化器"));
}

TEST_F(ExportsTest, the_audit_of_some_days_and_of_some_acts) {
  const auto audit = [](const std::string& query) { return get("audit.csv?" + query); };
  EXPECT_TRUE(audit("").has("test.10"));
  EXPECT_TRUE(audit("from=2026-11-24&to=2026-11-24").has("test.0"));
  EXPECT_FALSE(audit("from=2026-11-24&to=2026-11-24").has("test.10"));
  EXPECT_TRUE(audit("from=2026-11-14&to=2026-11-14").has("test.10"));
  EXPECT_FALSE(audit("to=2026-11-23").has("test.0"));
  EXPECT_FALSE(audit("action=test.1").has("test.0"));
  EXPECT_TRUE(audit("actor=wang").has("test.10"));
  EXPECT_FALSE(audit("actor=wang").has("test.0"));
  EXPECT_FALSE(audit("subject=user:x").has("test."));
  EXPECT_EQ(audit("actor=nobody").status, 404);
  EXPECT_EQ(audit("from=yesterday").status, 400);
  EXPECT_EQ(audit("from=2026-11-24&to=2026-11-23").status, 400);
}

}  // namespace
}  // namespace vouch::web::test
