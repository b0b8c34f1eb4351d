#include "practice/smtp_session.h"

#include <gmock/gmock.h>

#include "practice/mail_text.h"

namespace vouch::practice {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kEnvelope =
    "EHLO vouch.example\r\nMAIL FROM:<vouch@a.example>\r\nRCPT TO:<li@a.example>\r\nDATA\r\n";
constexpr std::string_view kMessage =
    "Message-ID: <one@a.example>\r\nSubject: =?UTF-8?B?6ZyA6KGl5q2j?=\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "5L2g5aW9\r\n.\r\n";

TEST(SmtpSession, a_mail_is_taken_after_its_dot) {
  SmtpSession session;
  EXPECT_THAT(session.feed(kEnvelope, SmtpMood::kWell).bytes, HasSubstr("354 "));
  const SmtpReply reply = session.feed(kMessage, SmtpMood::kWell);
  EXPECT_THAT(reply.bytes, StartsWith("250 "));
  ASSERT_EQ(reply.mails.size(), 1U);
  EXPECT_EQ(reply.mails[0].from, "vouch@a.example");
  EXPECT_THAT(reply.mails[0].to, ElementsAre("li@a.example"));
  const MailText read = read_mail(reply.mails[0].message);
  EXPECT_EQ(read.message_id, "<one@a.example>");
  EXPECT_EQ(read.subject, "需补正");
  EXPECT_EQ(read.text, "你好");
}

TEST(SmtpSession, bytes_may_come_one_by_one) {
  SmtpSession session;
  std::vector<ReceivedMail> mails;
  for (const char c : std::string(kEnvelope) + std::string(kMessage)) {
    for (ReceivedMail& mail : session.feed({&c, 1}, SmtpMood::kWell).mails)
      mails.push_back(std::move(mail));
  }
  EXPECT_EQ(mails.size(), 1U);
}

TEST(SmtpSession, stuffed_dots_are_taken_off) {
  SmtpSession session;
  session.feed(kEnvelope, SmtpMood::kWell);
  const SmtpReply reply = session.feed("\r\n..one\r\n...two\r\n.\r\n", SmtpMood::kWell);
  ASSERT_EQ(reply.mails.size(), 1U);
  EXPECT_EQ(reply.mails[0].message, "\r\n.one\r\n..two\r\n");
}

TEST(SmtpSession, a_greylisting_server_takes_nothing) {
  SmtpSession session;
  const SmtpReply reply = session.feed(kEnvelope, SmtpMood::kGreylist);
  EXPECT_THAT(reply.bytes, HasSubstr("451 "));
  EXPECT_THAT(reply.bytes, HasSubstr("503 "));  // DATA without a recipient
  EXPECT_THAT(reply.mails, IsEmpty());
}

TEST(SmtpSession, a_refusing_server_knows_no_mailbox_and_a_busy_one_takes_nothing) {
  SmtpSession session;
  EXPECT_THAT(session.feed(kEnvelope, SmtpMood::kRefuse).bytes, HasSubstr("550 "));
  SmtpSession busy;
  busy.feed(kEnvelope, SmtpMood::kBusy);
  const SmtpReply reply = busy.feed(kMessage, SmtpMood::kBusy);
  EXPECT_THAT(reply.bytes, StartsWith("450 "));
  EXPECT_THAT(reply.mails, IsEmpty());
  EXPECT_FALSE(reply.close);
}

TEST(SmtpSession, a_dropped_mail_was_taken_and_nobody_is_told) {
  SmtpSession session;
  session.feed(kEnvelope, SmtpMood::kWell);
  const SmtpReply reply = session.feed(kMessage, SmtpMood::kDrop);
  EXPECT_EQ(reply.mails.size(), 1U);
  EXPECT_TRUE(reply.close);
  EXPECT_EQ(reply.bytes, "");
}

TEST(SmtpSession, two_mails_on_one_connection_do_not_mix) {
  SmtpSession session;
  session.feed(kEnvelope, SmtpMood::kWell);
  session.feed(kMessage, SmtpMood::kWell);
  session.feed("MAIL FROM:<b@a.example>\r\nRCPT TO:<c@a.example>\r\nDATA\r\n", SmtpMood::kWell);
  const SmtpReply reply = session.feed("\r\nx\r\n.\r\n", SmtpMood::kWell);
  ASSERT_EQ(reply.mails.size(), 1U);
  EXPECT_THAT(reply.mails[0].to, ElementsAre("c@a.example"));
}

TEST(SmtpSession, any_password_will_do) {
  SmtpSession session;
  EXPECT_THAT(session.feed("AUTH PLAIN AGEAYg==\r\n", SmtpMood::kWell).bytes, StartsWith("235 "));
  EXPECT_THAT(session.feed("AUTH LOGIN\r\n", SmtpMood::kWell).bytes, StartsWith("334 "));
  EXPECT_THAT(session.feed("YQ==\r\n", SmtpMood::kWell).bytes, StartsWith("334 "));
  EXPECT_THAT(session.feed("Yg==\r\n", SmtpMood::kWell).bytes, StartsWith("235 "));
}

}  // namespace
}  // namespace vouch::practice
