// What the page's own bytes prove to be hidden (crawling-standards §1.5, rules 1, 3, 4), and what
// they do not.
#include <gtest/gtest.h>

#include <ostream>

#include "crawler/page/page_reader.h"

namespace vouch::crawler {
namespace {

struct Row {
  const char* sentence;
  std::string html;  // holds one link to http://target.com/
  bool visible;

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.html; }
};

PageFacts read(const std::string& html) {
  PageInput input;
  input.url = "http://www.example.com/a";
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = html;
  return read_page(input);
}

const std::string kLink("<a href=http://target.com/>word</a>");

std::string styled(const std::string& style) {
  return "<p>before <span style=\"" + style + "\">" + kLink + "</span> after</p>";
}
std::string ruled(const std::string& css, const std::string& body) {
  return "<html><head><style>" + css + "</style></head><body>" + body + "</body></html>";
}
std::string anchor(const std::string& inside, const std::string& attributes = "") {
  return "<p>x</p><a href=http://target.com/ " + attributes + ">" + inside + "</a>";
}

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"a_plain_link", kLink, true},
      {"display_none", styled("display:none"), false},
      {"display_none_in_any_case_and_with_spaces", styled(" DISPLAY : None !important "), false},
      {"a_later_declaration_wins", styled("display:none;display:inline"), true},
      {"an_important_one_wins", styled("display:none!important;display:inline"), false},
      {"visibility_hidden", styled("visibility:hidden"), false},
      {"a_child_may_show_itself_again",
       "<div style=visibility:hidden>x <span style=visibility:visible>" + kLink + "</span></div>",
       true},
      {"a_child_of_display_none_may_not",
       "<div style=display:none><span style=display:inline>" + kLink + "</span></div>", false},
      {"the_hidden_attribute", "<div hidden>" + kLink + "</div>", false},
      {"opacity_zero", styled("opacity:0"), false},
      {"opacity_of_one_in_a_hundred", styled("opacity:.01"), false},
      {"half_opacity", styled("opacity:.5"), true},
      {"filter_opacity", styled("filter:opacity(0)"), false},
      {"font_size_zero", styled("font-size:0"), false},
      {"font_size_one_pixel", styled("font-size:1px"), false},
      {"font_size_nine_pixels", styled("font-size:9px"), true},
      {"text_indent", "<div style=text-indent:-9999px>" + kLink + "</div>", false},
      {"off_to_the_left", styled("position:absolute;left:-9999px"), false},
      {"off_to_the_top", styled("position:absolute;top:-5000px"), false},
      {"a_little_to_the_left", styled("position:absolute;left:-10px"), true},
      {"left_without_position", styled("left:-9999px"), true},
      {"clip", styled("position:absolute;clip:rect(0,0,0,0)"), false},
      {"clip_path", styled("clip-path:inset(100%)"), false},
      {"a_zero_box", "<div style=height:0;overflow:hidden>" + kLink + "</div>", false},
      {"a_zero_box_that_lets_text_out", "<div style=height:0>" + kLink + "</div>", true},
      {"scale_zero", styled("display:inline-block;transform:scale(0)"), false},
      {"white_on_white",
       "<body bgcolor=white><p>x</p><a href=http://target.com/><font color=#fff>word</font></a>",
       false},
      {"white_on_nearly_white",
       "<body style=background:#fff><a href=http://target.com/ style=color:#fefefe>word</a></body>",
       false},
      {"grey_on_white",
       "<body style=background:#fff><a href=http://target.com/ style=color:#999>word</a></body>",
       true},
      {"transparent_text", anchor("word", "style=color:transparent"), false},
      {"closed_details", "<details><summary>more</summary>" + kLink + "</details>", false},
      {"open_details", "<details open><summary>more</summary>" + kLink + "</details>", true},
      {"the_summary_of_closed_details", "<details><summary>" + kLink + "</summary>x</details>",
       true},
      {"an_empty_anchor", anchor(""), false},
      {"white_space_alone", anchor(" \n&nbsp; "), false},
      {"a_full_stop_alone", anchor("."), false},
      {"a_chinese_stop_alone", anchor("。"), false},
      {"two_letters", anchor("ok"), true},
      {"an_image", anchor("<img src=/a.png alt=word>"), true},
      {"a_dot_of_an_image", anchor("<img src=/a.png width=1 height=1>"), false},
      {"an_anchor_named_for_screen_readers", anchor("", "aria-label=word"), true},
      {"an_icon", anchor("<i class='icon-home'></i>"), true},
      {"a_rule_of_a_class", ruled(".h{display:none}", "<p class=h>" + kLink + "</p>"), false},
      {"a_rule_of_an_id", ruled("#h{display:none}", "<p id=h>" + kLink + "</p>"), false},
      {"a_rule_of_another_class", ruled(".h{display:none}", "<p class=k>" + kLink + "</p>"), true},
      {"a_child_rule_holds_for_children",
       ruled(".h>span{display:none}", "<p class=h><span>" + kLink + "</span></p>"), false},
      {"a_child_rule_does_not_hold_deeper",
       ruled(".h>span{display:none}", "<p class=h><b><span>" + kLink + "</span></b></p>"), true},
      {"the_id_wins_over_the_class",
       ruled("#s{display:block}.h{display:none}", "<p id=s class=h>" + kLink + "</p>"), true},
      {"the_later_rule_wins",
       ruled(".h{display:none}.h{display:block}", "<p class=h>" + kLink + "</p>"), true},
      {"a_rule_for_print", ruled("@media print{.h{display:none}}", "<p class=h>" + kLink + "</p>"),
       true},
      {"a_rule_for_narrow_screens_proves_nothing",
       ruled("@media (max-width:600px){.h{display:none}}", "<p class=h>" + kLink + "</p>"), true},
      {"a_rule_with_a_structural_class_proves_nothing",
       ruled(".h:nth-child(2){display:none}", "<p class=h>" + kLink + "</p>"), true},
      {"a_perhaps_rule_takes_a_proof_away",
       ruled(".h{display:none}.h:first-child{display:block}", "<p class=h>" + kLink + "</p>"),
       true},
      {"a_comment_in_css", ruled("/*.h{}*/.h/**/{display:none}", "<p class=h>" + kLink + "</p>"),
       false},
      {"a_broken_rule_before_it", ruled("p{color}}.h{display:none}", "<p>" + kLink + "</p>"), true},
      {"a_style_in_noscript_does_not_hide",
       "<head><noscript><style>p{display:none}</style></noscript></head><p>" + kLink + "</p>",
       true},
  };
  return table;
}

class Visibility : public testing::TestWithParam<Row> {};
TEST_P(Visibility, is_what_the_bytes_prove) {
  const PageFacts facts = read(GetParam().html);
  int seen = 0;
  for (const LinkFact& link : facts.links) {
    if (link.url != "http://target.com/") continue;
    ++seen;
    EXPECT_EQ(link.visible, GetParam().visible) << link.hidden_by;
    EXPECT_EQ(link.hidden_by.empty(), GetParam().visible);
  }
  EXPECT_EQ(seen, 1);
}
INSTANTIATE_TEST_SUITE_P(rows, Visibility, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(Links, what_is_no_link_of_the_page_is_left_out) {
  for (const char* html :
       {"<!-- <a href=http://t.com/>x</a> -->", "<template><a href=http://t.com/>x</a></template>",
        "<script>'<a href=http://t.com/>x</a>'</script>",
        "<noscript><a href=http://t.com/>x</a></noscript>",
        "<textarea><a href=http://t.com/>x</a></textarea>",
        "<iframe><a href=http://t.com/>x</a></iframe>", "<span href=http://t.com/>x</span>",
        "<a onclick=go()>x</a>", "<a href=javascript:x>x</a>", "<a href=mailto:a@b.c>x</a>",
        "<a href='#top'>x</a>", "<a href=''>x</a>"}) {
    EXPECT_TRUE(read(html).links.empty()) << html;
  }
}

TEST(Links, rel_is_split_and_lower_case) {
  const PageFacts facts = read("<a href=/b rel='NoFollow  ugc,sponsored'>x</a>");
  ASSERT_EQ(facts.links.size(), 1U);
  EXPECT_EQ(facts.links[0].rel, (std::vector<std::string>{"nofollow", "ugc", "sponsored"}));
}

TEST(Links, text_is_joined_and_images_give_their_alt) {
  EXPECT_EQ(read("<a href=/b>空<b>气</b>\n 净化</a>").links[0].text, "空气 净化");
  EXPECT_EQ(read("<a href=/b><img src=x alt=' 官 网 '></a>").links[0].text, "官 网");
}

TEST(Links, an_area_is_a_link) {
  const PageFacts facts = read("<map><area href=/b alt=map></map>");
  ASSERT_EQ(facts.links.size(), 1U);
  EXPECT_EQ(facts.links[0].text, "map");
}

TEST(Links, regions_are_told_apart) {
  struct Place {
    const char* html;
    Region region;
  };
  const std::string text = "<p>" + std::string(400, 'x') + "</p>";
  for (const Place& place : {Place{"<p>%</p>", Region::kMain},
                             {"<nav>%</nav>", Region::kNavigation},
                             {"<header>%</header>", Region::kHeader},
                             {"<footer>%</footer>", Region::kFooter},
                             {"<aside>%</aside>", Region::kAside},
                             {"<div class=main-nav>%</div>", Region::kNavigation},
                             {"<div id=friendLinks>%</div>", Region::kAside},
                             {"<div class=site_footer>%</div>", Region::kFooter},
                             {"<div class=breadcrumb>%</div>", Region::kNavigation},
                             {"<article><header>%</header></article>", Region::kMain},
                             {"<div class=article-footer>%</div>", Region::kMain},
                             {"<div role=navigation>%</div>", Region::kNavigation}}) {
    std::string html = place.html;
    html.replace(html.find('%'), 1, "<a href=/b>link</a>");
    EXPECT_EQ(read(text + html).links.at(0).region, place.region) << place.html;
  }
}

TEST(Links, a_wrapper_of_nearly_everything_is_no_footer) {
  const PageFacts facts = read("<div class=footer-fixed-page><p>" + std::string(400, 'x') +
                               "</p><a href=/b>y</a></div>");
  EXPECT_EQ(facts.links.at(0).region, Region::kMain);
}

}  // namespace
}  // namespace vouch::crawler
