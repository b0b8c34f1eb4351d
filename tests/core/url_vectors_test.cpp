#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <span>

#include "core/text.h"
#include "core/url.h"
#include "tests/core/url_key_exceptions.h"
#include "tests/core/vectors.h"

namespace vouch {
namespace {

Result<Url> parse_against(const std::string& input, const boost::json::value& base) {
  if (!base.is_string()) return Url::parse(input);
  const Result<Url> parsed = Url::parse(text_of(base));
  if (!parsed) return parsed;
  return Url::parse(input, &*parsed);
}

std::string port_of(const Url& url) {
  return url.port() ? std::to_string(*url.port()) : "";
}

std::string marked(char mark, const std::optional<std::string>& part) {
  return part && !part->empty() ? mark + *part : std::string{};
}

TEST(UrlVectors, web_platform_tests_parse_resolve_and_fail_as_written) {
  VOUCH_VECTORS(data, "url_wpt.json");
  for (const auto& value : data.at("cases").as_array()) {
    const auto& row = value.as_object();
    const std::string input = text_at(row, "input");
    SCOPED_TRACE(input + " against " + text_at(row, "base"));
    const Result<Url> url = parse_against(input, row.at("base"));
    if (row.contains("failure")) {
      EXPECT_FALSE(url) << url->href();
      continue;
    }
    if (!url) {
      ADD_FAILURE() << url.error().message;
      continue;
    }
    EXPECT_EQ(url->href(), text_at(row, "href"));
    EXPECT_EQ(url->scheme() + ":", text_at(row, "protocol"));
    EXPECT_EQ(url->username(), text_at(row, "username"));
    EXPECT_EQ(url->password(), text_at(row, "password"));
    EXPECT_EQ(url->host(), text_at(row, "hostname"));
    EXPECT_EQ(url->host_and_port(), text_at(row, "host"));
    EXPECT_EQ(port_of(*url), text_at(row, "port"));
    EXPECT_EQ(url->path(), text_at(row, "pathname"));
    EXPECT_EQ(marked('?', url->query()), text_at(row, "search"));
    EXPECT_EQ(marked('#', url->fragment()), text_at(row, "hash"));
  }
}

TEST(UrlVectors, rfc_3986_references_resolve_with_the_two_named_exceptions) {
  VOUCH_VECTORS(data, "url_rfc3986.json");
  const Result<Url> base = Url::parse(text_at(data, "base"));
  ASSERT_TRUE(base);
  int exceptions = 0;
  for (const auto& value : data.at("cases").as_array()) {
    const auto& row = value.as_object();
    const std::string reference = text_at(row, "ref");
    const bool exception = row.contains("whatwg");
    exceptions += exception ? 1 : 0;
    const Result<Url> url = Url::parse(reference, &*base);
    ASSERT_TRUE(url) << reference;
    EXPECT_EQ(url->href(), text_at(row, exception ? "whatwg" : "expected")) << reference;
  }
  EXPECT_EQ(exceptions, 2);
}

TEST(UrlVectors, queries_are_encoded_with_the_encoding_of_the_document) {
  VOUCH_VECTORS(data, "url_idna.json");
  for (const auto& value : data.at("percent_encoding").as_array()) {
    const auto& row = value.as_object();
    for (const auto& [encoding, expected] : row.at("output").as_object()) {
      const std::string input = "https://example.cn/?" + text_at(row, "input");
      const Result<Url> url = Url::parse(input, nullptr, std::string(encoding));
      ASSERT_TRUE(url) << input;
      EXPECT_EQ(url->query().value_or("none"), text_of(expected)) << input << " in " << encoding;
    }
  }
}

TEST(UrlVectors, crawler_commons_references_resolve) {
  VOUCH_VECTORS(data, "url_normalize.json");
  const auto& rows = data.at("crawler_commons").as_object().at("resolve").as_array();
  for (const auto& value : rows) {
    const auto& row = value.as_object();
    const std::string base_text = text_at(row, "base");
    const boost::json::value base = base_text.empty() ? nullptr : boost::json::value(base_text);
    const Result<Url> url = parse_against(text_at(row, "input"), base);
    const std::string got = url ? url->href() : "failure";
    EXPECT_EQ(got, text_at(row, "expected")) << text_at(row, "input") << " against " << base_text;
  }
}

std::string with_slashes(std::string text) {
  std::replace(text.begin(), text.end(), '\\', '/');
  return text;
}

TEST(UrlVectors, dot_segments_are_removed_as_the_standard_says) {
  VOUCH_VECTORS(data, "url_normalize.json");
  const auto& sets = data.at("urlcanon").as_object().at("path_dots").as_object();
  for (const auto& [input, expected] : sets.at("special").as_object()) {
    const Result<Url> url = Url::parse("http://example.com" + std::string(input));
    ASSERT_TRUE(url) << input;
    // urlcanon leaves a backslash as it is written; in a URL it is a slash.
    EXPECT_EQ(url->path(), with_slashes(text_of(expected))) << input;
  }
}

TEST(UrlVectors, dot_segments_of_other_schemes_end_at_slashes_alone) {
  VOUCH_VECTORS(data, "url_normalize.json");
  const auto& sets = data.at("urlcanon").as_object().at("path_dots").as_object();
  for (const auto& [input, expected] : sets.at("nonspecial").as_object()) {
    if (input.starts_with('\\')) continue;  // no path of a URL with a host begins so
    const Result<Url> url = Url::parse("foo://example.com" + std::string(input));
    ASSERT_TRUE(url) << input;
    EXPECT_EQ(url->path(), text_of(expected)) << input;
  }
}

const KeyException* exception_for(std::span<const KeyException> rows, std::string_view input) {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const KeyException& row) { return row.input == input; });
  return found == rows.end() ? nullptr : &*found;
}

std::string key_or_nothing(std::string_view input) {
  const Result<Url> url = Url::parse(input);
  return url ? strict_key(*url) : std::string{};
}

std::string without_fragment(std::string url) {
  return url.substr(0, url.find('#'));
}

// urlcanon's vectors are byte strings, written as one JSON character a byte.
std::string bytes_of(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    out.push_back(static_cast<char>(next_code_point(text, i)));
  }
  return out;
}

// Each exception must still be one: `seen` counts those that were met.
void expect_as_written_or_excepted(std::span<const KeyException> exceptions,
                                   const std::string& input, const std::string& expected,
                                   const std::string& got, std::set<std::string_view>& seen) {
  const KeyException* exception = exception_for(exceptions, input);
  if (exception == nullptr) {
    EXPECT_EQ(got, expected) << input;
    return;
  }
  seen.insert(exception->input);
  EXPECT_EQ(got, exception->key) << input;
  EXPECT_NE(got, expected) << input << " is no exception any more";
}

TEST(StrictKeyVectors, semantic_preserving_sets_with_named_exceptions) {
  VOUCH_VECTORS(data, "url_normalize.json");
  std::set<std::string_view> seen;
  const auto& crawler_commons = data.at("crawler_commons").as_object();
  for (const auto& value : crawler_commons.at("normalize").as_array()) {
    const std::string input = text_at(value.as_object(), "input");
    expect_as_written_or_excepted(kKeyExceptions, input, text_at(value.as_object(), "expected"),
                                  key_or_nothing(input), seen);
  }
  const auto& urlcanon = data.at("urlcanon").as_object();
  for (const auto& [raw_input, raw_expected] : urlcanon.at("semantic_precise").as_object()) {
    const std::string input = bytes_of(raw_input);
    const std::string expected = without_fragment(bytes_of(text_of(raw_expected)));
    expect_as_written_or_excepted(kKeyExceptions, input, expected, key_or_nothing(input), seen);
  }
  EXPECT_EQ(seen.size(), kKeyExceptions.size());
}

TEST(StrictKeyVectors, whatwg_set_of_urlcanon_with_named_exceptions) {
  VOUCH_VECTORS(data, "url_normalize.json");
  std::set<std::string_view> seen;
  const auto& urlcanon = data.at("urlcanon").as_object();
  for (const auto& [raw_input, raw_expected] : urlcanon.at("supplemental_whatwg").as_object()) {
    const std::string input = bytes_of(raw_input);
    const std::string expected = bytes_of(text_of(raw_expected));
    const Result<Url> url = Url::parse(input);
    expect_as_written_or_excepted(kHrefExceptions, input, expected, url ? url->href() : "", seen);
    if (url && Url::parse(expected)) {
      const bool excepted = exception_for(kHrefExceptions, input) != nullptr &&
                            exception_for(kHrefExceptions, input)->reason == kDotHost;
      EXPECT_EQ(key_or_nothing(input) == key_or_nothing(expected), !excepted) << input;
    }
  }
  EXPECT_EQ(seen.size(), kHrefExceptions.size());
}

TEST(StrictKeyVectors, hosts_that_are_numbers_are_one_address_in_every_spelling) {
  VOUCH_VECTORS(data, "url_normalize.json");
  const auto& rows = data.at("urlcanon").as_object().at("funky_ipv4").as_object();
  for (const auto& [input, expected] : rows) {
    const Result<Url> url = Url::parse("http://" + std::string(input) + "/");
    if (input == "0000xa") {  // no number by the URL Standard: "0x" does not begin it
      EXPECT_EQ(url ? url->host() : "refused", "0000xa");
    } else if (expected.is_null()) {
      EXPECT_FALSE(url) << input;
    } else {
      EXPECT_EQ(url ? url->host() : "refused", text_of(expected)) << input;
    }
  }
}

TEST(StrictKeyVectors, crawler_commons_invalid_urls_are_refused) {
  VOUCH_VECTORS(data, "url_normalize.json");
  for (const auto& value : data.at("crawler_commons").as_object().at("invalid").as_array()) {
    EXPECT_FALSE(Url::parse(text_of(value))) << text_of(value);
  }
}

// A control character stands in the record as \\ooo, as it does in the table.
std::string as_in_record(std::string_view input) {
  std::string out;
  for (const char c : input) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out.push_back(c);
    } else {
      for (const int shift : {6, 3, 0}) {
        if (shift == 6) out.push_back('\\');
        out.push_back(static_cast<char>('0' + ((byte >> shift) & 7)));
      }
    }
  }
  return out;
}

TEST(StrictKeyVectors, every_exception_stands_in_the_decision_record_under_its_reason) {
  std::ifstream file(VOUCH_SOURCE_DIR "/docs/decisions/010-url-keys.md");
  const std::string record{std::istreambuf_iterator<char>(file), {}};
  const auto expect_row = [&](const KeyException& row) {
    const std::size_t start = record.find("### " + std::string(row.reason) + "\n");
    ASSERT_NE(start, std::string::npos) << row.reason;
    const std::string section = record.substr(start, record.find("\n### ", start + 1) - start);
    EXPECT_NE(section.find("    " + as_in_record(row.input) + "\n"), std::string::npos)
        << as_in_record(row.input) << " under " << row.reason;
  };
  std::for_each(kKeyExceptions.begin(), kKeyExceptions.end(), expect_row);
  std::for_each(kHrefExceptions.begin(), kHrefExceptions.end(), expect_row);
}

}  // namespace
}  // namespace vouch
