// What the reader says about a page besides its signs and its date.
#include "crawler/page/page_reader.h"

#include <gtest/gtest.h>

#include "core/time.h"

namespace vouch::crawler {
namespace {

PageFacts read(const std::string& html, std::vector<HeaderField> headers = {},
               const std::string& url = "https://www.example.com/news/1.html") {
  PageInput input;
  input.url = url;
  input.headers = std::move(headers);
  if (header_value(input.headers, "content-type").empty()) {
    input.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  }
  input.body = html;
  return read_page(input);
}

std::string head(const std::string& tags) {
  return "<!DOCTYPE html><html><head>" + tags + "</head><body><p>text</p></body></html>";
}

struct CanonicalRow {
  const char* sentence;
  std::string html;
  std::vector<HeaderField> headers;
  const char* canonical;
};

const std::vector<CanonicalRow>& canonical_rows() {
  static const std::vector<CanonicalRow> rows = {
      {"none_is_empty", head(""), {}, ""},
      {"one_is_resolved",
       head("<link rel=canonical href=/a/2.html>"),
       {},
       "https://www.example.com/a/2.html"},
      {"it_follows_the_base",
       head("<base href=/b/><link rel=canonical href=2.html>"),
       {},
       "https://www.example.com/b/2.html"},
      {"its_fragment_is_dropped",
       head("<link rel=canonical href='/a#top'>"),
       {},
       "https://www.example.com/a"},
      {"rel_is_a_list_in_any_case",
       head("<link rel='alternate CANONICAL' href=/a>"),
       {},
       "https://www.example.com/a"},
      {"two_equal_ones_agree",
       head("<link rel=canonical href=/a><link rel=canonical href=https://www.example.com/a>"),
       {},
       "https://www.example.com/a"},
      {"two_different_ones_are_none",
       head("<link rel=canonical href=/a><link rel=canonical href=/b>"),
       {},
       ""},
      {"one_in_the_body_does_not_count",
       "<body><p>x</p><link rel=canonical href=/a></body>",
       {},
       ""},
      {"one_in_noscript_does_not_count",
       head("<noscript><link rel=canonical href=/a></noscript>"),
       {},
       ""},
      {"one_behind_a_counting_picture_in_noscript_counts",
       head("<noscript><img src=/count.gif><iframe src=/x></iframe></noscript>"
            "<link rel=canonical href=/a>"),
       {},
       "https://www.example.com/a"},
      {"an_empty_one_does_not_count", head("<link rel=canonical href=''>"), {}, ""},
      {"another_scheme_does_not_count", head("<link rel=canonical href='ftp://x.com/a'>"), {}, ""},
      {"a_link_header_counts",
       head(""),
       {{"Link", "</a>; rel=\"canonical\""}},
       "https://www.example.com/a"},
      {"a_link_header_with_others_counts",
       head(""),
       {{"Link", "</s.css>; rel=preload; as=style, <https://www.example.com/c,d>; rel=canonical"}},
       "https://www.example.com/c,d"},
      {"a_link_header_does_not_follow_the_base",
       head("<base href=https://other.com/>"),
       {{"Link", "<a>; rel=canonical"}},
       "https://www.example.com/news/a"},
      {"a_header_for_another_page_does_not_count",
       head(""),
       {{"Link", "</a>; rel=canonical; anchor=\"/b\""}},
       ""},
      {"header_and_element_that_differ_are_none",
       head("<link rel=canonical href=/a>"),
       {{"Link", "</b>; rel=canonical"}},
       ""},
      {"header_and_element_that_agree_are_one",
       head("<link rel=canonical href=/a>"),
       {{"Link", "</a>; rel=canonical"}},
       "https://www.example.com/a"},
      {"a_header_that_never_ends_does_no_harm",
       head(""),
       {{"Link", "</a>; rel=\"canonical"}},
       "https://www.example.com/a"},
  };
  return rows;
}

class Canonical : public testing::TestWithParam<CanonicalRow> {};
TEST_P(Canonical, is_what_the_page_says_once) {
  EXPECT_EQ(read(GetParam().html, GetParam().headers).canonical, GetParam().canonical);
}
INSTANTIATE_TEST_SUITE_P(rows, Canonical, testing::ValuesIn(canonical_rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(PageReader, title_is_the_first_that_says_something) {
  EXPECT_EQ(read(head("<title> 空气\n 净化器 </title>")).title, "空气 净化器");
  EXPECT_EQ(read(head("<title></title><title>b</title>")).title, "b");
  EXPECT_EQ(read("<body><svg><title>icon</title></svg><p>x").title, "");
  EXPECT_EQ(read(head("<title>a &amp; b &lt;c&gt;</title>")).title, "a & b <c>");
}

TEST(PageReader, description_is_taken_whatever_its_case) {
  EXPECT_EQ(read(head("<meta NAME=Description content=' 一  段\n话 '>")).description, "一 段 话");
  EXPECT_EQ(read(head("<meta property=og:description content=x>")).description, "");
}

TEST(PageReader, base_is_the_first_with_href_and_the_page_without_one) {
  EXPECT_EQ(read(head("")).base, "https://www.example.com/news/1.html");
  EXPECT_EQ(read(head("<base target=_top><base href=/x/><base href=/y/>")).base,
            "https://www.example.com/x/");
  EXPECT_EQ(read(head("<base href='javascript:x'>")).base, "https://www.example.com/news/1.html");
}

TEST(PageReader, links_follow_the_base_and_the_encoding_of_the_page) {
  // "中文" in GBK; the query is asked for in the page's own encoding.
  const std::string gbk = "<meta charset=gbk><a href='?q=\xD6\xD0\xCE\xC4'>\xD6\xD0\xCE\xC4</a>";
  const PageFacts facts = read(gbk, {{"Content-Type", "text/html"}});
  EXPECT_EQ(facts.charset, "gbk");
  EXPECT_EQ(facts.charset_source, "meta");
  ASSERT_EQ(facts.links.size(), 1U);
  EXPECT_EQ(facts.links[0].url, "https://www.example.com/news/1.html?q=%D6%D0%CE%C4");
  EXPECT_EQ(facts.links[0].text, "中文");
  EXPECT_EQ(read(head("<base href=https://b.com/d/>") + "<a href=x>y</a>").links[0].url,
            "https://b.com/d/x");
}

TEST(PageReader, a_refresh_that_leads_nowhere_is_none) {
  const auto refresh = [](const std::string& content) {
    return read(head("<meta http-equiv=Refresh content='" + content + "'>")).refresh;
  };
  EXPECT_EQ(refresh("0;url=/b")->url, "https://www.example.com/b");
  EXPECT_EQ(refresh("3, /b")->seconds, 3);
  EXPECT_EQ(refresh("5; URL = \"/b\"x")->url, "https://www.example.com/b");
  EXPECT_FALSE(refresh("5"));
  EXPECT_FALSE(refresh("5; url="));
  EXPECT_FALSE(refresh("x; url=/b"));
  EXPECT_FALSE(refresh("5x; url=/b"));
  EXPECT_FALSE(refresh("0; url=javascript:alert(1)"));
}

TEST(PageReader, blocks_begin_with_the_title_and_text_is_counted_without_it) {
  const PageFacts facts = read(
      "<title>标题</title><h1>小标题</h1><p>正文<b>一</b>句。</p><p style=display:none>看不见</p>");
  ASSERT_EQ(facts.blocks.size(), 4U);
  EXPECT_EQ(facts.blocks[0].kind, TextBlock::Kind::kTitle);
  EXPECT_EQ(facts.blocks[1].kind, TextBlock::Kind::kHeading);
  EXPECT_EQ(facts.blocks[2].text, "正文一句。");
  EXPECT_FALSE(facts.blocks[3].visible);
  EXPECT_EQ(facts.text_chars, 8);
}

TEST(PageReader, language_is_declared_or_guessed) {
  EXPECT_EQ(read("<html lang=zh-TW><p>x").language, "zh-TW");
  EXPECT_EQ(read(head("<meta http-equiv=Content-Language content='en, fr'>")).language, "en");
  EXPECT_EQ(read(head(""), {{"Content-Language", "de"}}).language, "de");
  EXPECT_EQ(read("<p>空气净化器的选购</p>").language, "zh");
  EXPECT_EQ(read("<p>これはテストです。空気清浄機</p>").language, "ja");
  EXPECT_EQ(read("<p>공기청정기 선택</p>").language, "ko");
  EXPECT_EQ(read("<p>plain words</p>").language, "");
}

TEST(PageReader, the_fingerprint_is_of_the_folded_main_text) {
  const std::string text = "空气净化器的选购要看面积和噪声，不能只看价格。";
  const std::string one = read("<title>a</title><p>" + text + "</p>").fingerprint;
  EXPECT_EQ(one.size(), 64U);
  EXPECT_EQ(
      read("<title>b</title><div><p>空氣淨化器的選購 要看面積和噪聲，不能只看價格。</p></div>")
          .fingerprint,
      one);
  EXPECT_NE(read("<p>" + text + "另一句。</p>").fingerprint, one);
  EXPECT_EQ(read("<p></p>").fingerprint, "");
}

TEST(PageReader, robots_rules_come_from_meta_and_header) {
  const PageFacts facts =
      read(head("<meta name=googlebot content=noindex>"), {{"X-Robots-Tag", "bingbot: nofollow"}});
  EXPECT_TRUE(facts.robots.noindex.at("google"));
  EXPECT_FALSE(facts.robots.noindex.at("bing"));
  EXPECT_TRUE(facts.robots.nofollow.at("bing"));
  EXPECT_FALSE(facts.robots.nofollow.at("baidu"));
  EXPECT_EQ(facts.robots.meta, std::vector<std::string>{"googlebot: noindex"});
  EXPECT_EQ(facts.robots.header, std::vector<std::string>{"bingbot: nofollow"});
}

TEST(PageReader, a_robots_meta_in_noscript_is_shown_with_its_place) {
  const PageFacts facts = read(head("<noscript><meta name=robots content=noindex></noscript>"));
  EXPECT_EQ(facts.robots.meta, std::vector<std::string>{"robots: noindex [noscript]"});
}

TEST(PageReader, an_empty_body_has_headers_alone) {
  const PageFacts facts = read("", {{"X-Robots-Tag", "noindex"}, {"Link", "</a>; rel=canonical"}});
  EXPECT_TRUE(facts.robots.noindex.at("google"));
  EXPECT_EQ(facts.canonical, "https://www.example.com/a");
  EXPECT_EQ(facts.text_chars, 0);
  EXPECT_EQ(facts.title, "");
  EXPECT_TRUE(facts.signs.empty());
  EXPECT_EQ(facts.refused, "");
}

TEST(PageReader, files_that_are_no_text_are_not_read) {
  for (const char* type : {"application/pdf", "image/png", "application/zip"}) {
    const PageFacts facts = read("%PDF-1.4 <title>x</title>", {{"Content-Type", type}});
    EXPECT_EQ(facts.title, "") << type;
    EXPECT_EQ(facts.charset, "") << type;
    EXPECT_TRUE(facts.blocks.empty()) << type;
    EXPECT_TRUE(facts.signs.empty()) << type;
  }
  PageInput untyped;
  const std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR<title>x</title>", 30);
  untyped.body = bytes;
  EXPECT_EQ(read_page(untyped).title, "");
}

TEST(PageReader, plain_text_is_lines_and_no_markup) {
  const PageFacts facts = read("第一行\n<a href=/x>第二行</a>\n", {{"Content-Type", "text/plain"}});
  EXPECT_TRUE(facts.links.empty());
  ASSERT_EQ(facts.blocks.size(), 2U);
  EXPECT_EQ(facts.blocks[1].text, "<a href=/x>第二行</a>");
}

TEST(PageReader, bytes_that_are_no_text_count_as_undecodable) {
  std::string bytes = "<p>";
  for (int i = 0; i < 2000; ++i) bytes.push_back(static_cast<char>((i * 7919) >> 3));
  EXPECT_GT(read(bytes, {{"Content-Type", "text/html"}}).replaced_ratio, 0.001);
  EXPECT_EQ(read("<p>干净的一页</p>").replaced_ratio, 0);
}

TEST(PageReader, what_was_cut_is_said) {
  PageInput input;
  input.url = "https://www.example.com/";
  const std::string html = "<title>x</title><p>半句";
  input.body = html;
  input.truncated = true;
  EXPECT_TRUE(read_page(input).truncated);
  EXPECT_EQ(read_page(input).title, "x");
}

TEST(PageReader, a_page_that_no_tree_is_built_for_says_why) {
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "<div>";
  const PageFacts facts = read(deep + "text", {{"X-Robots-Tag", "noindex"}});
  EXPECT_EQ(facts.refused, "depth");
  EXPECT_EQ(facts.charset, "utf-8");
  EXPECT_TRUE(facts.robots.noindex.at("google"));
  EXPECT_TRUE(facts.blocks.empty());
  EXPECT_EQ(facts.fingerprint.size(), 64U);
}

TEST(PageReader, the_same_bytes_give_the_same_facts) {
  const std::string html = head("<title>x</title>") + "<p>2026年11月24日</p><a href=/a>a</a>";
  EXPECT_EQ(to_json(read(html)), to_json(read(html)));
}

TEST(PageReader, an_address_that_is_no_url_gives_text_without_links) {
  const PageFacts facts = read("<p>text</p><a href=a>a</a><a href=http://b.com/>b</a>", {}, "");
  EXPECT_EQ(facts.text_chars, 6);
  for (const LinkFact& link : facts.links) EXPECT_EQ(link.url, "http://b.com/");
}

}  // namespace
}  // namespace vouch::crawler
