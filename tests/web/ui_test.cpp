// The web application as the daemon serves it. A build without it (VOUCH_UI=none) has a page that
// says so, and no files: those rows are skipped there.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "crawler/page/inflate.h"
#include "tests/web/web_world.h"
#include "web/ui_files.h"

namespace vouch::web::test {
namespace {

class UiTest : public WorldTest {
 protected:
  static Answer get(const std::string& path, std::vector<std::string> headers = {}) {
    return world().ask("", "GET", path, "", std::move(headers));
  }
  static const UiFile* script() {
    for (const UiFile& file : ui_files()) {
      if (file.path.starts_with("assets/") && file.path.ends_with(".js")) return &file;
    }
    return nullptr;
  }
};

TEST_F(UiTest, the_root_leads_to_the_application) {
  const Answer answer = get("/");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/app/");
}

TEST_F(UiTest, every_path_below_app_is_the_application_at_any_depth) {
  const Answer first = get("/app");
  EXPECT_EQ(first.status, 200);
  EXPECT_TRUE(first.header("Content-Type").starts_with("text/html"));
  for (const char* path : {"/app/", "/app/work", "/app/people/li%20lei/days/2026-11-26?claim=3"})
    EXPECT_EQ(get(path).body, first.body) << path;
  EXPECT_EQ(get("/application").status, 404);
}

TEST_F(UiTest, a_build_without_the_application_says_so) {
  if (!ui_files().empty()) GTEST_SKIP() << "this build has it";
  EXPECT_TRUE(get("/app/work").has("没有网页应用"));
  EXPECT_TRUE(get("/app/work?lang=en").has("no web application"));
}

TEST_F(UiTest, the_page_is_asked_for_each_time_and_files_are_kept_for_ever) {
  if (ui_files().empty()) GTEST_SKIP() << "a build without the application";
  const Answer page = get("/app/work");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  ASSERT_NE(script(), nullptr);
  const Answer file = get("/" + std::string(script()->path));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_TRUE(file.header("Content-Type").starts_with("text/javascript"));
  EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
  EXPECT_NE(file.header("Content-Security-Policy").find("script-src 'self'"), std::string::npos);
}

TEST_F(UiTest, bytes_are_packed_for_those_who_take_them_and_plain_for_others) {
  if (ui_files().empty()) GTEST_SKIP() << "a build without the application";
  const std::string path = "/" + std::string(script()->path);
  const Answer packed = get(path, {"Accept-Encoding: br, gzip"});
  const Answer plain = get(path);
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.body.size(), script()->size);
  const auto unpacked = crawler::inflate_body(packed.body, "gzip", {});
  ASSERT_TRUE(unpacked);
  EXPECT_EQ(unpacked->body, plain.body);
  EXPECT_NE(packed.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
}

TEST_F(UiTest, what_is_known_is_not_sent_again) {
  if (ui_files().empty()) GTEST_SKIP() << "a build without the application";
  const std::string tag = get("/app").header("ETag");
  ASSERT_FALSE(tag.empty());
  for (const std::string& field : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const Answer again = get("/app/", {"If-None-Match: " + field});
    EXPECT_EQ(again.status, 304) << field;
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(again.header("ETag"), tag);
  }
  EXPECT_EQ(get("/app", {"If-None-Match: \"x\""}).status, 200);
}

TEST_F(UiTest, an_unknown_file_is_not_there_and_never_the_page) {
  for (const char* path :
       {"/assets/none.js", "/assets/index.html", "/assets/..%2findex.html", "/assets/"}) {
    const Answer answer = get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_FALSE(answer.has("<div id=\"app\">")) << path;
  }
  EXPECT_EQ(get("/assets/site.css").status, 200) << "the stylesheet of the other pages";
}

TEST_F(UiTest, the_page_holds_no_script_or_style_of_its_own) {
  if (ui_files().empty()) GTEST_SKIP() << "a build without the application";
  const std::string page = get("/app").body;
  EXPECT_EQ(page.find("<style"), std::string::npos);
  EXPECT_EQ(page.find(" style="), std::string::npos);
  for (auto at = page.find("<script"); at != std::string::npos; at = page.find("<script", at + 1))
    EXPECT_NE(page.substr(at, page.find('>', at) - at).find("src=\"/assets/"), std::string::npos);
}

TEST_F(UiTest, practice_is_told_before_anybody_signs_in) {
  if (ui_files().empty()) GTEST_SKIP() << "a build without the application";
  EXPECT_EQ(get("/app").header("Vouch-Practice"), "");
  world().health->value.practice = true;
  EXPECT_EQ(get("/app").header("Vouch-Practice"), "1");
  world().health->value.practice = false;
}

TEST(UiFiles, stand_in_order_so_that_they_are_found) {
  EXPECT_TRUE(std::ranges::is_sorted(ui_files(), {}, &UiFile::path));
  for (const UiFile& file : ui_files()) {
    EXPECT_EQ(find_ui_file(file.path), &file) << file.path;
    EXPECT_EQ(file.sha256.size(), 64U);
  }
  EXPECT_EQ(find_ui_file("index.htm"), nullptr);
}

TEST(AcceptsGzip, follows_the_weights) {
  for (const char* yes : {"gzip", "deflate, gzip;q=0.5", "GZIP", "x-gzip", "*", "br;q=1, *;q=0.1",
                          "identity;q=0, gzip ; q=0.001"})
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  for (const char* no : {"", "br", "identity", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "gzipped"})
    EXPECT_FALSE(accepts_gzip(no)) << no;
}

}  // namespace
}  // namespace vouch::web::test
