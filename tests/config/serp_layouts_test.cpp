// Layouts of result pages in data files: each mistake is named with its line, and what is right is
// stored and read back whole.
#include <gtest/gtest.h>

#include "config/records.h"

namespace vouch::config {
namespace {

const std::string kHead =
    "revision = 1\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"test\"\n";

// Line 5 begins the layout, line 10 its request, line 15 the sign, 19 the row, 22 the target.
std::string layout(const std::string& top = {}, const std::string& sign = {},
                   const std::string& row = {}, const std::string& target = {}) {
  return kHead +
         "[[serp_layout]]\nkey = \"acme_desktop\"\nengine = \"acme\"\ndevice = \"desktop\"\n"
         "hosts = [\"acme.com\"]\n"
         "[serp_layout.request]\nurl = \"https://acme.com/s?q={query}\"\nexact_url = \"{url}\"\n"
         "exact_title = \"{title}\"\nsite = \"site:{host}\"\n"
         "[[serp_layout.sign]]\nis = \"page\"\nselect = \"#list\"\nwords = \"the list\"\n" +
         sign + "[[serp_layout.row]]\nkind = \"organic\"\nselect = \"#list > li\"\n" + row +
         "[[serp_layout.target]]\nattribute = \"href\"\nsource = \"href\"\n" + target +
         "[[serp_layout.link]]\nattribute = \"href\"\n[[serp_layout.title]]\nselect = \"h3\"\n" +
         top;
}

struct Row {
  const char* sentence;
  std::string toml;
  int line;
  const char* words;
};

class LayoutMistake : public testing::TestWithParam<Row> {};

TEST_P(LayoutMistake, is_named_with_its_line) {
  const LoadedRecords loaded = load_records_text(GetParam().toml, "own.toml");
  ASSERT_EQ(loaded.problems.size(), 1u) << (loaded.ok() ? "" : loaded.problems.back().text());
  EXPECT_EQ(loaded.problems[0].line, GetParam().line) << loaded.problems[0].text();
  EXPECT_NE(loaded.problems[0].message.find(GetParam().words), std::string::npos)
      << loaded.problems[0].text();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "not there" : text.replace(at, from.size(), to);
}

INSTANTIATE_TEST_SUITE_P(
    rows, LayoutMistake,
    testing::Values(
        Row{"a_selector_that_is_none", replaced(layout(), "#list > li", "#list > > li"), 21,
            "is no selector: an element is missing at character 9"},
        Row{"a_selector_of_a_sign",
            layout({},
                   "texts = []\n[[serp_layout.sign]]\nis = \"wall\"\n"
                   "select = \"a:hover\"\nwords = \"x\"\n"),
            22, "only :not() is known at character 2"},
        Row{"an_unknown_key_in_a_part", layout({}, {}, "havs = \"h3\"\n"), 22, "did you mean has?"},
        Row{"an_unknown_part", layout("[[serp_layout.snippets]]\nselect = \"p\"\n"), 29,
            "did you mean snippet?"},
        Row{"a_sign_that_is_none",
            layout({}, "[[serp_layout.sign]]\nis = \"wal\"\ntitle = \"x\"\nwords = \"x\"\n"), 20,
            "none of wall"},
        Row{"no_proof_of_the_engines_page", replaced(layout(), "is = \"page\"", "is = \"wall\""),
            15, "what proves the engine's page"},
        Row{"no_organic_row", replaced(layout(), "kind = \"organic\"", "kind = \"ad\""), 19,
            "of kind \"organic\" is needed"},
        Row{"a_url_without_the_query", replaced(layout(), "q={query}", "q="), 11, "has no {query}"},
        Row{"a_placeholder_that_stands_for_nothing",
            replaced(layout(), "site:{host}", "site:{host} {hots}"), 14,
            "{hots} stands for nothing"},
        Row{"a_url_that_is_not_https", replaced(layout(), "https://acme.com/s", "acme.com/s"), 11,
            "does not begin with https://"},
        Row{"a_device_that_is_none", replaced(layout(), "\"desktop\"\nhosts", "\"pc\"\nhosts"), 8,
            "none of desktop, mobile"},
        Row{"a_reason_that_would_accuse", layout({}, "reason = \"http_404\"\n"), 19,
            "is no reason why a look says nothing"},
        Row{"no_results_without_an_element",
            layout({}, "[[serp_layout.sign]]\nis = \"no_results\"\ntitle = \"x\"\nwords = \"x\"\n"),
            19, "only an element can say"},
        Row{"a_sign_of_nothing", layout({}, "[[serp_layout.sign]]\nis = \"wall\"\nwords = \"x\"\n"),
            19, "or address or title is needed"},
        Row{"a_decoder_without_its_key", layout({}, {}, {}, "decode = \"json\"\n"), 22,
            "needs the key key"},
        Row{"an_address_with_a_scheme", layout({}, {}, {}, "except = [\"https://a.cn/x\"]\n"), 25,
            "is no address"},
        Row{"a_share_above_one", layout("[serp_layout.trust]\nrows = 5\nleast_share = 20\n"), 31,
            "outside"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Layout, is_stored_and_read_back_whole) {
  const std::string toml =
      replaced(layout({}, "longest_text = 7\n", "has = \"h3\"\nlacks = \".ad\"\n",
                      "decode = \"base64url\"\nkey = \"u\"\nprefix = \"a1\"\nat = [\"/ck\"]\n"
                      "shown_only = true\n"),
               "hosts = ", "end_tag = \"</html\"\nhosts = ");
  const LoadedRecords loaded = load_records_text(toml, "own.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems[0].text();
  ASSERT_EQ(loaded.texts.size(), 1u);
  EXPECT_EQ(loaded.texts[0].kind, RecordKind::kSerpLayout);
  EXPECT_EQ(loaded.texts[0].key, "acme_desktop");
  const auto read = serp_layout_from_json(loaded.texts[0].text);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(to_json(*read), loaded.texts[0].text);
  EXPECT_EQ(read->targets[0].value.decoder, SerpDecoder::kBase64Url);
  EXPECT_TRUE(read->targets[0].shown_only);
  EXPECT_EQ(read->signs[0].longest_text, 7);
  EXPECT_EQ(read->rows[0].lacks, ".ad");
  EXPECT_EQ(read->end_tag, "</html");
}

TEST(Layout, a_damaged_text_is_said_to_be_damaged) {
  for (const char* const text : {"", "[]", "{\"key\":\"a\"}", "{\"key\":7}"}) {
    const auto read = serp_layout_from_json(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  }
}

// Design law 7: a changed layout is a data fix.
TEST(Layout, a_higher_revision_replaces_it) {
  std::vector<RecordText> texts = load_records_text(layout(), "shipped.toml").texts;
  std::string newer = replaced(layout(), "revision = 1", "revision = 2");
  newer = replaced(newer, "#list > li", "#list > div");
  for (RecordText& text : load_records_text(newer, "own.toml").texts) texts.push_back(text);
  const auto records = records_in_force(texts, parse_date("2026-11-24").value());
  ASSERT_TRUE(records.has_value());
  const SerpLayout* const found = records->serp_layout("acme", "desktop");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->rows[0].select, "#list > div");
  EXPECT_EQ(records->serp_layout("acme", "mobile"), nullptr);
}

TEST(Layout, of_an_unknown_engine_and_two_of_one_device_are_problems) {
  std::vector<RecordText> texts = load_records_text(layout(), "a.toml").texts;
  const std::string second = replaced(layout(), "acme_desktop", "acme_second");
  for (RecordText& text : load_records_text(second, "b.toml").texts) texts.push_back(text);
  std::string said;
  for (const Problem& problem : check_completeness(texts, parse_date("2026-11-24").value())) {
    said += problem.text() + "\n";
  }
  EXPECT_NE(said.find("a.toml:5: serp_layout \"acme_desktop\": engine \"acme\" is not described"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("described by \"acme_desktop\" already"), std::string::npos) << said;
}

}  // namespace
}  // namespace vouch::config
