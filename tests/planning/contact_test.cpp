#include "planning/contact.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

struct MaskRow {
  const char* name;
  const char* given;
  const char* shown;
};

TEST(Contact, shows_the_ends_alone) {
  const MaskRow rows[] = {
      {"a_mobile_number", "13812345678", "138****5678"},
      {"with_spaces_and_dashes", "138-1234 5678", "138****5678"},
      {"with_the_country_code", "+86 13812345678", "138****5678"},
      {"a_land_line", "0755-88881234", "075****1234"},
      {"a_short_number", "8888123", "88****23"},
      {"a_mail_address", "zhang.san@example.com", "z***@example.com"},
      {"an_id_of_weixin", "wx_zhang_88", "wx****88"},
      {"a_short_id", "ab12", "a****"},
      {"a_name_in_chinese", "张三丰", "张****"},
      {"labels_stay", "微信：zhang_88x", "微信：zh****8x"},
      {"several_in_one_line", "13812345678 / a@b.example", "138****5678 / a***@b.example"},
      {"a_number_is_no_label", "13812345678：张总", "13****张总"},
      {"words_before_a_number", "张总 13812345678", "张**** 138****5678"},
      {"nothing", "", ""},
  };
  for (const MaskRow& row : rows) EXPECT_EQ(mask_contact(row.given), row.shown) << row.name;
}

TEST(Contact, no_whole_number_stands_behind_a_mask) {
  for (const char* text : {"13812345678", "电话13812345678", "13812345678张三", "wx:13812345678",
                           "(138)12345678", "138 1234 5678,13987654321"}) {
    EXPECT_EQ(mask_contact(text).find("1234567"), std::string::npos) << text;
    EXPECT_EQ(mask_contact(text).find("12345678"), std::string::npos) << text;
  }
}

TEST(Contact, the_same_one_is_known_however_it_is_written) {
  using Keys = std::vector<std::string>;
  EXPECT_EQ(contact_keys("138-1234 5678"), Keys{"13812345678"});
  EXPECT_EQ(contact_keys("+86 13812345678"), contact_keys("138 1234 5678"));
  EXPECT_EQ(contact_keys("微信：Zhang_88"), contact_keys("zhang_88"));
  EXPECT_EQ(contact_keys("A@B.Example"), contact_keys("a@b.example"));
  EXPECT_EQ(contact_keys("张总 13812345678"), Keys{"13812345678"}) << "a short name is no contact";
  EXPECT_EQ(contact_keys("13812345678/zhang_88").size(), 2U);
  EXPECT_TRUE(contact_keys("无").empty());
}

}  // namespace
}  // namespace vouch::planning
