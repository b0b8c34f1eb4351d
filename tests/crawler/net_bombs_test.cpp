// What a hostile server can send before a page is even read: robots.txt, chunks, codings, header
// values. The network's own bounds (endless headers, bodies, interim answers) stand in
// net_client_test.cpp, redirects in net_page_fetcher_test.cpp.
#include <gtest/gtest.h>

#include <zlib.h>

#include "crawler/net/chunked.h"
#include "crawler/net/politeness.h"
#include "crawler/net/robots.h"
#include "crawler/net/robots_cache.h"
#include "crawler/page/inflate.h"
#include "tests/fakes/peak_memory.h"

namespace vouch::crawler {
namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

struct RobotsBomb {
  const char* sentence;
  std::string text;
  bool allowed;
};

TEST(NetBombs, robots_files) {
  constexpr std::size_t kFile = kRobotsMaxBytes;
  const std::string ours = "User-agent: vouch\n";
  const std::string path = "/" + std::string(8000, 'a');
  const std::vector<RobotsBomb> bombs = {
      {"rules_without_end", ours + repeated("Disallow: /x\n", kFile), true},
      {"agents_without_end", repeated("User-agent: vouch\n", kFile) + "Disallow: /\n", false},
      {"groups_without_end", repeated("User-agent:a\nAllow:/\n", kFile) + ours + "Disallow: /\n",
       false},
      {"stars_without_end", ours + "Disallow: /" + repeated("*a", 16'000) + "b\n", true},
      {"stars_in_every_rule", ours + repeated("Disallow: /*a*a*a*a*a*a*a*a*b\n", kFile), true},
      {"pieces_that_almost_match", ours + repeated("Disallow: /*aaaaaaaaaaaaaaab\n", kFile), true},
      {"one_line_that_never_ends", ours + "Disallow: /" + std::string(kFile, 'a'), true},
      {"line_ends_without_lines", std::string(kFile, '\n') + ours + "Disallow: /\n", false},
      {"delays_without_end", repeated("User-agent: *\nCrawl-delay: 1\n", kFile), true},
      {"sitemaps_without_end", repeated("Sitemap:x\n", kFile), true},
      {"bytes_above_ascii", ours + "Disallow: /" + std::string(kFile, '\xff'), true},
  };
  for (const RobotsBomb& bomb : bombs) {
    SCOPED_TRACE(bomb.sentence);
    bool allowed = false;
    EXPECT_PEAK_BELOW(
        64, [&] { allowed = RobotsRules::parse(bomb.text).decide_path("vouch", path).allowed; });
    EXPECT_EQ(allowed, bomb.allowed);
  }
}

TEST(NetBombs, chunk_framing) {
  const std::string tiny = repeated("1\r\nx\r\n", 5'000'000);
  EXPECT_PEAK_BELOW(32, [&] { EXPECT_LT(dechunk(tiny).body.size(), tiny.size()); });
  const std::string extension = "1;" + std::string(5'000'000, 'x') + "\r\nx\r\n0\r\n\r\n";
  EXPECT_PEAK_BELOW(32, [&] { EXPECT_EQ(dechunk(extension).body, "x"); });
  EXPECT_EQ(dechunk("ffffffffffffffff\r\nabc").body, "abc");
}

// `times` gzip members of `bytes` zeros each.
std::string gzip_zeros(std::size_t bytes, int times) {
  const std::string zeros(bytes, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string member(deflateBound(&stream, static_cast<uLong>(bytes)) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
  stream.avail_in = static_cast<uInt>(bytes);
  stream.next_out = reinterpret_cast<Bytef*>(member.data());
  stream.avail_out = static_cast<uInt>(member.size());
  deflate(&stream, Z_FINISH);
  member.resize(stream.total_out);
  deflateEnd(&stream);
  std::string out;
  for (int i = 0; i < times; ++i) out += member;
  return out;
}

// alerts-security-operations §2.3: 204 kB that would be 210 MB.
TEST(NetBombs, gzip) {
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"two_hundred_megabytes_in_one_member", gzip_zeros(200 << 20, 1)},
      {"a_thousand_members", gzip_zeros(1 << 20, 1000)},
      {"a_hundred_thousand_tiny_members", gzip_zeros(100, 100'000)},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& bytes = row.second;
    EXPECT_PEAK_BELOW(32, [&] {
      const auto result = inflate_body(bytes, "gzip");
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error(), InflateError::kTooLarge);
    });
  }
}

TEST(NetBombs, header_values) {
  const Time now = from_millis(1'795'501'800'000);
  EXPECT_GE(parse_retry_after(std::string(1'000'000, '9'), now).value_or(Millis(0)).count(), 0);
  EXPECT_FALSE(parse_http_date(repeated("Fri, ", 1'000'000)));
  EXPECT_FALSE(inflate_body("x", repeated("gzip,", 1'000'000)));
}

}  // namespace
}  // namespace vouch::crawler
