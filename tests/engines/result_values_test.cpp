// Values in attributes and sentences of result pages.
#include "engines/result_values.h"

#include <gtest/gtest.h>

namespace vouch::engines {
namespace {

struct Decode {
  const char* sentence;
  SerpDecoder decoder;
  std::string key, prefix, raw;
  std::string value;  // empty: none
};

class Decoding : public testing::TestWithParam<Decode> {};

TEST_P(Decoding, gives_this_value) {
  SerpValue value;
  value.decoder = GetParam().decoder;
  value.key = GetParam().key;
  value.prefix = GetParam().prefix;
  const Url base = Url::parse("https://www.acme.com/search?q=x").value();
  EXPECT_EQ(decode_value(value, GetParam().raw, base).value_or(""), GetParam().value);
}

constexpr auto kPlain = SerpDecoder::kPlain;
constexpr auto kJson = SerpDecoder::kJson;
constexpr auto kQuery = SerpDecoder::kQuery;
constexpr auto kBase64 = SerpDecoder::kBase64Url;

INSTANTIATE_TEST_SUITE_P(
    rows, Decoding,
    testing::Values(
        Decode{"plain_is_trimmed", kPlain, "", "", " http://a.cn/ \n", "http://a.cn/"},
        Decode{"nothing_is_none", kPlain, "", "", "  ", ""},
        Decode{"a_member_of_json", kJson, "url", "", R"({"title":"t","url":"http://a.cn/"})",
               "http://a.cn/"},
        Decode{"a_number_of_json", kJson, "pos", "", R"({"pos":3})", "3"},
        Decode{"json_with_single_quotation_marks", kJson, "mu", "",
               "{'mu':'http://a.cn/','order':'1'}", "http://a.cn/"},
        Decode{"broken_json", kJson, "url", "", R"({"url":"http://a.cn/")", ""},
        Decode{"json_that_is_no_object", kJson, "url", "", "[1]", ""},
        Decode{"an_absent_member", kJson, "url", "", "{}", ""},
        Decode{"a_member_that_is_no_text", kJson, "url", "", R"({"url":{}})", ""},
        Decode{"deep_json", kJson, "url", "", std::string(5000, '['), ""},
        Decode{"json_longer_than_64_kib", kJson, "url", "",
               R"({"url":"x","y":")" + std::string(70'000, 'y') + "\"}", ""},
        Decode{"a_parameter", kQuery, "q", "", "/url?q=http://a.cn/%3Fb%3D1&sa=U",
               "http://a.cn/?b=1"},
        Decode{"a_plus_is_a_space", kQuery, "q", "", "/url?q=a+b", "a b"},
        Decode{"a_percent_sign_alone_stays", kQuery, "q", "", "/url?q=100%&x", "100%"},
        Decode{"the_first_of_two_parameters", kQuery, "q", "", "/url?q=a&q=b", "a"},
        Decode{"an_absent_parameter", kQuery, "u", "", "/url?q=a", ""},
        Decode{"base64url_behind_its_prefix", kBase64, "u", "a1",
               "https://x.cn/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmNuLz_kuIA&n=1", "https://a.cn/?一"},
        Decode{"base64url_without_its_prefix", kBase64, "u", "a1", "/ck/a?u=aHR0cHM6Ly9hLmNuLw",
               ""},
        Decode{"base64url_that_is_none", kBase64, "u", "a1", "/ck/a?u=a1!!!", ""},
        Decode{"base64url_of_bytes_that_are_no_text", kBase64, "u", "a1", "/ck/a?u=a1_____w", ""},
        Decode{"a_url_that_is_none", kQuery, "q", "", "http://[/?q=a", ""}),
    [](const auto& row) { return std::string(row.param.sentence); });

struct Number {
  const char* sentence;
  std::string text;
  std::int64_t number;  // -1: none
};

class Numbers : public testing::TestWithParam<Number> {};

TEST_P(Numbers, are_read) {
  EXPECT_EQ(largest_number(GetParam().text).value_or(-1), GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(
    rows, Numbers,
    testing::Values(Number{"no_number", "没有结果", -1}, Number{"plain", "约16个", 16},
                    Number{"commas", "百度为您找到相关结果约100,000,000个", 100'000'000},
                    Number{"page_and_seconds_are_smaller",
                           "Page 2 of about 1,230 results (0.45 seconds)", 1230},
                    Number{"points", "Ungefähr 114.000.000 Ergebnisse (0,25 Sek.)", 114'000'000},
                    Number{"hard_spaces", "environ 27\u00A0400\u00A0000 résultats", 27'400'000},
                    Number{"narrow_spaces", "27\u202F400", 27'400},
                    Number{"two_digits_are_no_group", "1,23", 1},
                    Number{"a_fraction_is_no_number", "About 0 results (0.25 seconds)", 0},
                    Number{"nought", "约0个网页", 0},
                    Number{"larger_than_any_count", "99999999999999999999999", -1}),
    [](const auto& row) { return std::string(row.param.sentence); });

}  // namespace
}  // namespace vouch::engines
