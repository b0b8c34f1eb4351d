// Questions, tickets and secrets: the values that the adapters share.
#include "engines/ticket.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "engines/api_request.h"
#include "engines/secrets.h"
#include "tests/engines/searxng_world.h"

namespace vouch::engines::test {
namespace {

TEST(Question, equal_questions_are_one) {
  const Question first = url_question("baidu", "https://a.cn/x#part");
  EXPECT_EQ(first, url_question("baidu", "https://a.cn/x#part"));
  EXPECT_EQ(first.text, "https://a.cn/x");
  Question other = first;
  other.device = Device::kMobile;
  EXPECT_NE(first, other);
  other = first;
  other.place = "广州";
  EXPECT_NE(first, other);
  other = first;
  other.depth = 20;
  EXPECT_NE(first, other);
  EXPECT_NE(keyword_question("baidu", "a"), keyword_question("bing", "a"));
}

Ticket some_ticket() {
  Ticket ticket;
  ticket.provider = "5118:main";
  ticket.purpose = "rank";
  ticket.submitted_at = from_millis(1'795'000'000'123);
  Question mobile = keyword_question("baidu", "展台 \"设计\"\n", 50);
  mobile.device = Device::kMobile;
  mobile.place = "广州";
  ticket.tasks.push_back(TicketTask{"desktop:1", {url_question("baidu", "https://a.cn/")}});
  ticket.tasks.push_back(TicketTask{"mobile:2", {mobile, keyword_question("baidu", "b")}});
  return ticket;
}

TEST(Ticket, reads_back_as_it_was_on_one_line) {
  const std::string text = to_text(some_ticket());
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const Result<Ticket> back = parse_ticket(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, some_ticket());
  EXPECT_EQ(back->questions().size(), 3U);
}

RC_GTEST_PROP(Ticket, a_damaged_one_is_refused_or_whole, ()) {
  std::string text = to_text(some_ticket());
  text.resize(*rc::gen::inRange<std::size_t>(0, text.size()));
  RC_ASSERT(!parse_ticket(text));
}

TEST(Ticket, what_is_none_is_refused) {
  const std::string head = R"({"ticket":1,"provider":"a","purpose":"b","submitted_at":1,"tasks":[)";
  const std::vector<std::string> texts = {
      "",
      "null",
      "{}",
      R"({"ticket":2,"provider":"a","purpose":"b","submitted_at":1,"tasks":[]})",
      head + R"({"id":1}]})",
      head + R"({"id":"1","questions":[{"kind":"url"}]}]})",
  };
  ASSERT_TRUE(parse_ticket(head + "]}"));
  for (const std::string& text : texts) {
    EXPECT_FALSE(parse_ticket(text)) << text;
  }
}

TEST(Secrets, are_found_in_every_spelling) {
  Secrets secrets;
  const std::string key = "s3cr&t \"k\"/y";
  ASSERT_TRUE(secrets.add(key));
  const std::vector<std::string> spellings = {key, percent_encoded(key), R"(s3cr&t \"k\"/y)",
                                              base64_encode(key)};
  for (const std::string& spelling : spellings) {
    EXPECT_EQ(secrets.hidden(fmt::format("a={0}&b={0}", spelling)), "a=[secret]&b=[secret]")
        << spelling;
  }
  EXPECT_EQ(secrets.hidden("nothing"), "nothing");
}

TEST(Secrets, one_that_is_too_short_is_refused) {
  Secrets secrets;
  EXPECT_FALSE(secrets.add("12345"));
  EXPECT_TRUE(secrets.add("123456"));
}

TEST(Secrets, leave_an_exchange_without_them_alone) {
  Secrets secrets;
  ASSERT_TRUE(secrets.add("123456"));
  Exchange exchange = answered(200, "body");
  const Bytes before = exchange.hops[0].body;
  secrets.hide(exchange);
  EXPECT_EQ(exchange.hops[0].body, before);  // shared, not copied
  exchange = answered(200, "x123456y", {{"X", "123456"}});
  secrets.hide(exchange);
  EXPECT_EQ(*exchange.hops[0].body, "x[secret]y");
  EXPECT_EQ(exchange.hops[0].headers[0].value, "[secret]");
}

}  // namespace
}  // namespace vouch::engines::test
