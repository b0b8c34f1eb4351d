#include "crawler/net/robots.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "crawler/net/user_agent.h"

namespace vouch::crawler {
namespace {

struct Row {
  const char* name;
  const char* robots;
  const char* path;
  bool allowed;
};

constexpr Row kRows[] = {
    {"an_empty_file_allows_everything", "", "/a", true},
    {"our_group_replaces_the_one_for_everybody",
     "User-agent: *\nDisallow: /\nUser-agent: VouchBot\nDisallow: /x\n", "/a", true},
    {"our_name_is_read_in_any_case", "user-agent: vouchBOT\nDisallow: /a\n", "/a/b", false},
    {"a_version_after_our_name_changes_nothing", "User-agent: VouchBot/9\nDisallow: /\n", "/a",
     false},
    {"a_name_that_merely_begins_like_ours_is_another", "User-agent: VouchBotany\nDisallow: /\n",
     "/a", true},
    {"groups_for_the_same_name_are_one",
     "User-agent: VouchBot\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: "
     "VouchBot\nDisallow: /c\n",
     "/c", false},
    {"several_names_share_a_group", "User-agent: a\nUser-agent: VouchBot\nDisallow: /a\n", "/a",
     false},
    {"unknown_lines_do_not_end_the_list_of_names",
     "User-agent: VouchBot\nSitemap: http://x/\nCrawl-delay: 3\nUser-agent: b\nDisallow: /\n", "/a",
     false},
    {"the_longest_rule_wins", "User-agent: *\nDisallow: /a\nAllow: /a/public\n", "/a/public/1",
     true},
    {"among_equals_allow_wins", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
    {"a_star_spans_anything", "User-agent: *\nDisallow: /*.php\n", "/x/y.php?a=1", false},
    {"a_dollar_anchors_the_end", "User-agent: *\nDisallow: /*.php$\n", "/y.php?a=1", true},
    {"stars_find_their_pieces_in_order", "User-agent: *\nDisallow: /a*b*c$\n", "/axbxbxc", false},
    {"stars_do_not_find_pieces_out_of_order", "User-agent: *\nDisallow: /a*b*c\n", "/axcxb", true},
    {"an_anchored_tail_may_not_overlap_what_was_matched", "User-agent: *\nDisallow: /aa*aa$\n",
     "/aaa", true},
    {"an_empty_disallow_forbids_nothing", "User-agent: *\nDisallow:\n", "/a", true},
    {"escapes_compare_in_upper_case", "User-agent: *\nDisallow: /%e4%b8%ad\n", "/%E4%B8%AD/1",
     false},
    {"raw_utf8_rules_compare_escaped", "User-agent: *\nDisallow: /中\n", "/%E4%B8%AD/1", false},
    {"rules_before_any_name_concern_nobody", "Disallow: /\nUser-agent: *\nDisallow: /b\n", "/a",
     true},
    {"a_missing_colon_is_forgiven", "user-agent *\ndisallow /a\n", "/a", false},
    {"a_misspelt_disallow_is_forgiven", "useragent: *\ndisalow: /a\n", "/a", false},
    {"allowing_the_index_file_allows_its_directory",
     "User-agent: *\nDisallow: /\nAllow: /d/index.html\n", "/d/", true},
    {"a_comment_ends_the_line", "User-agent: * # all\nDisallow: /a # b\n", "/a", false},
    {"old_mac_line_ends_count", "User-agent: *\rDisallow: /a\r", "/a", false},
    {"a_byte_order_mark_is_skipped", "\xef\xbb\xbfUser-agent: *\nDisallow: /a\n", "/a", false},
    {"an_html_page_in_its_place_forbids_nothing",
     "<html><head><title>404</title></head><body><p>User: none</p></body></html>", "/a", true},
};

TEST(Robots, rules_decide) {
  for (const Row& row : kRows) {
    const auto decision = RobotsRules::parse(row.robots).decide_path(kProductToken, row.path);
    EXPECT_EQ(decision.allowed, row.allowed) << row.name;
  }
}

TEST(Robots, the_rule_that_decided_is_named_with_its_line) {
  const auto rules = RobotsRules::parse("# hello\nUser-agent: *\n\nDisallow: /私\n");
  const auto decision =
      rules.decide(kProductToken, Url::parse("http://a.com/%e7%a7%81/1?x=1").value());
  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.rule, "Disallow: /私");
  EXPECT_EQ(decision.line, 4);
}

TEST(Robots, the_file_itself_is_always_allowed) {
  const auto rules = RobotsRules::parse("User-agent: *\nDisallow: /\n");
  EXPECT_TRUE(rules.decide(kProductToken, Url::parse("http://a.com/robots.txt").value()).allowed);
  EXPECT_FALSE(rules.decide(kProductToken, Url::parse("http://a.com/robots.txt2").value()).allowed);
}

TEST(Robots, a_name_with_other_characters_matches_no_group_of_its_own) {
  const auto rules = RobotsRules::parse("User-agent: Foo\nDisallow: /\n");
  EXPECT_TRUE(rules.decide_path("Foo Bar", "/a").allowed);
  EXPECT_FALSE(rules.decide_path("Foo", "/a").allowed);
  EXPECT_TRUE(rules.decide_path("", "/a").allowed);
}

struct DelayRow {
  const char* name;
  const char* robots;
  const char* agent;
  std::optional<int> millis;
};

const DelayRow kDelays[] = {
    {"a_delay_belongs_to_the_names_above_it", "user-agent: a\ncrawl-delay: 1\n", "a", 1000},
    {"a_name_below_the_delay_has_none", "user-agent: a\ncrawl-delay: 1\nuser-agent: b\n", "b", {}},
    {"fractions_count", "user-agent: *\ncrawl-delay: 5.25\n", "x", 5250},
    {"nonsense_is_none", "user-agent: *\ncrawl-delay: 1.2.1\n", "x", {}},
    {"a_unit_is_nonsense", "user-agent: *\ncrawl-delay: 10s\n", "x", {}},
    {"negative_is_nonsense", "user-agent: *\ncrawl-delay: -3\n", "x", {}},
    {"a_named_agent_does_not_inherit",
     "user-agent: *\ncrawl-delay: 9\nuser-agent: b\ndisallow:\n",
     "b",
     {}},
    {"an_unnamed_agent_takes_the_one_for_everybody",
     "user-agent: *\ncrawl-delay: 9\nuser-agent: b\ncrawl-delay: 2\n", "c", 9000},
};

TEST(Robots, crawl_delays) {
  for (const DelayRow& row : kDelays) {
    const auto delay = RobotsRules::parse(row.robots).crawl_delay(row.agent);
    ASSERT_EQ(delay.has_value(), row.millis.has_value()) << row.name;
    if (delay) {
      EXPECT_EQ(delay->count(), *row.millis) << row.name;
    }
  }
}

TEST(Robots, we_name_ourselves_and_never_a_search_engine) {
  EXPECT_EQ(user_agent("1.2", "https://example.com/bot"),
            "VouchBot/1.2 (+https://example.com/bot)");
  EXPECT_EQ(user_agent("1.2", ""), "VouchBot/1.2");
  EXPECT_EQ(user_agent("1.2", "a)b\r\nX: y"), "VouchBot/1.2 (+abX:y)");
  EXPECT_TRUE(is_product_token(kProductToken));
}

RC_GTEST_PROP(Robots, any_bytes_are_read_without_harm, (const std::string& bytes)) {
  const auto rules = RobotsRules::parse(bytes);
  RC_ASSERT(rules.decide_path(kProductToken, "/robots").line >= 0);
}

// Each rule alone against a plain reading of its definition.
bool reads(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return true;
  if (pattern == "$") return path.empty();
  if (pattern.front() == '*') {
    return reads(pattern.substr(1), path) || (!path.empty() && reads(pattern, path.substr(1)));
  }
  return !path.empty() && path.front() == pattern.front() &&
         reads(pattern.substr(1), path.substr(1));
}

RC_GTEST_PROP(Robots, a_pattern_matches_as_it_is_defined, ()) {
  const auto piece = rc::gen::container<std::string>(rc::gen::element('a', 'b', '*', '/'));
  const auto text = rc::gen::container<std::string>(rc::gen::element('a', 'b', '/'));
  std::string pattern = "/" + *rc::gen::resize(8, piece);
  if (*rc::gen::arbitrary<bool>()) pattern += '$';
  const std::string path = "/" + *rc::gen::resize(10, text);
  const auto rules = RobotsRules::parse("User-agent: *\nDisallow: " + pattern + "\n");
  RC_ASSERT(rules.decide_path("x", path).allowed != reads(pattern, path));
}

}  // namespace
}  // namespace vouch::crawler
