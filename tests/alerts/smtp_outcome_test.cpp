#include "alerts/smtp_outcome.h"

#include <gtest/gtest.h>

namespace vouch::alerts {
namespace {

struct Row {
  const char* name;
  SmtpEnd end;
  SendOutcome outcome;
  const char* code;
};
class SmtpOutcome : public ::testing::TestWithParam<Row> {};

TEST_P(SmtpOutcome, is_classified) {
  EXPECT_EQ(outcome_of(GetParam().end), GetParam().outcome);
  EXPECT_EQ(smtp_code(GetParam().end), GetParam().code);
}

using Phase = SmtpPhase;
using Fault = SmtpFault;
constexpr SendOutcome kSent = SendOutcome::kSent;
constexpr SendOutcome kRetry = SendOutcome::kRetry;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kUnknown = SendOutcome::kUnknown;
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;

INSTANTIATE_TEST_SUITE_P(
    Table, SmtpOutcome,
    ::testing::Values(
        Row{"accepted", {true, Phase::kFinalDot, 250, Fault::kNone}, kSent, "250"},
        Row{"no_connection",
            {false, Phase::kConnect, 0, Fault::kNetwork},
            kRetry,
            "connect network"},
        Row{"no_tls", {false, Phase::kConnect, 0, Fault::kTls}, kRetry, "connect tls"},
        Row{"starttls_not_offered",
            {false, Phase::kSession, 250, Fault::kTls},
            kRetry,
            "session tls"},
        Row{"greeting_421", {false, Phase::kSession, 421, Fault::kNetwork}, kRetry, "session 421"},
        Row{"greeting_554", {false, Phase::kSession, 554, Fault::kNetwork}, kRetry, "session 554"},
        Row{"login_535", {false, Phase::kAuth, 535, Fault::kLoginDenied}, kBroken, "auth 535"},
        Row{"login_534", {false, Phase::kAuth, 534, Fault::kLoginDenied}, kBroken, "auth 534"},
        Row{"login_454_is_a_hiccup",
            {false, Phase::kAuth, 454, Fault::kLoginDenied},
            kRetry,
            "auth 454"},
        Row{"no_login_offered",
            {false, Phase::kAuth, 250, Fault::kLoginDenied},
            kBroken,
            "auth login"},
        Row{"lost_during_login",
            {false, Phase::kAuth, 334, Fault::kNetwork},
            kRetry,
            "auth network"},
        Row{"sender_451", {false, Phase::kMailFrom, 451, Fault::kNetwork}, kRetry, "mail 451"},
        Row{"sender_553_is_not_ours",
            {false, Phase::kMailFrom, 553, Fault::kNetwork},
            kBroken,
            "mail 553"},
        Row{"sender_530_asks_for_a_login",
            {false, Phase::kMailFrom, 530, Fault::kNetwork},
            kBroken,
            "mail 530"},
        Row{"sender_552_too_large",
            {false, Phase::kMailFrom, 552, Fault::kNetwork},
            kDead,
            "mail 552"},
        Row{"rcpt_450", {false, Phase::kRcptTo, 450, Fault::kNetwork}, kRetry, "rcpt 450"},
        Row{"rcpt_550", {false, Phase::kRcptTo, 550, Fault::kNetwork}, kDead, "rcpt 550"},
        Row{"rcpt_530_asks_for_a_login",
            {false, Phase::kRcptTo, 530, Fault::kNetwork},
            kBroken,
            "rcpt 530"},
        Row{"data_451", {false, Phase::kData, 451, Fault::kNetwork}, kRetry, "data 451"},
        Row{"data_554", {false, Phase::kData, 554, Fault::kNetwork}, kDead, "data 554"},
        Row{"lost_inside_the_body",
            {false, Phase::kBody, 0, Fault::kNetwork},
            kRetry,
            "body network"},
        Row{"stopped_inside_the_body",
            {false, Phase::kBody, 0, Fault::kStopped},
            kRetry,
            "body stopped"},
        Row{"dot_451", {false, Phase::kFinalDot, 451, Fault::kNetwork}, kRetry, "final-dot 451"},
        Row{"dot_554", {false, Phase::kFinalDot, 554, Fault::kNetwork}, kDead, "final-dot 554"},
        Row{"dot_421_is_not_accepted",
            {false, Phase::kFinalDot, 421, Fault::kNetwork},
            kRetry,
            "final-dot 421"},
        Row{"lost_after_the_dot",
            {false, Phase::kFinalDot, 0, Fault::kNetwork},
            kUnknown,
            "final-dot network"},
        Row{"silent_after_the_dot",
            {false, Phase::kFinalDot, 0, Fault::kTimeout},
            kUnknown,
            "final-dot timeout"},
        Row{"stopped_after_the_dot",
            {false, Phase::kFinalDot, 0, Fault::kStopped},
            kUnknown,
            "final-dot stopped"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace vouch::alerts
