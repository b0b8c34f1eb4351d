// The service account's token: what is signed, how long it is kept, what a refusal means.
#include "engines/providers/google_token.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/rs256.h"
#include "tests/engines/provider_subjects.h"

namespace vouch::engines::test {
namespace {

ServiceAccount account() {
  return ServiceAccount::parse(search_console_subject().secret_file_text).value();
}

bool verifies(const std::string& message, const std::string& signature) {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const auto* const signed_bytes = reinterpret_cast<const unsigned char*>(signature.data());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  const bool good =
      EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, test_key()) == 1 &&
      EVP_DigestVerify(context, signed_bytes, signature.size(), bytes, message.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

std::string decoded(std::string part) {
  for (char& c : part) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  std::string bytes;
  EXPECT_TRUE(base64_decode(part, bytes));
  return bytes;
}

TEST(GoogleToken, the_assertion_is_signed_and_says_who_for_what_and_how_long) {
  const Time now = parse_rfc3339("2026-11-24T04:00:00Z").value();
  const std::string text = signed_assertion(account(), "scope-x", now).value();
  const std::size_t first = text.find('.');
  const std::size_t second = text.rfind('.');
  const auto header = boost::json::parse(decoded(text.substr(0, first))).as_object();
  EXPECT_EQ(header.at("alg"), "RS256");
  EXPECT_EQ(header.at("kid"), "key1");
  const auto claims =
      boost::json::parse(decoded(text.substr(first + 1, second - first - 1))).as_object();
  EXPECT_EQ(claims.at("iss"), "vouch@acme.iam.gserviceaccount.com");
  EXPECT_EQ(claims.at("scope"), "scope-x");
  EXPECT_EQ(claims.at("aud"), "https://oauth2.googleapis.com/token");
  EXPECT_EQ(claims.at("iat"), 1795492800);
  EXPECT_EQ(claims.at("exp"), 1795492800 + 3600);
  EXPECT_TRUE(verifies(text.substr(0, second), decoded(text.substr(second + 1))));
  EXPECT_FALSE(verifies(text.substr(1, second - 1), decoded(text.substr(second + 1))));
  EXPECT_EQ(text.find('='), std::string::npos);
}

TEST(GoogleToken, a_key_that_is_none_is_refused) {
  EXPECT_FALSE(sign_rs256("", "m"));
  EXPECT_FALSE(sign_rs256("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "m"));
}

TEST(GoogleToken, key_files_are_judged) {
  const auto parse = [](std::string_view text) { return ServiceAccount::parse(text).has_value(); };
  EXPECT_FALSE(parse(""));
  EXPECT_FALSE(parse("[]"));
  EXPECT_FALSE(parse(R"({"client_email":"a","token_uri":"https://t/"})"));
  EXPECT_FALSE(parse(R"({"client_email":"a","private_key":"b"})"));
  EXPECT_FALSE(parse(R"({"client_email":"a","private_key":"b","token_uri":"http://t.cn/"})"));
  EXPECT_TRUE(parse(R"({"client_email":"a","private_key":"b","token_uri":"http://127.0.0.1:9/"})"));
  EXPECT_TRUE(parse(R"({"client_email":"a","private_key":"b","token_uri":"https://t.cn/"})"));
}

struct Tokens {
  ScriptedWeb web;
  HandClock clock;
  GoogleToken token{account(), "scope", web, clock, std::chrono::seconds(5)};

  TokenAnswer get() { return fakes::run_task(token.get()); }
};

TEST(GoogleToken, one_token_serves_until_shortly_before_it_ends) {
  Tokens world;
  world.web.reply = [](const auto&) { return answered(200, token_answer()); };
  EXPECT_EQ(world.get().token, "ya29.t0ken-of-the-test");
  world.clock.pass(std::chrono::minutes(54));
  world.get();
  EXPECT_EQ(world.web.requests.size(), 1U);
  world.clock.pass(std::chrono::minutes(1));
  world.get();
  EXPECT_EQ(world.web.requests.size(), 2U);
  world.token.forget();
  world.get();
  EXPECT_EQ(world.web.requests.size(), 3U);
}

TEST(GoogleToken, a_refusal_is_not_kept_and_says_why) {
  Tokens world;
  world.web.reply = [](const auto&) {
    return answered(400, R"({"error":"invalid_grant","error_description":"Invalid JWT: iat"})");
  };
  const TokenAnswer refused = world.get();
  EXPECT_EQ(refused.token, "");
  EXPECT_EQ(refused.refusal.reason, Reason::kHttp401);
  EXPECT_NE(refused.refusal.explanation.find("Invalid JWT"), std::string::npos);
  EXPECT_TRUE(refused.refusal.exchanges.empty());
  world.web.reply = [](const auto&) { return answered(200, R"({"access_token":""})"); };
  EXPECT_EQ(world.get().refusal.reason, Reason::kUnknownLayout);
  world.web.reply = [](const auto&) { return failed(Reason::kTimeout); };
  EXPECT_EQ(world.get().refusal.reason, Reason::kTimeout);
  world.web.reply = [](const auto&) { return answered(200, token_answer()); };
  EXPECT_NE(world.get().token, "");
}

TEST(GoogleToken, the_provider_asks_for_a_token_once_and_drops_it_after_a_401) {
  const Subject subject = search_console_subject();
  Work work(subject);
  int status = 200;
  work.script(subject, Step::kAnswer, [&] { return answered(status, subject.good); });
  work.ask(subject.question);
  work.ask(subject.question);
  EXPECT_EQ(work.web.requests.size(), 3U);
  status = 401;
  work.ask(subject.question);
  status = 200;
  work.ask(subject.question);
  EXPECT_EQ(work.web.requests.size(), 6U);  // a new token before the last
}

}  // namespace
}  // namespace vouch::engines::test
