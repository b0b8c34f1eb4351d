#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/url.h"
#include "tests/core/vectors.h"

namespace vouch {
namespace {

// The parser's own path to a host: percent-decoding, UTS 46, forbidden characters, IPv4.
std::string host_or_failure(const std::string& domain) {
  const Result<Url> url = Url::parse("https://" + domain + "/x");
  return url ? url->host() : "failure";
}

TEST(IdnaVectors, to_ascii_of_the_web_platform_tests) {
  VOUCH_VECTORS(data, "url_idna.json");
  for (const auto& value : data.at("toascii").as_array()) {
    const auto& row = value.as_object();
    const std::string expected = row.at("output").is_null() ? "failure" : text_at(row, "output");
    EXPECT_EQ(host_or_failure(text_at(row, "input")), expected) << text_at(row, "input");
  }
}

// docs/decisions/011-where-icu-differs.md
constexpr std::array<std::string_view, 4> kIdnaExceptions = {
    "",  // a URL without a host: failure, where the file says ""
    "\U00032931"
    "20.\u97F3.\uA866"
    "1.",  // ideograph of Unicode 17; ICU 72 knows 15.0
    "\U00032B9A"
    "9\uA369\u17D3.ss",  // the same
    "\U00032B9A"
    "9\uA369\u17D3.SS",
};

TEST(IdnaVectors, idna_test_v2_with_four_named_exceptions) {
  VOUCH_VECTORS(data, "url_idna.json");
  std::size_t exceptions = 0;
  for (const auto& value : data.at("idna_v2").as_array()) {
    const auto& row = value.as_object();
    const std::string input = text_at(row, "input");
    if (std::find(kIdnaExceptions.begin(), kIdnaExceptions.end(), input) != kIdnaExceptions.end()) {
      ++exceptions;
      EXPECT_FALSE(domain_to_ascii(input)) << input;
      continue;
    }
    const std::string expected = row.at("output").is_null() ? "failure" : text_at(row, "output");
    EXPECT_EQ(host_or_failure(input), expected) << input << " " << row.at("input");
  }
  EXPECT_EQ(exceptions, kIdnaExceptions.size());
}

struct HostRow {
  const char* name;
  const char* domain;
  const char* host;  // "failure": refused
};

TEST(Idna, hosts_as_people_write_them) {
  const auto rows = std::to_array<HostRow>({
      {"chinese_name_becomes_punycode", "中文.中国", "xn--fiq228c.xn--fiqs8s"},
      {"ideographic_full_stop_is_a_dot", "例子。测试", "xn--fsqu00a.xn--0zwm56d"},
      {"full_width_letters_are_letters", "ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ", "www.example.com"},
      {"full_width_digits_are_an_address", "１２７．０．０．１", "127.0.0.1"},
      {"upper_case_is_lower_case", "WWW.Example.COM", "www.example.com"},
      {"traditional_is_not_simplified", "臺灣.tw", "xn--nnx388a.tw"},
      {"zero_width_space_is_ignored", "exam\u200Bple.com", "example.com"},
      {"old_georgian_capital_is_mapped", "\u10A0.ge", "xn--rkj.ge"},
      {"capital_sharp_s_keeps_its_shape", "fa\u1E9E.de", "xn--fa-hia.de"},
      {"bad_ace_label_is_kept_in_ascii", "xn--a.com", "xn--a.com"},
      {"bad_ace_label_beside_unicode_fails", "xn--a.\u00DF", "failure"},
      {"underscore_is_fine", "my_blog.example.com", "my_blog.example.com"},
      {"space_is_forbidden", "exa mple.com", "failure"},
      {"percent_is_forbidden_after_decoding", "a%25b.com", "failure"},
      {"escaped_dot_is_a_dot", "example%2Ecom", "example.com"},
      {"unassigned_character_fails", "a\u0378.com", "failure"},
      {"mixed_direction_fails", "a\u05D0.com", "failure"},
  });
  for (const HostRow& row : rows) EXPECT_EQ(host_or_failure(row.domain), row.host) << row.name;
}

TEST(Idna, nothing_left_is_a_failure) {
  EXPECT_FALSE(domain_to_ascii(""));
  EXPECT_FALSE(domain_to_ascii("\u00AD"));
}

}  // namespace
}  // namespace vouch
