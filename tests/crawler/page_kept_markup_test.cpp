// What may be left out of a page without changing its facts: by rows, by comparing whole trees of
// pages put together at random, and by digests of pages changed at random.
#include "crawler/page/kept_markup.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "crawler/page/document.h"
#include "crawler/page/noscript.h"
#include "crawler/page/page_reader.h"

namespace vouch::crawler {
namespace {

struct Row {
  const char* name;
  const char* html;
  const char* kept;  // null: as it is
};

const Row kRows[] = {
    {"the_content_of_a_comment_goes", "a<!-- made at 12:01 -->b", "a<!---->b"},
    {"the_content_of_a_script_goes", "<script>var t=1</script>x", "<script></script>x"},
    {"tags_in_a_script_are_none", "<script>'<p>'</script >x", "<script></script >x"},
    {"json_stays", "<script type='application/ld+json'>{}</script>", nullptr},
    {"a_nonce_goes", "<script nonce=\"a1\" src='/x'></script>",
     "<script nonce=\"\" src='/x'></script>"},
    {"a_nonce_of_a_style_goes_its_rules_stay", "<style nonce='a'>p{}</style>",
     "<style nonce=''>p{}</style>"},
    {"a_nonce_without_quotes_stays", "<script nonce=a1></script>", nullptr},
    {"a_form_token_goes", "<input type=hidden name=t value='81f'>",
     "<input type=hidden name=t value=''>"},
    {"a_value_that_shows_stays", "<input type=text value='81f'>", nullptr},
    {"a_token_in_meta_goes", "<meta name='csrf-token' content='81f'>",
     "<meta name='csrf-token' content=''>"},
    {"a_token_that_is_a_refresh_stays",
     "<meta name='_token' http-equiv=refresh content='0;url=/x'>", nullptr},
    {"a_token_that_is_a_date_stays",
     "<meta name='_token' property='article:published_time' content='2026-01-01'>", nullptr},
    {"other_meta_stays", "<meta name=robots content='noindex'>", nullptr},
    {"comment_marks_in_a_title_are_text", "<title><!-- x --></title>", nullptr},
    {"comment_marks_in_an_attribute_are_none", "<p title='<!-- x -->'>y", nullptr},
    {"comment_marks_in_a_bogus_comment_are_none", "<? <!-- > x -->", nullptr},
    {"a_comment_that_ends_at_once_stops_the_cutting", "<!-->a<!-- b -->", nullptr},
    {"a_comment_with_an_odd_end_stops_the_cutting", "<!-- a --!>b<!-- c -->", nullptr},
    {"a_comment_without_end_stays", "a<!-- b", nullptr},
    {"what_stood_before_stays_cut", "<!-- a --><!-->b<!-- c -->", "<!----><!-->b<!-- c -->"},
    {"a_script_in_a_script_stops_the_cutting",
     "<script><!-- <script> </script> --></script><!-- a -->", nullptr},
    {"nothing_in_a_drawing_is_cut", "<svg><title>a</title><!-- b --></svg><!-- c -->",
     "<svg><title>a</title><!-- b --></svg><!---->"},
    {"a_script_in_a_drawing_stops_the_cutting", "<svg><script>a</script></svg><!-- c -->", nullptr},
    {"nothing_in_a_choice_is_cut", "<select><option><!-- a --></select><!-- b -->",
     "<select><option><!-- a --></select><!---->"},
    {"a_template_stops_the_cutting", "<template></template><!-- a -->", nullptr},
    {"a_tag_without_end_stays", "<!-- a --><p title='<!-- b -->", "<!----><p title='<!-- b -->"},
};

TEST(KeptMarkup, rows) {
  for (const Row& row : kRows) {
    EXPECT_EQ(kept_markup(row.html), row.kept == nullptr ? row.html : row.kept) << row.name;
  }
}

TEST(KeptMarkup, a_lifted_sheet_comes_back_by_its_number) {
  std::vector<StylePlace> places;
  std::string html = kept_markup("<!-- x --><style>a{}</style><p>y<style>b{}</style>", &places);
  const LiftedStyles styles = LiftedStyles::lift(html, places);
  EXPECT_EQ(html.find("a{}"), std::string::npos);
  const auto document = Document::parse(html);
  ASSERT_TRUE(document);
  std::vector<std::string> sheets;
  for (const Node node : document->listed()) {
    if (node.tag() == "style") sheets.emplace_back(styles.sheet(node.first_child().text()));
  }
  EXPECT_EQ(sheets, (std::vector<std::string>{"a{}", "b{}"}));
  EXPECT_EQ(styles.sheet("/*vouch:sheet*/7"), "/*vouch:sheet*/7");
  EXPECT_EQ(styles.sheet("p{}"), "p{}");
}

// The tree as facts see it: without comments, the text of scripts and the cut values.
std::string shown(const Document& document) {
  std::string out;
  const Node root = document.root();
  for (Node node = root; node; node = next_in_tree(node, root)) {
    int depth = 0;
    for (Node up = node.parent(); up; up = up.parent()) ++depth;
    if (node.is_text()) {
      const Node parent = node.parent();
      const bool script =
          parent.tag() == "script" &&
          ascii_lower(parent.attribute("type").value_or("")).find("json") == std::string::npos;
      if (!script) out += std::to_string(depth) + "'" + std::string(node.text()) + "'\n";
    } else if (node.is_element()) {
      out += std::to_string(depth) + "<" + std::string(node.tag());
      for (std::size_t i = 0; i < node.attribute_count(); ++i) {
        const auto [name, value] = node.attribute_at(i);
        const bool cut = name == "nonce" || name == "value" || name == "content";
        out += " " + std::string(name) + "=" + (cut ? "" : std::string(value));
      }
      out += ">\n";
    }
  }
  return out;
}

constexpr std::string_view kPieces[] = {"<p>",
                                        "</p>",
                                        "text ",
                                        "字",
                                        "<!-- c -->",
                                        "<!---->",
                                        "<!-->",
                                        "<!--->",
                                        "<!-- a -- b -->",
                                        "<!-- --!>",
                                        "--",
                                        ">",
                                        "<",
                                        "-->",
                                        "<script>",
                                        "</script>",
                                        "<script>x<y</script>",
                                        "<script type=application/ld+json>{}</script>",
                                        "<script nonce='q'>if(a<!--b)</script>",
                                        "<script><!-- <script></script> --></script>",
                                        "<style>",
                                        "</style>",
                                        "<style>p{a:b}</style>",
                                        "<title>",
                                        "</title>",
                                        "<textarea>",
                                        "</textarea>",
                                        "<select>",
                                        "</select>",
                                        "<option>",
                                        "<svg>",
                                        "</svg>",
                                        "<svg/>",
                                        "<path d='x'/>",
                                        "<desc>",
                                        "</desc>",
                                        "<g>",
                                        "<math>",
                                        "</math>",
                                        "<table>",
                                        "<tr><td>",
                                        "</table>",
                                        "<a href=/x>",
                                        "</a>",
                                        "<b><i>",
                                        "</b>",
                                        "<div class='c'>",
                                        "</div>",
                                        "<input type=hidden value='t'>",
                                        "<input type=\"hidden\" value=t>",
                                        "<iframe>",
                                        "</iframe>",
                                        "<noscript>",
                                        "</noscript>",
                                        "<xmp>",
                                        "</xmp>",
                                        "<template>",
                                        "</template>",
                                        "<frameset>",
                                        "<plaintext>",
                                        "<![CDATA[",
                                        "]]>",
                                        "<?php",
                                        "?>",
                                        "</",
                                        "</ x>",
                                        "<p title='",
                                        "'",
                                        "\"",
                                        "=",
                                        "/",
                                        "<br/>",
                                        "<!doctype html>",
                                        "<head>",
                                        "</head>",
                                        "<body>",
                                        "</body>",
                                        "</html>",
                                        "<meta name='csrf-token' content='z'>",
                                        "&lt;",
                                        "&amp",
                                        "<p a=b/>",
                                        "<p =c>",
                                        "<colgroup>",
                                        "<caption>",
                                        "<button>",
                                        "<form>",
                                        "<noembed>",
                                        "</noembed>",
                                        "<foreignObject>",
                                        "<annotation-xml>",
                                        "<ul><li>",
                                        "<h1>",
                                        "\n",
                                        "<SCRIPT>",
                                        "</ScRiPt >",
                                        "<STYLE>",
                                        "</STYLE/>"};

TEST(KeptMarkup, the_tree_is_the_same_whatever_the_page_is_made_of) {
  std::mt19937 random(20261127);
  std::size_t cut = 0;
  for (int page = 0; page < 20'000; ++page) {
    std::string html = page % 2 == 0 ? "<!doctype html><body>" : "";
    const std::size_t pieces = 1 + random() % 24;
    for (std::size_t i = 0; i < pieces; ++i) html += kPieces[random() % std::size(kPieces)];
    html = without_noscript(std::move(html));
    const std::string kept = kept_markup(html);
    cut += kept.size() < html.size() ? 1 : 0;
    const auto whole = Document::parse(html);
    const auto less = Document::parse(kept);
    ASSERT_TRUE(whole && less) << html;
    ASSERT_EQ(shown(*whole), shown(*less)) << html << "\n" << kept;
  }
  EXPECT_GT(cut, 4'000U);
}

PageInput input_of(const std::string& html, std::vector<HeaderField> headers = {}) {
  PageInput input;
  input.url = "https://www.example.com/2026/11/20/1.html";
  input.headers = std::move(headers);
  if (input.headers.empty()) input.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  input.body = html;
  input.now = Time(std::chrono::hours(24 * 20'000));
  return input;
}

std::string digest_of(const PageInput& input) {
  return token_digest(input, prepare_page(input));
}

const std::string kPage =
    "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>不锈钢阀门选型</title>"
    "<meta name=description content='三步讲清楚'><meta name=robots content='index,follow'>"
    "<link rel=canonical href='/a/1.html'><style nonce='n1'>.x{display:none}</style>"
    "<script nonce='n1'>var t=11;</script>"
    "<script type='application/ld+json'>{\"datePublished\":\"2024-03-01\"}</script></head><body>"
    "<header><nav><ul><li><a href='/c/1'>首页</a></ul></nav></header><article><h1>阀门</h1>"
    "<p>第一步，看<a rel=nofollow href='https://www.client.example/p?a=1'>介质</a>。</p>"
    "<div class=x>藏起来的字</div><p style='text-indent:2em'>第二步 &mdash; 看压力</p></article>"
    "<form><input type=hidden name=_token value='aa'></form><!-- made in 10 ms --></body></html>";

std::string with(std::string page, std::string_view from, std::string_view to) {
  const std::size_t at = page.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return page.replace(at, from.size(), to);
}

TEST(TokenDigest, what_a_site_makes_anew_with_each_answer_leaves_it_alone) {
  const std::string digest = digest_of(input_of(kPage));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"made in 10 ms", "made in 9,999 ms by node 4"},
           {"var t=11;", "var t=12;document.write('<p>')"},
           {"<script nonce='n1'>", "<script nonce='0xff'>"},
           {"style nonce='n1'", "style nonce='other'"},
           {"value='aa'", "value='bbbb'"}}) {
    EXPECT_EQ(digest_of(input_of(with(kPage, from, to))), digest) << to;
  }
}

TEST(TokenDigest, what_facts_are_made_of_changes_it) {
  const std::string digest = digest_of(input_of(kPage));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"第一步", "第二步"},
           {"rel=nofollow ", ""},
           {"index,follow", "noindex"},
           {".x{display:none}", ".y{display:none}"},
           {"2024-03-01", "2024-03-02"},
           {"<div class=x>", "<div class=y>"},
           {"type=hidden name=_token value='aa'", "type=text name=_token value='bb'"},
           {"<!-- made", "<p>made"},
           {"/a/1.html", "/a/2.html"}}) {
    EXPECT_NE(digest_of(input_of(with(kPage, from, to))), digest) << to;
  }
  const HeaderField html{"Content-Type", "text/html; charset=utf-8"};
  EXPECT_NE(digest_of(input_of(kPage, {html, {"X-Robots-Tag", "noindex"}})), digest);
  EXPECT_NE(digest_of(input_of(kPage, {html, {"Link", "</b>; rel=canonical"}})), digest);
  EXPECT_EQ(digest_of(input_of(kPage, {html, {"Date", "x"}, {"Set-Cookie", "y"}})), digest);
}

std::string all_facts(const PageFacts& facts) {
  std::string out = to_json(facts);
  for (const TextBlock& block : facts.blocks) {
    out += "\n" + std::to_string(static_cast<int>(block.kind)) + (block.visible ? "+" : "-") +
           std::to_string(static_cast<int>(block.region)) + block.text;
  }
  return out;
}

// Bytes changed, left out, doubled and moved at random places.
std::string changed(std::string page, std::mt19937& random) {
  const std::size_t changes = 1 + random() % 3;
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t at = random() % page.size();
    switch (random() % 5) {
      case 0:
        page[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        page.erase(at, 1 + random() % 12);
        break;
      case 2:
        page.insert(at, page.substr(random() % page.size(), 1 + random() % 30));
        break;
      case 3:
        page.insert(at, kPieces[random() % std::size(kPieces)]);
        break;
      default:
        page[at] = page[random() % page.size()];
        break;
    }
    if (page.empty()) return "x";
  }
  return page;
}

TEST(TokenDigest, pages_of_one_digest_have_one_set_of_facts) {
  std::mt19937 random(4711);
  std::size_t equal = 0;
  // Half of it is of the kind that may be left out: many changes fall there.
  const std::string page = with(with(kPage, "made in 10 ms", "made " + std::string(700, 'x')),
                                "var t=11;", "var t='" + std::string(700, 'y') + "';");
  for (int i = 0; i < 2'000; ++i) {
    const std::string one = changed(page, random);
    const std::string two = changed(one, random);
    const PageInput left = input_of(one);
    const PageInput right = input_of(two);
    if (one == two || digest_of(left) != digest_of(right)) continue;
    ++equal;
    ASSERT_EQ(all_facts(read_page(left)), all_facts(read_page(right))) << one << "\n" << two;
  }
  EXPECT_GT(equal, 100U);
}

TEST(TokenDigest, facts_that_wait_for_a_day_say_so) {
  const auto waits = [](const std::string& from, const std::string& to) {
    return read_page(input_of(with(kPage, from, to))).for_now;
  };
  EXPECT_FALSE(read_page(input_of(kPage)).for_now);
  EXPECT_TRUE(waits("2024-03-01", "2090-03-01"));
  EXPECT_TRUE(waits("index,follow", "unavailable_after: 25 Jun 2090"));
}

}  // namespace
}  // namespace vouch::crawler
