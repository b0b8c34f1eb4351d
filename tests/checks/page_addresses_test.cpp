// Which addresses count as the page of a claim.
#include "checks/page_addresses.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

struct Case {
  const char* sentence;
  const char* url;
  const char* final_url;
  const char* canonical;
  std::vector<std::string> others;  // behind the claim's own
  const char* doubtful;
};

class PageAddressesOf : public testing::TestWithParam<Case> {};

TEST_P(PageAddressesOf, counts_these) {
  const Case& row = GetParam();
  const PageAddresses found = page_addresses(row.url, PageSeen{row.final_url, row.canonical});
  ASSERT_FALSE(found.same.empty());
  EXPECT_EQ(found.same.front(), row.url);
  EXPECT_EQ(std::vector<std::string>(found.same.begin() + 1, found.same.end()), row.others);
  std::vector<std::string> doubtful;
  if (*row.doubtful != '\0') doubtful.emplace_back(row.doubtful);
  EXPECT_EQ(found.doubtful, doubtful);
  EXPECT_FALSE(found.unread);
}

INSTANTIATE_TEST_SUITE_P(
    rows, PageAddressesOf,
    testing::Values(Case{"a_page_that_was_not_seen", "https://a.cn/1.html", "", "", {}, ""},
                    Case{"a_canonical_that_is_the_url",
                         "https://a.cn/1.html",
                         "https://a.cn/1.html",
                         "http://www.a.cn/1.html?utm_source=x",
                         {},
                         ""},
                    Case{"the_plain_form_of_an_address_with_parameters",
                         "https://a.cn/detail.php?id=77&cat=5",
                         "",
                         "https://a.cn/news/77.html",
                         {"https://a.cn/news/77.html"},
                         ""},
                    Case{"the_page_for_computers_of_one_for_telephones",
                         "https://m.a.cn/p/8812",
                         "",
                         "https://www.a.cn/article/8812",
                         {"https://www.a.cn/article/8812"},
                         ""},
                    Case{"a_name_in_words_under_another_path",
                         "https://a.cn/amp/how-to-clean",
                         "",
                         "https://a.cn/blog/how-to-clean.html",
                         {"https://a.cn/blog/how-to-clean.html"},
                         ""},
                    Case{"where_it_led",
                         "https://t.cn/Ab12",
                         "https://a.cn/news/1.html",
                         "",
                         {"https://a.cn/news/1.html"},
                         ""},
                    Case{"the_canonical_of_where_it_led",
                         "https://t.cn/Ab12",
                         "https://m.a.cn/news/1.html",
                         "https://a.cn/read/1.html",
                         {"https://m.a.cn/news/1.html", "https://a.cn/read/1.html"},
                         ""},
                    Case{"the_front_page_never",
                         "https://a.cn/1.html",
                         "",
                         "https://a.cn/",
                         {},
                         "https://a.cn/"},
                    Case{"the_front_page_by_its_file_never",
                         "https://a.cn/1.html",
                         "",
                         "https://a.cn/index.html",
                         {},
                         "https://a.cn/index.html"},
                    Case{"the_front_page_of_a_page_that_is_parameters_alone",
                         "https://a.cn/?p=five",
                         "",
                         "https://a.cn/",
                         {},
                         "https://a.cn/"},
                    Case{"the_month_of_a_page_named_by_the_day",
                         "https://a.cn/2026/11/11.html",
                         "",
                         "https://a.cn/2026/11/",
                         {},
                         "https://a.cn/2026/11/"},
                    Case{"led_to_the_front_page_is_lost",
                         "https://a.cn/1.html",
                         "https://a.cn/",
                         "",
                         {},
                         "https://a.cn/"},
                    Case{"led_to_the_list_is_lost",
                         "https://a.cn/news/1.html",
                         "https://a.cn/news/",
                         "",
                         {},
                         "https://a.cn/news/"},
                    Case{"the_list_that_holds_it",
                         "https://a.cn/news/1.html",
                         "",
                         "https://a.cn/news/",
                         {},
                         "https://a.cn/news/"},
                    Case{"the_month_that_holds_it",
                         "https://a.cn/2026/11/my-page",
                         "",
                         "https://a.cn/2026/11/",
                         {},
                         "https://a.cn/2026/11/"},
                    Case{"another_number",
                         "https://a.cn/t?id=12&cat=5",
                         "",
                         "https://a.cn/t?id=13&cat=5",
                         {},
                         "https://a.cn/t?id=13&cat=5"},
                    Case{"a_part_of_the_number",
                         "https://a.cn/t/123",
                         "",
                         "https://a.cn/t/12",
                         {},
                         "https://a.cn/t/12"},
                    Case{"another_page_of_the_same_day",
                         "https://a.cn/20261124/mine",
                         "",
                         "https://a.cn/20261124/famous",
                         {},
                         "https://a.cn/20261124/famous"},
                    Case{"the_same_number_on_another_site",
                         "https://a.cn/news/77.html",
                         "",
                         "https://b.cn/news/77.html",
                         {},
                         "https://b.cn/news/77.html"},
                    Case{"another_persons_page_beside",
                         "https://li.blog.cn/p/77",
                         "",
                         "https://han.blog.cn/p/77",
                         {},
                         "https://han.blog.cn/p/77"},
                    Case{"led_to_the_page_above",
                         "https://a.cn/article/123/amp",
                         "https://a.cn/article/123",
                         "",
                         {},
                         "https://a.cn/article/123"},
                    Case{"no_web_address", "https://a.cn/1.html", "", "mailto:a@b.cn", {}, ""},
                    Case{"no_address_at_all", "见附件", "", "https://a.cn/1.html", {}, ""}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(PageAddressesOf, an_address_that_findings_may_have_cut_rules_absence_out) {
  const std::string canonical = "https://a.cn/1.html?x=" + std::string(600, '1');
  const PageAddresses found = page_addresses("https://a.cn/1.html", PageSeen{"", canonical});
  EXPECT_EQ(found.same.size(), 1U);
  EXPECT_TRUE(found.doubtful.empty());
  EXPECT_TRUE(found.unread);
}

}  // namespace
}  // namespace vouch::checks
