#include "checks/page_judgement.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

const OwnSite kOwn{SiteId{1}, "vouch-demo.com", "公司官网"};

Claim claim() {
  Claim out;
  out.id = ClaimId{1};
  out.url = "http://forum.example.com/t/1.html";
  out.keywords = {"空气净化器"};
  return out;
}

ContentNeeds needs() {
  ContentNeeds out;
  out.keyword = true;
  out.link = true;
  out.sites = {kOwn};
  return out;
}

PageFacts good_page() {
  PageFacts out;
  out.url = out.final_url = "http://forum.example.com/t/1.html";
  out.status = 200;
  out.charset = "utf-8";
  out.title = "选购指南";
  out.text_chars = 200;
  out.blocks = {
      {TextBlock::Kind::kHeading, true, Region::kMain, "选购指南"},
      {TextBlock::Kind::kBody, true, Region::kMain, "很多人问。空 气 净 化 器怎么选？看这里。"}};
  out.links = {{"http://www.vouch-demo.com/a", "官网", {}, true, "", Region::kMain}};
  return out;
}

Exchange answered(int status, const std::string& type = "text/html") {
  Exchange out;
  Hop hop;
  hop.url = "http://forum.example.com/t/1.html";
  hop.status = status;
  hop.headers = {{"Content-Type", type}};
  out.hops.push_back(hop);
  return out;
}

Exchange broken(Reason reason) {
  Exchange out = answered(0);
  out.failure = reason;
  return out;
}

struct Row {
  const char* sentence;
  Exchange exchange;
  std::optional<PageFacts> facts;
  Reason live;
  std::optional<Reason> content;
  bool probe = false;
  bool not_found_is_proof = true;
};

PageFacts with_sign(PageSign sign, bool keep_text = false) {
  PageFacts out = good_page();
  out.signs = {{sign, "words"}};
  if (!keep_text) {
    out.blocks.clear();
    out.links.clear();
  }
  return out;
}

PageFacts with_links(std::vector<LinkFact> links) {
  PageFacts out = good_page();
  out.links = std::move(links);
  return out;
}

PageFacts changed(void (*change)(PageFacts&)) {
  PageFacts out = good_page();
  change(out);
  return out;
}

const std::vector<Row>& rows() {
  using enum Reason;
  static const std::vector<Row> table = {
      {"a_page_with_keyword_and_link_is_found", answered(200), good_page(), kOk, kOk},
      {"a_timeout_is_could_not_check", broken(kTimeout), {}, kTimeout, kTimeout},
      {"a_name_that_does_not_resolve_is_could_not_check", broken(kDns), {}, kDns, kDns},
      {"http_404_is_not_found_and_touches_live_only", answered(404), {}, kHttp404, {}},
      {"http_410_is_not_found", answered(410), {}, kHttp410, {}},
      {"http_404_proves_nothing_where_the_platform_lies",
       answered(404),
       {},
       kLoginWall,
       kLoginWall,
       false,
       false},
      {"http_403_is_could_not_check", answered(403), {}, kHttp403, kHttp403},
      {"http_429_is_could_not_check", answered(429), {}, kHttp429, kHttp429},
      {"http_503_is_could_not_check", answered(503), {}, kHttp5xx, kHttp5xx},
      {"http_204_is_could_not_check", answered(204), {}, kEmptyBody, kEmptyBody},
      {"captcha_page_is_not_a_negative", answered(200), with_sign(PageSign::kCaptcha), kCaptcha,
       kCaptcha},
      {"captcha_page_with_status_404_is_not_a_negative", answered(404),
       with_sign(PageSign::kCaptcha), kCaptcha, kCaptcha},
      {"a_login_form_on_a_404_page_stays_a_404",
       answered(404),
       with_sign(PageSign::kLogin),
       kHttp404,
       {}},
      {"login_wall_is_not_a_negative", answered(200), with_sign(PageSign::kLogin), kLoginWall,
       kLoginWall},
      {"challenge_is_not_a_negative", answered(200), with_sign(PageSign::kChallenge),
       kRobotInterstitial, kRobotInterstitial},
      {"deleted_words_are_a_negative",
       answered(200),
       with_sign(PageSign::kDeleted),
       kDeletedByPlatform,
       {}},
      {"soft_404_needs_the_sibling_probe",
       answered(200),
       with_sign(PageSign::kSoft404),
       kSoft404,
       {},
       true},
      {"parked_needs_the_sibling_probe",
       answered(200),
       with_sign(PageSign::kParked),
       kParked,
       {},
       true},
      {"soft_404_words_beside_keyword_and_link_are_no_soft_404", answered(200),
       with_sign(PageSign::kSoft404, true), kOk, kOk},
      {"an_empty_page_is_could_not_check", answered(200),
       changed([](PageFacts& f) { f = PageFacts{}; }), kEmptyBody, kEmptyBody},
      {"a_page_too_deep_to_read_is_could_not_check", answered(200),
       changed([](PageFacts& f) { f.refused = "depth"; }), kPageUnparseable, kPageUnparseable},
      {"a_cut_page_keeps_its_positives", answered(200),
       changed([](PageFacts& f) { f.truncated = true; }), kOk, kOk},
      {"a_cut_page_gives_no_negative", answered(200), changed([](PageFacts& f) {
         f.truncated = true;
         f.links.clear();
       }),
       kOk, kPageUnparseable},
      {"bad_bytes_give_no_negative", answered(200), changed([](PageFacts& f) {
         f.replaced_ratio = 0.01;
         f.links.clear();
       }),
       kOk, kPageUnparseable},
      {"a_missing_keyword_is_named", answered(200), changed([](PageFacts& f) { f.blocks.clear(); }),
       kOk, kKeywordMissing},
      {"a_hidden_keyword_is_named", answered(200),
       changed([](PageFacts& f) { f.blocks[1].visible = false; }), kOk, kKeywordHidden},
      {"a_missing_link_is_named", answered(200), with_links({}), kOk, kBacklinkMissing},
      {"a_link_elsewhere_is_missing", answered(200),
       with_links({{"http://other.com/", "x", {}, true, "", Region::kMain}}), kOk,
       kBacklinkMissing},
      {"a_host_that_only_ends_alike_is_not_ours", answered(200),
       with_links({{"http://notvouch-demo.com/", "x", {}, true, "", Region::kMain}}), kOk,
       kBacklinkMissing},
      {"a_hidden_link_is_named", answered(200),
       with_links({{"http://vouch-demo.com/", "x", {}, false, "display:none", Region::kMain}}), kOk,
       kBacklinkHidden},
      {"a_jump_page_is_named", answered(200),
       with_links({{"http://forum.example.com/go?url=http%3A%2F%2Fvouch-demo.com%2F",
                    "x",
                    {},
                    true,
                    "",
                    Region::kMain}}),
       kOk, kBacklinkJumpPage},
      {"a_plain_text_mention_is_named", answered(200), changed([](PageFacts& f) {
         f.links.clear();
         f.blocks.push_back(
             {TextBlock::Kind::kBody, true, Region::kMain, "请访问 www.vouch-demo.com 了解"});
       }),
       kOk, kBacklinkPlainText},
      {"nofollow_passes_where_it_is_only_noted", answered(200),
       with_links({{"http://vouch-demo.com/", "x", {"nofollow"}, true, "", Region::kMain}}), kOk,
       kOk},
      {"a_visible_link_outranks_a_hidden_one", answered(200),
       with_links({{"http://vouch-demo.com/", "x", {}, false, "hidden", Region::kMain},
                   {"http://vouch-demo.com/", "x", {}, true, "", Region::kMain}}),
       kOk, kOk},
      {"a_deep_page_sent_to_the_front_page_needs_the_probe",
       answered(200),
       changed([](PageFacts& f) {
         f.final_url = "http://forum.example.com/";
         f.blocks.clear();
         f.links.clear();
       }),
       kRedirectedElsewhere,
       {},
       true},
      {"a_file_is_live_but_its_words_are_for_a_person",
       answered(200, "application/pdf"),
       {},
       kOk,
       kNotHtml},
  };
  return table;
}

class JudgePage : public testing::TestWithParam<Row> {};

TEST_P(JudgePage, says_what_was_seen) {
  const Row& row = GetParam();
  Platform platform;
  platform.not_found_is_proof = row.not_found_is_proof;
  const PageJudgement seen =
      judge_page(claim(), needs(), platform, row.exchange, row.facts ? &*row.facts : nullptr);
  EXPECT_EQ(to_string(seen.live.reason), to_string(row.live));
  EXPECT_EQ(seen.live.outcome, outcome_of(row.live));
  ASSERT_EQ(seen.content.has_value(), row.content.has_value());
  if (row.content) {
    EXPECT_EQ(to_string(seen.content->reason), to_string(*row.content));
  }
  EXPECT_EQ(seen.needs_sibling_probe, row.probe);
}

INSTANTIATE_TEST_SUITE_P(pages, JudgePage, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(JudgePage, nofollow_fails_where_the_policy_says_so) {
  ContentNeeds strict = needs();
  strict.link_must_follow = true;
  PageFacts page = good_page();
  page.links[0].rel = {"ugc"};
  const PageJudgement seen = judge_page(claim(), strict, Platform{}, answered(200), &page);
  EXPECT_EQ(seen.content->reason, Reason::kBacklinkNofollow);
}

TEST(JudgePage, a_page_that_sends_its_readers_on_at_once_was_not_seen) {
  PageFacts page = good_page();
  page.refresh = RefreshFact{0, "http://elsewhere.example/"};
  const PageJudgement seen = judge_page(claim(), needs(), Platform(), answered(200), &page);
  EXPECT_EQ(seen.live.outcome, Outcome::kInconclusive);
  EXPECT_EQ(seen.content->outcome, Outcome::kInconclusive);
  EXPECT_FALSE(seen.recognised) << "it is not remembered either";
  EXPECT_NE(detail_json(seen, &page).find("elsewhere.example"), std::string::npos);
  page.refresh = RefreshFact{300, "http://elsewhere.example/"};
  EXPECT_EQ(judge_page(claim(), needs(), Platform(), answered(200), &page).live.reason,
            Reason::kOk);
  page.refresh = RefreshFact{0, page.final_url + "#top"};
  EXPECT_EQ(judge_page(claim(), needs(), Platform(), answered(200), &page).live.reason,
            Reason::kOk);
}

TEST(JudgePage, what_is_kept_of_a_title_is_short) {
  PageFacts page = good_page();
  page.title.assign(3'000'000, 'x');
  const PageJudgement seen = judge_page(claim(), needs(), Platform(), answered(200), &page);
  EXPECT_LT(detail_json(seen, &page).size(), 4000U);
}

TEST(JudgePage, a_mention_suffices_where_the_policy_says_so) {
  ContentNeeds lenient = needs();
  lenient.mention_suffices = true;
  PageFacts page = good_page();
  page.links.clear();
  EXPECT_EQ(judge_page(claim(), lenient, Platform{}, answered(200), &page).content->reason,
            Reason::kBacklinkMissing);
  page.blocks.push_back(
      {TextBlock::Kind::kBody, true, Region::kMain, "请访问 www.vouch-demo.com 了解"});
  EXPECT_EQ(judge_page(claim(), lenient, Platform{}, answered(200), &page).content->reason,
            Reason::kOk);
}

TEST(JudgePage, a_wrong_landing_page_is_named) {
  Claim wanted = claim();
  wanted.link_target = "http://www.vouch-demo.com/product/7";
  const PageFacts page = good_page();
  EXPECT_EQ(judge_page(wanted, needs(), Platform{}, answered(200), &page).content->reason,
            Reason::kBacklinkWrongPage);
  wanted.link_target = "https://vouch-demo.com/a/";
  EXPECT_EQ(judge_page(wanted, needs(), Platform{}, answered(200), &page).content->reason,
            Reason::kOk);
}

TEST(JudgePage, the_sentence_around_the_keyword_is_quoted) {
  const PageFacts page = good_page();
  const KeywordFinding found = find_keyword(page, "空气净化器");
  EXPECT_EQ(found.place, Place::kBody);
  EXPECT_EQ(found.sentence, "空 气 净 化 器怎么选？");
}

TEST(JudgePage, titles_agree_within_reason) {
  PageFacts page = good_page();
  page.title = "空气净化器怎么选_XX论坛";
  EXPECT_TRUE(titles_agree("空气净化器怎么选", page));
  EXPECT_TRUE(titles_agree("空氣淨化器怎麼選？", page));
  EXPECT_FALSE(titles_agree("洗衣机保养全攻略", page));
  EXPECT_TRUE(titles_agree("", page));
}

}  // namespace
}  // namespace vouch::checks
