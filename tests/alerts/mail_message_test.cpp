#include "alerts/mail_message.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

#include <fstream>

#include "alerts/render.h"
#include "core/text.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/smtp_process.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

const MailIdentity kIdentity{"vouch@example.com", "核验"};

Message mail() {
  Message message;
  message.id = "msg_abcdefghijklmnopqrstuvwxyz";
  message.address = "u5@example.com";
  message.subject =
      "需补正： 不锈钢阀门选型指南（2026 版）与常见问题解答汇总，请在今天下班前看一下";
  message.body = mail_body_json(
      {message.subject, "第一行\n.\n..两点\n末行", "<!doctype html>\n<p>第一行</p>\n"}, "daily");
  message.group_key = "claim|12";
  message.created_at = testing::at("2026-11-23", 20, 5);
  return message;
}

json::value as_python_reads_it(const std::string& bytes) {
  const fakes::TemporaryFolder folder;
  const auto file = folder.path() / "mail.eml";
  std::ofstream(file, std::ios::binary) << bytes;
  return json::parse(fakes::parse_mail_file(VOUCH_SOURCE_DIR, file));
}

TEST(BuildMail, python_reads_exactly_what_was_meant) {
  const auto bytes = build_mail(mail(), kIdentity);
  ASSERT_TRUE(bytes) << bytes.error().text();
  const json::value read = as_python_reads_it(*bytes);
  const json::object& headers = read.at("headers").as_object();
  EXPECT_EQ(read.at("defects").as_array().size(), 0U) << json::serialize(read.at("defects"));
  EXPECT_EQ(headers.at("subject").as_string(), mail().subject);
  EXPECT_EQ(headers.at("from").as_string(), "核验 <vouch@example.com>");
  EXPECT_EQ(headers.at("to").as_string(), "u5@example.com");
  EXPECT_EQ(headers.at("mime-version").as_string(), "1.0");
  EXPECT_EQ(headers.at("auto-submitted").as_string(), "auto-generated");
  EXPECT_EQ(headers.at("x-auto-response-suppress").as_string(), "All");
  EXPECT_EQ(headers.at("list-id").as_string(), "<daily.vouch.example.com>");
  EXPECT_EQ(headers.at("references").as_string(), headers.at("in-reply-to").as_string());
  EXPECT_EQ(read.at("date").as_int64(), to_millis(mail().created_at) / 1000);
  EXPECT_EQ(read.at("top").as_string(), "multipart/alternative");
  EXPECT_EQ(json::serialize(read.at("types")), R"(["text/plain","text/html"])");
  EXPECT_EQ(json::serialize(read.at("charsets")), R"(["utf-8","utf-8"])");
  EXPECT_EQ(read.at("texts").at(0).as_string(), "第一行\r\n.\r\n..两点\r\n末行");
  EXPECT_EQ(read.at("texts").at(1).as_string(), "<!doctype html>\r\n<p>第一行</p>\r\n");
}

TEST(BuildMail, bytes_are_seven_bit_with_crlf_only_and_short_lines) {
  const json::value read = as_python_reads_it(build_mail(mail(), kIdentity).value());
  EXPECT_EQ(read.at("bare_lf").as_int64(), 0);
  EXPECT_EQ(read.at("bare_cr").as_int64(), 0);
  EXPECT_FALSE(read.at("eight_bit").as_bool());
  EXPECT_LE(read.at("longest_line").as_int64(), 78);
}

TEST(BuildMail, equal_rows_give_equal_bytes) {
  EXPECT_EQ(build_mail(mail(), kIdentity).value(), build_mail(mail(), kIdentity).value());
}

TEST(BuildMail, the_message_id_is_fixed_by_row_and_recipient) {
  Message other = mail();
  other.subject = "another subject";
  other.attempt = 7;
  EXPECT_EQ(mail_message_id(mail(), kIdentity), mail_message_id(other, kIdentity));
  other.address = "u6@example.com";
  EXPECT_NE(mail_message_id(mail(), kIdentity), mail_message_id(other, kIdentity));
  EXPECT_THAT(build_mail(mail(), kIdentity).value(),
              HasSubstr("Message-ID: " + mail_message_id(mail(), kIdentity) + "\r\n"));
}

TEST(BuildMail, mails_of_one_group_share_a_thread_root) {
  const auto root = [](const std::string& group) {
    Message message = mail();
    message.group_key = group;
    const std::string bytes = build_mail(message, kIdentity).value();
    const std::size_t from = bytes.find("References: ");
    return bytes.substr(from, bytes.find("\r\n", from) - from);
  };
  EXPECT_EQ(root("claim|12"), root("claim|12"));
  EXPECT_NE(root("claim|12"), root("claim|13"));
}

TEST(BuildMail, only_digests_carry_list_headers) {
  Message single = mail();
  single.body = mail_body_json({"s", "text", "<p>html</p>"});
  EXPECT_THAT(build_mail(single, kIdentity).value(), Not(HasSubstr("List-")));
}

// ---- injection

struct InjectionRow {
  const char* name;
  std::string Message::*field;
  std::string value;
};
class Injection : public ::testing::TestWithParam<InjectionRow> {};
TEST_P(Injection, is_refused) {
  Message message = mail();
  message.*GetParam().field = GetParam().value;
  const auto built = build_mail(message, kIdentity);
  ASSERT_FALSE(built);
  EXPECT_THAT(built.error().text(), Not(HasSubstr("evil")));
}
INSTANTIATE_TEST_SUITE_P(
    BuildMail, Injection,
    ::testing::Values(
        InjectionRow{"crlf_in_the_subject", &Message::subject, "a\r\nBcc: evil@x.y"},
        InjectionRow{"lf_in_the_subject", &Message::subject, "a\nBcc: evil@x.y"},
        InjectionRow{"cr_in_the_subject", &Message::subject, "a\rBcc: evil@x.y"},
        InjectionRow{"nul_in_the_subject", &Message::subject, std::string("a\0evil", 6)},
        InjectionRow{"del_in_the_subject", &Message::subject, "a\x7f"},
        InjectionRow{"tab_in_the_subject", &Message::subject, "a\tb"},
        InjectionRow{"bad_utf8_in_the_subject", &Message::subject, "a\xff\xfe"},
        InjectionRow{"crlf_in_the_address", &Message::address, "a@b.c\r\nRCPT TO:<evil@x.y>"},
        InjectionRow{"angle_in_the_address", &Message::address, "a@b.c>\nevil"},
        InjectionRow{"two_addresses", &Message::address, "a@b.c,evil@x.y"},
        InjectionRow{"two_ats", &Message::address, "a@b@evil.c"},
        InjectionRow{"space_in_the_address", &Message::address, "a @evil.c"},
        InjectionRow{"non_ascii_address", &Message::address, "张@evil.c"},
        InjectionRow{"a_dsn_parameter", &Message::address, "a@b.c> NOTIFY=FAILURE"},
        InjectionRow{"a_comment", &Message::address, "a(evil)@b.c"},
        InjectionRow{"a_quoted_local_part", &Message::address, "\"a evil\"@b.c"},
        InjectionRow{"no_at", &Message::address, "evil"},
        InjectionRow{"no_local_part", &Message::address, "@evil.c"},
        InjectionRow{"no_domain", &Message::address, "evil@"},
        InjectionRow{"empty_address", &Message::address, ""},
        InjectionRow{"too_long_an_address", &Message::address, std::string(250, 'a') + "@evil"},
        InjectionRow{"a_domain_with_two_dots", &Message::address, "a@evil..c"},
        InjectionRow{"a_line_break_in_the_id", &Message::id, "msg\r\nevil"},
        InjectionRow{"a_damaged_body", &Message::body, "evil"},
        InjectionRow{"an_empty_body", &Message::body, "{}"},
        InjectionRow{"a_list_name_with_a_line_break", &Message::body,
                     R"({"text":"a","list_id":"x\r\nevil: 1"})"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(BuildMail, a_sender_that_breaks_the_line_is_refused) {
  EXPECT_FALSE(build_mail(mail(), {"vouch@example.com\r\nBcc: a@b.c", ""}));
  EXPECT_FALSE(build_mail(mail(), {"vouch@example.com", "a\r\nBcc: a@b.c"}));
  EXPECT_FALSE(build_mail(mail(), {"", "Vouch"}));
}

RC_GTEST_PROP(BuildMail, any_subject_either_is_refused_or_adds_no_header_line,
              (std::string subject)) {
  Message message = mail();
  message.subject = subject;
  const auto built = build_mail(message, kIdentity);
  if (!built) return;
  const std::string head = built->substr(0, built->find("\r\n\r\n"));
  const std::string plain = build_mail(mail(), kIdentity).value();
  const auto header_lines = [](const std::string& text) {
    int lines = 1;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
      if (text[i] == '\r' && text[i + 1] == '\n' && text[i + 2] != ' ') ++lines;
    }
    return lines;
  };
  RC_ASSERT(header_lines(head) == header_lines(plain.substr(0, plain.find("\r\n\r\n"))));
  for (const char c : head) RC_ASSERT(c == '\r' || c == '\n' || (c >= 0x20 && c < 0x7f));
}

struct AddressRow {
  const char* text;
  bool good;
};
TEST(IsMailAddress, accepts_what_people_have) {
  for (const AddressRow& row : {AddressRow{"a@b.c", true},
                                {"first.last+tag@sub.example.com", true},
                                {"o'brien@example.com", true},
                                {"user@localhost", true},
                                {"123456@qq.com", true},
                                {".a@b.c", false},
                                {"a.@b.c", false},
                                {"a..b@c.d", false},
                                {"a@-b.c", false},
                                {"a@b.c.", false},
                                {"a@b_c", false}}) {
    EXPECT_EQ(is_mail_address(row.text), row.good) << row.text;
  }
}

TEST(EncodeHeaderText, encoded_words_are_at_most_75_bytes_and_lines_at_most_76) {
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "阀门a😀";
  const std::string encoded = encode_header_text(long_text, 9).value();
  std::size_t used = 9;
  for (std::size_t at = 0; at < encoded.size();) {
    const std::size_t end = std::min(encoded.find("\r\n", at), encoded.size());
    EXPECT_LE(used + end - at, 76U);
    std::size_t word = encoded.find("=?", at);
    EXPECT_LE(end - word, 75U);
    at = end + 2;
    used = 0;
  }
}

TEST(EncodeHeaderText, plain_short_text_stays_readable_and_encoded_looking_text_is_encoded) {
  EXPECT_EQ(encode_header_text("Nothing needs you", 9).value(), "Nothing needs you");
  EXPECT_THAT(encode_header_text("=?UTF-8?B?eA==?=", 9).value(), Not(HasSubstr("eA==")));
}

TEST(MailDate, is_rfc_5322) {
  EXPECT_EQ(mail_date(testing::at("2026-11-23", 20, 5)), "Mon, 23 Nov 2026 12:05:00 +0000");
  EXPECT_EQ(mail_date(testing::at("2026-03-01", 7, 59)), "Sat, 28 Feb 2026 23:59:00 +0000");
}

TEST(MailMessage, the_way_out_of_a_digest_is_a_page_of_its_reader) {
  const auto header_of = [](const std::string& page) {
    Message message = mail();
    message.body = mail_body_json({"题", "文", ""}, "daily", page);
    const std::string bytes = build_mail(message, kIdentity).value();
    const auto at = bytes.find("List-Unsubscribe: ");
    return at == std::string::npos ? std::string()
                                   : bytes.substr(at + 18, bytes.find("\r\n", at) - at - 18);
  };
  EXPECT_EQ(header_of("https://vouch.example/p/t/preferences"),
            "<https://vouch.example/p/t/preferences>");
  for (const char* bad : {"", "javascript:x", "https://x>\r\nBcc: <y", "https://a b"}) {
    EXPECT_TRUE(header_of(bad).starts_with("<mailto:")) << bad;
  }
}

}  // namespace
}  // namespace vouch::alerts
