#include "core/policy.h"

#include <gtest/gtest.h>

namespace vouch {
namespace {

Platform platform(std::string key, std::string cls, std::vector<std::string> hosts) {
  Platform out;
  out.key = std::move(key);
  out.cls = std::move(cls);
  out.hosts = std::move(hosts);
  return out;
}

Policy policy(std::string key, std::vector<std::string> types, std::string cls = {},
              bool fallback = false) {
  Policy out;
  out.key = std::move(key);
  out.work_types = std::move(types);
  out.platform_class = std::move(cls);
  out.fallback = fallback;
  return out;
}

std::string at_host(std::string_view host, std::vector<std::string> own = {}) {
  static const std::vector<Platform> all = {
      platform("other", "other", {"*"}), platform("own", "own", {}),
      platform("baidu", "media", {"baidu.com"}), platform("tieba", "forum", {"tieba.baidu.com"})};
  return platform_for_host(all, host, own)->key;
}

TEST(Platforms, the_longest_host_suffix_decides) {
  EXPECT_EQ(at_host("tieba.baidu.com"), "tieba");
  EXPECT_EQ(at_host("m.tieba.baidu.com"), "tieba");
  EXPECT_EQ(at_host("baijiahao.baidu.com"), "baidu");
  EXPECT_EQ(at_host("baidu.com"), "baidu");
  EXPECT_EQ(at_host("notbaidu.com"), "other");
  EXPECT_EQ(at_host("baidu.com.cn"), "other");
}

TEST(Platforms, own_sites_come_before_every_platform) {
  EXPECT_EQ(at_host("www.vouch-demo.com", {"vouch-demo.com"}), "own");
  EXPECT_EQ(at_host("tieba.baidu.com", {"tieba.baidu.com"}), "own");
  EXPECT_EQ(at_host("notvouch-demo.com", {"vouch-demo.com"}), "other");
}

TEST(Platforms, a_name_or_alias_is_compared_folded) {
  std::vector<Platform> all = {platform("tieba", "forum", {})};
  all[0].name = "百度贴吧";
  all[0].aliases = {"贴吧", "ＴＢ"};
  for (const char* text : {"tieba", "TIEBA", "百度貼吧", " 贴 吧 ", "tb"}) {
    EXPECT_NE(platform_named(all, text), nullptr) << text;
  }
  EXPECT_EQ(platform_named(all, "百度"), nullptr);
  EXPECT_EQ(platform_named(all, ""), nullptr);
}

TEST(Policies, the_most_exact_one_is_chosen) {
  const std::vector<Policy> all = {policy("rest", {}, "feed", true), policy("article", {"article"}),
                                   policy("own_article", {"article"}, "own"),
                                   policy("closed", {}, "closed")};
  EXPECT_EQ(policy_for(all, "article", "own")->key, "own_article");
  EXPECT_EQ(policy_for(all, "article", "media")->key, "article");
  EXPECT_EQ(policy_for(all, "article", "closed")->key, "closed");
  EXPECT_EQ(policy_for(all, "article", "feed")->key, "rest");
  EXPECT_EQ(policy_for(all, "unknown", "media")->key, "rest");
  EXPECT_EQ(policy_for(all, "unknown", "")->key, "rest");
}

}  // namespace
}  // namespace vouch
