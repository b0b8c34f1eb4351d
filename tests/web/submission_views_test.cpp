// What people and programs read of submitted pages and of index counts: received is never called
// indexed, and what was not measured is never a number.
#include "web/submission_views.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "web/rank_pages.h"
#include "web/site_count_views.h"

namespace vouch::web::test {
namespace {

const Zone kZone = Zone::shanghai();
const Time kNow = parse_rfc3339("2026-11-24T06:30:00.000Z").value();

PageContext context(Lang lang = Lang::kZh) {
  return PageContext{lang, kNow,   kZone, {{}, {}, {{"baidu", "百度"}, {"bing", "必应"}}},
                     {},   "/s/t", "/"};
}

ClaimFile submitted(const std::string& outcome) {
  ClaimFile file;
  store::SubmissionFile one;
  one.submission.route = "baidu_push";
  one.submission.url = "https://www.acme.cn/1";
  one.submission.queued_at = kNow;
  one.submission.state = "queued";
  if (!outcome.empty()) one.events.push_back({kNow, outcome, "", R"({"remain":9,"success":1})", 9});
  file.submissions = {one};
  return file;
}

std::string section(const ClaimFile& file, Lang lang = Lang::kZh) {
  Html html;
  claim_submissions(html, file, context(lang));
  return html.take();
}

TEST(SubmissionViews, a_receipt_is_told_as_a_receipt) {
  const std::string page = section(submitted("received"));
  EXPECT_NE(page.find("百度推送"), std::string::npos);
  EXPECT_NE(page.find("已收到"), std::string::npos);
  EXPECT_NE(page.find("收到不等于收录"), std::string::npos);
  EXPECT_NE(section(submitted("received"), Lang::kEn).find("received is not indexed"),
            std::string::npos);
  EXPECT_NE(section(submitted("")).find("排队中"), std::string::npos);
  EXPECT_NE(section(submitted("could_not_submit")).find("会再试"), std::string::npos);
  EXPECT_EQ(section(ClaimFile()), "");
}

TEST(SubmissionViews, the_json_has_every_event) {
  const auto list =
      boost::json::parse(submissions_json(submitted("refused").submissions)).as_array();
  const auto& event = list.at(0).at("events").at(0);
  EXPECT_EQ(event.at("outcome").as_string(), "refused");
  EXPECT_EQ(event.at("remaining").as_int64(), 9);
  EXPECT_EQ(list.at(0).at("state").as_string(), "queued");
}

store::SiteCountNow count(std::optional<std::int64_t> newest, std::optional<std::int64_t> measured,
                          std::optional<std::int64_t> before, const std::string& kind) {
  const auto one = [&](std::optional<std::int64_t> pages) {
    return store::SiteCount{
        "acme.cn", "baidu", kind, "searxng:main", kNow, pages, pages ? "" : "captcha"};
  };
  store::SiteCountNow out;
  out.newest = one(newest);
  if (measured) out.measured = one(measured);
  if (before) out.before = one(before);
  return out;
}

std::string counts_of(const store::SiteCountNow& now) {
  Html html;
  site_counts(html, {now}, context());
  return html.take();
}

TEST(SiteCountViews, estimates_and_official_figures_are_told_apart) {
  EXPECT_NE(counts_of(count(1250, 1250, 1200, "estimate")).find("1250 (估算)"), std::string::npos);
  EXPECT_NE(counts_of(count(1250, 1250, 1200, "estimate")).find("+50"), std::string::npos);
  EXPECT_NE(counts_of(count(0, 0, {}, "official")).find("0 (官方)"), std::string::npos);
}

TEST(SiteCountViews, what_was_not_measured_is_no_number) {
  const std::string never = counts_of(count({}, {}, {}, "estimate"));
  EXPECT_NE(never.find("未测到"), std::string::npos);
  EXPECT_EQ(never.find(">0"), std::string::npos);
  const std::string this_time = counts_of(count({}, 1200, {}, "estimate"));
  EXPECT_NE(this_time.find("1200 (估算)"), std::string::npos);
  EXPECT_NE(this_time.find("未测到"), std::string::npos);
  const auto list =
      boost::json::parse(site_counts_json({count({}, {}, {}, "estimate")}, "acme.cn")).as_array();
  EXPECT_TRUE(list.at(0).at("measured").is_null());
  EXPECT_EQ(list.at(0).at("why_not").as_string(), "captcha");
  EXPECT_EQ(site_counts_json({count(1, 1, {}, "estimate")}, "other.cn"), "[]");
}

std::string index_with(std::int64_t not_told, std::int64_t told) {
  IndexPage data;
  data.submitted_speeds = {{"bing", false, not_told, 1, 4.5, kNow},
                           {"bing", true, told, 1, 2.5, kNow}};
  return index_page(data, context());
}

TEST(IndexPageViews, two_groups_are_compared_only_where_both_are_large_enough) {
  const std::string enough = index_with(40, 12);
  EXPECT_NE(enough.find("2.5 天 (n = 12)"), std::string::npos) << enough;
  EXPECT_NE(enough.find("4.5 天 (n = 40)"), std::string::npos);
  const std::string few = index_with(40, 9);
  EXPECT_NE(few.find("不作比较"), std::string::npos);
  EXPECT_EQ(few.find("2.5 天"), std::string::npos);
}

}  // namespace
}  // namespace vouch::web::test
