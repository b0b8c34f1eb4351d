// Memory that is not there while a page is read: at each single allocation in turn. Gumbo knows no
// way to say so and is left by a jump; what is proved here is that nothing is lost on the way. ASan
// and its leak check see the same loops.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "crawler/page/document.h"
#include "crawler/page/page_reader.h"
#include "tests/fakes/failing_memory.h"

namespace vouch::crawler {
namespace {

using fakes::FailingMemory;

// A bit of everything that the parser keeps lists for.
const std::string kSmallPage =
    "<!doctype html><html lang=zh-CN><head><title>净水器 &amp; more</title>"
    "<meta name=robots content=noindex><style>.a b{display:none}</style></head>"
    "<body class='a b'><p>one<font color=red><b><i><p>two<a href=/x rel=nofollow>link</a>"
    "<table><tr><td>cell<b>bold</table></b><x-Odd A=1>odd</x-Odd><svg><path d=m0></svg>"
    "<template><li>x</template><ul><li>1<li>2</ul><!-- note --><textarea>t</textarea>";

std::string large_page() {
  std::string html = "<title>t</title>";
  for (int i = 0; i < 4000; ++i) {
    html += "<p class=c" + std::to_string(i) + ">text <b>bold</b> <a href=/" + std::to_string(i) +
            ">link</a>";
  }
  return html;
}

PageFacts facts_of(const std::string& html, std::size_t arena_bytes) {
  PageInput input;
  input.url = "http://www.example.com/";
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = html;
  input.limits.arena_bytes = arena_bytes;
  return read_page(input);
}

void expect_refused(const PageFacts& facts) {
  EXPECT_EQ(facts.refused, "bytes");
  EXPECT_TRUE(facts.blocks.empty());
  EXPECT_TRUE(facts.links.empty());
  EXPECT_EQ(facts.main_text, "");
  EXPECT_NE(facts.fingerprint, "");  // of the bytes: a changed page is still seen
}

// Every amount handed out is a multiple of 16 bytes, so each allocation is the first to be refused
// for one of these budgets.
TEST(PageAllocation, fails_at_each_one_of_a_small_page) {
  const auto whole = Document::parse(kSmallPage);
  ASSERT_TRUE(whole);
  const std::size_t all = whole->arena_bytes();
  ASSERT_GT(all, 4096U);
  for (std::size_t budget = 0; budget < all; budget += 16) {
    DocumentLimits limits;
    limits.arena_bytes = budget;
    const auto document = Document::parse(kSmallPage, limits);
    ASSERT_FALSE(document) << budget;
    ASSERT_EQ(document.error(), Refused::kBytes) << budget;
  }
  DocumentLimits enough;
  enough.arena_bytes = all;
  EXPECT_TRUE(Document::parse(kSmallPage, enough));
}

TEST(PageAllocation, fails_all_along_a_large_page) {
  const std::string html = large_page();
  const auto whole = Document::parse(html);
  ASSERT_TRUE(whole);
  const std::size_t all = whole->arena_bytes();
  for (std::size_t part = 0; part < 25; ++part) {
    expect_refused(facts_of(html, all / 25 * part));
  }
  EXPECT_EQ(facts_of(html, all).refused, "");
}

TEST(PageAllocation, a_block_that_the_system_does_not_give_is_a_refusal) {
  const std::string html = large_page();
  FailingMemory memory;
  memory.count_mallocs();
  ASSERT_TRUE(Document::parse(html));
  const std::size_t blocks = memory.seen();
  ASSERT_GT(blocks, 5U);
  for (std::size_t n = 1; n <= blocks; ++n) {
    memory.fail_malloc(n);
    const auto document = Document::parse(html);
    memory.stop();
    ASSERT_FALSE(document) << n;
    EXPECT_EQ(document.error(), Refused::kBytes) << n;
  }
}

// The facts themselves are made with `new`. A machine without memory is no outcome of the domain:
// the exception ends the look and nothing else.
TEST(PageAllocation, new_fails_at_each_one_and_only_bad_alloc_comes_out) {
  facts_of(kSmallPage, 1 << 20);  // the first one also makes the tables
  FailingMemory memory;
  memory.count_news();
  ASSERT_EQ(facts_of(kSmallPage, 1 << 20).refused, "");
  const std::size_t all = memory.seen();
  ASSERT_GT(all, 50U);
  std::size_t thrown = 0;
  for (std::size_t n = 1; n <= all; ++n) {
    memory.fail_new(n);
    try {
      facts_of(kSmallPage, 1 << 20);
    } catch (const std::bad_alloc&) {
      ++thrown;
    }
    memory.stop();
  }
  EXPECT_EQ(thrown, all);
}

}  // namespace
}  // namespace vouch::crawler
