// Saved pages as browsers write them: plain HTML, complete pages with a note, MHTML archives.
#include "engines/saved_page.h"

#include <gtest/gtest.h>

namespace vouch::engines::test {
namespace {

std::string archive(const std::string& coding, const std::string& body) {
  return "From: <Saved by Blink>\r\n"
         "Snapshot-Content-Location: https://www.baidu.com/s?wd=a\r\n"
         "Subject: a\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--==B==--\"\r\n"
         "\r\n\r\n"
         "----==B==--\r\nContent-Type: text/css\r\nContent-Location: cid:x\r\n\r\nb{}\r\n"
         "----==B==--\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <f>\r\n"
         "Content-Transfer-Encoding: " +
         coding + "\r\nContent-Location: https://www.baidu.com/s?wd=b\r\n\r\n" + body +
         "\r\n----==B==----\r\n";
}

TEST(SavedPage, html_is_given_back_byte_by_byte) {
  const std::string page = "<html>\xbe\xbb</html>";
  const auto saved = open_saved_page(page, "text/html; charset=gbk");
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->html, page);
  EXPECT_EQ(saved->content_type, "text/html; charset=gbk");
  EXPECT_EQ(saved->address, "");
}

TEST(SavedPage, a_complete_page_names_its_address) {
  const auto saved = open_saved_page(
      "<!DOCTYPE html>\n<!-- saved from url=(0028)https://www.baidu.com/s?wd=a -->\n<html></html>",
      "");
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->address, "https://www.baidu.com/s?wd=a");
  EXPECT_EQ(saved->content_type, "text/html");
}

TEST(SavedPage, an_archives_page_is_found_and_unpacked) {
  struct Row {
    const char* coding;
    const char* body;
  };
  for (const Row& row : {Row{"quoted-printable", "<b c=3D'=\r\n1'>=E5=87=80</b>"},
                         Row{"base64", "PGIgYz0n\r\nMSc+5YeAPC9iPg=="},
                         Row{"binary", "<b c='1'>净</b>"}, Row{"8bit", "<b c='1'>净</b>"}}) {
    SCOPED_TRACE(row.coding);
    const auto saved = open_saved_page(archive(row.coding, row.body), "multipart/related");
    ASSERT_TRUE(saved) << saved.error().message;
    EXPECT_TRUE(saved->html.starts_with("<b c='1'>净</b>")) << saved->html;
    EXPECT_EQ(saved->content_type, "text/html; charset=utf-8");
    EXPECT_EQ(saved->address, "https://www.baidu.com/s?wd=b");
  }
}

TEST(SavedPage, a_broken_archive_is_returned_or_read_as_text_and_never_more) {
  const std::string whole = archive("base64", "PGI+");
  EXPECT_FALSE(open_saved_page(archive("base64", "!!!!"), "multipart/related"));
  EXPECT_FALSE(
      open_saved_page("MIME-Version: 1.0\r\nContent-Type: multipart/related; "
                      "boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\na\r\n--x--",
                      ""));
  EXPECT_FALSE(
      open_saved_page("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<", ""));
  for (std::size_t cut = 0; cut < whole.size(); cut += 7) {
    const auto saved = open_saved_page(whole.substr(0, cut), "multipart/related");
    if (saved) {
      EXPECT_LE(saved->html.size(), whole.size());
    }
  }
}

}  // namespace
}  // namespace vouch::engines::test
