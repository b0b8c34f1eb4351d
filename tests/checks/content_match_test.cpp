#include "checks/content_match.h"

#include <gtest/gtest.h>

#include "checks/page_judgement.h"

namespace vouch::checks {
namespace {

using Kind = TextBlock::Kind;

const OwnSite kOwn{SiteId{1}, "vouch-demo.com", "蓝鲸净化"};
const OwnSite kShop{SiteId{2}, "shop-demo.cn", "官网"};

TextBlock block(Kind kind, std::string text, bool visible = true) {
  return {kind, visible, Region::kMain, std::move(text)};
}

PageFacts page(std::vector<TextBlock> blocks, std::string title = {}) {
  PageFacts out;
  out.title = std::move(title);
  out.blocks = std::move(blocks);
  return out;
}

struct KeywordRow {
  const char* sentence;
  PageFacts page;
  std::string keyword;
  Place place;
  int count;
};

class FindKeyword : public testing::TestWithParam<KeywordRow> {};

TEST_P(FindKeyword, says_where_it_stands) {
  const KeywordRow& row = GetParam();
  const KeywordFinding found = find_keyword(row.page, row.keyword);
  EXPECT_EQ(to_string(found.place), to_string(row.place));
  EXPECT_EQ(found.count, row.count);
  EXPECT_EQ(found.keyword, row.keyword);
}

INSTANTIATE_TEST_SUITE_P(
    rows, FindKeyword,
    testing::Values(
        KeywordRow{"in_the_title", page({}, "净水器选购"), "净水器", Place::kTitle, 1},
        KeywordRow{"in_a_heading", page({block(Kind::kHeading, "净水器")}), "净水器",
                   Place::kHeading, 1},
        KeywordRow{"in_the_body", page({block(Kind::kBody, "买净水器，修净水器")}), "净水器",
                   Place::kBody, 2},
        KeywordRow{"in_a_quote_counts_as_body", page({block(Kind::kQuote, "净水器")}), "净水器",
                   Place::kBody, 1},
        KeywordRow{"the_best_place_is_named_all_are_counted",
                   page({block(Kind::kBody, "净水器"), block(Kind::kHeading, "净水器")}), "净水器",
                   Place::kHeading, 2},
        KeywordRow{"a_title_block_is_not_counted_twice",
                   page({block(Kind::kTitle, "净水器")}, "净水器"), "净水器", Place::kTitle, 1},
        KeywordRow{"hidden_text_is_not_counted", page({block(Kind::kBody, "净水器", false)}),
                   "净水器", Place::kHidden, 0},
        KeywordRow{"visible_outranks_hidden",
                   page({block(Kind::kBody, "净水器", false), block(Kind::kBody, "净水器")}),
                   "净水器", Place::kBody, 1},
        KeywordRow{"nowhere", page({block(Kind::kBody, "空调")}), "净水器", Place::kNowhere, 0},
        KeywordRow{"traditional_full_width_and_case_are_one",
                   page({block(Kind::kBody, "淨水器ＡＢＣ")}), "净水器abc", Place::kBody, 1},
        KeywordRow{"white_space_and_zero_width_inside_do_not_matter",
                   page({block(Kind::kBody, "净 水\u200b器 A B")}), "净水器 ab", Place::kBody, 1},
        KeywordRow{"two_blocks_are_two_texts",
                   page({block(Kind::kBody, "净水"), block(Kind::kBody, "器")}), "净水器",
                   Place::kNowhere, 0},
        KeywordRow{"chinese_words_with_a_space_between_may_stand_apart",
                   page({block(Kind::kHeading, "深圳哪家好"), block(Kind::kBody, "净水器推荐")}),
                   "深圳 净水器", Place::kBody, 1},
        KeywordRow{"but_each_of_them_must_be_there", page({block(Kind::kBody, "净水器推荐")}),
                   "深圳　净水器", Place::kNowhere, 0},
        KeywordRow{"a_latin_phrase_is_one", page({block(Kind::kBody, "air or water purifier")}),
                   "air purifier", Place::kNowhere, 0},
        KeywordRow{"an_empty_keyword_is_found_nowhere", page({block(Kind::kBody, "x")}), " ",
                   Place::kNowhere, 0}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(FindKeyword, the_quoted_sentence_is_cut_at_characters) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "很长的话";
  const KeywordFinding found =
      find_keyword(page({block(Kind::kBody, text + "净水器" + text)}), "净水器");
  EXPECT_LE(found.sentence.size(), 240u);
  EXPECT_NE(found.sentence.find("净水器"), std::string::npos);
  EXPECT_TRUE(found.sentence.starts_with("很") || found.sentence.starts_with("长") ||
              found.sentence.starts_with("的") || found.sentence.starts_with("话"));
  EXPECT_EQ(find_keyword(page({block(Kind::kBody, "甲。买净水器！乙")}), "净水器").sentence,
            "买净水器！");
}

LinkFact link(std::string url, std::vector<std::string> rel = {}, bool visible = true) {
  return {std::move(url), "官网", std::move(rel), visible, visible ? "" : "display:none",
          Region::kMain};
}

struct LinkRow {
  const char* sentence;
  std::vector<LinkFact> links;
  std::string target;
  LinkKind kind;
  bool page_nofollow = false;
};

class FindLink : public testing::TestWithParam<LinkRow> {};

TEST_P(FindLink, names_what_kind_of_link_it_is) {
  const LinkRow& row = GetParam();
  PageFacts facts;
  facts.links = row.links;
  const LinkFinding found = find_link(facts, {row.target, {kOwn, kShop}, row.page_nofollow});
  EXPECT_EQ(to_string(found.kind), to_string(row.kind));
}

INSTANTIATE_TEST_SUITE_P(
    rows, FindLink,
    testing::Values(
        LinkRow{"direct", {link("http://vouch-demo.com/")}, "", LinkKind::kDirect},
        LinkRow{
            "a_sub_domain_is_ours", {link("https://m.vouch-demo.com/x")}, "", LinkKind::kDirect},
        LinkRow{"any_own_site_will_do", {link("http://shop-demo.cn/")}, "", LinkKind::kDirect},
        LinkRow{"case_of_the_host_does_not_matter",
                {link("http://VOUCH-demo.COM/")},
                "",
                LinkKind::kDirect},
        LinkRow{
            "nofollow", {link("http://vouch-demo.com/", {"nofollow"})}, "", LinkKind::kNofollow},
        LinkRow{
            "ugc", {link("http://vouch-demo.com/", {"noopener", "ugc"})}, "", LinkKind::kNofollow},
        LinkRow{
            "sponsored", {link("http://vouch-demo.com/", {"sponsored"})}, "", LinkKind::kNofollow},
        LinkRow{"noopener_is_nothing",
                {link("http://vouch-demo.com/", {"noopener"})},
                "",
                LinkKind::kDirect},
        LinkRow{"nofollow_of_the_whole_page",
                {link("http://vouch-demo.com/")},
                "",
                LinkKind::kNofollow,
                true},
        LinkRow{"hidden", {link("http://vouch-demo.com/", {}, false)}, "", LinkKind::kHidden},
        LinkRow{"a_hidden_jump_is_hidden",
                {link("http://f.com/go?u=http://vouch-demo.com/", {}, false)},
                "",
                LinkKind::kHidden},
        LinkRow{"jump_page_plain",
                {link("http://f.com/go?u=http://vouch-demo.com/")},
                "",
                LinkKind::kJumpPage},
        LinkRow{"jump_page_encoded",
                {link("http://f.com/link?target=https%3A%2F%2Fwww.vouch-demo.com")},
                "",
                LinkKind::kJumpPage},
        LinkRow{"missing", {link("http://f.com/other")}, "", LinkKind::kMissing},
        LinkRow{"no_links_at_all", {}, "", LinkKind::kMissing},
        LinkRow{
            "a_name_that_ends_alike", {link("http://notvouch-demo.com/")}, "", LinkKind::kMissing},
        LinkRow{"a_name_that_begins_alike",
                {link("http://vouch-demo.com.evil.com/")},
                "",
                LinkKind::kMissing},
        LinkRow{"a_page_as_target_is_met_whatever_scheme_and_slash",
                {link("https://www.vouch-demo.com/p/7/")},
                "http://vouch-demo.com/p/7",
                LinkKind::kDirect},
        LinkRow{"the_front_page_instead_of_the_target_is_the_wrong_page",
                {link("http://vouch-demo.com/")},
                "http://vouch-demo.com/p/7",
                LinkKind::kWrongPage},
        LinkRow{"another_own_site_instead_of_the_target_is_the_wrong_page_too",
                {link("http://shop-demo.cn/")},
                "vouch-demo.com",
                LinkKind::kWrongPage},
        LinkRow{"a_bare_host_as_target_means_the_site",
                {link("http://m.vouch-demo.com/any")},
                "www.vouch-demo.com",
                LinkKind::kDirect},
        LinkRow{"a_target_outside_our_sites_is_what_was_promised",
                {link("http://partner.com/x")},
                "partner.com",
                LinkKind::kDirect},
        LinkRow{"a_target_that_is_no_address_falls_back_to_our_sites",
                {link("http://vouch-demo.com/")},
                "官网首页 链接",
                LinkKind::kDirect},
        LinkRow{"the_best_link_is_named",
                {link("http://vouch-demo.com/", {}, false),
                 link("http://vouch-demo.com/", {"nofollow"}),
                 link("http://f.com/go?u=http://vouch-demo.com/")},
                "",
                LinkKind::kNofollow}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(FindLink, what_was_found_is_quoted) {
  PageFacts facts;
  facts.links = {link("http://vouch-demo.com/", {"nofollow", "ugc"})};
  const LinkFinding found = find_link(facts, {"", {kOwn}, false});
  EXPECT_EQ(found.url, "http://vouch-demo.com/");
  EXPECT_EQ(found.anchor, "官网");
  EXPECT_EQ(found.rel, "nofollow ugc");
}

TEST(FindLink, without_own_sites_nothing_is_ours) {
  PageFacts facts;
  facts.links = {link("http://vouch-demo.com/")};
  EXPECT_EQ(find_link(facts, {}).kind, LinkKind::kMissing);
}

struct MentionRow {
  const char* sentence;
  std::string text;
  bool mentioned;
  bool visible = true;
};

class Mentions : public testing::TestWithParam<MentionRow> {};

TEST_P(Mentions, are_whole_names_in_visible_text) {
  const MentionRow& row = GetParam();
  EXPECT_EQ(mentions_site(page({block(Kind::kBody, row.text, row.visible)}), {kOwn, kShop}),
            row.mentioned);
}

INSTANTIATE_TEST_SUITE_P(
    rows, Mentions,
    testing::Values(
        MentionRow{"the_host", "请访问 www.Vouch-Demo.com 了解", true},
        MentionRow{"the_host_at_the_end_of_a_sentence", "see vouch-demo.com.", true},
        MentionRow{"the_host_between_han", "请看vouch-demo.com官网", true},
        MentionRow{"the_host_in_full_width", "官网：ｖｏｕｃｈ－ｄｅｍｏ．ｃｏｍ", true},
        MentionRow{"words_around_the_host", "see www.vouch-demo.com now", true},
        MentionRow{"a_longer_name_is_another", "myvouch-demo.com", false},
        MentionRow{"a_name_that_goes_on_is_another", "vouch-demo.com.cn", false},
        MentionRow{"the_brand", "我们用的是蓝 鲸淨化的设备", true},
        MentionRow{"a_general_word_is_no_brand", "请看官网", false},
        MentionRow{"hidden_text_is_no_mention", "蓝鲸净化 vouch-demo.com", false, false},
        MentionRow{"nothing", "别的话", false}),
    [](const auto& row) { return std::string(row.param.sentence); });

struct PolicyRow {
  const char* sentence;
  bool mention_suffices;
  std::string text;
  std::vector<LinkFact> links;
  Reason reason;
};

class LinkOrMention : public testing::TestWithParam<PolicyRow> {};

TEST_P(LinkOrMention, is_judged_as_the_policy_says) {
  const PolicyRow& row = GetParam();
  PageFacts facts = page({block(Kind::kBody, row.text)}, "标题");
  facts.url = facts.final_url = "http://f.com/1";
  facts.status = 200;
  facts.text_chars = 100;
  facts.links = row.links;
  Claim claim;
  claim.url = "http://f.com/1";
  ContentNeeds needs;
  needs.link = true;
  needs.mention_suffices = row.mention_suffices;
  needs.sites = {kOwn};
  Exchange exchange;
  exchange.hops.emplace_back();
  exchange.hops.back().status = 200;
  const PageJudgement seen = judge_page(claim, needs, Platform{}, exchange, &facts);
  ASSERT_TRUE(seen.content);
  EXPECT_EQ(to_string(seen.content->reason), to_string(row.reason));
}

INSTANTIATE_TEST_SUITE_P(
    rows, LinkOrMention,
    testing::Values(
        PolicyRow{"a_host_in_words_passes_where_a_mention_suffices",
                  true,
                  "见 vouch-demo.com",
                  {},
                  Reason::kOk},
        PolicyRow{"a_brand_in_words_passes_where_a_mention_suffices",
                  true,
                  "蓝鲸净化出品",
                  {},
                  Reason::kOk},
        PolicyRow{"a_jump_link_beside_a_mention_passes_too",
                  true,
                  "蓝鲸净化出品",
                  {link("http://f.com/go?u=http://vouch-demo.com/")},
                  Reason::kOk},
        PolicyRow{
            "neither_link_nor_mention_is_missing", true, "别的话", {}, Reason::kBacklinkMissing},
        PolicyRow{"a_backlink_policy_wants_a_link",
                  false,
                  "见 vouch-demo.com",
                  {},
                  Reason::kBacklinkPlainText},
        PolicyRow{
            "a_brand_alone_is_no_backlink", false, "蓝鲸净化出品", {}, Reason::kBacklinkMissing}),
    [](const auto& row) { return std::string(row.param.sentence); });

struct TitleRow {
  const char* sentence;
  std::string reported;
  std::string shown;
  bool agree;
};

class Titles : public testing::TestWithParam<TitleRow> {};

TEST_P(Titles, agree_within_reason) {
  const TitleRow& row = GetParam();
  EXPECT_EQ(titles_agree(row.reported, page({}, row.shown)), row.agree);
  EXPECT_EQ(titles_agree(row.reported, page({block(Kind::kHeading, row.shown)}, "站名")),
            row.agree);
}

INSTANTIATE_TEST_SUITE_P(
    rows, Titles,
    testing::Values(
        TitleRow{"equal", "净水器怎么选", "净水器怎么选", true},
        TitleRow{"with_the_sites_name_behind", "净水器怎么选", "净水器怎么选 - 某某论坛", true},
        TitleRow{"cut_by_the_site", "净水器怎么选才不踩坑完整指南", "净水器怎么选才不踩坑", true},
        TitleRow{"cut_marked_and_named_by_the_platform", "不锈钢阀门选型的十个要点与安装注意事项",
                 "不锈钢阀门选型的十个要点... - 某某论坛", true},
        TitleRow{"cut_with_an_ellipsis", "不锈钢阀门选型的十个要点与安装注意事项",
                 "不锈钢阀门选型的十个要点…_某某论坛", true},
        TitleRow{"a_shred_before_an_ellipsis_is_not_enough",
                 "不锈钢阀门选型的十个要点与安装注意事项", "不锈钢… - 某某论坛", false},
        TitleRow{"a_shred_of_it_is_not_enough", "净水器怎么选才不踩坑完整指南", "指南", false},
        TitleRow{"one_word_changed", "2026年净水器选购完全指南", "2026净水器选购完全指南", true},
        TitleRow{"another_title", "净水器怎么选", "洗衣机怎么修", false},
        TitleRow{"punctuation_and_width_do_not_matter", "净水器：怎么选？", "净水器:怎么选?",
                 true}),
    [](const auto& row) { return std::string(row.param.sentence); });

}  // namespace
}  // namespace vouch::checks
