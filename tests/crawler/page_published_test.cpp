#include "crawler/page/published.h"

#include <gtest/gtest.h>

#include <ostream>

#include "core/time.h"
#include "crawler/page/dates.h"
#include "crawler/page/page_reader.h"

namespace vouch::crawler {
namespace {

struct DateRow {
  const char* sentence;
  const char* text;
  const char* value;  // "": none

  friend std::ostream& operator<<(std::ostream& out, const DateRow& row) { return out << row.text; }
};

const std::vector<DateRow> kDates = {
    {"chinese", "2026年11月24日", "2026-11-24"},
    {"chinese_with_a_time", "2026年11月24日 10:20", "2026-11-24T10:20"},
    {"chinese_with_spaces", "2026 年 1 月 4 日", "2026-01-04"},
    {"chinese_with_hao", "2026年1月4号", "2026-01-04"},
    {"chinese_with_shi_and_fen", "2026年11月24日10时20分", "2026-11-24T10:20"},
    {"chinese_in_the_afternoon", "2026年11月24日 下午3:05", "2026-11-24T15:05"},
    {"dashes_with_a_time", "2026-11-24 10:20", "2026-11-24T10:20"},
    {"dashes_with_seconds", "2026-11-24 10:20:33", "2026-11-24T10:20:33"},
    {"slashes", "2026/1/4", "2026-01-04"},
    {"points", "2026.11.24", "2026-11-24"},
    {"rfc_3339", "2026-11-24T10:20:33+08:00", "2026-11-24T10:20:33+08:00"},
    {"rfc_3339_with_fractions", "2026-11-24T10:20:33.123Z", "2026-11-24T10:20:33Z"},
    {"a_zone_without_its_colon", "2026-11-24T10:20:33+0800", "2026-11-24T10:20:33+08:00"},
    {"rfc_1123", "Tue, 24 Nov 2026 10:20:33 GMT", "2026-11-24T10:20:33Z"},
    {"english_day_first", "24th November 2026", "2026-11-24"},
    {"english_month_first", "Nov. 24, 2026", "2026-11-24"},
    {"english_in_the_evening", "November 24, 2026 at 8:05 PM", "2026-11-24T20:05"},
    {"inside_a_line", "作者：张三 时间：2026-11-24 来源：网络", "2026-11-24"},
    {"no_such_month", "2026-13-24", ""},
    {"no_such_day", "2026-02-30", ""},
    {"without_a_year", "11-24 10:20", ""},
    {"a_telephone_number", "0571-8888-12345", ""},
    {"a_longer_number", "12026-11-245", ""},
    {"mixed_separators", "2026-11/24", ""},
    {"before_the_web", "1949-10-01", ""},
    {"a_version", "v2.3.4 and 1.2.3", ""},
    {"only_a_month", "2026年11月", ""},
};

class Dates : public testing::TestWithParam<DateRow> {};
TEST_P(Dates, are_read_as_far_as_given) {
  const auto found = find_date(GetParam().text);
  EXPECT_EQ(found ? found->value : "", GetParam().value);
}
const auto kName = [](const auto& row) { return std::string(row.param.sentence); };
INSTANTIATE_TEST_SUITE_P(rows, Dates, testing::ValuesIn(kDates), kName);

const std::vector<DateRow> kPaths = {
    {"folders", "/news/2026/11/24/a.html", "2026-11-24"},
    {"month_and_day_together", "/2026/1124/a.html", "2026-11-24"},
    {"year_and_month_together", "/202611/24/a.html", "2026-11-24"},
    {"eight_digits", "/a/20261124/5.html", "2026-11-24"},
    {"eight_digits_behind_a_letter", "/202611/t20261124_12.html", "2026-11-24"},
    {"dashes", "/2026-11-24-title.html", "2026-11-24"},
    {"a_month_alone", "/2026/11/title.html", "2026-11"},
    {"an_id_is_no_date", "/thread/20269924.html", ""},
    {"a_longer_id_is_no_date", "/thread/202611241.html", ""},
    {"numbers_are_no_date", "/2026/a/11", ""},
};
class PathDates : public testing::TestWithParam<DateRow> {};
TEST_P(PathDates, are_read_from_folders_and_names) {
  EXPECT_EQ(date_in_path(GetParam().text).value_or(""), GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(rows, PathDates, testing::ValuesIn(kPaths), kName);

struct PublishedRow {
  const char* sentence;
  std::string html;
  const char* value;
  const char* source;
  std::vector<HeaderField> headers = {};
  std::string url = "https://www.example.com/a.html";
};

std::string page(const std::string& head, const std::string& body) {
  return "<html><head>" + head + "</head><body>" + body + "</body></html>";
}

const std::string kText(
    "<p>装修以前先量好每个房间的尺寸，再按照人口和用途决定设备的功率，不要只看价格。</p>");

const std::vector<PublishedRow>& published_rows() {
  static const std::vector<PublishedRow> rows = {
      {"article_published_time",
       page("<meta property=article:published_time content=2026-11-24T08:00:00+08:00>", kText),
       "2026-11-24T08:00:00+08:00", "article:published_time"},
      {"the_strongest_meta_wins_over_the_first",
       page("<meta name=pubdate content=2026-11-20><meta property=article:published_time "
            "content=2026-11-24>",
            kText),
       "2026-11-24", "article:published_time"},
      {"a_modified_time_is_no_publication",
       page("<meta property=article:modified_time content=2026-11-24>", kText), "", ""},
      {"itemprop", page("", "<span itemprop=datePublished content=2026-11-24>x</span>" + kText),
       "2026-11-24", "datepublished"},
      {"json_ld",
       page("<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":"
            "\"2026-11-24T10:00:00Z\"}</script>",
            kText),
       "2026-11-24T10:00:00Z", "json-ld"},
      {"json_ld_in_a_graph",
       page("<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":"
            "\"Article\",\"datePublished\":\"2026-11-24\"}]}</script>",
            kText),
       "2026-11-24", "json-ld"},
      {"json_ld_of_baidu",
       page("<script type=application/ld+json>{\"title\":\"a\nb\",\"pubDate\":"
            "\"2026-11-24T08:00:00\"}</script>",
            kText),
       "2026-11-24T08:00:00", "json-ld"},
      {"the_date_of_a_comment_in_json_ld_is_none",
       page("<script type=application/ld+json>{\"@type\":\"Article\",\"comment\":[{"
            "\"datePublished\":\"2026-11-24\"}]}</script>",
            kText),
       "", ""},
      {"broken_json_ld_is_passed_over",
       page("<script type=application/ld+json>{\"datePublished\":</script>", kText), "", ""},
      {"deep_json_ld_is_passed_over",
       page("<script type=application/ld+json>" + std::string(5000, '[') + "</script>", kText), "",
       ""},
      {"time_element",
       page("", "<article><h1>标题</h1><time datetime=2026-11-24T10:20>昨天</time>" + kText +
                    "</article>"),
       "2026-11-24T10:20", "time"},
      {"time_element_of_a_comment_is_none",
       page("", "<article><h1>标题</h1>" + kText +
                    "</article><div class=comments><time datetime=2026-11-24></time></div>"),
       "", ""},
      {"time_element_of_an_update_is_none",
       page("", "<time class=updated datetime=2026-11-24></time>" + kText), "", ""},
      {"byline", page("", "<h1>标题</h1><p>作者：张三 2026年11月24日 10:20</p>" + kText),
       "2026-11-24T10:20", "text"},
      {"byline_before_the_title", page("", "<div>发布时间：2026-11-24</div><h1>标题</h1>" + kText),
       "2026-11-24", "text"},
      {"a_date_in_a_sentence_is_none",
       page("",
            "<h1>标题</h1><p>公司在 2016-05-01 "
            "迁入新厂房，此后每年扩建一条生产线，到今天已经有十条生产线同时运转，"
            "年产设备三万多台，远销二十多个国家和地区，用户遍布各行各业。</p>"),
       "", ""},
      {"a_labelled_date_in_a_long_line_counts",
       page("",
            "<h1>标题</h1><p>来源：本站原创 栏目：行业新闻 编辑：李四 责任编辑：王五 审稿：赵六 "
            "浏览次数：1024 次 转载请注明出处谢谢合作 发布时间：2026-11-24</p>"),
       "2026-11-24", "text"},
      {"a_date_of_change_is_none", page("", "<h1>标题</h1><p>更新时间：2026-11-24</p>" + kText), "",
       ""},
      {"the_date_of_change_before_the_publication_is_passed_over",
       page("", "<h1>标题</h1><p>更新：2026-11-24 发布：2026-11-20</p>" + kText), "2026-11-20",
       "text"},
      {"a_date_in_the_side_bar_is_none",
       page("", "<h1>标题</h1><div class=sidebar><p>2026-11-24 热门</p></div>" + kText), "", ""},
      {"a_hidden_date_is_none",
       page("", "<h1>标题</h1><p style=display:none>2026-11-24</p>" + kText), "", ""},
      {"the_address",
       page("", "<h1>标题</h1>" + kText),
       "2026-11-24",
       "url",
       {},
       "https://www.example.com/2026/11/24/a.html"},
      {"text_goes_before_the_address",
       page("", "<h1>标题</h1><p>2026-11-20</p>" + kText),
       "2026-11-20",
       "text",
       {},
       "https://www.example.com/2026/11/24/a.html"},
      {"last_modified",
       page("", kText),
       "2026-11-20T10:20:33Z",
       "last-modified",
       {{"Last-Modified", "Fri, 20 Nov 2026 10:20:33 GMT"},
        {"Date", "Tue, 24 Nov 2026 10:20:33 GMT"}}},
      {"last_modified_of_a_page_made_now_is_none",
       page("", kText),
       "",
       "",
       {{"Last-Modified", "Tue, 24 Nov 2026 10:20:30 GMT"},
        {"Date", "Tue, 24 Nov 2026 10:20:33 GMT"}}},
      {"the_day_of_an_event_to_come_is_none", page("", "<h1>标题</h1><p>2027-05-01</p>" + kText),
       "", ""},
      {"nothing_is_nothing", page("", kText), "", ""},
  };
  return rows;
}

class Published : public testing::TestWithParam<PublishedRow> {};
TEST_P(Published, is_the_strongest_statement) {
  PageInput input;
  input.url = GetParam().url;
  input.headers = GetParam().headers;
  input.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  input.body = GetParam().html;
  input.now = *parse_rfc3339("2026-11-25T00:00:00Z");
  const PageFacts facts = read_page(input);
  EXPECT_EQ(facts.published.value, GetParam().value);
  EXPECT_EQ(facts.published.source, GetParam().source);
}
INSTANTIATE_TEST_SUITE_P(rows, Published, testing::ValuesIn(published_rows()), kName);

}  // namespace
}  // namespace vouch::crawler
