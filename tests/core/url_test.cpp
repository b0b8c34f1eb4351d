// Resolution, document encodings and the two keys on URLs as people hand them in. The vectors stand
// in url_vectors_test.cpp; docs/decisions/010 has the reasons.
#include "core/url.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "core/url_tracking.h"

namespace vouch {
namespace {

std::string href_of(const std::string& input, const std::string& base = {},
                    std::string_view encoding = "utf-8") {
  if (base.empty()) {
    const Result<Url> url = Url::parse(input, nullptr, encoding);
    return url ? url->href() : "refused";
  }
  const Result<Url> against = Url::parse(base);
  if (!against) return "bad base";
  const Result<Url> url = Url::parse(input, &*against, encoding);
  return url ? url->href() : "refused";
}

std::string strict_of(const std::string& input) {
  const Result<Url> url = Url::parse(input);
  return url ? strict_key(*url) : "refused";
}

std::string loose_of(const std::string& input, const LooseKeyRules& rules = {}) {
  const Result<Url> url = Url::parse(input);
  return url ? loose_key(*url, rules) : "refused";
}

struct ResolveRow {
  const char* name;
  const char* base;
  const char* reference;
  const char* expected;
};

TEST(Url, references_on_pages_resolve) {
  const auto rows = std::to_array<ResolveRow>({
      {"file_beside", "http://a.cn/x/y.html", "z.html", "http://a.cn/x/z.html"},
      {"from_the_root", "http://a.cn/x/y.html", "/z", "http://a.cn/z"},
      {"one_folder_up", "http://a.cn/x/y/z", "../w", "http://a.cn/x/w"},
      {"above_the_root_stays_at_the_root", "http://a.cn/x", "../../../w", "http://a.cn/w"},
      {"other_host_of_one_scheme", "https://a.cn/x", "//b.cn/y", "https://b.cn/y"},
      {"query_alone", "http://a.cn/x?p=1#f", "?p=2", "http://a.cn/x?p=2"},
      {"fragment_alone", "http://a.cn/x?p=1", "#f", "http://a.cn/x?p=1#f"},
      {"nothing_is_the_page_itself", "http://a.cn/x?p=1#f", "", "http://a.cn/x?p=1"},
      {"backslashes_are_slashes", "http://a.cn/x/y", "\\z\\w", "http://a.cn/z/w"},
      {"line_breaks_and_tabs_are_dropped", "http://a.cn/", " /a\n\tb ", "http://a.cn/ab"},
      {"scheme_without_slashes_is_relative", "http://a.cn/x/", "http:y", "http://a.cn/x/y"},
      {"scheme_of_another_kind_is_absolute", "http://a.cn/", "mailto:a@b.cn", "mailto:a@b.cn"},
      {"script_is_no_page", "http://a.cn/", "javascript:void(0)", "javascript:void(0)"},
      {"space_in_a_path_is_escaped", "http://a.cn/", "a b.html", "http://a.cn/a%20b.html"},
      {"chinese_path_is_utf_8", "http://a.cn/", "关于", "http://a.cn/%E5%85%B3%E4%BA%8E"},
      {"port_that_is_none_is_refused", "http://a.cn/", "http://a.cn:99999/", "refused"},
  });
  for (const ResolveRow& row : rows) {
    EXPECT_EQ(href_of(row.reference, row.base), row.expected) << row.name;
  }
}

struct EncodingRow {
  const char* name;
  const char* encoding;
  const char* reference;
  const char* expected;
};

TEST(Url, queries_follow_the_encoding_of_the_document) {
  const auto rows = std::to_array<EncodingRow>({
      {"gbk_page", "gbk", "/s?q=中文", "http://a.cn/s?q=%D6%D0%CE%C4"},
      {"utf_8_page", "utf-8", "/s?q=中文", "http://a.cn/s?q=%E4%B8%AD%E6%96%87"},
      {"big5_page", "big5", "/s?q=中文", "http://a.cn/s?q=%A4%A4%A4%E5"},
      {"gb18030_knows_what_gbk_does_not", "gb18030", "?𠮷", "http://a.cn/?%954%B25"},
      {"gbk_writes_a_reference_for_the_rest", "gbk", "?𠮷", "http://a.cn/?%26%23134071%3B"},
      {"utf_16_page_sends_utf_8", "utf-16le", "?中", "http://a.cn/?%E4%B8%AD"},
      {"path_is_utf_8_everywhere", "gbk", "/中", "http://a.cn/%E4%B8%AD"},
      {"fragment_is_utf_8_everywhere", "gbk", "#中", "http://a.cn/#%E4%B8%AD"},
      {"escapes_in_the_page_stay", "gbk", "?q=%e4%b8%ad", "http://a.cn/?q=%e4%b8%ad"},
  });
  for (const EncodingRow& row : rows) {
    EXPECT_EQ(href_of(row.reference, "http://a.cn/", row.encoding), row.expected) << row.name;
  }
}

TEST(Url, a_socket_address_is_always_utf_8) {
  EXPECT_EQ(href_of("ws://a.cn/?中", {}, "gbk"), "ws://a.cn/?%E4%B8%AD");
}

TEST(Url, parts_are_given_as_a_request_needs_them) {
  const Result<Url> url = Url::parse("HTTPS://Me:Pass@WWW.Example.cn:443/a/../b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme(), "https");
  EXPECT_EQ(url->username(), "Me");
  EXPECT_EQ(url->password(), "Pass");
  EXPECT_TRUE(url->has_credentials());
  EXPECT_EQ(url->host(), "www.example.cn");
  EXPECT_FALSE(url->port());
  EXPECT_EQ(url->effective_port(), 443);
  EXPECT_EQ(url->path_and_query(), "/b?c=d");
  EXPECT_EQ(url->origin(), "https://www.example.cn");
  EXPECT_EQ(url->href_without_fragment(), "https://Me:Pass@www.example.cn/b?c=d");
  EXPECT_EQ(Url::parse("http://a.cn:8080/")->host_and_port(), "a.cn:8080");
  EXPECT_EQ(Url::parse("mailto:a@b.cn")->effective_port(), 0);
}

struct KeyRow {
  const char* name;
  const char* left;
  const char* right;
  bool same;
};

TEST(StrictKey, joins_what_is_the_same_page_for_certain_and_nothing_else) {
  const auto rows = std::to_array<KeyRow>({
      {"fragment_does_not_count", "http://a.cn/x#top", "http://a.cn/x", true},
      {"empty_query_does_not_count", "http://a.cn/x?", "http://a.cn/x", true},
      {"default_port_does_not_count", "http://a.cn:80/x", "http://a.cn/x", true},
      {"empty_path_is_the_root", "http://a.cn", "http://a.cn/", true},
      {"host_case_does_not_count", "http://A.CN/x", "http://a.cn/x", true},
      {"scheme_case_does_not_count", "HTTP://a.cn/x", "http://a.cn/x", true},
      {"punycode_is_the_chinese_name", "http://xn--fiq228c.cn/", "http://中文.cn/", true},
      {"dot_segments_do_not_count", "http://a.cn/b/../x", "http://a.cn/x", true},
      {"escape_case_does_not_count", "http://a.cn/%e4%b8%ad", "http://a.cn/%E4%B8%AD", true},
      {"escaped_letters_are_letters", "http://a.cn/%7Eme/%61", "http://a.cn/~me/a", true},
      {"escaped_letters_in_the_query", "http://a.cn/?%61=%62", "http://a.cn/?a=b", true},
      {"address_in_octal_is_the_address", "http://0177.1/", "http://127.0.0.1/", true},
      {"path_case_counts", "http://a.cn/X", "http://a.cn/x", false},
      {"scheme_counts", "https://a.cn/x", "http://a.cn/x", false},
      {"port_counts", "http://a.cn:8080/x", "http://a.cn/x", false},
      {"www_counts", "http://www.a.cn/x", "http://a.cn/x", false},
      {"trailing_slash_counts", "http://a.cn/x/", "http://a.cn/x", false},
      {"order_of_parameters_counts", "http://a.cn/?a=1&b=2", "http://a.cn/?b=2&a=1", false},
      {"tracking_parameter_counts", "http://a.cn/?utm_source=x", "http://a.cn/", false},
      {"escaped_slash_is_no_slash", "http://a.cn/a%2Fb", "http://a.cn/a/b", false},
      {"escape_of_an_escape_is_not_undone", "http://a.cn/%2561", "http://a.cn/%61", false},
      {"plus_is_no_space", "http://a.cn/?a+b", "http://a.cn/?a%20b", false},
      {"gbk_and_utf_8_escapes_differ", "http://a.cn/?%D6%D0", "http://a.cn/?%E4%B8%AD", false},
  });
  for (const KeyRow& row : rows) {
    EXPECT_EQ(strict_of(row.left) == strict_of(row.right), row.same) << row.name;
  }
}

TEST(LooseKey, joins_what_is_perhaps_the_same_page) {
  const auto rows = std::to_array<KeyRow>({
      {"scheme_does_not_count", "https://a.cn/x", "http://a.cn/x", true},
      {"www_does_not_count", "http://www.a.cn/x", "http://a.cn/x", true},
      {"mobile_host_is_the_desk_host", "http://m.a.cn/x", "http://www.a.cn/x", true},
      {"wap_host_is_the_desk_host", "http://wap.a.cn/x", "http://a.cn/x", true},
      {"mip_host_is_the_desk_host", "http://mip.a.cn/x", "http://a.cn/x", true},
      {"mobile_host_below_www", "http://m.www.a.cn/x", "http://a.cn/x", true},
      {"trailing_dot_of_the_host_does_not_count", "http://www.a.cn./x", "http://a.cn/x", true},
      {"user_name_does_not_count", "http://me@a.cn/x", "http://a.cn/x", true},
      {"trailing_slash_does_not_count", "http://a.cn/x/", "http://a.cn/x", true},
      {"index_html_does_not_count", "http://a.cn/x/index.html", "http://a.cn/x/", true},
      {"index_php_does_not_count", "http://a.cn/index.php", "http://a.cn", true},
      {"order_of_parameters_does_not_count", "http://a.cn/?a=1&b=2", "http://a.cn/?b=2&a=1", true},
      {"campaign_does_not_count", "http://a.cn/x?utm_source=qq&hmsr=1", "http://a.cn/x", true},
      {"share_from_a_chat_does_not_count", "http://a.cn/?id=1&from=timeline", "http://a.cn/?id=1",
       true},
      {"wechat_article_with_its_sharing_marks",
       "https://mp.weixin.qq.com/s?__biz=A&mid=2&idx=1&sn=c&chksm=d&scene=21",
       "https://mp.weixin.qq.com/s?__biz=A&mid=2&idx=1&sn=c", true},
      {"wechat_article_is_named_by_its_four", "https://mp.weixin.qq.com/s?__biz=A&mid=2&idx=1&sn=c",
       "https://mp.weixin.qq.com/s?__biz=A&mid=2&idx=2&sn=c", false},
      {"from_with_another_meaning_counts", "http://a.cn/?from=beijing", "http://a.cn/", false},
      {"scene_of_another_site_counts", "http://a.cn/?scene=2", "http://a.cn/?scene=3", false},
      {"thread_number_counts", "http://a.cn/thread.php?tid=1", "http://a.cn/thread.php?tid=2",
       false},
      {"lists_in_one_parameter_keep_their_order", "http://a.cn/?c=1&c=2", "http://a.cn/?c=2&c=1",
       false},
      {"path_case_counts", "http://a.cn/X", "http://a.cn/x", false},
      {"other_hosts_count", "http://bbs.a.cn/x", "http://a.cn/x", false},
      {"m_dot_com_is_a_name_of_its_own", "http://m.com/x", "http://com/x", false},
      {"m_of_a_shared_host_stays", "http://m.github.io/", "http://github.io/", false},
      {"port_counts", "http://a.cn:8080/x", "http://a.cn/x", false},
      {"file_that_only_ends_like_an_index_counts", "http://a.cn/myindex.html", "http://a.cn/",
       false},
  });
  for (const KeyRow& row : rows) {
    EXPECT_EQ(loose_of(row.left) == loose_of(row.right), row.same)
        << row.name << ": " << loose_of(row.left) << " and " << loose_of(row.right);
  }
}

TEST(LooseKey, a_platform_may_keep_or_drop_a_parameter) {
  const LooseKeyRules rules{{"spm", "both"}, {"r", "both"}};
  EXPECT_EQ(loose_of("http://a.cn/?spm=1&r=2&id=3", rules), "a.cn?id=3&spm=1");
  EXPECT_EQ(loose_of("http://a.cn/?both=1", rules), "a.cn?both=1");
}

TEST(LooseKey, other_schemes_have_the_strict_key) {
  EXPECT_EQ(loose_of("ftp://www.a.cn/index.html"), "ftp://www.a.cn/index.html");
}

TEST(TrackingParameters, names_that_select_a_page_are_in_no_row_for_all_hosts) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"id", "p", "tid", "aid", "pid", "v", "q", "wd", "page", "fid", "cid", "sn", "mid", "idx"});
  for (const std::string_view name : kNames) {
    EXPECT_FALSE(is_tracking_parameter("www.example.cn", name, "1")) << name;
  }
  for (const std::string_view name : {"__biz", "mid", "idx", "sn"}) {
    EXPECT_FALSE(is_tracking_parameter("mp.weixin.qq.com", name, "1")) << name;
  }
}

TEST(TrackingParameters, every_row_has_a_name_and_a_source) {
  for (const TrackingParameter& row : tracking_parameters()) {
    EXPECT_FALSE(row.name.empty());
    EXPECT_FALSE(row.source.empty()) << row.name;
  }
}

// Pieces that meet the interesting states of the parser far more often than random bytes do.
rc::Gen<std::string> any_url_text() {
  return rc::gen::exec([] {
    static const std::vector<std::string> kStarts = {
        "http://", "https://", "http:", "HTTP:\\\\", "ftp://", "file:///", "foo://", "foo:", ""};
    static const std::vector<std::string> kPieces = {
        "a",  "B",  "中", "文", "é",    "%41", "%4",   "%zz",    "%2f", "%25", "/", "//", "\\",
        "..", ".",  "?",  "#",  "&",    "=",   "[::1", "]",      ":",   "80",  "@", " ",  "\t",
        "\n", "\"", "<",  "|",  "\x80", "^",   "~",    "0x7f.1", ";",   "+",   "'"};
    std::string text = *rc::gen::elementOf(kStarts);
    const int pieces = *rc::gen::inRange(0, 12);
    for (int i = 0; i < pieces; ++i) text += *rc::gen::elementOf(kPieces);
    return text;
  });
}

RC_GTEST_PROP(UrlProperties, what_is_serialised_parses_to_itself, ()) {
  const Result<Url> url = Url::parse(*any_url_text());
  if (!url) return;
  const std::string href = url->href();
  const Result<Url> again = Url::parse(href);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->href() == href);
  RC_ASSERT(strict_key(*again) == strict_key(*url));
  RC_ASSERT(loose_key(*again) == loose_key(*url));
}

RC_GTEST_PROP(UrlProperties, a_strict_key_is_a_url_and_its_own_key, ()) {
  const Result<Url> url = Url::parse(*any_url_text());
  if (!url || !url->is_http()) return;
  const std::string key = strict_key(*url);
  const Result<Url> again = Url::parse(key);
  RC_ASSERT(again.has_value());
  RC_ASSERT(strict_key(*again) == key);
  RC_ASSERT(again->href() == key);
}

RC_GTEST_PROP(UrlProperties, one_strict_key_is_one_loose_key, ()) {
  const Result<Url> url = Url::parse(*any_url_text());
  if (!url || !url->is_http()) return;
  const Result<Url> again = Url::parse(strict_key(*url));
  RC_ASSERT(again.has_value());
  RC_ASSERT(loose_key(*again) == loose_key(*url));
}

RC_GTEST_PROP(UrlProperties, an_empty_reference_is_the_page_without_its_fragment, ()) {
  const Result<Url> base = Url::parse(*any_url_text());
  if (!base || base->has_opaque_path()) return;
  const Result<Url> url = Url::parse("", &*base);
  RC_ASSERT(url.has_value());
  RC_ASSERT(url->href() == base->href_without_fragment());
}

RC_GTEST_PROP(UrlProperties, any_bytes_are_answered, (const std::string& bytes)) {
  const Result<Url> url = Url::parse(bytes);
  if (url) RC_ASSERT(Url::parse(url->href()).has_value());
}

}  // namespace
}  // namespace vouch
