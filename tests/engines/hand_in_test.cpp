// Which pages that people hand in count, and which are returned with words.
#include "engines/hand_in.h"

#include <gtest/gtest.h>

#include "engines/look.h"
#include "tests/engines/serp_pages.h"

namespace vouch::engines::test {
namespace {

const std::string kUrl = "https://www.acme.cn/news/1.html";

std::string baidu(const std::string& echo, const std::string& rows) {
  return html("<input id=kw value='" + echo + "'><div id=content_left>" + rows + "</div>");
}

std::string rows_to(const std::string& target) {
  return baidu_row(1, "mu='" + target + "'", "净化器");
}

HandedPage page_of(std::string bytes, std::string address) {
  HandedPage page;
  page.bytes = std::move(bytes);
  page.content_type = "text/html; charset=utf-8";
  page.address = std::move(address);
  return page;
}

std::string address_for(const Question& question) {
  return search_address(layout_of(question.engine), question);
}

TEST(HandIn, the_right_page_counts) {
  const Question question = url_question("baidu", kUrl);
  const auto read = read_handed_page(layout_of("baidu"), question,
                                     page_of(baidu(kUrl, rows_to(kUrl)), address_for(question)));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->outcome, SerpOutcome::kRankedList);
  EXPECT_EQ(read->depth, 1);
  EXPECT_EQ(read->rows.at(0).url, kUrl);
}

TEST(HandIn, what_a_browser_adds_to_the_address_does_not_matter) {
  const Question question = keyword_question("baidu", "空气净化器");
  const auto read = read_handed_page(
      layout_of("baidu"), question,
      page_of(baidu_page(),
              "https://www.baidu.com/s?ie=utf-8&f=8&tn=baidu&wd=%E7%A9%BA%E6%B0%94%E5%87%80%E5"
              "%8C%96%E5%99%A8&oq=x&rsv_pq=1&rqlang=cn#top"));
  EXPECT_TRUE(read) << read.error().message;
}

struct Returned {
  const char* sentence;
  std::string bytes;
  std::string address;
  const char* words;
};

TEST(HandIn, everything_else_is_returned_with_words) {
  const Question question = url_question("baidu", kUrl);
  const std::string right = address_for(question);
  const std::string good = baidu(kUrl, rows_to("http://a.cn/"));
  const std::vector<Returned> table = {
      {"no_address", good, "", "地址栏"},
      {"no_http_address", good, "file:///home/x.html", "地址栏"},
      {"another_site", good, "https://www.sogou.com/web?query=x", "不是要查的搜索引擎"},
      {"a_host_that_only_looks_alike", good, "https://www.baidu.com.evil.cn/s?wd=x",
       "不是要查的搜索引擎"},
      {"another_query_by_its_address", good, "https://www.baidu.com/s?wd=weather", "查的是"},
      {"no_query", good, "https://www.baidu.com/", "查的是"},
      {"the_second_page", good, right.substr(0, right.find("&pn=")) + "&pn=10", "第一页"},
      {"another_query_in_the_box", baidu("天气", rows_to("http://a.cn/")), right, "对不上"},
      {"a_box_that_shows_a_little_only", baidu("https://", rows_to("http://a.cn/")), right,
       "搜索框里"},
      {"no_box", html("<div id=content_left>" + rows_to("http://a.cn/") + "</div>"), right,
       "搜索框里"},
      {"a_wall", wall_pages().at(1).html, right, "验证"},
      {"another_engines_page", bing_page(), right, "认不出"},
      {"a_page_that_was_cut", good.substr(0, good.size() - 20), right, "不完整"},
      {"nothing", "", right, "认不出"},
      {"bytes", std::string(500, '\xff'), right, "认不出"},
  };
  for (const Returned& row : table) {
    SCOPED_TRACE(row.sentence);
    const auto read =
        read_handed_page(layout_of("baidu"), question, page_of(row.bytes, row.address));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
    EXPECT_NE(read.error().message.find(row.words), std::string::npos) << read.error().message;
  }
}

TEST(HandIn, the_file_knows_better_than_the_form_where_it_is_from) {
  const Question question = url_question("baidu", kUrl);
  const std::string noted = "<!-- saved from url=(0030)https://www.baidu.com/s?wd=other -->\n" +
                            baidu(kUrl, rows_to(kUrl));
  EXPECT_FALSE(
      read_handed_page(layout_of("baidu"), question, page_of(noted, address_for(question))));
}

TEST(HandIn, a_declared_charset_is_stronger_than_the_pages_own) {
  const Question question = keyword_question("baidu", "净化器");
  std::string page = baidu("净化器", baidu_row(1, "mu='http://a.cn/'", "净化器"));
  page.replace(page.find("utf-8"), 5, "gbk");  // the text was made UTF-8 by the browser's form
  const auto read =
      read_handed_page(layout_of("baidu"), question, page_of(page, address_for(question)));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rows.at(0).title, "净化器");
}

TEST(HandIn, nothing_found_is_an_answer_of_a_persons_browser) {
  const Question question = url_question("bing", kUrl);
  const std::string page =
      html("<input id=sb_form_q value='" + kUrl +
           "'><ol id=b_results><li class=b_no><h1>没有与此相关的结果</h1></li></ol>");
  const auto read =
      read_handed_page(layout_of("bing"), question, page_of(page, address_for(question)));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->outcome, SerpOutcome::kNoResults);
}

TEST(HandIn, an_address_says_which_question_it_is_about) {
  const Question question = url_question("baidu", kUrl);
  const ResultLayout& layout = layout_of("baidu");
  EXPECT_TRUE(is_asked_at(layout, question, address_for(question)));
  EXPECT_FALSE(is_asked_at(layout, question, address_for(keyword_question("baidu", "x"))));
  EXPECT_FALSE(is_asked_at(layout, question, address_for(url_question("bing", kUrl))));
  EXPECT_FALSE(is_asked_at(layout, question, "x"));
}

}  // namespace
}  // namespace vouch::engines::test
