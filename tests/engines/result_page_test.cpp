// What a result page says: rows as the shipped layouts read them, and every way in which a page
// says nothing. Pages of the tests' own making (serp_pages.h).
#include "engines/result_page.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>

#include "tests/engines/serp_pages.h"

namespace vouch::engines::test {
namespace {

ReadResult read(const OwnPage& page, ResultQuery query = {}) {
  ResultPage input;
  input.body = page.html;
  return read_result_page(layout_of(page.engine, page.device), input, query);
}

ReadResult read_html(const std::string& engine, const std::string& body, ResultQuery query = {}) {
  return read(OwnPage{"", engine, "desktop", body, {}, {}}, std::move(query));
}

std::vector<OwnPage> all_pages() {
  std::vector<OwnPage> all = ranked_pages();
  for (const auto& more : {wall_pages(), empty_pages()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

class OwnPages : public testing::TestWithParam<OwnPage> {};

TEST_P(OwnPages, have_their_outcome) {
  const OwnPage& page = GetParam();
  const ReadResult result = read(page);
  EXPECT_EQ(to_string(result.outcome), to_string(page.outcome)) << result.explanation;
  EXPECT_EQ(to_string(result.reason), to_string(page.reason));
  EXPECT_EQ(result.valid(), result.reason == Reason::kOk);
  EXPECT_EQ(result.valid() && result.rows.empty(), result.outcome == SerpOutcome::kNoResults);
  EXPECT_TRUE(result.valid() || !result.explanation.empty());
}

INSTANTIATE_TEST_SUITE_P(rows, OwnPages, testing::ValuesIn(all_pages()),
                         [](const auto& row) { return row.param.name; });

// "position kind slot url (source) title"
std::string text_of(const ResultRow& row) {
  return std::to_string(row.position) + " " + std::string(to_string(row.kind)) + " " +
         std::to_string(row.slot) + " " + row.url + " (" + row.url_source + ") " + row.title;
}

struct RowsOf {
  std::string name;
  std::vector<std::string> rows;
  std::int64_t total;  // 0: none
  std::string next;
};

class RowsTest : public testing::TestWithParam<RowsOf> {};

TEST_P(RowsTest, are_read_in_order_with_their_targets) {
  for (const OwnPage& page : ranked_pages()) {
    if (page.name != GetParam().name) continue;
    const ReadResult result = read(page);
    std::vector<std::string> rows;
    for (const ResultRow& row : result.rows) rows.push_back(text_of(row));
    EXPECT_EQ(rows, GetParam().rows);
    EXPECT_EQ(result.total.value_or(0), GetParam().total);
    EXPECT_EQ(result.next_page, GetParam().next);
    EXPECT_TRUE(result.rows_count);
  }
}

INSTANTIATE_TEST_SUITE_P(
    rows, RowsTest,
    testing::Values(
        RowsOf{
            "baidu",
            {"0 ad 3001  (none) 广告", "0 module 1 https://baike.baidu.com/item/a (mu) 净化器百科",
             "1 organic 2 http://a.cn/1?x=1&y=2 (mu) 空气净化器 一",
             "2 organic 3 http://b.cn/2 (data-feedback) 净化器 二", "3 organic 4  (none) 净化器 三",
             "4 organic 5  (none) 净化器 四"},
            12300,
            "https://www.baidu.com/s?wd=a&pn=20"},
        RowsOf{"baidu_mobile",
               {"1 organic 1 http://a.cn/m/1 (data-log) 净化器 1",
                "0 module 2 http://b.cn/shop (data-log) 净化器 2",
                "2 organic 3 http://c.cn/m/3 (data-log) 净化器 3",
                "3 organic 4 http://d.cn/old (data-log) 旧 净化器"},
               0,
               "https://m.baidu.com/s?word=a&pn=10"},
        RowsOf{"so360",
               {"0 module 0  (none) AI", "1 organic 2 http://a.cn/1 (data-mdurl) 净化器 一",
                "2 organic 0 http://b.cn/2?x=1 (/link?url=) 净化器 二",
                "3 organic 0 https://wenku.so.com/d/3 (href) 净化器 三",
                "4 organic 0  (none) 净化器 四"},
               53200,
               "https://www.so.com/s?q=a&pn=2"},
        RowsOf{"sogou",
               {"1 organic 0 http://www.a.cn/news/1 (data-url) 净化器 一", "0 module 0  (none) ",
                "0 module 0 http://b.cn/first (data-url) 更多内容",
                "2 organic 0 http://c.cn/3 (href) 净化器 三",
                "3 organic 0 http://mp.weixin.qq.com/s?src=11&signature=x (href) 净化器 公众号"},
               30691,
               "https://www.sogou.com/web?query=a&page=2"},
        RowsOf{"bing",
               {"0 ad 0  (none) 广告", "0 module 0 http://inner.cn/ (href) 组内",
                "1 organic 0 http://a.cn/1?x=1&y=2 (ck/a u=a1 base64url) 净化器 一",
                "2 organic 0 http://b.cn/2 (href) 净化器 二"},
               52,
               "https://cn.bing.com/search?q=a&first=6"},
        RowsOf{"google",
               {"0 ad 0 http://ad.cn/ (href) 广告", "0 module 0 http://a.cn/1 (href) 净化器 答案",
                "1 organic 0 http://a.cn/1 (href) 净化器 一",
                "2 organic 0 http://b.cn/2?x=1 (/url?q=) 净化器 二"},
               27400000,
               "https://www.google.com/search?q=a&start=20"}),
    [](const auto& row) { return row.param.name; });

TEST(ResultPage, the_rows_of_a_list_carry_what_people_see) {
  const ReadResult result = read(ranked_pages()[0]);
  const ResultRow& row = result.rows.at(2);
  EXPECT_EQ(row.href, "http://www.baidu.com/link?url=o2");
  EXPECT_EQ(row.snippet, "净化器的记录");
  EXPECT_EQ(result.rows.at(4).shown_url, "www.c.cn/news/3...");
  EXPECT_EQ(result.echo, "空气净化器");
}

TEST(ResultPage, positions_go_on_over_the_pages) {
  ResultQuery query;
  query.rows_before = 10;
  const ReadResult result = read(ranked_pages()[0], query);
  EXPECT_EQ(result.rows.at(2).position, 11);
  EXPECT_EQ(result.rows.at(1).position, 0);
}

TEST(ResultPage, a_row_inside_a_row_is_a_part_of_it) {
  const ReadResult result = read_html(
      "google", html("<div id=rso><div class=rc><h3>a</h3><div class=tF2Cxc><h3>b</h3></div></div>"
                     "<div class=rc><h3>c</h3></div></div>"));
  ASSERT_EQ(result.rows.size(), 2u);
  EXPECT_EQ(result.rows[1].title, "c");
  EXPECT_EQ(result.rows[1].position, 2);
}

TEST(ResultPage, a_page_past_the_last_repeats_it) {
  const ReadResult last = read(ranked_pages()[0]);
  std::string again = baidu_page();
  for (std::size_t at = again.find("link?url=o"); at != again.npos; at = again.find("link?url=o"))
    again.replace(at, 10, "link?url=n");  // wrapped anew
  EXPECT_TRUE(repeats_page(read_html("baidu", again), last));
  std::string next = baidu_page();
  next.replace(next.find("a.cn/1"), 6, "a.cn/9");
  EXPECT_FALSE(repeats_page(read_html("baidu", next), last));
  EXPECT_FALSE(repeats_page(read(wall_pages()[0]), read(wall_pages()[0])));
}

// Words of walls and of "nothing found" stand in scripts, styles, titles and rows of good pages.
TEST(ResultPage, words_decide_nothing_where_no_element_does) {
  std::string page = baidu_page();
  page.insert(page.find("</head>"),
              "<style>.content_none .nors,.hit_top_new,.timeout-button{}</style>"
              "<script>location.replace('百度安全验证');var t='<div class=content_none><div "
              "class=nors>'</script>");
  page.insert(page.find("净化器 三"), "百度安全验证 抱歉，未找到相关结果 ");
  EXPECT_EQ(read_html("baidu", page).outcome, SerpOutcome::kRankedList);
}

TEST(ResultPage, a_wall_before_everything_else) {
  std::string page = baidu_page();
  page.insert(page.find("<div id=page>"), "<div class=passMod_dialog-wrapper>验证</div>");
  const ReadResult result = read_html("baidu", page);
  EXPECT_EQ(result.outcome, SerpOutcome::kBlocked);
  EXPECT_TRUE(result.rows.empty());
}

TEST(ResultPage, an_element_of_nothing_found_beside_rows_is_no_negative) {
  std::string page = baidu_page();
  page.insert(page.find("<div id=page>"),
              "<div class=content_none><div class=nors>抱歉</div></div>");
  EXPECT_EQ(read_html("baidu", page).outcome, SerpOutcome::kRankedList);
}

TEST(ResultPage, modules_and_ads_alone_are_no_answer) {
  const ReadResult result =
      read_html("baidu", html("<div id=content_left><div class=result-op id=1><h3><a "
                              "href=x>百科</a></h3></div></div>"));
  EXPECT_EQ(result.outcome, SerpOutcome::kUnknownLayout);
  EXPECT_FALSE(result.rows_count);
}

TEST(ResultPage, an_empty_list_is_no_answer) {
  for (const char* const list :
       {"<ul class=result></ul>", "<ul class=result><li class=x>没有</li></ul>"}) {
    const ReadResult result =
        read_html("so360", html("<div id=main>" + std::string(list) + "</div>"));
    EXPECT_EQ(result.outcome, SerpOutcome::kUnknownLayout) << list;
    EXPECT_EQ(result.reason, Reason::kUnknownLayout);
  }
}

// A layout of the test's own: what looks like an answer on a page that proves nothing is none.
TEST(ResultPage, without_proof_of_the_engines_page_nothing_else_counts) {
  SerpLayout record = layout_of("baidu").record();
  record.signs = std::vector<SerpSign>(2);
  record.signs[0].kind = SerpSignKind::kPage;
  record.signs[0].select = "#proof";
  record.signs[1].kind = SerpSignKind::kNoResults;
  record.signs[1].select = ".nothing";
  const ResultLayout layout = ResultLayout::compile(record).value();
  const auto outcome = [&](const std::string& body) {
    const std::string whole = html(body);
    ResultPage page;
    page.body = whole;
    return to_string(read_result_page(layout, page, {}).outcome);
  };
  const std::string list = "<div id=content_left><div class=result><h3>a</h3></div></div>";
  EXPECT_EQ(outcome("<p class=nothing>"), "unknown_layout");
  EXPECT_EQ(outcome(list), "unknown_layout");
  EXPECT_EQ(outcome("<p id=proof><p class=nothing>"), "no_results");
  EXPECT_EQ(outcome("<p id=proof></p>" + list), "ranked_list");
}

TEST(ResultPage, a_notice_makes_the_rows_no_matches) {
  std::string page = baidu_page();
  page.insert(page.find("<div id=content_left>"),
              "<div class=hit_top_new>没有找到 完全匹配 的结果</div>");
  const ReadResult result = read_html("baidu", page);
  EXPECT_EQ(result.outcome, SerpOutcome::kNoExactMatch);
  EXPECT_EQ(result.notice, "没有找到 完全匹配 的结果");
  EXPECT_EQ(result.organic_rows(), 4);
}

// Law 2: Bing gives clients that it distrusts a well-formed page of nothing.
TEST(ResultPage, nothing_found_counts_with_bing_only_where_a_control_query_was_answered) {
  ResultQuery query;
  query.control = ControlQuery::kAnswered;
  const ReadResult result = read(empty_pages()[2], query);
  EXPECT_EQ(result.outcome, SerpOutcome::kNoResults);
  EXPECT_EQ(result.reason, Reason::kOk);
}

TEST(ResultPage, an_answer_to_another_query_is_not_trusted) {
  ResultQuery query;
  query.text = "别的词";
  EXPECT_EQ(read(ranked_pages()[0], query).outcome, SerpOutcome::kUntrusted);
  query.text = "空气净化器 滤芯 怎么 清洗";  // engines cut long queries
  EXPECT_EQ(read(ranked_pages()[0], query).outcome, SerpOutcome::kRankedList);
  query.text = "空气 净化器";  // white space and width do not count
  EXPECT_EQ(read(ranked_pages()[0], query).outcome, SerpOutcome::kRankedList);
}

std::string bing_decoy(const std::string& title) {
  std::string rows;
  for (int i = 0; i < 10; ++i) {
    rows += "<li class=b_algo><h2><a href='http://x" + std::to_string(i) + ".cn/'>" + title +
            "</a></h2><div class=b_caption><p>Pokémon guide</p></div></li>";
  }
  return html("<input id=sb_form_q value='空气净化器'><ol id=b_results>" + rows + "</ol>",
              "空气净化器 - 搜索");
}

TEST(ResultPage, ten_unrelated_rows_are_a_decoy) {
  ResultQuery query;
  query.text = "空气净化器";
  const ReadResult decoy = read_html("bing", bing_decoy("Guide"), query);
  EXPECT_EQ(decoy.outcome, SerpOutcome::kUntrusted);
  EXPECT_EQ(decoy.relevance, 0.0);
  EXPECT_FALSE(decoy.rows_count);
  const ReadResult genuine = read_html("bing", bing_decoy("净化怎么选"), query);
  EXPECT_EQ(genuine.outcome, SerpOutcome::kRankedList);
  EXPECT_EQ(genuine.relevance, 1.0);
}

struct Cut {
  const char* sentence;
  std::function<void(ResultPage&, std::string&)> change;
  SerpOutcome outcome;
  Reason reason;
  bool rows_count;
};

class CouldNotTell : public testing::TestWithParam<Cut> {};

TEST_P(CouldNotTell, is_no_answer) {
  std::string body = baidu_page();
  ResultPage page;
  GetParam().change(page, body);
  page.body = body;
  const ReadResult result = read_result_page(layout_of("baidu"), page, {});
  EXPECT_EQ(to_string(result.outcome), to_string(GetParam().outcome)) << result.explanation;
  EXPECT_EQ(to_string(result.reason), to_string(GetParam().reason));
  EXPECT_EQ(result.rows_count, GetParam().rows_count);
  EXPECT_FALSE(result.explanation.empty());
}

std::string brotli_like() {  // bytes that no decoder of text makes sense of
  std::string bytes;
  std::uint64_t state = 7;
  for (int i = 0; i < 3000; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    bytes += static_cast<char>(state >> 56);
  }
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    rows, CouldNotTell,
    testing::Values(
        Cut{"an_empty_body", [](ResultPage&, std::string& body) { body = " \r\n"; },
            SerpOutcome::kUnknownLayout, Reason::kEmptyBody, false},
        Cut{"a_body_that_was_cut_in_transfer",
            [](ResultPage& page, std::string&) { page.truncated = true; },
            SerpOutcome::kUnknownLayout, Reason::kPageUnparseable, true},
        Cut{"a_page_without_its_end",
            [](ResultPage&, std::string& body) { body.resize(body.size() - 400); },
            SerpOutcome::kUnknownLayout, Reason::kPageUnparseable, true},
        Cut{"a_body_still_in_brotli", [](ResultPage&, std::string& body) { body = brotli_like(); },
            SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, false},
        Cut{"bytes_that_are_no_text_within_a_list",
            [](ResultPage&, std::string& body) {
              body.insert(body.find("净化器 四"), brotli_like());
            },
            SerpOutcome::kUnknownLayout, Reason::kPageUnparseable, false},
        Cut{"json", [](ResultPage& page, std::string&) { page.content_type = "application/json"; },
            SerpOutcome::kUnknownLayout, Reason::kNotHtml, false},
        Cut{"a_page_of_another_host",
            [](ResultPage& page, std::string&) { page.final_url = "http://portal.hotel.cn/"; },
            SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, false},
        Cut{"a_captchas_address",
            [](ResultPage& page, std::string&) {
              page.final_url = "https://wappass.baidu.com/static/captcha/tuxing.html?ak=1";
            },
            SerpOutcome::kBlocked, Reason::kCaptcha, false},
        Cut{"a_captchas_address_with_an_empty_body",
            [](ResultPage& page, std::string& body) {
              page.final_url = "https://wappass.baidu.com/static/captcha/tuxing.html";
              body.clear();
            },
            SerpOutcome::kBlocked, Reason::kCaptcha, false},
        Cut{"http_403", [](ResultPage& page, std::string&) { page.status = 403; },
            SerpOutcome::kBlocked, Reason::kHttp403, false},
        Cut{"http_429_without_a_body",
            [](ResultPage& page, std::string& body) {
              page.status = 429;
              body.clear();
            },
            SerpOutcome::kBlocked, Reason::kHttp429, false},
        Cut{"http_503", [](ResultPage& page, std::string&) { page.status = 503; },
            SerpOutcome::kBlocked, Reason::kHttp5xx, false},
        Cut{"another_engines_page", [](ResultPage&, std::string& body) { body = bing_page(); },
            SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, false},
        Cut{"a_page_too_deep_to_read",
            [](ResultPage&, std::string& body) {
              std::string deep;
              for (int i = 0; i < 2000; ++i) deep += "<div>";
              body.insert(body.find("<div id=page>"), deep);
            },
            SerpOutcome::kUnknownLayout, Reason::kPageUnparseable, false}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(ResultPage, a_page_in_gbk_is_read_by_its_meta) {
  // "净化器" in GBK
  const std::string word = "\xbe\xbb\xbb\xaf\xc6\xf7";
  const std::string page =
      "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>"
      "<div id=main><div class=results><div class=rb><h3 class=pt><a href='http://c.cn/3'>" +
      word + "</a></h3></div></div></div></body></html>";
  const ReadResult result = read_html("sogou", page);
  ASSERT_EQ(result.rows.size(), 1u);
  EXPECT_EQ(result.rows[0].title, "净化器");
}

TEST(ResultPage, links_are_resolved_against_where_the_page_came_from) {
  ResultPage page;
  const std::string body = google_page();
  page.body = body;
  page.final_url = "https://www.google.co.jp/search?q=x";
  const ReadResult result = read_result_page(layout_of("google"), page, {});
  EXPECT_EQ(result.next_page, "https://www.google.co.jp/search?q=a&start=20");
  EXPECT_EQ(result.rows.at(3).url, "http://b.cn/2?x=1");
}

}  // namespace
}  // namespace vouch::engines::test
