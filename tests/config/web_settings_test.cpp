#include <gtest/gtest.h>

#include "config/settings.h"

namespace vouch::config {
namespace {

Loaded load(const std::string& text) {
  return load_text("[company]\nname = \"x\"\n" + text, "/etc/vouch/vouch.toml");
}

TEST(WebSettings, every_key_is_read) {
  const Loaded loaded = load(R"([web]
certificate = "tls/chain.pem"
key = "/secret/key.pem"
trusted_proxies = ["127.0.0.1", "10.1.0.0/16", "fd00::/8"]
session_idle = "30m"
session_life = "24h"
second_step = "required"
)");
  ASSERT_TRUE(loaded.ok()) << loaded.problems.front().text();
  const WebSettings& web = loaded.settings.web;
  EXPECT_EQ(web.certificate, "/etc/vouch/tls/chain.pem");
  EXPECT_EQ(web.key, "/secret/key.pem");
  EXPECT_EQ(web.trusted_proxies.size(), 3U);
  EXPECT_EQ(web.session_idle, std::chrono::minutes(30));
  EXPECT_EQ(web.session_life, std::chrono::hours(24));
  EXPECT_TRUE(loaded.settings.second_step_required());
  EXPECT_EQ(loaded.settings.base_url(), "https://127.0.0.1:8480");
}

TEST(WebSettings, mistakes_are_named_with_their_line) {
  const Loaded loaded = load(R"([web]
key = "/secret/key.pem"
trusted_proxies = ["proxy.example"]
second_step = "never"
session_idle = "1s"
)");
  ASSERT_EQ(loaded.problems.size(), 4U);
  EXPECT_NE(loaded.problems[0].text().find("toml:4"), std::string::npos);
  EXPECT_NE(loaded.problems[0].text().find("go together"), std::string::npos);
  EXPECT_NE(loaded.problems[1].text().find("proxy.example"), std::string::npos);
}

TEST(WebSettings, a_second_step_is_required_where_the_address_is_outside) {
  const auto required = [](const std::string& url) {
    return load("[daemon]\npublic_url = \"" + url + "\"\n").settings.second_step_required();
  };
  EXPECT_TRUE(required("https://vouch.example.com"));
  EXPECT_TRUE(required("http://203.0.113.7:8480"));
  EXPECT_FALSE(required("http://vouch.lan:8480"));
  EXPECT_FALSE(required("http://192.168.1.20:8480"));
  EXPECT_FALSE(required("http://[fd00::1]:8480"));
  EXPECT_FALSE(load("").settings.second_step_required());
  EXPECT_FALSE(load("[daemon]\npublic_url = \"https://vouch.example.com\"\n[web]\n"
                    "second_step = \"offered\"\n")
                   .settings.second_step_required());
}

TEST(WebSettings, an_open_address_without_tls_is_warned_of) {
  const std::string open = "[daemon]\nlisten = \"0.0.0.0:8480\"\n";
  EXPECT_EQ(load(open).warnings.size(), 1U);
  EXPECT_TRUE(load(open + "[web]\ncertificate = \"/a\"\nkey = \"/b\"\n").warnings.empty());
}

}  // namespace
}  // namespace vouch::config
