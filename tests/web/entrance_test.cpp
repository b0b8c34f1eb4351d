#include "web/entrance.h"

#include <gtest/gtest.h>

namespace vouch::web {
namespace {

HttpRequest from(const std::string& ip, std::vector<HeaderField> headers, bool secure = false) {
  HttpRequest request;
  request.peer.ip = ip;
  request.peer.secure = secure;
  request.headers = std::move(headers);
  return request;
}

const std::vector<std::string> kProxies = {"127.0.0.1", "10.1.0.0/16"};

TEST(Client, whose_word_about_the_address_is_believed) {
  struct Case {
    const char* name;
    const char* peer;
    const char* forwarded;
    const char* address;
  };
  const Case cases[] = {
      {"nobody_between", "203.0.113.9", "", "203.0.113.9"},
      {"a_stranger_speaks_for_himself", "203.0.113.9", "198.51.100.1", "203.0.113.9"},
      {"our_proxy", "127.0.0.1", "198.51.100.1", "198.51.100.1"},
      {"two_of_our_proxies", "127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"},
      {"what_stands_before_a_stranger_is_made_up", "127.0.0.1", "127.0.0.1, 198.51.100.1",
       "198.51.100.1"},
      {"with_a_port", "127.0.0.1", "198.51.100.1:4711", "198.51.100.1"},
      {"ipv6_with_a_port", "127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"},
      {"no_address_at_all", "127.0.0.1", "unknown", "127.0.0.1"},
      {"a_network_is_no_address", "127.0.0.1", "0.0.0.0/0", "127.0.0.1"},
      {"empty", "127.0.0.1", "", "127.0.0.1"},
  };
  for (const Case& one : cases) {
    std::vector<HeaderField> headers;
    if (*one.forwarded != '\0') headers.push_back({"X-Forwarded-For", one.forwarded});
    EXPECT_EQ(client_of(from(one.peer, headers), kProxies).address, one.address) << one.name;
  }
}

TEST(Client, whose_word_about_tls_is_believed) {
  const std::vector<HeaderField> https = {{"X-Forwarded-Proto", "https"}};
  EXPECT_TRUE(client_of(from("127.0.0.1", https), kProxies).secure);
  EXPECT_FALSE(client_of(from("203.0.113.9", https), kProxies).secure);
  EXPECT_TRUE(client_of(from("203.0.113.9", {}, true), kProxies).secure);
  EXPECT_FALSE(client_of(from("127.0.0.1", {{"X-Forwarded-Proto", "http"}}, true), kProxies).secure)
      << "the browser came without it";
}

TEST(Cookies, are_found_among_others_by_their_whole_name) {
  const HttpRequest request =
      from("127.0.0.1", {{"Cookie", "a=1; xvouch=no; vouch=abc; vouch-device=d"}});
  EXPECT_EQ(cookie_of(request, Cookie::kSession, false), "abc");
  EXPECT_EQ(cookie_of(request, Cookie::kDevice, false), "d");
  EXPECT_EQ(cookie_of(request, Cookie::kSession, true), "") << "no __Host- prefix";
  EXPECT_EQ(
      cookie_of(from("", {{"Cookie", "vouch=" + std::string(101, 'x')}}), Cookie::kSession, false),
      "");
  EXPECT_EQ(cookie_of(from("", {{"Cookie", "=;;; vouch"}}), Cookie::kSession, false), "");
}

}  // namespace
}  // namespace vouch::web
