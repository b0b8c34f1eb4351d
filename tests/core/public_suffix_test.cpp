#include <gtest/gtest.h>

#include <array>

#include "core/url.h"
#include "tests/core/vectors.h"

namespace vouch {
namespace {

TEST(PublicSuffixVectors, registrable_domains_of_the_list_s_own_tests) {
  VOUCH_VECTORS(data, "psl.json");
  for (const auto& value : data.at("cases").as_array()) {
    const auto& row = value.as_object();
    if (row.at("input").is_null()) continue;  // no name at all is no question here
    const std::string input = text_at(row, "input");
    // A single label outside the list is a site of its own
    // (docs/decisions/013-registrable-domain.md).
    const std::string expected =
        input == "example" ? "example" : text_at(row, "registrable_domain");
    EXPECT_EQ(registrable_domain(input), expected) << input;
  }
}

struct DomainRow {
  const char* name;
  const char* host;
  const char* domain;
};

TEST(RegistrableDomain, hosts_of_all_kinds) {
  const auto rows = std::to_array<DomainRow>({
      {"subdomain", "tieba.baidu.com", "baidu.com"},
      {"second_level_of_cn", "www.example.com.cn", "example.com.cn"},
      {"province_of_cn", "www.example.zj.cn", "example.zj.cn"},
      {"private_section_counts", "someone.github.io", "someone.github.io"},
      {"below_the_private_section", "a.someone.github.io", "someone.github.io"},
      {"bare_icann_suffix_has_none", "com.cn", ""},
      {"bare_private_suffix_has_none", "github.io", ""},
      {"localhost_is_whole", "localhost", "localhost"},
      {"each_name_below_localhost_is_its_own", "forum.localhost", "forum.localhost"},
      {"deeper_below_localhost", "a.forum.localhost", "forum.localhost"},
      {"intranet_name_is_whole", "intranet", "intranet"},
      {"ipv4_is_whole", "127.0.0.1", "127.0.0.1"},
      {"ipv6_is_whole", "[::1]", "[::1]"},
      {"upper_case", "WWW.BAIDU.COM", "baidu.com"},
      {"trailing_dot_is_the_same_site", "www.baidu.com.", "baidu.com"},
      {"punycode_suffix", "www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"},
      {"empty", "", ""},
      {"leading_dot", ".baidu.com", ""},
  });
  for (const DomainRow& row : rows) EXPECT_EQ(registrable_domain(row.host), row.domain) << row.name;
}

std::string key_of(const char* text) {
  const Result<Url> url = Url::parse(text);
  return url ? site_key(*url) : "refused";
}

TEST(SiteKey, politeness_unit) {
  const auto rows = std::to_array<DomainRow>({
      {"hosts_of_one_domain_share_it", "https://tieba.baidu.com/p/1", "baidu.com"},
      {"scheme_does_not_matter", "http://baidu.com/", "baidu.com"},
      {"default_port_is_dropped", "https://baidu.com:443/", "baidu.com"},
      {"other_port_counts", "http://forum.localhost:8081/a", "forum.localhost:8081"},
      {"address_with_port", "http://[::1]:8080/", "[::1]:8080"},
      {"page_on_a_bare_suffix_is_its_host", "https://github.io/", "github.io"},
  });
  for (const DomainRow& row : rows) EXPECT_EQ(key_of(row.host), row.domain) << row.name;
}

}  // namespace
}  // namespace vouch
