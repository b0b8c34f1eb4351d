#include "crawler/page/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace vouch::crawler {
namespace {

enum class Wrap { kGzip = 15 + 16, kZlib = 15, kRaw = -15 };

std::string packed(const std::string& text, Wrap wrap) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, static_cast<int>(wrap), 8, Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Text that packs about two to one.
std::string prose(std::size_t bytes) {
  std::string text;
  std::uint32_t state = 1;
  while (text.size() < bytes) {
    state = state * 1664525U + 1013904223U;
    text += static_cast<char>('a' + (state >> 24U) % 16);
  }
  return text;
}

InflateError error_of(const std::string& bytes, const char* coding, const InflateCaps& caps = {}) {
  const auto result = inflate_body(bytes, coding, caps);
  EXPECT_FALSE(result);
  return result ? InflateError::kUnsupported : result.error();
}

TEST(Inflate, every_allowed_coding_gives_the_same_text) {
  const std::string text = prose(5000);
  struct Row {
    const char* coding;
    std::string bytes;
  };
  const std::vector<Row> rows = {
      {"", text},
      {"identity", text},
      {"gzip", packed(text, Wrap::kGzip)},
      {"x-gzip", packed(text, Wrap::kGzip)},
      {" GZip ", packed(text, Wrap::kGzip)},
      {"deflate", packed(text, Wrap::kZlib)},
      {"deflate", packed(text, Wrap::kRaw)},
  };
  for (const Row& row : rows) {
    const auto result = inflate_body(row.bytes, row.coding);
    ASSERT_TRUE(result) << row.coding;
    EXPECT_EQ(result->body, text) << row.coding;
    EXPECT_FALSE(result->truncated) << row.coding;
  }
}

TEST(Inflate, gzip_members_follow_each_other) {
  const auto result =
      inflate_body(packed("one ", Wrap::kGzip) + packed("two", Wrap::kGzip), "gzip");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->body, "one two");
}

TEST(Inflate, bytes_behind_the_end_are_passed_over) {
  const auto result = inflate_body(packed("one", Wrap::kGzip) + "garbage", "gzip");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->body, "one");
}

TEST(Inflate, a_stream_that_ends_early_gives_what_it_had) {
  const std::string text = prose(100000);
  for (const Wrap wrap : {Wrap::kGzip, Wrap::kZlib}) {
    std::string bytes = packed(text, wrap);
    bytes.resize(bytes.size() / 2);
    const auto result = inflate_body(bytes, wrap == Wrap::kGzip ? "gzip" : "deflate");
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->truncated);
    EXPECT_GT(result->body.size(), text.size() / 4);
    EXPECT_EQ(text.compare(0, result->body.size(), result->body), 0);
  }
}

TEST(Inflate, a_stream_with_a_wrong_sum_is_truncated) {
  std::string bytes = packed(prose(1000), Wrap::kGzip);
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);
  const auto result = inflate_body(bytes, "gzip");
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->truncated);
}

TEST(Inflate, what_was_never_packed_is_corrupt) {
  EXPECT_EQ(error_of("<html>plain</html>", "gzip"), InflateError::kCorrupt);
  EXPECT_EQ(error_of("\x1f\x8b", "gzip"), InflateError::kCorrupt);
}

TEST(Inflate, an_empty_body_is_empty) {
  EXPECT_EQ(inflate_body("", "gzip")->body, "");
  EXPECT_EQ(inflate_body("", "")->body, "");
}

TEST(Inflate, other_codings_and_layers_are_refused) {
  const std::string twice = packed(packed("text", Wrap::kGzip), Wrap::kGzip);
  for (const char* coding : {"br", "zstd", "compress", "gzip, gzip", "gzip,deflate", "gzip, br"}) {
    EXPECT_EQ(error_of(twice, coding), InflateError::kUnsupported) << coding;
  }
}

TEST(Inflate, the_decoded_size_is_capped) {
  InflateCaps caps;
  caps.decoded_bytes = 10000;
  const std::string fits = prose(10000);
  const std::string over = prose(10001);
  EXPECT_TRUE(inflate_body(packed(fits, Wrap::kGzip), "gzip", caps));
  EXPECT_TRUE(inflate_body(packed(fits, Wrap::kRaw), "deflate", caps));
  EXPECT_TRUE(inflate_body(fits, "", caps));
  EXPECT_EQ(error_of(packed(over, Wrap::kGzip), "gzip", caps), InflateError::kTooLarge);
  EXPECT_EQ(error_of(packed(over, Wrap::kRaw), "deflate", caps), InflateError::kTooLarge);
  EXPECT_EQ(error_of(over, "", caps), InflateError::kTooLarge);
}

TEST(Inflate, two_hundred_to_one_is_a_bomb_beyond_a_megabyte) {
  const std::string zeros(4 * 1024 * 1024, '\0');  // a thousand to one
  EXPECT_EQ(error_of(packed(zeros, Wrap::kGzip), "gzip"), InflateError::kTooLarge);
  EXPECT_EQ(error_of(packed(zeros, Wrap::kZlib), "deflate"), InflateError::kTooLarge);
  const std::string small(1024 * 1024, '\0');
  EXPECT_TRUE(inflate_body(packed(small, Wrap::kGzip), "gzip"));
}

TEST(Inflate, a_trailer_that_lies_about_the_size_does_not_help_a_bomb) {
  std::string bytes = packed(std::string(64 * 1024 * 1024, '\0'), Wrap::kGzip);
  for (std::size_t i = 1; i <= 4; ++i) bytes[bytes.size() - i] = 0;
  EXPECT_EQ(error_of(bytes, "gzip"), InflateError::kTooLarge);
}

TEST(Inflate, members_together_are_capped) {
  std::string bytes;
  const std::string member = packed(prose(1024 * 1024), Wrap::kGzip);
  for (int i = 0; i < 6; ++i) bytes += member;
  EXPECT_EQ(error_of(bytes, "gzip"), InflateError::kTooLarge);
}

}  // namespace
}  // namespace vouch::crawler
