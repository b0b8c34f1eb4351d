// The public vectors for encodings (../shared/data/vectors), where they are present. What may
// differ stands in docs/decisions/011-where-icu-differs.md.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>

#include "core/decode.h"
#include "core/hash.h"
#include "core/text.h"
#include "crawler/page/prescan.h"
#include "tests/core/vectors.h"

namespace vouch::crawler {
namespace {

namespace json = boost::json;

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::string shown(const std::optional<std::string>& name) {
  return name.value_or("none");
}

TEST(CharsetVectors, every_label_names_its_encoding) {
  VOUCH_VECTORS(data, "charset.json");
  for (const auto& [label, name] : data.at("labels").as_object()) {
    EXPECT_EQ(shown(encoding_for_label(label)), ascii_lower(text_of(name))) << label;
  }
  EXPECT_EQ(data.at("labels").as_object().size(), 228U);
  EXPECT_FALSE(encoding_for_label("cp936"));
}

TEST(CharsetVectors, the_prescan_finds_what_browsers_find) {
  VOUCH_VECTORS(data, "charset.json");
  int rows = 0;
  for (const auto& value : data.at("prescan_cases").as_array()) {
    const auto& row = value.as_object();
    const std::string bytes = from_hex(text_at(row, "bytes_hex"));
    std::string expected = ascii_lower(text_at(row, "expected"));
    // What stands behind byte 1024 is for a parser that starts again, not for the prescan.
    const bool behind = !row.at("prescan_1024_only").as_bool();
    // windows-1252 is the suite's default for "nothing found".
    std::size_t bom_length = 0;
    const auto bom = bom_encoding(bytes, bom_length);
    const std::string found = bom ? *bom : prescan_encoding(bytes).value_or("windows-1252");
    ++rows;
    if (behind) expected = "windows-1252";
    EXPECT_EQ(found, expected) << "row " << rows << ": " << bytes.substr(0, 200);
  }
  EXPECT_EQ(rows, 82);
}

TEST(CharsetVectors, bom_goes_before_transport_and_transport_before_meta) {
  VOUCH_VECTORS(data, "charset.json");
  for (const auto& value : data.at("precedence_cases").as_array()) {
    const auto& row = value.as_object();
    const std::string bytes = from_hex(text_at(row, "bytes_hex"));
    const std::string type = text_at(row.at("headers").as_object(), "Content-Type");
    const std::string expected = ascii_lower(text_at(row, "expected"));
    const PageText page = decode_page(bytes, type);
    const bool declared = page.decoded.source == "bom" || page.decoded.source == "transport" ||
                          page.decoded.source == "meta";
    EXPECT_EQ(declared ? page.decoded.charset : "", expected) << text_at(row, "why");
  }
}

// w3lib reads headers by a regular expression of its own; the MIME Sniffing Standard decides.
struct HeaderException {
  const char* header;
  const char* ours;
};
constexpr std::array kHeaderExceptions = {
    HeaderException{"text/html; charset=\"utf-8", "utf-8"},
    HeaderException{"text/html; charset=\"utf-8\"x", "utf-8"},
    HeaderException{"text/html; charset=\"utf-8\"extra", "utf-8"},
    HeaderException{"text/html; charset=utf-8, text/plain; charset=utf-16", "utf-16le"},
};

TEST(CharsetVectors, content_type_headers_give_their_charset) {
  VOUCH_VECTORS(data, "charset.json");
  int differing = 0;
  for (const auto& value : data.at("content_type_cases").as_array()) {
    const auto& row = value.as_object();
    std::string header = text_at(row, "header");
    if (header.starts_with("Content-Type: ")) header = header.substr(14);
    // Names of Python codecs; what is no WHATWG label is nothing here.
    std::string codec = text_at(row, "result");
    if (codec == "iso8859-4") codec = "iso-8859-4";
    if (codec == "big5hkscs") codec = "big5";
    if (codec == "cp1251") codec = "windows-1251";
    if (codec == "cp1252") codec = "windows-1252";
    if (codec == "utf-16") codec = "utf-16le";
    auto found = transport_encoding(header);
    if (found == "gbk") found = "gb18030";
    std::string expected = codec.empty() || codec == "utf-32" ? "none" : codec;
    for (const HeaderException& row_exception : kHeaderExceptions) {
      if (header != row_exception.header) continue;
      expected = row_exception.ours;
      ++differing;
    }
    EXPECT_EQ(shown(found), expected) << header;
  }
  EXPECT_EQ(differing, static_cast<int>(kHeaderExceptions.size()));
}

TEST(CharsetVectors, decoders_give_what_the_standard_says) {
  VOUCH_VECTORS(data, "charset.json");
  int rows = 0;
  for (const auto& value : data.at("decoder_cases").as_array()) {
    const auto& row = value.as_object();
    std::string encoding = ascii_lower(text_at(row, "encoding"));
    if (encoding.starts_with("windows_")) encoding[7] = '-';
    const std::string bytes = from_hex(text_at(row, "bytes_hex"));
    // The suite decodes with the BOM's encoding where there is one, as the reader does.
    std::size_t bom_length = 0;
    if (const auto bom = bom_encoding(bytes, bom_length)) encoding = *bom;
    EXPECT_EQ(decode_as(bytes, encoding).text, text_at(row, "text"))
        << encoding << " " << text_at(row, "bytes_hex");
    ++rows;
  }
  EXPECT_EQ(rows, 241);
}

// The digests are of Python's big5hkscs, which reads five codes as Unicode 1.1 did.
struct Big5Difference {
  const char* ours;
  const char* python;
};
constexpr std::array kBig5Differences = {
    Big5Difference{"\u2215", "\uFF0F"}, Big5Difference{"\uFE51", "\uFF64"},
    Big5Difference{"\uFF5E", "\u223C"}, Big5Difference{"\u2027", "\u2022"},
    Big5Difference{"\uFFE1", "\u00A3"}};

std::string as_python_reads_it(std::string text) {
  for (const Big5Difference& row : kBig5Differences) {
    const std::string_view ours = row.ours;
    for (std::size_t at = 0; (at = text.find(ours, at)) != std::string::npos;) {
      text.replace(at, ours.size(), row.python);
    }
  }
  return text;
}

TEST(CharsetVectors, whole_files_are_recognised_and_decoded) {
  VOUCH_VECTORS(data, "charset.json");
  int files = 0;
  int by_python = 0;
  for (const auto& value : data.at("files").as_array()) {
    const auto& row = value.as_object();
    const std::string name = text_at(row, "file");
    std::ifstream file(std::string(VOUCH_DATA_DIR) + "/vectors/charset_files/" + name,
                       std::ios::binary);
    ASSERT_TRUE(file) << name;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const PageText page = decode_page(bytes, "text/html");
    // gbk and gb18030 have one decoder.
    std::string found = page.decoded.charset;
    if (found == "gb18030") found = "gbk";
    EXPECT_EQ(found, ascii_lower(text_at(row, "expected")))
        << name << " by " << page.decoded.source;
    const std::string digest = text_at(row, "utf8_sha256_of_decoded");
    if (found == "big5" && sha256_hex(page.decoded.text) != digest) {
      EXPECT_EQ(sha256_hex(as_python_reads_it(page.decoded.text)), digest) << name;
      ++by_python;
    } else {
      EXPECT_EQ(sha256_hex(page.decoded.text), digest) << name;
    }
    EXPECT_EQ(page.decoded.replaced_ratio, 0) << name;
    ++files;
  }
  EXPECT_EQ(files, 84);
  EXPECT_EQ(by_python, 5);
}

}  // namespace
}  // namespace vouch::crawler
