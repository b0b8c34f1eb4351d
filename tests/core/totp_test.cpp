#include "core/totp.h"

#include <gtest/gtest.h>

namespace vouch {
namespace {

const std::string kSecret = "12345678901234567890";

Time at(std::int64_t seconds) {
  return from_millis(seconds * 1000);
}

// RFC 6238 appendix B, the last six of its eight digits.
TEST(Totp, codes_of_the_standards_table) {
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(59))), "287082");
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(1111111109))), "081804");
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(1111111111))), "050471");
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(1234567890))), "005924");
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(2000000000))), "279037");
  EXPECT_EQ(totp::code(kSecret, totp::step_of(at(20000000000))), "353130");
}

TEST(Totp, a_neighbouring_step_is_taken_and_none_further_away) {
  const Time now = at(1'000'000'000);
  const totp::Step present = totp::step_of(now);
  for (const int away : {-1, 0, 1})
    EXPECT_EQ(totp::accept(kSecret, totp::code(kSecret, present + away), now, 0), present + away);
  for (const int away : {-2, 2})
    EXPECT_FALSE(totp::accept(kSecret, totp::code(kSecret, present + away), now, 0));
}

TEST(Totp, a_code_is_taken_once_and_an_older_one_never_after_it) {
  const Time now = at(1'000'000'000);
  const totp::Step present = totp::step_of(now);
  const std::string code = totp::code(kSecret, present);
  EXPECT_TRUE(totp::accept(kSecret, code, now, present - 1));
  EXPECT_FALSE(totp::accept(kSecret, code, now, present));
  EXPECT_FALSE(totp::accept(kSecret, totp::code(kSecret, present - 1), now, present));
}

TEST(Totp, spaces_are_no_part_of_a_code_and_other_lengths_are_none) {
  const Time now = at(1'000'000'000);
  const std::string code = totp::code(kSecret, totp::step_of(now));
  EXPECT_TRUE(totp::accept(kSecret, code.substr(0, 3) + " " + code.substr(3), now, 0));
  EXPECT_FALSE(totp::accept(kSecret, code.substr(0, 5), now, 0));
  EXPECT_FALSE(totp::accept(kSecret, code + "0", now, 0));
  EXPECT_FALSE(totp::accept(kSecret, "", now, 0));
}

TEST(Totp, the_address_for_the_camera_escapes_names) {
  EXPECT_EQ(totp::uri(kSecret, "蓝鲸 A&B", "ann"),
            "otpauth://totp/%E8%93%9D%E9%B2%B8%20A%26B:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=%E8%93%9D%E9%B2%B8%20A%26B");
}

}  // namespace
}  // namespace vouch
