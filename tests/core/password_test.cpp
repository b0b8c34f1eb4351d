#include "core/password.h"

#include <gtest/gtest.h>

namespace vouch {
namespace {

using password::Weakness;
using Weak = std::optional<Weakness>;

const std::vector<std::string> kContext = {"vouch",  "核验",     "wang.bianji",
                                           "王编辑", "清泉净水", "qingquan"};

TEST(Password, the_hash_is_argon2id_of_todays_strength_and_takes_every_byte) {
  const std::string typed(" spaces and \0 zero, 中文 ", 28);
  const auto hash = password::hash(typed);
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->rfind("$argon2id$v=19$m=47104,t=1,p=1$", 0), 0U) << *hash;
  EXPECT_TRUE(password::verify(*hash, typed));
  EXPECT_FALSE(password::verify(*hash, typed.substr(1)));
  EXPECT_FALSE(password::verify(*hash, typed.substr(0, 12)));
  EXPECT_FALSE(password::needs_rehash(*hash));
  EXPECT_NE(*password::hash(typed), *hash) << "a salt of its own";
  EXPECT_FALSE(password::verify("no hash at all", typed));
}

TEST(Password, a_hash_with_less_memory_is_made_anew) {
  EXPECT_TRUE(
      password::needs_rehash("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2Fs$"
                             "9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ"));
}

struct Case {
  const char* name;
  const char* typed;
  Weak expected;
};

TEST(Password, which_ones_are_refused_and_why) {
  const Case cases[] = {
      {"nine_characters", "kx7!vQpz2", Weakness::kTooShort},
      {"ten_characters", "kx7!vQpz2m", std::nullopt},
      {"han_characters_count_as_one", "窗外有棵老槐树呢", Weakness::kTooShort},
      {"a_sentence_of_han_characters", "窗外那棵老槐树又开花了", std::nullopt},
      {"unrelated_words", "lamp river sugar", std::nullopt},
      {"common_word_with_digits", "password1234", Weakness::kCommon},
      {"common_word_with_letters_replaced", "P@ssw0rd2026!", Weakness::kCommon},
      {"pinyin_of_every_list", "woaini1314520", Weakness::kCommon},
      {"a_row_of_keys", "qwertyuiop[]", Weakness::kPattern},
      {"columns_of_keys", "1qaz2wsx3edc", Weakness::kPattern},
      {"counting", "1234567890123", Weakness::kPattern},
      {"one_character", "aaaaaaaaaaaa", Weakness::kPattern},
      {"one_block_repeated", "k9k9k9k9k9k9", Weakness::kPattern},
      {"own_login", "wang.bianji2026", Weakness::kContext},
      {"own_name_and_the_company", "王编辑清泉净水2026!", Weakness::kContext},
      {"the_site_and_the_product", "qingquan-vouch", Weakness::kContext},
      {"a_name_in_a_sentence", "qingquan ships lamps to Oslo", std::nullopt},
  };
  for (const Case& one : cases)
    EXPECT_EQ(password::weakness(one.typed, kContext), one.expected) << one.name;
}

TEST(Password, long_ones_are_taken_up_to_256_characters) {
  std::string typed;
  for (int i = 0; i < 128; ++i) typed += std::string(1, static_cast<char>('a' + i * 7 % 26)) + "说";
  EXPECT_EQ(password::weakness(typed, {}), std::nullopt);
  EXPECT_EQ(password::weakness(typed + "x", {}), Weakness::kTooLong);
}

}  // namespace
}  // namespace vouch
