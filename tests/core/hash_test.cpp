#include "core/hash.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch {
namespace {

// FIPS 180-2 appendix B.
TEST(Hash, sha256_of_the_standards_examples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Hash, pieces_give_the_digest_of_the_whole, ()) {
  const auto text = *rc::gen::arbitrary<std::string>();
  const auto cut = text.empty() ? 0 : *rc::gen::inRange<std::size_t>(0, text.size());
  Sha256 digest;
  digest.update(std::string_view(text).substr(0, cut));
  digest.update(std::string_view(text).substr(cut));
  RC_ASSERT(digest.finish() == sha256(text));
}

TEST(Hash, fields_are_told_apart_by_their_lengths) {
  const auto digest = [](std::initializer_list<std::string_view> fields) {
    Sha256 out;
    for (const std::string_view field : fields) out.update_field(field);
    return to_hex(out.finish());
  };
  EXPECT_NE(digest({"ab", "c"}), digest({"a", "bc"}));
  EXPECT_NE(digest({"", "a"}), digest({"a", ""}));
  EXPECT_EQ(digest({"a"}), sha256_hex(std::string("\0\0\0\0\0\0\0\1a", 9)));
}

// RFC 4231 test cases 1, 2 and 6.
TEST(Hash, hmac_of_the_standards_examples) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 4648 10.
TEST(Hash, base64_and_base32_of_the_standards_examples) {
  const std::pair<const char*, std::pair<const char*, const char*>> rows[] = {
      {"", {"", ""}},
      {"f", {"Zg==", "MY"}},
      {"fo", {"Zm8=", "MZXQ"}},
      {"foo", {"Zm9v", "MZXW6"}},
      {"foob", {"Zm9vYg==", "MZXW6YQ"}},
      {"fooba", {"Zm9vYmE=", "MZXW6YTB"}},
      {"foobar", {"Zm9vYmFy", "MZXW6YTBOI"}}};
  for (const auto& [plain, coded] : rows) {
    EXPECT_EQ(base64_encode(plain), coded.first);
    EXPECT_EQ(base32_encode(plain), coded.second);
    std::string back;
    EXPECT_TRUE(base64_decode(coded.first, back));
    EXPECT_EQ(back, plain);
  }
}

TEST(Hash, base64_without_padding_is_read_and_nonsense_is_not) {
  std::string out;
  EXPECT_TRUE(base64_decode("Zm9vYg", out));
  EXPECT_EQ(out, "foob");
  for (const char* bad : {"Zm9vYg*", "Z", "Zm 9v", "Zm=9v", "Zm9v-_"}) {
    EXPECT_FALSE(base64_decode(bad, out)) << bad;
    EXPECT_TRUE(out.empty());
  }
}

RC_GTEST_PROP(Hash, base64_round_trip, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  std::string back;
  RC_ASSERT(base64_decode(base64_encode(bytes), back));
  RC_ASSERT(back == bytes);
}

TEST(Hash, splitmix64_gives_the_reference_sequence) {
  EXPECT_EQ(mix64(0), 0xe220a8397b1dcdafULL);
  EXPECT_EQ(mix64(0x9e3779b97f4a7c15ULL), 0x6e789e6aa1b965f4ULL);
}

TEST(Hash, hash64_tells_lengths_seeds_and_tails_apart) {
  std::set<std::uint64_t> lengths;
  std::set<std::uint64_t> seeds;
  std::set<std::uint64_t> tails;
  for (std::uint8_t i = 0; i < 40; ++i) {
    lengths.insert(hash64(std::string(i, '\0')));
    seeds.insert(hash64("page", i));
    tails.insert(hash64("eightbyt" + std::string(1, static_cast<char>(i))));
  }
  EXPECT_EQ(lengths.size(), 40u);
  EXPECT_EQ(seeds.size(), 40u);
  EXPECT_EQ(tails.size(), 40u);
  EXPECT_EQ(hash64("page", 7), hash64("page", 7));
}

TEST(Hash, equal_is_equal_whatever_the_length) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "abcd"));
}

TEST(Hash, hex_keeps_every_byte) {
  EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
}

}  // namespace
}  // namespace vouch
