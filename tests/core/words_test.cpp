// The words under which enums are stored and shown: each one reads back, no two are alike, and no
// word for people accuses anybody.
#include <set>

#include <gtest/gtest.h>

#include "core/message.h"
#include "core/observation.h"
#include "core/verdict.h"

namespace vouch {
namespace {

template <class Enum, class Write, class Read>
void round_trip(Enum last, Write write, Read read) {
  std::set<std::string> words;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    const std::string word(write(value));
    EXPECT_FALSE(word.empty());
    EXPECT_TRUE(words.insert(word).second) << word;
    const auto back = read(word);
    ASSERT_TRUE(static_cast<bool>(back)) << word;
    EXPECT_EQ(*back, value) << word;
  }
  EXPECT_FALSE(static_cast<bool>(read("")));
  EXPECT_FALSE(static_cast<bool>(read("no such word")));
}

#define ROUND_TRIP(last, parse) \
  round_trip(                   \
      last, [](auto value) { return to_string(value); }, [](auto text) { return parse(text); })

TEST(Words, every_one_reads_back) {
  ROUND_TRIP(Outcome::kNotApplicable, parse_outcome);
  ROUND_TRIP(Reason::kTimer, parse_reason);
  ROUND_TRIP(StageState::kRegressed, parse_stage_state);
  ROUND_TRIP(WorkVerdict::kPending, parse_work_verdict);
  ROUND_TRIP(IndexVerdict::kNotApplicable, parse_index_verdict);
  ROUND_TRIP(FailedPhase::kCorrected, parse_failed_phase);
  ROUND_TRIP(DecisionKind::kAnswer, parse_decision_kind);
  ROUND_TRIP(DisputeState::kExpired, parse_dispute_state);
  ROUND_TRIP(NoticeKind::kPlanMissing, parse_notice_kind);
  ROUND_TRIP(NoticeKind::kBlocker, parse_notice_kind);
  ROUND_TRIP(NoticeKind::kFollowUp, parse_notice_kind);
  ROUND_TRIP(Audience::kOperator, parse_audience);
  ROUND_TRIP(NoticeState::kDropped, parse_notice_state);
  ROUND_TRIP(MessageState::kCancelled, parse_message_state);
  ROUND_TRIP(ChannelKind::kWebhook, parse_channel_kind);
}

TEST(Words, stages_read_back_and_nonsense_does_not) {
  for (const char* text : {"live", "content", "index:baidu", "index:so360"}) {
    const auto stage = parse_stage(text);
    ASSERT_TRUE(stage.has_value()) << text;
    EXPECT_EQ(to_string(*stage), text);
  }
  EXPECT_TRUE(parse_stage("live")->is_work());
  EXPECT_TRUE(parse_stage("content")->is_work());
  EXPECT_FALSE(parse_stage("index:bing")->is_work());
  for (const char* text : {"", "index", "index:", "rank", "Live", "live "}) {
    EXPECT_FALSE(parse_stage(text).has_value()) << text;
  }
}

// Domain §5.3: which code is proof and which is not.
TEST(Words, every_reason_has_the_outcome_of_the_domain) {
  using enum Reason;
  for (const Reason reason : {kOk, kOkRedirected, kOkTitleChanged})
    EXPECT_EQ(outcome_of(reason), Outcome::kFound) << to_string(reason);
  for (const Reason reason : {kHttp404, kHttp410, kSoft404, kDeletedByAuthor, kDeletedByPlatform,
                              kUnderReview, kSerpNoMatch, kBacklinkMissing, kTitleMismatch})
    EXPECT_EQ(outcome_of(reason), Outcome::kNotFound) << to_string(reason);
  for (const Reason reason : {kCaptcha,
                              kLoginWall,
                              kAppOnly,
                              kHttp401,
                              kHttp403,
                              kHttp429,
                              kHttp4xx,
                              kHttp5xx,
                              kQuotaExhausted,
                              kTimeout,
                              kDns,
                              kTls,
                              kConnect,
                              kReset,
                              kRobotsDisallowed,
                              kRobotsUnreachable,
                              kUnknownLayout,
                              kCanaryFailed,
                              kProviderError,
                              kEmptyBody,
                              kGeoBlock,
                              kRobotInterstitial,
                              kPageUnparseable,
                              kTooLarge,
                              kTooManyRedirects,
                              kAddressNotAllowed,
                              kUntrusted,
                              kBlocked,
                              kNotHtml})
    EXPECT_EQ(outcome_of(reason), Outcome::kInconclusive) << to_string(reason);
  for (const Reason reason :
       {kPlatformEngineNa, kNoUrl, kAssistedOnly, kEngineNotConnected, kNotSampled, kTimer})
    EXPECT_EQ(outcome_of(reason), Outcome::kNotApplicable) << to_string(reason);
}

TEST(Words, codes_are_those_of_the_domain) {
  EXPECT_EQ(to_string(Reason::kHttp404), "http_404");
  EXPECT_EQ(to_string(Reason::kSoft404), "soft404_signature");
  EXPECT_EQ(to_string(Reason::kSerpNoMatch), "serp_valid_no_match");
  EXPECT_EQ(to_string(Reason::kUnknownLayout), "parser_unknown_layout");
  EXPECT_EQ(to_string(Outcome::kNotFound), "NOT_FOUND");
  EXPECT_EQ(to_string(StageState::kUncheckable), "UNCHECKABLE");
  EXPECT_EQ(to_string(WorkVerdict::kVerified), "VERIFIED");
}

template <class Enum>
void says_nothing_hard(Enum last) {
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const std::string words(chinese(static_cast<Enum>(i)));
    EXPECT_FALSE(words.empty());
    for (const char* hard : {"造假", "虚报", "作弊", "欺骗", "未通过", "失败", "违规"}) {
      EXPECT_EQ(words.find(hard), std::string::npos) << words;
    }
  }
}

TEST(Words, no_word_for_people_accuses) {
  says_nothing_hard(Reason::kTimer);
  says_nothing_hard(WorkVerdict::kPending);
  says_nothing_hard(IndexVerdict::kNotApplicable);
  says_nothing_hard(StageState::kRegressed);
}

TEST(Words, the_labels_are_those_of_the_design) {
  EXPECT_EQ(chinese(WorkVerdict::kVerified), "已上线 ✓");
  EXPECT_EQ(chinese(WorkVerdict::kPending), "核验中");
  EXPECT_EQ(chinese(WorkVerdict::kFailed), "需补正");
  EXPECT_EQ(chinese(WorkVerdict::kDisputed), "申诉中");
  EXPECT_EQ(chinese(WorkVerdict::kWaived), "免检");
  EXPECT_EQ(chinese(IndexVerdict::kWatching), "观察中");
  EXPECT_EQ(chinese(IndexVerdict::kNotIndexed), "未收录");
  EXPECT_EQ(chinese(IndexVerdict::kNotSampled), "未抽检");
  EXPECT_EQ(chinese(IndexVerdict::kNotConnected), "未接入");
}

}  // namespace
}  // namespace vouch
