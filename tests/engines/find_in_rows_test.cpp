// Which row shows our page, and how sure that is.
#include "engines/find_in_rows.h"

#include <gtest/gtest.h>

namespace vouch::engines {
namespace {

const std::string kPage = "https://www.acme.cn/news/1.html?id=7";

ResultRow row(const std::string& url, const std::string& shown = {},
              const std::string& title = {}) {
  ResultRow out;
  out.position = 1;
  out.url = url;
  out.url_source = url.empty() ? "none" : "mu";
  out.shown_url = shown;
  out.title = title;
  return out;
}

ResultRow of_kind(ResultRow out, SerpRowKind kind) {
  out.kind = kind;
  out.position = 0;
  return out;
}

ResultRow hint(ResultRow out) {
  out.shown_only = true;
  return out;
}

struct Case {
  const char* sentence;
  std::vector<ResultRow> rows;
  int index;  // of the row found; -1: none
  Certainty certainty;
  const char* rule;
};

class FindInRows : public testing::TestWithParam<Case> {};

TEST_P(FindInRows, finds_this_row) {
  WantedPage wanted;
  wanted.urls = {kPage, "https://www.acme.cn/canonical"};
  wanted.title = "空气净化器的滤芯多久换一次 - 某某公司";
  const FoundRow found = find_in_rows(GetParam().rows, wanted);
  const int index = found.row ? static_cast<int>(*found.row) : -1;
  EXPECT_EQ(index, GetParam().index);
  EXPECT_EQ(to_string(found.certainty), to_string(GetParam().certainty));
  EXPECT_EQ(found.rule, GetParam().rule);
}

constexpr auto kExact = Certainty::kExact;
constexpr auto kProbable = Certainty::kProbable;
constexpr auto kNone = Certainty::kNone;

INSTANTIATE_TEST_SUITE_P(
    rows, FindInRows,
    testing::Values(
        Case{"the_same_url", {row("http://b.cn/"), row(kPage)}, 1, kExact, "strict_key"},
        Case{"the_canonical", {row("https://www.acme.cn/canonical")}, 0, kExact, "strict_key"},
        Case{"another_scheme_and_host_form",
             {row("http://m.acme.cn/news/1.html?id=7")},
             0,
             kExact,
             "loose_key"},
        Case{"strict_before_loose",
             {row("http://acme.cn/news/1.html?id=7"), row(kPage)},
             1,
             kExact,
             "strict_key"},
        Case{"another_page_of_the_host", {row("https://www.acme.cn/news/2.html")}, -1, kNone, ""},
        Case{"a_row_that_only_mentions_it", {row("http://b.cn/", kPage, kPage)}, -1, kNone, ""},
        Case{"an_ad_never", {of_kind(row(kPage), SerpRowKind::kAd)}, -1, kNone, ""},
        Case{"a_module_where_no_row_has_it",
             {of_kind(row(kPage), SerpRowKind::kModule), row("http://b.cn/")},
             0,
             kExact,
             "strict_key"},
        Case{"a_row_before_a_module",
             {of_kind(row(kPage), SerpRowKind::kModule), row(kPage)},
             1,
             kExact,
             "strict_key"},
        Case{"exact_in_a_module_before_probable",
             {row("", "www.acme.cn/news/1..."), of_kind(row(kPage), SerpRowKind::kModule)},
             1,
             kExact,
             "strict_key"},
        Case{"shown_cut", {row("", "www.acme.cn/news/1...")}, 0, kProbable, "shown_url"},
        Case{"shown_with_arrows",
             {row("", "https://acme.cn › news › 1.html?id=7")},
             0,
             kProbable,
             "shown_url"},
        Case{"shown_behind_the_sites_name",
             {row("", "某某 - www.acme.cn/n... - 2020-1-4")},
             0,
             kProbable,
             "shown_url"},
        Case{"shown_host_alone_is_the_home_page", {row("", "www.acme.cn")}, -1, kNone, ""},
        Case{"shown_host_cut_says_nothing", {row("", "www.acme.cn/...")}, -1, kNone, ""},
        Case{"shown_page_of_another_host", {row("", "www.acme.com.cn/news/1...")}, -1, kNone, ""},
        Case{"a_hint_of_the_page_is_probable", {hint(row(kPage))}, 0, kProbable, "strict_key"},
        Case{"the_title",
             {row("", "", "空气净化器的滤芯多久换一次 - 某某公司")},
             0,
             kProbable,
             "title"},
        Case{
            "the_title_cut", {row("", "", "空气净化器的滤芯多久换一次...")}, 0, kProbable, "title"},
        Case{"a_title_cut_to_nothing_much", {row("", "", "空气净化器...")}, -1, kNone, ""},
        Case{
            "another_title", {row("", "", "空气净化器的滤芯多久换一次 - 别的公司")}, -1, kNone, ""},
        Case{"a_title_where_the_target_is_known",
             {row("http://b.cn/", "", "空气净化器的滤芯多久换一次 - 某某公司")},
             -1,
             kNone,
             ""},
        Case{"no_rows", {}, -1, kNone, ""}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(FindInRowsOfNothing, a_wanted_url_that_is_none_finds_nothing) {
  const std::vector<ResultRow> rows = {row(kPage)};
  WantedPage wanted;
  EXPECT_FALSE(find_in_rows(rows, wanted).row);
  wanted.urls = {"mailto:a@b.cn", "no url"};
  EXPECT_FALSE(find_in_rows(rows, wanted).row);
}

TEST(BestPlace, a_row_that_hides_its_page_gives_no_place) {
  SearchRow hidden;
  hidden.position = 1;
  hidden.url = kPage;  // of a link through the engine nothing is known
  hidden.shown_url = "www.acme.cn/news/1.html?id=7";
  hidden.target_known = false;
  SearchRow open;
  open.position = 2;
  open.url = kPage;
  const std::vector<SearchRow> rows = {hidden, open};
  EXPECT_EQ(best_place(rows, {kPage}).row, 1U);
  EXPECT_EQ(best_place(rows, {"https://acme.cn/"}).row, 1U);
  EXPECT_TRUE(may_hide(rows, Url::parse(kPage).value()));
}

}  // namespace
}  // namespace vouch::engines
