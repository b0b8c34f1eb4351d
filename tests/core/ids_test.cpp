#include "core/ids.h"

#include <map>
#include <set>
#include <unordered_set>

#include <gtest/gtest.h>

#include "core/random.h"
#include "core/result.h"

namespace vouch {
namespace {

TEST(Ids, none_is_false_and_kinds_are_not_interchangeable) {
  EXPECT_FALSE(ClaimId{});
  EXPECT_TRUE(ClaimId{7});
  EXPECT_LT(ClaimId{7}, ClaimId{8});
  static_assert(!std::is_convertible_v<ClaimId, UserId>);
  static_assert(!std::is_convertible_v<std::int64_t, ClaimId>);
  static_assert(!std::is_convertible_v<ClaimId, std::int64_t>);
  const std::unordered_set<ClaimId> set = {ClaimId{1}, ClaimId{2}, ClaimId{1}};
  EXPECT_EQ(set.size(), 2u);
}

TEST(Errors, say_where_when_they_know) {
  EXPECT_EQ((Error{ErrorCode::kInvalid, "no number", "row 3"}.text()), "row 3: no number");
  EXPECT_EQ((Error{ErrorCode::kInvalid, "no number", ""}.text()), "no number");
  const Result<int> result = fail(ErrorCode::kDenied, "no");
  EXPECT_EQ(result.error().code, ErrorCode::kDenied);
}

// Every byte value in turn, for ever.
class Counting final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string out;
    while (out.size() < count) out += static_cast<char>(next_++);
    return out;
  }

 private:
  unsigned char next_ = 0;
};

TEST(Random, tokens_have_their_length_and_letters_and_no_letter_is_favoured) {
  Counting counting;
  std::map<char, int> met;
  const std::string token = random_token(counting, 62 * 40);
  EXPECT_EQ(token.size(), 62u * 40u);
  for (const char c : token) {
    ASSERT_TRUE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    ++met[c];
  }
  EXPECT_EQ(met.size(), 62u);
  for (const auto& [c, times] : met) EXPECT_NEAR(times, 40, 1) << c;
  EXPECT_EQ(random_token(counting, 0), "");
}

TEST(Random, the_systems_bytes_do_not_repeat) {
  SystemRandom system;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_token(system, 26));
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_EQ(system.bytes(33).size(), 33u);
}

}  // namespace
}  // namespace vouch
