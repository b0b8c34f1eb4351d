#include "core/picture.h"

#include <string>

#include <gtest/gtest.h>

namespace vouch {
namespace {

using namespace std::string_literals;

TEST(Picture, is_told_by_its_first_bytes_and_by_nothing_else) {
  EXPECT_EQ(picture_type("\x89PNG\r\n\x1a\n rest"), "image/png");
  EXPECT_EQ(picture_type("\xff\xd8\xff\xe0 JFIF"), "image/jpeg");
  EXPECT_EQ(picture_type("GIF89a..."), "image/gif");
  EXPECT_EQ(picture_type("RIFF\x10\0\0\0WEBPVP8 "s), "image/webp");
  for (const std::string& other :
       {""s, "<svg xmlns='http://www.w3.org/2000/svg'>"s, "<html>"s, "%PDF-1.7"s,
        "RIFF\x10\0\0\0WAVE"s, "RIFF"s, "\x89PN"s, " GIF89a"s}) {
    EXPECT_EQ(picture_type(other), "") << other;
  }
}

}  // namespace
}  // namespace vouch
