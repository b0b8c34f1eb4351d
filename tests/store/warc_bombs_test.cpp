// Evidence files that somebody else could have written to: bounded in memory, and told as damaged.
#include <gtest/gtest.h>

#include "store/warc/gzip.h"
#include "store/warc/http_block.h"
#include "store/warc/record.h"
#include "tests/fakes/peak_memory.h"

namespace vouch::store::warc {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

struct Bomb {
  const char* sentence;
  std::string bytes;
  std::size_t records;
  const char* error;
};

TEST(WarcBombs, files) {
  const std::string end = "Content-Length: 0\r\n\r\n\r\n\r\n";
  const std::vector<Bomb> bombs = {
      {"a_field_of_eight_megabytes", "WARC/1.1\r\nA: " + std::string(8'000'000, 'x') + "\r\n" + end,
       1, ""},
      {"three_hundred_thousand_fields", "WARC/1.1\r\n" + repeated("A: b\r\n", 300'000) + end, 1,
       ""},
      {"a_field_that_goes_on_for_ever", "WARC/1.1\r\nA: b\r\n" + repeated(" c\r\n", 300'000) + end,
       1, ""},
      {"fields_that_never_end", "WARC/1.1\r\n" + repeated("A: b\r\n", 300'000), 1,
       "the fields end too early"},
      {"a_length_beyond_the_file", "WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nabc", 1,
       "the block ends too early"},
      {"a_length_beyond_64_bits", "WARC/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nabc", 1,
       "no Content-Length"},
      {"a_version_of_eight_megabytes", "WARC/" + std::string(8'000'000, '1'), 1,
       "the fields end too early"},
      {"a_hundred_thousand_empty_records", repeated("WARC/1.1\r\n" + end, 100'000), 100'000, ""},
      {"line_ends_alone", repeated("\r\n", 4'000'000), 0, ""},
  };
  for (const Bomb& bomb : bombs) {
    SCOPED_TRACE(bomb.sentence);
    EXPECT_PEAK_BELOW(128, [&] {
      const auto records = read_all(bomb.bytes);
      EXPECT_EQ(records.size(), bomb.records);
      if (!records.empty()) {
        EXPECT_EQ(records.back().error, bomb.error);
      }
    });
  }
}

TEST(WarcBombs, a_member_is_unpacked_up_to_its_limit) {
  const std::string packed =
      gzip_member(std::string(std::size_t{200} << 20U, '\0'), Packing::kCompressed);
  EXPECT_PEAK_BELOW(16, [&] {
    const Unpacked member = gunzip_member(packed, 1 << 20);
    EXPECT_NE(member.error, "");
    EXPECT_LE(member.bytes.size(), std::size_t{1} << 20U);
  });
}

TEST(WarcBombs, response_heads) {
  const std::string head = "HTTP/1.1 200 OK\r\n" + repeated("A: b\r\n", 300'000) + "\r\n";
  EXPECT_PEAK_BELOW(64, [&] { EXPECT_EQ(consistent_head(head, "x"), head); });
  EXPECT_TRUE(is_chunk_framed(repeated("1\r\nx\r\n", 1'000'000)));
}

}  // namespace
}  // namespace vouch::store::warc
