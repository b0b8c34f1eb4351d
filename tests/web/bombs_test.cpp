// Requests that are small to send and dear to read, at the largest body that a route takes. The
// bounds of the connection itself stand in http_server_test.cpp.
#include <gtest/gtest.h>

#include "tests/fakes/peak_memory.h"
#include "web/json_in.h"
#include "web/router.h"
#include "web/target.h"

namespace vouch::web {
namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

TEST(Bombs, bodies_that_are_refused) {
  for (const std::string& body :
       {repeated("[", kReportBody), repeated("{\"a\":", kReportBody),
        "{\"rows\":" + repeated("[", kReportBody), "{\"a\":" + repeated("9", kReportBody),
        "{\"a\":\"" + repeated("\\u0000", kReportBody), repeated(" ", kReportBody)}) {
    EXPECT_PEAK_BELOW(128, [&] { EXPECT_FALSE(JsonIn::parse(body)); });
  }
}

TEST(Bombs, bodies_that_are_read) {
  struct Row {
    const char* sentence;
    std::string body;
  };
  const std::vector<Row> rows = {
      {"two_million_rows", "{\"rows\":[" + repeated("{},", kReportBody) + "{}]}"},
      {"two_million_numbers", "{\"rows\":[" + repeated("1,", kReportBody) + "1]}"},
      {"a_text_of_ten_megabytes", "{\"note\":\"" + repeated("x", kReportBody) + "\"}"},
      {"members_with_one_name", "{" + repeated("\"a\":1,", kReportBody) + "\"a\":1}"},
      {"a_list_of_texts", "{\"keywords\":[" + repeated("\"x\",", kReportBody) + "\"x\"]}"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sentence);
    EXPECT_PEAK_BELOW(512, [&] {
      auto in = JsonIn::parse(row.body);
      ASSERT_TRUE(in);
      EXPECT_EQ(in->text("note"), std::nullopt);
      EXPECT_EQ(in->texts("keywords"), std::nullopt);
      EXPECT_TRUE(in->rows("rows", 2000).empty());
      EXPECT_FALSE(in->problems().empty());
    });
  }
}

TEST(Bombs, targets) {
  for (const std::string& target :
       {repeated("/a", 16'000), "/nowhere?" + repeated("a=b&", 16'000), repeated("/%41", 16'000),
        "/" + repeated("%25", 16'000), repeated("//", 16'000) + "nowhere"}) {
    SCOPED_TRACE(target.substr(0, 12));
    const auto parsed = parse_target(target);
    if (parsed) {
      EXPECT_EQ(match(routes(), "GET", *parsed).route, nullptr);
    }
  }
}

}  // namespace
}  // namespace vouch::web
