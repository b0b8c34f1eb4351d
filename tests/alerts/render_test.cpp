#include "alerts/render.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "alerts/words.h"
#include "core/text.h"
#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::chinese;
using testing::day;
using testing::english;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::person;

NoticeFacts page_gone() {
  NoticeFacts facts;
  facts.stage = testing::kLive;
  facts.state = StageState::kFail;
  facts.episode = 1;
  facts.reason = Reason::kHttp404;
  facts.url = "http://forum.localhost:8080/t/7";
  facts.title = "不锈钢阀门选型";
  facts.work_date = day("2026-11-23");
  facts.observed_at = at("2026-11-23", 19, 5);
  facts.http_status = 404;
  facts.deadline = at("2026-11-23", 17);
  facts.negatives = 2;
  facts.confirmations = 2;
  facts.spacing = std::chrono::hours(2);
  facts.public_at = at("2026-11-24", 19, 5);
  return facts;
}

Notice notice(NoticeKind kind, Audience audience) {
  Notice made;
  made.key = "c12|live|1|employee";
  made.kind = kind;
  made.audience = audience;
  made.recipient = UserId{5};
  made.claim = ClaimId{12};
  made.created_at = at("2026-11-23", 19, 6);
  return made;
}

TEST(RenderNotice, the_employee_reads_what_was_seen_the_rule_and_four_answers) {
  const Letter letter = render_notice(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                      page_gone(), person(5, "张三"), chinese());
  EXPECT_EQ(letter.subject, "需补正：不锈钢阀门选型");
  EXPECT_EQ(letter.text,
            "张三，您好：\n\n"
            "您上报的一项工作，在截止时间之后仍未检测到，需要补正：\n\n"
            "标题：不锈钢阀门选型\n"
            "网址：http://forum.localhost:8080/t/7\n"
            "上报日期：2026-11-23\n"
            "检测了什么：网址能否打开\n"
            "检测时间：2026-11-23 19:05\n"
            "看到的结果：网址打不开：网站答复页面不存在（404）\n"
            "规则：连续 2 次有效检测、每次间隔不少于 2 小时，都未检测到，最后一次在截止时间 "
            "2026-11-23 17:00 之后。\n"
            "说明：验证码、超时、拒绝访问等检测不成的情况不计入。\n"
            "\n打开这一项，看证据和怎样答复（已补正 / 说明 / 申诉 / 知道了）\n"
            "https://vouch.example.com/p/token5/claims/12\n\n"
            "主管要到 2026-11-24 19:05 之后才会看到这一项（届时仍未检测到的话）。\n\n"
            "\n-- \n这是 Vouch 核验自动发出的通知，请不要直接回复。\n");
}

TEST(RenderNotice, english_is_complete) {
  const Letter letter = render_notice(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                      page_gone(), person(5, "Zhang San"), english());
  EXPECT_THAT(letter.text, HasSubstr("the site answers that the page does not exist (404)"));
  EXPECT_THAT(letter.text, HasSubstr("2 conclusive looks in a row, at least 2 hours apart"));
  EXPECT_THAT(letter.text, HasSubstr("corrected / explain / dispute / noted"));
  NoticeFacts facts = page_gone();
  facts.title = "t";
  const Letter ascii = render_notice(notice(NoticeKind::kRegressed, Audience::kEmployee), facts,
                                     person(5, "Zhang San"), english());
  for (const char c : ascii.text) EXPECT_LT(static_cast<unsigned char>(c), 0x80U);
}

struct LinkRow {
  const char* name;
  NoticeKind kind;
  Audience audience;
  const char* link;
};
class Links : public ::testing::TestWithParam<LinkRow> {};
TEST_P(Links, open_the_right_page) {
  NoticeFacts facts = page_gone();
  facts.report_date = day("2026-11-23");
  const Letter letter = render_notice(notice(GetParam().kind, GetParam().audience), facts,
                                      person(5, "张三"), chinese());
  EXPECT_THAT(letter.text, HasSubstr(std::string(GetParam().link) + "\n"));
  EXPECT_THAT(letter.html, HasSubstr("href=\"" + std::string(GetParam().link) + "\""));
}
INSTANTIATE_TEST_SUITE_P(
    RenderNotice, Links,
    ::testing::Values(LinkRow{"employee_claim", NoticeKind::kRegressed, Audience::kEmployee,
                              "https://vouch.example.com/p/token5/claims/12"},
                      LinkRow{"supervisor_claim", NoticeKind::kNeedsCorrection,
                              Audience::kSupervisor,
                              "https://vouch.example.com/s/token5/claims/12"},
                      LinkRow{"index_list", NoticeKind::kIndexOverdue, Audience::kSupervisor,
                              "https://vouch.example.com/s/token5?list=not_indexed"},
                      LinkRow{"own_page", NoticeKind::kNotReported, Audience::kEmployee,
                              "https://vouch.example.com/p/token5"},
                      LinkRow{"missing_list", NoticeKind::kNotReported, Audience::kSupervisor,
                              "https://vouch.example.com/s/token5?list=not_reported"},
                      LinkRow{"correction", NoticeKind::kCorrection, Audience::kEmployee,
                              "https://vouch.example.com/p/token5/claims/12"},
                      LinkRow{"manual_queue", NoticeKind::kCouldNotCheck, Audience::kSupervisor,
                              "https://vouch.example.com/s/token5/claims/12"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RenderNotice, corrections_say_which_of_the_two_they_are) {
  NoticeFacts facts = page_gone();
  facts.correction = CorrectionKind::kOverturned;
  const Notice correction = notice(NoticeKind::kCorrection, Audience::kSupervisor);
  EXPECT_THAT(render_notice(correction, facts, person(9, "王主管"), chinese()).text,
              HasSubstr("已由人工复核认可"));
  facts.correction = CorrectionKind::kRecovered;
  EXPECT_THAT(render_notice(correction, facts, person(9, "王主管"), chinese()).text,
              HasSubstr("重新检测时已经检测到"));
}

TEST(RenderNotice, the_page_title_cannot_write_html_or_a_second_line_into_the_subject) {
  NoticeFacts facts = page_gone();
  facts.title = "<script>alert(1)</script>\r\nBcc: evil@example.com\x7f\xE2\x80\xAE";
  const Letter letter = render_notice(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                      facts, person(5, "张三\n\"&"), chinese());
  EXPECT_THAT(letter.html, Not(HasSubstr("<script>")));
  EXPECT_THAT(letter.html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(letter.html, HasSubstr("<p>张三 &quot;&amp;"));
  for (const char c : letter.subject) {
    EXPECT_GE(static_cast<unsigned char>(c), 0x20U);
    EXPECT_NE(c, '\x7f');
  }
  EXPECT_THAT(letter.text, Not(HasSubstr("\nBcc:")));
}

TEST(RenderNotice, a_claim_without_a_title_is_named_by_its_address) {
  NoticeFacts facts = page_gone();
  facts.title.clear();
  const Letter letter = render_notice(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                      facts, person(5, "张三"), chinese());
  EXPECT_EQ(letter.subject, "需补正：http://forum.localhost:8080/t/7");
  EXPECT_THAT(letter.text, Not(HasSubstr("标题")));
}

TEST(RenderNotice, a_link_that_is_no_web_address_is_no_link) {
  RenderContext context = chinese();
  context.public_url = "javascript:alert(1)";
  const Letter letter = render_notice(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                      page_gone(), person(5, "张三"), context);
  EXPECT_THAT(letter.html, Not(HasSubstr("href=")));
}

constexpr std::string_view kAccusing[] = {"造假",  "虚报",   "作弊",   "欺骗",   "撒谎",
                                          "骗",    "不合格", "未通过", "违规",   "fake",
                                          "fraud", "cheat",  "lie ",   "guilty", "failed"};

TEST(RenderNotice, no_text_of_any_kind_reason_or_audience_accuses) {
  for (int kind = 0; kind <= static_cast<int>(NoticeKind::kFollowUp); ++kind) {
    for (int audience = 0; audience <= static_cast<int>(Audience::kOperator); ++audience) {
      for (int reason = 0; reason <= static_cast<int>(Reason::kTimer); ++reason) {
        for (const RenderContext& context : {chinese(), english()}) {
          NoticeFacts facts = page_gone();
          facts.reason = static_cast<Reason>(reason);
          facts.report_date = day("2026-11-23");
          const Letter letter =
              render_notice(notice(static_cast<NoticeKind>(kind), static_cast<Audience>(audience)),
                            facts, person(5, "张三"), context);
          for (const std::string_view word : kAccusing) {
            EXPECT_THAT(letter.text, Not(HasSubstr(std::string(word))));
            EXPECT_THAT(letter.subject, Not(HasSubstr(std::string(word))));
          }
        }
      }
    }
  }
}

TEST(RenderNotice, system_notices_say_what_to_do) {
  NoticeFacts facts;
  facts.event = SystemEvent::kChannelBroken;
  facts.subject = "mail";
  facts.detail = "auth 535";
  const Letter letter = render_notice(notice(NoticeKind::kSystem, Audience::kOperator), facts,
                                      person(1, "管理员"), chinese());
  EXPECT_EQ(letter.subject, "通知渠道已停用： mail");
  EXPECT_THAT(letter.text, HasSubstr("auth 535"));
  EXPECT_THAT(letter.text, HasSubstr("vouch channel test mail"));
}

TEST(RenderNotice, a_closed_channel_is_not_called_switched_off) {
  NoticeFacts facts;
  facts.event = SystemEvent::kChannelClosed;
  facts.subject = "push";
  const Notice told = notice(NoticeKind::kSystem, Audience::kOperator);
  const Letter letter = render_notice(told, facts, person(1, "管理员"), chinese());
  EXPECT_EQ(letter.subject, "通知渠道今天不再接收： push");
  EXPECT_THAT(letter.text, Not(HasSubstr("停用")));
  EXPECT_THAT(render_notice(told, facts, person(1, "A"), english()).subject, HasSubstr("push"));
}

TEST(Words, one_line_cuts_at_a_character_and_says_so) {
  EXPECT_EQ(one_line("阀门阀门", 12), "阀门阀门");
  EXPECT_EQ(one_line("阀门阀门", 11), "阀门…");
  EXPECT_EQ(one_line("a\r\nb\tc", 20), "a b c");
}

TEST(Words, durations_read_like_speech) {
  EXPECT_EQ(duration_words(std::chrono::hours(2), Language::kChinese), "2 小时");
  EXPECT_EQ(duration_words(std::chrono::hours(24), Language::kEnglish), "24 hours");
  EXPECT_EQ(duration_words(std::chrono::hours(72), Language::kEnglish), "3 days");
  EXPECT_EQ(duration_words(std::chrono::minutes(1), Language::kEnglish), "1 minute");
}

RC_GTEST_PROP(RenderNotice, any_bytes_give_bounded_valid_utf8,
              (std::string title, std::string url)) {
  NoticeFacts facts = page_gone();
  facts.title = title;
  facts.url = url;
  const auto kind = *rc::gen::element(NoticeKind::kNeedsCorrection, NoticeKind::kCorrection,
                                      NoticeKind::kIndexOverdue);
  const Letter letter =
      render_notice(notice(kind, Audience::kEmployee), facts, person(5, title), chinese());
  RC_ASSERT(letter.subject.size() <= kSubjectBytes);
  RC_ASSERT(letter.text.size() <= kBodyBytes);
  RC_ASSERT(letter.html.size() <= kBodyBytes);
  RC_ASSERT(is_valid_utf8(letter.subject));
  RC_ASSERT(is_valid_utf8(letter.text));
  RC_ASSERT(is_valid_utf8(letter.html));
}

}  // namespace
}  // namespace vouch::alerts
