#include <gtest/gtest.h>

#include "tests/planning/company.h"

namespace vouch::planning::test {
namespace {

struct DateRow {
  const char* sentence;
  std::string text;
  std::optional<Date> date;
};

class ReadDate : public testing::TestWithParam<DateRow> {};

TEST_P(ReadDate, as_people_and_excel_write_it) {
  EXPECT_EQ(read_date(GetParam().text, day(11, 24)), GetParam().date) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    rows, ReadDate,
    testing::Values(
        DateRow{"iso", "2026-11-20", day(11, 20)}, DateRow{"slashes", "2026/11/20", day(11, 20)},
        DateRow{"slashes_without_zeros", "2026/1/5", day(1, 5)},
        DateRow{"dots", "2026.11.20", day(11, 20)},
        DateRow{"chinese", "2026年11月20日", day(11, 20)},
        DateRow{"chinese_without_year", "11月20日", day(11, 20)},
        DateRow{"chinese_with_hao", "11月20号", day(11, 20)},
        DateRow{"with_time", "2026/11/20 14:30:00", day(11, 20)},
        DateRow{"with_t", "2026-11-20T14:30", day(11, 20)},
        DateRow{"with_weekday", "2026-11-20 星期五", day(11, 20)},
        DateRow{"compact", "20261120", day(11, 20)}, DateRow{"without_year", "11/20", day(11, 20)},
        DateRow{"with_dot", "11.20", day(11, 20)},
        DateRow{"a_day_of_last_year_without_year", "12-31", day(12, 31)},
        DateRow{"two_digit_year", "26-11-20", day(11, 20)},
        DateRow{"two_digit_year_of_old", "19-3-5", day(3, 5, 2019)},
        DateRow{"american_short", "11/24/26", day(11, 24)},
        DateRow{"european_short", "24/11/26", day(11, 24)},
        DateRow{"american_short_that_is_no_chinese_date_of_now", "1/15/26", day(1, 15)},
        DateRow{"short_that_may_be_two_days", "11/5/26", std::nullopt},
        DateRow{"american_long", "11/24/2026", day(11, 24)},
        DateRow{"european_long", "24/11/2026", day(11, 24)},
        DateRow{"long_that_may_be_two_days", "11/5/2026", std::nullopt},
        DateRow{"long_with_equal_parts", "11/11/2026", day(11, 11)},
        DateRow{"excels_day_number", "46350", day(11, 24)},
        DateRow{"excels_day_number_with_time", "46350.75", day(11, 24)},
        DateRow{"today", "今天", day(11, 24)}, DateRow{"yesterday", "昨日", day(11, 23)},
        DateRow{"spaces_around", "  2026-11-20 ", day(11, 20)},
        DateRow{"no_such_day", "2026-02-30", std::nullopt},
        DateRow{"a_count_is_no_date", "12", std::nullopt},
        DateRow{"a_phone_number_is_no_date", "13800138000", std::nullopt},
        DateRow{"words", "上周五", std::nullopt}, DateRow{"nothing", "", std::nullopt}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(ReadDate, a_day_without_year_is_the_nearest_one) {
  EXPECT_EQ(read_date("12-30", day(1, 2)), day(12, 30, 2025));
  EXPECT_EQ(read_date("1-2", day(12, 30)), day(1, 2, 2027));
  EXPECT_EQ(read_date("2-29", day(3, 1, 2028)), day(2, 29, 2028));
}

std::string split(std::string_view text) {
  std::string out;
  for (const std::string& keyword : split_keywords(text)) out += "[" + keyword + "]";
  return out;
}

TEST(SplitKeywords, at_the_marks_that_people_use) {
  EXPECT_EQ(split("甲、乙,丙;丁/戊|己，庚；辛\n壬"), "[甲][乙][丙][丁][戊][己][庚][辛][壬]");
  EXPECT_EQ(split("空气 净化器"), "[空气 净化器]");
  EXPECT_EQ(split(" 甲 ,, ，甲,　乙 "), "[甲][乙]");
  EXPECT_EQ(split("“甲”、【乙】、#丙#、《丁》"), "[甲][乙][丙][丁]");
  EXPECT_EQ(split("ISO9001,iso 9001"), "[ISO9001]");  // folded alike
  EXPECT_EQ(split(""), "");
  EXPECT_EQ(split("、，"), "");
}

TEST(SplitKeywords, nonsense_is_bounded) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "词" + std::to_string(i) + ",";
  EXPECT_EQ(split_keywords(many).size(), 50u);
  const std::vector<std::string> one = split_keywords(std::string(5000, 'a'));
  ASSERT_EQ(one.size(), 1u);
  EXPECT_LE(one[0].size(), 200u);
}

TEST(Cutoff, is_ten_on_the_next_working_day) {
  const Company company;
  const auto text = [&](Date date) {
    return company.calendar.zone().minutes_text(
        cutoff(date, company.calendar, std::chrono::hours(10)));
  };
  EXPECT_EQ(text(day(11, 24)), "2026-11-25 10:00");
  EXPECT_EQ(text(day(11, 27)), "2026-11-30 10:00");  // Friday
  EXPECT_EQ(text(day(11, 28)), "2026-11-30 10:00");  // Saturday
}

struct UrlRow {
  const char* sentence;
  std::string text;
  std::string urls;
};

class FindUrls : public testing::TestWithParam<UrlRow> {};

TEST_P(FindUrls, in_what_people_paste) {
  std::string found;
  for (const std::string& url : find_urls(GetParam().text))
    found += (found.empty() ? "" : " ") + url;
  EXPECT_EQ(found, GetParam().urls);
}

INSTANTIATE_TEST_SUITE_P(
    rows, FindUrls,
    testing::Values(UrlRow{"plain", "http://a.com/1", "http://a.com/1"},
                    UrlRow{"with_words_around", "今天发的：https://a.com/1.html，请查收",
                           "https://a.com/1.html"},
                    UrlRow{"han_right_behind", "http://a.com/1已发布", "http://a.com/1"},
                    UrlRow{"in_brackets", "（http://a.com/1）", "http://a.com/1"},
                    UrlRow{"with_brackets_of_its_own", "http://a.com/x_(y)", "http://a.com/x_(y)"},
                    UrlRow{"a_full_stop_behind", "see http://a.com/1.", "http://a.com/1"},
                    UrlRow{"without_scheme", "www.a.com/1", "http://www.a.com/1"},
                    UrlRow{"a_bare_host", "a.com", "http://a.com"},
                    UrlRow{"full_width", "ｈｔｔｐ：／／ａ．ｃｏｍ／１", "http://a.com/1"},
                    UrlRow{"two_in_one_cell", "http://a.com/1\nhttp://b.com/2",
                           "http://a.com/1 http://b.com/2"},
                    UrlRow{"two_glued_together", "http://a.com/1http://b.com/2",
                           "http://a.com/1 http://b.com/2"},
                    UrlRow{"a_jump_page_is_one", "http://a.com/go?u=http://b.com/2",
                           "http://a.com/go?u=http://b.com/2"},
                    UrlRow{"han_in_the_path", "http://a.com/关于我们/1", "http://a.com/关于我们/1"},
                    UrlRow{"a_mail_address_is_none", "someone@a.com", ""},
                    UrlRow{"a_mail_address_with_a_dot_is_none", "zhang.me@a.com", ""},
                    UrlRow{"a_file_name_is_none", "日报2026.xlsx", ""},
                    UrlRow{"a_version_is_none", "v1.2.3", ""},
                    UrlRow{"a_price_is_none", "12.50元", ""},
                    UrlRow{"words_are_none", "已发布，无链接", ""},
                    UrlRow{"a_scheme_alone_is_none", "http://", ""}),
    [](const auto& row) { return std::string(row.param.sentence); });

}  // namespace
}  // namespace vouch::planning::test
