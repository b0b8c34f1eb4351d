#include "crawler/page/prescan.h"

#include <gtest/gtest.h>

namespace vouch::crawler {
namespace {

constexpr std::string_view kGbk =
    "\xBF\xD5\xC6\xF8\xBE\xBB\xBB\xAF\xC6\xF7\xB5\xC4\xD1\xA1\xB9\xBA"
    "\xA3\xAC\xCE\xD2\xC3\xC7\xC0\xB4\xCB\xB5\xCB\xB5\xA1\xA3";
constexpr std::string_view kSameInUtf8 = "空气净化器的选购，我们来说说。";

PageText decoded(std::string_view head, std::string_view body, std::string_view type) {
  return decode_page(std::string(head) + std::string(body), type);
}

struct Row {
  const char* sentence;
  std::string_view head;
  std::string_view body;
  std::string_view type;
  const char* charset;
  const char* source;
  bool corrected = false;
};

const std::vector<Row> kRows = {
    {"a_bom_goes_before_everything", "\xEF\xBB\xBF<meta charset=gbk>", kSameInUtf8,
     "text/html; charset=big5", "utf-8", "bom"},
    {"transport_goes_before_meta", "<meta charset=big5>", kGbk, "text/html; charset=gb2312", "gbk",
     "transport"},
    {"meta_counts_without_transport", "<meta charset=gb2312>", kGbk, "text/html", "gbk", "meta"},
    {"the_pragma_counts", "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>",
     kGbk, "", "gbk", "meta"},
    {"an_unknown_transport_label_is_passed_over", "<meta charset=gbk>", kGbk,
     "text/html; charset=cp936", "gbk", "meta"},
    {"undeclared_gbk_is_detected", "<p>", kGbk, "text/html", "gb18030", "detector"},
    {"undeclared_utf8_is_detected", "<p>", kSameInUtf8, "text/html", "utf-8", "detector"},
    {"ascii_is_the_default", "<p>", "plain", "text/html", "utf-8", "default"},
    {"a_saved_page_in_utf8_that_says_gbk_is_utf8", "<meta charset=gb2312>", kSameInUtf8,
     "text/html", "utf-8", "detector", true},
    {"gbk_that_says_utf8_is_gbk", "<meta charset=utf-8>", kGbk, "text/html", "gb18030", "detector",
     true},
    {"gbk_in_a_transport_of_utf8_is_gbk", "<p>", kGbk, "text/html; charset=utf-8", "gb18030",
     "detector", true},
    {"a_right_declaration_stays", "<meta charset=utf-8>", kSameInUtf8, "text/html", "utf-8",
     "meta"},
};

class DecodePage : public testing::TestWithParam<Row> {};
TEST_P(DecodePage, finds_the_encoding_and_says_how) {
  const Row& row = GetParam();
  const PageText page = decoded(row.head, row.body, row.type);
  EXPECT_EQ(page.decoded.charset, row.charset);
  EXPECT_EQ(page.decoded.source, row.source);
  EXPECT_EQ(!page.declared.empty(), row.corrected) << page.declared;
  EXPECT_EQ(page.decoded.replaced_ratio, 0);
  if (row.body != "plain") {
    EXPECT_NE(page.decoded.text.find(kSameInUtf8), std::string::npos);
  }
}
INSTANTIATE_TEST_SUITE_P(rows, DecodePage, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(Prescan, looks_at_1024_bytes_and_no_further) {
  const std::string meta = "<meta charset=gbk>";
  EXPECT_EQ(prescan_encoding(std::string(1024 - meta.size(), ' ') + meta), "gbk");
  EXPECT_FALSE(prescan_encoding(std::string(1025 - meta.size(), ' ') + meta));
}

TEST(Prescan, comments_and_values_are_no_declarations) {
  EXPECT_FALSE(prescan_encoding("<!-- <meta charset=gbk> -->"));
  EXPECT_FALSE(prescan_encoding("<a title='<meta charset=gbk>'>"));
  EXPECT_FALSE(prescan_encoding("<meta name=x content='text/html; charset=gbk'>"));
  EXPECT_EQ(prescan_encoding("<!--><meta charset=gbk>"), "gbk");
}

TEST(Prescan, an_attribute_that_the_bytes_end_in_does_not_count) {
  EXPECT_FALSE(prescan_encoding("<meta charset=gbk"));
  EXPECT_FALSE(prescan_encoding("<meta charset='gbk'"));
  EXPECT_FALSE(prescan_encoding("<meta charset=gbk "));
  EXPECT_EQ(prescan_encoding("<meta charset=gbk>"), "gbk");
}

}  // namespace
}  // namespace vouch::crawler
