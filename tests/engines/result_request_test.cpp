// The forms in which engines are asked, from the shipped layouts.
#include "engines/result_request.h"

#include <gtest/gtest.h>

#include "tests/engines/serp_pages.h"

namespace vouch::engines::test {
namespace {

const SerpLayout& shipped(const std::string& engine, const std::string& device = "desktop") {
  return layout_of(engine, device).record();
}

struct Row {
  const char* sentence;
  const char* engine;
  std::string query;
  int page;
  std::string url;
};

class PageUrl : public testing::TestWithParam<Row> {};

TEST_P(PageUrl, is_this) {
  const Row& row = GetParam();
  const std::string url = result_page_url(shipped(row.engine), row.query, row.page);
  EXPECT_EQ(url, row.url);
  EXPECT_TRUE(url.empty() || Url::parse(url).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    rows, PageUrl,
    testing::Values(
        Row{"baidu_counts_rows_from_0", "baidu", "净化器", 3,
            "https://www.baidu.com/s?wd=%E5%87%80%E5%8C%96%E5%99%A8&pn=20&rn=10&ie=utf-8"},
        Row{"so360_numbers_pages_from_1", "so360", "a b", 2, "https://www.so.com/s?q=a%20b&pn=2"},
        Row{"sogou_numbers_pages_from_1", "sogou", "a", 1,
            "https://www.sogou.com/web?query=a&page=1&ie=utf8"},
        Row{"bing_counts_rows_from_1", "bing", "a", 2, "https://cn.bing.com/search?q=a&first=11"},
        Row{"google_counts_rows_from_0", "google", "a&start=9#b", 1,
            "https://www.google.com/search?q=a%26start%3D9%23b&start=0&filter=0&pws=0"},
        Row{"a_page_before_the_first_is_the_first", "bing", "a", 0,
            "https://cn.bing.com/search?q=a&first=1"},
        Row{"what_looks_like_a_placeholder_is_a_word", "bing", "{offset}", 1,
            "https://cn.bing.com/search?q=%7Boffset%7D&first=1"},
        Row{"nothing_is_not_asked", "bing", " \t", 1, ""}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(IndexQuestions, the_url_first_then_its_title_on_its_host) {
  const Url url = Url::parse("https://www.acme.cn/news/1.html?id=7#part").value();
  const std::vector<std::string> wanted = {"https://www.acme.cn/news/1.html?id=7",
                                           "\"他说 好 净化器\" site:www.acme.cn"};
  EXPECT_EQ(index_questions(shipped("baidu"), url, "他说\"好\"\n 净化器"), wanted);
  EXPECT_EQ(index_questions(shipped("baidu"), url, " \" ").size(), 1u);
  EXPECT_EQ(site_question(shipped("so360"), "www.acme.cn"), "site:www.acme.cn");
}

}  // namespace
}  // namespace vouch::engines::test
