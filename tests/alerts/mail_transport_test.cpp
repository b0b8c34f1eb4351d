#include "alerts/mail_transport.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "alerts/render.h"
#include "core/text.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/smtp_process.h"
#include "tests/fakes/smtp_script.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;
using config::MailSecurity;
using fakes::run_task;
using fakes::ScriptedSmtp;
using fakes::SmtpScript;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kPassword = "geheim-4711";

Message mail(std::string text = "正文\n.\n行") {
  Message message;
  message.id = "msg_abcdefghijklmnopqrstuvwxyz";
  message.address = "u5@example.com";
  message.subject = "需补正： 阀门";
  message.body = mail_body_json({message.subject, std::move(text), "<p>正文</p>"});
  message.group_key = "claim|12";
  message.created_at = testing::at("2026-11-23", 20, 5);
  return message;
}

MailProfile profile(std::uint16_t port, MailSecurity security = MailSecurity::kNone) {
  MailProfile made;
  made.host = "localhost";
  made.port = port;
  made.security = security;
  made.identity = {"vouch@example.com", "核验"};
  made.ehlo = "desk.example.com";
  made.connect_timeout = std::chrono::seconds(5);
  made.reply_timeout = std::chrono::seconds(20);
  return made;
}

SendResult send(MailProfile how, Message message = mail()) {
  auto transport = MailTransport::create(std::move(how));
  if (!transport) throw std::runtime_error(transport.error().text());
  return run_task((*transport)->send(std::move(message)));
}

const fakes::Certificate& certificate() {
  static const fakes::TemporaryFolder folder;
  static const fakes::Certificate made = fakes::Certificate::make(folder.path());
  return made;
}

// ---- a real server

struct ModeRow {
  const char* name;
  const char* mode;
  MailSecurity security;
  bool login;
};
class RealServer : public ::testing::TestWithParam<ModeRow> {};

TEST_P(RealServer, accepts_the_mail_and_python_reads_what_was_meant) {
  const ModeRow& row = GetParam();
  const fakes::RealSmtp server(VOUCH_SOURCE_DIR, row.mode, row.login ? "vouch" : "", kPassword,
                               certificate());
  MailProfile how = profile(server.port(), row.security);
  how.ca_file = certificate().cert;
  if (row.login) {
    how.username = "vouch";
    how.password = kPassword;
  }
  const SendResult result = send(how);
  ASSERT_EQ(result.outcome, SendOutcome::kSent) << result.code << " " << result.detail;
  EXPECT_EQ(result.provider_ref, "2.0.0 Ok: queued as Q001");
  EXPECT_EQ(result.code, "250");

  const json::value envelope = json::parse(server.envelopes());
  EXPECT_EQ(envelope.at("mail_from").as_string(), "vouch@example.com");
  EXPECT_EQ(json::serialize(envelope.at("rcpt_tos")), R"(["u5@example.com"])");
  EXPECT_EQ(envelope.at("tls").as_bool(), row.security != MailSecurity::kNone);
  EXPECT_EQ(envelope.at("ehlo").as_string(), "desk.example.com");
  EXPECT_EQ(json::serialize(envelope.at("login")), row.login ? "\"vouch\"" : "null");

  const json::value read =
      json::parse(fakes::parse_mail_file(VOUCH_SOURCE_DIR, server.mail("001.eml")));
  EXPECT_EQ(read.at("defects").as_array().size(), 0U) << json::serialize(read.at("defects"));
  EXPECT_EQ(read.at("headers").at("subject").as_string(), "需补正： 阀门");
  EXPECT_EQ(read.at("texts").at(0).as_string(), "正文\r\n.\r\n行");
  EXPECT_EQ(read.at("bare_lf").as_int64(), 0);
}
INSTANTIATE_TEST_SUITE_P(
    MailTransport, RealServer,
    ::testing::Values(ModeRow{"starttls_and_login", "starttls", MailSecurity::kStartTls, true},
                      ModeRow{"implicit_tls_and_login", "tls", MailSecurity::kTls, true},
                      ModeRow{"plain_on_loopback", "plain", MailSecurity::kNone, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(MailTransport, a_wrong_password_breaks_the_channel_and_appears_nowhere) {
  const fakes::RealSmtp server(VOUCH_SOURCE_DIR, "starttls", "vouch", kPassword, certificate());
  MailProfile how = profile(server.port(), MailSecurity::kStartTls);
  how.ca_file = certificate().cert;
  how.username = "vouch";
  how.password = "falsch-0815";
  const SendResult result = send(how);
  EXPECT_EQ(result.outcome, SendOutcome::kChannelBroken);
  EXPECT_EQ(result.code, "auth 535");
  EXPECT_THAT(result.detail, Not(HasSubstr("falsch")));
  EXPECT_THAT(result.detail, Not(HasSubstr("ZmFsc2No")));
}

TEST(MailTransport, a_certificate_that_nobody_signed_is_refused_before_the_login) {
  const fakes::RealSmtp server(VOUCH_SOURCE_DIR, "tls", "vouch", kPassword, certificate());
  MailProfile how = profile(server.port(), MailSecurity::kTls);
  how.username = "vouch";
  how.password = kPassword;
  const SendResult result = send(how);
  EXPECT_EQ(result.outcome, SendOutcome::kRetry);
  EXPECT_EQ(result.code, "connect tls");
  EXPECT_EQ(server.envelopes(), "");
}

// ---- one scripted fault each

struct FaultRow {
  const char* name;
  SmtpScript script;
  SendOutcome outcome;
  const char* code;
};
class Faults : public ::testing::TestWithParam<FaultRow> {};

TEST_P(Faults, are_classified) {
  const ScriptedSmtp server(GetParam().script);
  MailProfile how = profile(server.port());
  how.reply_timeout = std::chrono::seconds(1);
  const SendResult result = send(how);
  EXPECT_EQ(result.outcome, GetParam().outcome) << result.detail;
  EXPECT_EQ(result.code, GetParam().code);
}

SmtpScript replying(std::string verb, std::string reply) {
  SmtpScript script;
  script.replies[std::move(verb)] = std::move(reply);
  return script;
}
SmtpScript after_dot(std::string reply) {
  SmtpScript script;
  script.after_dot = std::move(reply);
  return script;
}
SmtpScript hanging_up_at(std::string where) {
  SmtpScript script;
  script.hang_up_at = std::move(where);
  return script;
}
SmtpScript greeting(std::string text) {
  SmtpScript script;
  script.greeting = std::move(text);
  return script;
}
SmtpScript silent_after_dot() {
  SmtpScript script;
  script.stay_silent_after_dot = true;
  return script;
}

INSTANTIATE_TEST_SUITE_P(
    MailTransport, Faults,
    ::testing::Values(FaultRow{"rcpt_450_is_retried", replying("RCPT", "450 4.2.1 busy"),
                               SendOutcome::kRetry, "rcpt 450"},
                      FaultRow{"rcpt_550_is_dead", replying("RCPT", "550 5.1.1 no such user"),
                               SendOutcome::kDead, "rcpt 550"},
                      FaultRow{"rcpt_421_is_retried", replying("RCPT", "421 4.3.2 going down"),
                               SendOutcome::kRetry, "rcpt 421"},
                      FaultRow{"data_550_is_dead", replying("DATA", "550 5.7.1 no"),
                               SendOutcome::kDead, "data 550"},
                      FaultRow{"dot_421_is_retried", after_dot("421 4.3.2 going down"),
                               SendOutcome::kRetry, "final-dot 421"},
                      FaultRow{"dot_450_is_retried", after_dot("450 4.2.0 greylisted"),
                               SendOutcome::kRetry, "final-dot 450"},
                      FaultRow{"dot_550_is_dead", after_dot("550 5.7.1 spam"), SendOutcome::kDead,
                               "final-dot 550"},
                      FaultRow{"dot_451_is_retried", after_dot("451 4.3.0 try later"),
                               SendOutcome::kRetry, "final-dot 451"},
                      FaultRow{"dot_554_is_dead", after_dot("554 5.7.1 refused"),
                               SendOutcome::kDead, "final-dot 554"},
                      FaultRow{"lost_after_the_dot_is_unknown", hanging_up_at("DOT"),
                               SendOutcome::kUnknown, "final-dot network"},
                      FaultRow{"silence_after_the_dot_is_unknown", silent_after_dot(),
                               SendOutcome::kUnknown, "final-dot timeout"},
                      FaultRow{"lost_at_rcpt_is_retried", hanging_up_at("RCPT"),
                               SendOutcome::kRetry, "rcpt network"},
                      FaultRow{"lost_at_data_is_retried", hanging_up_at("DATA"),
                               SendOutcome::kRetry, "data network"},
                      FaultRow{"lost_at_the_greeting_is_retried", hanging_up_at("CONNECT"),
                               SendOutcome::kRetry, "connect network"},
                      FaultRow{"a_greeting_554_is_retried", greeting("554 no service"),
                               SendOutcome::kRetry, "session 554"},
                      FaultRow{"a_sender_553_breaks_the_channel",
                               replying("MAIL", "553 5.7.1 not yours"), SendOutcome::kChannelBroken,
                               "mail 553"},
                      FaultRow{"data_451_is_retried", replying("DATA", "451 4.3.0 later"),
                               SendOutcome::kRetry, "data 451"},
                      FaultRow{"accepted", SmtpScript{}, SendOutcome::kSent, "250"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(MailTransport, lost_inside_a_long_body_is_retried_not_unknown) {
  const ScriptedSmtp server(hanging_up_at("BODY"));
  const SendResult result = send(profile(server.port()), mail(std::string(8'000'000, 'x')));
  EXPECT_EQ(result.outcome, SendOutcome::kRetry);
  EXPECT_EQ(result.code, "body network");
}

TEST(MailTransport, nobody_listening_is_retried) {
  std::uint16_t port = 0;
  { port = ScriptedSmtp(SmtpScript{}).port(); }
  const SendResult result = send(profile(port));
  EXPECT_EQ(result.outcome, SendOutcome::kRetry);
  EXPECT_EQ(result.code, "connect network");
}

TEST(MailTransport, with_starttls_stripped_no_login_and_no_mail_is_sent) {
  SmtpScript stripped;
  stripped.extensions = {"AUTH PLAIN LOGIN"};
  const ScriptedSmtp server(stripped);
  MailProfile how = profile(server.port(), MailSecurity::kStartTls);
  how.username = "vouch";
  how.password = kPassword;
  const SendResult result = send(how);
  EXPECT_EQ(result.outcome, SendOutcome::kRetry);
  EXPECT_EQ(result.code, "session tls");
  EXPECT_FALSE(server.was_told("AUTH"));
  EXPECT_FALSE(server.was_told("MAIL"));
}

TEST(MailTransport, a_server_that_asks_for_a_login_it_never_offered_breaks_the_channel) {
  const ScriptedSmtp server(replying("MAIL", "530 5.7.0 authentication required"));
  MailProfile how = profile(server.port());
  how.username = "vouch";
  how.password = kPassword;
  const SendResult result = send(how);
  EXPECT_EQ(result.outcome, SendOutcome::kChannelBroken);
  EXPECT_EQ(result.code, "mail 530");
}

TEST(MailTransport, a_reply_that_repeats_the_password_is_masked) {
  SmtpScript script;
  script.extensions = {"AUTH PLAIN"};
  script.replies["AUTH"] = std::string("535 bad password ") + kPassword;
  const ScriptedSmtp server(script);
  MailProfile how = profile(server.port());
  how.username = "vouch";
  how.password = kPassword;
  EXPECT_THAT(send(how).detail, AllOf(Not(HasSubstr(kPassword)), HasSubstr("535")));
}

TEST(MailTransport, the_conversation_is_exactly_one_recipient_with_dots_stuffed) {
  const ScriptedSmtp server(SmtpScript{});
  ASSERT_EQ(send(profile(server.port())).outcome, SendOutcome::kSent);
  const auto told = server.told();
  ASSERT_THAT(told, SizeIs(::testing::Ge(4U)));
  EXPECT_EQ(told[0], "EHLO desk.example.com");
  EXPECT_THAT(told[1], HasSubstr("MAIL FROM:<vouch@example.com>"));
  EXPECT_EQ(told[2], "RCPT TO:<u5@example.com>");
  EXPECT_EQ(told[3], "DATA");
  EXPECT_EQ(server.bodies()[0],
            build_mail(mail(), {"vouch@example.com", "核验"}).value() + ".\r\n");
}

TEST(MailTransport, a_retry_after_an_unknown_end_sends_the_same_bytes) {
  ScriptedSmtp server(hanging_up_at("DOT"));
  auto transport = MailTransport::create(profile(server.port()));
  ASSERT_TRUE(transport);
  EXPECT_EQ(run_task((*transport)->send(mail())).outcome, SendOutcome::kUnknown);
  server.set_script(SmtpScript{});
  Message again = mail();
  again.attempt = 2;
  again.possible_duplicate = true;
  EXPECT_EQ(run_task((*transport)->send(again)).outcome, SendOutcome::kSent);
  const auto bodies = server.bodies();
  ASSERT_THAT(bodies, SizeIs(2));
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST(MailTransport, a_header_with_a_line_break_is_dead_and_reaches_no_server) {
  const ScriptedSmtp server(SmtpScript{});
  Message message = mail();
  message.subject = "a\r\nBcc: evil@example.com";
  const SendResult result = send(profile(server.port()), message);
  EXPECT_EQ(result.outcome, SendOutcome::kDead);
  EXPECT_EQ(result.code, "refused");
  EXPECT_TRUE(server.told().empty());
}

TEST(MailTransport, stopping_ends_a_send_that_waits_and_says_that_it_is_unknown) {
  const ScriptedSmtp server(silent_after_dot());
  auto transport = MailTransport::create(profile(server.port()));
  ASSERT_TRUE(transport);
  std::thread stopper([&] {
    while (server.bodies().empty()) std::this_thread::yield();
    (*transport)->stop();
  });
  const SendResult result = run_task((*transport)->send(mail()));
  stopper.join();
  EXPECT_EQ(result.outcome, SendOutcome::kUnknown);
  EXPECT_EQ(result.code, "final-dot stopped");
  EXPECT_EQ(run_task((*transport)->send(mail())).code, "stopped");
}

// ---- profiles

struct ProfileRow {
  const char* name;
  MailProfile profile;
};
class BadProfile : public ::testing::TestWithParam<ProfileRow> {};
TEST_P(BadProfile, is_refused_in_words) {
  const auto made = MailTransport::create(GetParam().profile);
  ASSERT_FALSE(made);
  EXPECT_FALSE(made.error().message.empty());
}
MailProfile with(std::string MailProfile::*field, std::string value) {
  MailProfile made = profile(25, MailSecurity::kTls);
  made.*field = std::move(value);
  return made;
}
MailProfile plain_to(std::string host) {
  MailProfile made = profile(25, MailSecurity::kNone);
  made.host = std::move(host);
  return made;
}
MailProfile from(std::string address) {
  MailProfile made = profile(25, MailSecurity::kTls);
  made.identity.from = std::move(address);
  return made;
}
INSTANTIATE_TEST_SUITE_P(
    MailTransport, BadProfile,
    ::testing::Values(ProfileRow{"no_host", with(&MailProfile::host, "")},
                      ProfileRow{"host_with_a_path", with(&MailProfile::host, "a/b")},
                      ProfileRow{"ehlo_with_a_line_break", with(&MailProfile::ehlo, "a\r\nb")},
                      ProfileRow{"password_with_a_line_break",
                                 with(&MailProfile::password, "a\r\nMAIL FROM:<x@y>")},
                      ProfileRow{"user_with_a_line_break", with(&MailProfile::username, "a\nb")},
                      ProfileRow{"sender_with_a_line_break", from("a@b.c\r\nx")},
                      ProfileRow{"no_tls_beyond_this_machine", plain_to("mail.example.com")},
                      ProfileRow{"no_tls_to_a_name_that_looks_local",
                                 plain_to("127.0.0.1.example.com")}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace vouch::alerts
