#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/text.h"
#include "web/answers.h"
#include "web/detail_words.h"
#include "web/html.h"
#include "web/json_in.h"
#include "web/metrics.h"
#include "web/target.h"
#include "web/words.h"

namespace vouch::web::test {
namespace {

TEST(Target, splits_and_decodes_path_and_query) {
  const auto target = parse_target("/a//b%2Fc/%E6%B5%8B?x=1+2&y=%26&z&=&x=3");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a", "b/c", "测"}));
  EXPECT_EQ(target->get("x"), "1 2");
  EXPECT_EQ(target->get("y"), "&");
  EXPECT_EQ(target->get("z"), "");
  EXPECT_EQ(target->get("w"), std::nullopt);
  EXPECT_TRUE(parse_target("/")->segments.empty());
}

TEST(Target, malformed_ones_are_refused) {
  for (const char* text : {"/a%", "/a%4", "/%zz", "/%00", "/%0d%0a", "/a?x=%01", "/..", "/a/../b",
                           "/%2e%2e/x", "/%ff%fe", "/?a=%c3"})
    EXPECT_FALSE(parse_target(text)) << text;
  std::string many = "/?";
  for (int i = 0; i < 70; ++i) many += "a=1&";
  EXPECT_FALSE(parse_target(many)) << "more than 64 pairs";
}

RC_GTEST_PROP(TargetProperty, any_bytes_give_a_target_or_an_error, (const std::string& bytes)) {
  const auto target = parse_target("/" + bytes);
  if (!target) return;
  for (const std::string& segment : target->segments) RC_ASSERT(is_valid_utf8(segment));
}

RC_GTEST_PROP(HtmlProperty, no_text_can_leave_its_place, (const std::string& words)) {
  Html html;
  html.raw("<p title=\"").text(words).raw("\">").foreign(words);
  std::string inside = html.str();
  inside = inside.substr(10);
  for (const std::string_view ours : {"\">", "<bdi>", "</bdi>"}) {
    const auto at = inside.find(ours);
    RC_ASSERT(at != std::string::npos);
    inside.erase(at, ours.size());
  }
  RC_ASSERT(inside.find_first_of("<>\"'") == std::string::npos);
}

TEST(Html, only_http_addresses_become_links) {
  for (const char* url : {"javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd",
                          "vbscript:x", "//evil", "ftp://a/b", ""}) {
    Html html;
    html.outward(url);
    EXPECT_EQ(html.str().find("href"), std::string::npos) << html.str();
  }
  Html html;
  html.outward("https://bbs.example/a?b=\"><script>");
  EXPECT_NE(html.str().find("href=\"https://bbs.example/a?b=%22%3E%3Cscript%3E\""),
            std::string::npos)
      << html.str();
  EXPECT_NE(html.str().find("noreferrer"), std::string::npos);
}

TEST(Html, what_cannot_be_seen_is_removed_and_long_texts_are_cut) {
  EXPECT_EQ(displayable("a\u202e\u200b\ufeffb\x01\n\x7f", 100), "ab ");
  EXPECT_EQ(displayable("一二三四", 3), "一二三…");
  EXPECT_EQ(displayable("一二三", 3), "一二三");
  EXPECT_EQ(displayable("a\xff", 10), "a\uFFFD");
}

TEST(JsonIn, collects_every_problem_with_row_and_field) {
  auto body = JsonIn::parse(
      R"({"name":5,"when":"soon","extra":1,"rows":[{"url":7},3,{"url":"x","role":"admin"}]})");
  ASSERT_TRUE(body);
  body->need_text("name");
  body->date("when");
  body->need_text("absent");
  for (JsonIn& row : body->rows("rows", 10)) {
    row.text("url");
    body->take_problems(row);
  }
  std::vector<std::string> found;
  for (const Problem& problem : body->problems())
    found.push_back(std::to_string(problem.row) + " " + problem.field);
  EXPECT_EQ(found, (std::vector<std::string>{"0 name", "0 when", "0 absent", "2 rows", "1 url",
                                             "3 role", "0 extra"}));
}

TEST(JsonIn, null_is_absent_and_texts_are_trimmed) {
  auto body = JsonIn::parse(R"({"a":null,"b":"  测 \n","c":"\u0001"})");
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("a"), std::nullopt);
  EXPECT_EQ(body->text("b"), "测");
  EXPECT_EQ(body->text("c"), std::nullopt);
  EXPECT_EQ(body->problems().size(), 1U) << "a control character";
}

TEST(JsonIn, what_is_no_object_is_refused) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  for (const std::string& text : {std::string(), std::string("[]"), std::string("{"),
                                  std::string("{} x"), std::string("\"a\""), deep})
    EXPECT_FALSE(JsonIn::parse(text)) << text;
}

TEST(Answers, internal_errors_tell_nothing_of_the_inside) {
  const HttpResponse secret = problem(Error{ErrorCode::kIo, "disk /var/lib/vouch is full", "x"});
  EXPECT_EQ(secret.status, 500);
  EXPECT_EQ(secret.body.find("/var/lib"), std::string::npos);
  const HttpResponse full = problem(Error{ErrorCode::kNoSpace, "disk /var/lib/vouch is full", "x"});
  EXPECT_EQ(full.status, 507);
  EXPECT_EQ(full.body.find("/var/lib"), std::string::npos);
  EXPECT_NE(full.body.find("free some space"), std::string::npos) << full.body;
  const HttpResponse field = problem(Error{ErrorCode::kConflict, "login exists", "login"});
  EXPECT_EQ(field.status, 409);
  EXPECT_EQ(field.content_type, "application/problem+json; charset=utf-8");
  EXPECT_NE(field.body.find(R"("errors":[{"field":"login","message":"login exists"}])"),
            std::string::npos)
      << field.body;
}

TEST(Detail, anything_but_an_object_is_empty_and_unknown_members_are_kept) {
  EXPECT_TRUE(read_detail("nonsense").others.empty());
  EXPECT_TRUE(read_detail("[1]").others.empty());
  const DetailWords detail = read_detail(R"({"canary":{"ok":true},"words":"gone","link":3})");
  EXPECT_EQ(detail.words, "gone");
  ASSERT_EQ(detail.others.size(), 2U);
  EXPECT_EQ(detail.others[0].second, R"({"ok":true})");
}

TEST(Detail, nested_members_are_told_in_words_and_not_as_json) {
  const DetailWords detail = read_detail(
      R"({"noindex":{"baidu":false,"google":true,"bing":true},"proved":true,)"
      R"("canary":{"passed":true,"url":"http://news.example/","at":"2026-11-08T11:34:55.478Z"},)"
      R"("hops":[{"url":"http://a.example/","status":301},{"url":"http://a.example/b","status":404}]})");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"noindex", "google, bing"},
      {"control_passed", "http://news.example/"},
      {"hops", "301 http://a.example/ → 404 http://a.example/b"}};
  EXPECT_EQ(detail.others, expected);
  EXPECT_TRUE(read_detail(R"({"noindex":{"baidu":false},"hops":[{"url":"x","status":200}]})")
                  .others.empty());
}

TEST(Detail, an_engine_control_that_failed_says_why) {
  const DetailWords detail =
      read_detail(R"({"canary":{"state":"missing","positive_url":"http://x/","text":"没有搜到"}})");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"control_failed", "没有搜到"}};
  EXPECT_EQ(detail.others, expected);
}

TEST(Metrics, labels_are_escaped) {
  std::string out;
  Metric metric;
  metric.name = "vouch_x_total";
  metric.help = "a\nb";
  metric.kind = MetricKind::kCounter;
  MetricSample sample;
  sample.labels = {{"name", "q\"\\\n"}};
  sample.value = 2;
  metric.samples.push_back(sample);
  write_metric(out, metric);
  EXPECT_EQ(out,
            "# HELP vouch_x_total a\\nb\n# TYPE vouch_x_total counter\n"
            "vouch_x_total{name=\"q\\\"\\\\\\n\"} 2\n");
}

TEST(Words, moments_are_told_from_the_readers_day) {
  const Zone zone = Zone::shanghai();
  const Time now = from_millis(1'795'501'800'000);  // 2026-11-24 14:30
  using std::chrono::hours;
  EXPECT_EQ(moment(Lang::kZh, now, now, zone), "今天 14:30");
  EXPECT_EQ(moment(Lang::kZh, now + hours(10), now, zone), "明天 00:30");
  EXPECT_EQ(moment(Lang::kZh, now - hours(15), now, zone), "昨天 23:30");
  EXPECT_EQ(moment(Lang::kEn, now + hours(72), now, zone), "11-27 14:30");
  EXPECT_EQ(moment(Lang::kZh, now + hours(24 * 60), now, zone), "2027-01-23 14:30");
}

TEST(Words, no_label_accuses) {
  for (int i = 0; i <= static_cast<int>(WorkVerdict::kPending); ++i) {
    const auto verdict = static_cast<WorkVerdict>(i);
    for (const std::string_view word : {"造假", "虚报", "未通过", "失败", "作弊"}) {
      EXPECT_EQ(label(Lang::kZh, verdict).find(word), std::string_view::npos);
      EXPECT_EQ(meaning(Lang::kZh, verdict, FailedPhase::kNone).find(word), std::string_view::npos);
    }
  }
}

TEST(Words, red_is_only_for_what_is_public_and_could_not_check_is_never_red) {
  EXPECT_EQ(css_class(WorkVerdict::kFailed, FailedPhase::kWithEmployee), "mend");
  EXPECT_EQ(css_class(WorkVerdict::kFailed, FailedPhase::kWithSupervisor), "failed");
  EXPECT_EQ(css_class(WorkVerdict::kManual, FailedPhase::kWithSupervisor), "unknown");
  EXPECT_EQ(css_class(StageState::kUncheckable, true), "unknown");
  EXPECT_EQ(css_class(StageState::kFail, false), "mend");
}

}  // namespace
}  // namespace vouch::web::test
