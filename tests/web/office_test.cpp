// Calendar, 检测说明, exports.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/acknowledgements.h"
#include "tests/web/web_world.h"
#include "web/sheet.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.status << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

class OfficeTest : public WorldTest {};

TEST_F(OfficeTest, the_calendar_names_holidays_and_make_up_days) {
  const json::object year = object_of(world().get("lilei", "/api/v1/calendar"));
  EXPECT_EQ(year.at("year").as_int64(), 2026);
  EXPECT_TRUE(year.at("known").as_bool());
  ASSERT_EQ(year.at("days").as_array().size(), 2U);
  EXPECT_EQ(year.at("days").at(0).at("kind").as_string(), "holiday");
  EXPECT_EQ(year.at("days").at(1).at("kind").as_string(), "makeup");
  EXPECT_FALSE(object_of(world().get("boss", "/api/v1/calendar?year=2027")).at("known").as_bool());
  EXPECT_EQ(world().get("lilei", "/api/v1/calendar?year=x").status, 400);
}

TEST_F(OfficeTest, a_missing_year_is_warned_of_from_december_on) {
  const auto warned = [&] {
    return object_of(world().get("root", "/api/v1/calendar")).at("warn").as_bool();
  };
  EXPECT_FALSE(warned());
  world().clock.set(now() + std::chrono::hours(24 * 6));  // 30 November
  EXPECT_FALSE(warned());
  world().clock.set(now() + std::chrono::hours(24 * 7));  // 1 December
  EXPECT_TRUE(warned());
  world().clock.set(now());
}

TEST_F(OfficeTest, the_notice_is_read_and_acknowledged) {
  const json::object notice = object_of(world().get("lilei", "/api/v1/checks-notice"));
  EXPECT_EQ(notice.at("version").as_int64(), 3);
  EXPECT_EQ(notice.at("sections").at(0).at("lines").at(0).as_string(), "只检测成果。");
  EXPECT_TRUE(notice.at("acknowledged_at").is_null());
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/checks-notice", R"({"version":3})").status, 200);
  EXPECT_EQ(world().commands.asked.back().what, "acknowledge_checks");
  EXPECT_EQ(world().commands.text, "3");
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/checks-notice", "{}").status, 400);
}

TEST_F(OfficeTest, leaders_see_who_of_their_people_has_read_it) {
  const std::function<Result<bool>(store::WriteContext&)> job = [&](store::WriteContext& context) {
    return store::acknowledgements::insert(context.db, world().company.users.at("hanmeimei"),
                                           store::acknowledgements::kChecks, 3, now());
  };
  ASSERT_TRUE(world().store->write_now<bool>(job).value());
  EXPECT_FALSE(world().store->write_now<bool>(job).value()) << "the same twice is once";
  const json::object readers = object_of(world().get("wang", "/api/v1/checks-notice/readers"));
  std::vector<std::string> read;
  std::vector<std::string> not_yet;
  for (const json::value& one : readers.at("items").as_array())
    (one.at("acknowledged_at").is_null() ? not_yet : read)
        .emplace_back(one.at("login").as_string());
  EXPECT_THAT(read, ::testing::ElementsAre("hanmeimei"));
  EXPECT_THAT(not_yet, ::testing::ElementsAre("wang", "lilei"));
  EXPECT_FALSE(
      object_of(world().get("hanmeimei", "/api/v1/checks-notice")).at("acknowledged_at").is_null());
}

TEST_F(OfficeTest, an_export_is_the_list_on_the_screen) {
  const Answer csv = world().get("wang", "/api/v1/exports/claims.csv?work=FAILED&order=newest");
  ASSERT_EQ(csv.status, 200) << csv.body;
  EXPECT_EQ(csv.header("Content-Disposition"), "attachment; filename=\"claims-2026-11-24.csv\"");
  EXPECT_TRUE(csv.body.starts_with("\xEF\xBB\xBF编号,日期,员工"));
  EXPECT_TRUE(csv.has("母婴房怎么净化空气"));
  EXPECT_FALSE(csv.has("卧室净化器推荐")) << "still with its owner";
  EXPECT_FALSE(csv.has("百度")) << "what engines say stands beside nobody's name";
  EXPECT_TRUE(world().get("lilei", "/api/v1/exports/claims.csv").has("百度 "));
  EXPECT_EQ(world().get("lilei", "/api/v1/exports/claims.csv?user=hanmeimei").status, 403);
  EXPECT_EQ(world().get("lilei", "/api/v1/exports/claims.csv?work=NICE").status, 400);
}

TEST_F(OfficeTest, an_export_is_written_into_the_books_before_it_leaves) {
  ASSERT_EQ(world().get("wang", "/api/v1/exports/claims.xlsx?user=lilei").status, 200);
  EXPECT_EQ(world().commands.asked.back().what, "note_export");
  EXPECT_EQ(world().commands.exported.name, "claims.xlsx");
  EXPECT_EQ(world().commands.exported.query, "user=lilei");
  EXPECT_EQ(world().commands.exported.rows, 6);
  world().commands.refusal = Error{ErrorCode::kIo, "disk", {}};
  EXPECT_EQ(world().get("wang", "/api/v1/exports/claims.xlsx").status, 500);
}

TEST_F(OfficeTest, each_role_exports_what_it_reads) {
  struct Row {
    const char* login;
    const char* name;
    int status;
  };
  for (const Row& row :
       {Row{"lilei", "claims.xlsx", 200}, Row{"lilei", "disputes.csv", 200},
        Row{"lilei", "matrix.csv", 403}, Row{"wang", "matrix.xlsx", 200},
        Row{"wang", "audit.csv", 403}, Row{"root", "audit.xlsx", 200}, Row{"root", "none.csv", 404},
        Row{"root", "claims.pdf", 404}, Row{"root", "claims?format=csv", 200},
        Row{"root", "claims?format=pdf", 404}}) {
    EXPECT_EQ(world().get(row.login, std::string("/api/v1/exports/") + row.name).status, row.status)
        << row.login << " " << row.name;
  }
}

TEST_F(OfficeTest, no_file_of_an_export_stays_behind) {
  ASSERT_EQ(world().get("root", "/api/v1/exports/claims.xlsx").status, 200);
  for (const auto& entry : std::filesystem::directory_iterator(world().folder))
    EXPECT_EQ(entry.path().string().find("export-"), std::string::npos) << entry.path();
}

Sheet hostile() {
  Sheet sheet;
  sheet.title = "工作项";
  sheet.columns = {"编号", "标题"};
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(1)", "＝1", "＋1", "－1", "＠x", "  =1",
                           "\t=1", "\u3000=1", "http://a.example/?a=1"})
    sheet.rows.push_back({std::string("12345678901234567890"), std::string(text)});
  sheet.rows.push_back({{}, SheetShare{0.731}});
  return sheet;
}

TEST(Sheet, no_cell_of_csv_is_a_formula) {
  const std::string csv = csv_file(hostile());
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF"));
  std::size_t disarmed = 0;
  for (std::size_t at = csv.find(",'"); at != std::string::npos; at = csv.find(",'", at + 1))
    ++disarmed;
  for (std::size_t at = csv.find(",\"'"); at != std::string::npos; at = csv.find(",\"'", at + 1))
    ++disarmed;
  EXPECT_EQ(disarmed, 11U) << csv;
  EXPECT_NE(csv.find(",http://a.example/?a=1\r\n"), std::string::npos);
  EXPECT_NE(csv.find(",73.1%\r\n"), std::string::npos);
}

TEST(Sheet, xlsx_is_a_real_file_without_a_formula) {
  const auto folder = std::filesystem::temp_directory_path();
  const auto bytes = xlsx_file(hostile(), folder);
  ASSERT_TRUE(bytes) << bytes.error().text();
  EXPECT_TRUE(bytes->starts_with("PK\x03\x04"));
  const std::filesystem::path file = folder / "vouch-sheet-test.xlsx";
  std::ofstream(file, std::ios::binary) << *bytes;
  const std::string list = "unzip -p " + file.string() + " xl/worksheets/sheet1.xml";
  std::string xml;
  if (FILE* pipe = ::popen(list.c_str(), "r")) {
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      xml.append(buffer, n);
    if (::pclose(pipe) != 0) xml.clear();
  }
  std::filesystem::remove(file);
  if (xml.empty()) GTEST_SKIP() << "skipped: no unzip";
  EXPECT_EQ(xml.find("<f>"), std::string::npos) << "a formula";
  EXPECT_NE(xml.find("=1+1"), std::string::npos) << "the text itself";
  EXPECT_NE(xml.find("12345678901234567890"), std::string::npos) << "no number is rounded";
}

TEST(Sheet, a_folder_that_cannot_be_written_is_an_error) {
  EXPECT_FALSE(xlsx_file(hostile(), "/nowhere/at/all"));
}

}  // namespace
}  // namespace vouch::web::test
