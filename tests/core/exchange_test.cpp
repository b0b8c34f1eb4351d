#include "core/exchange.h"

#include <gtest/gtest.h>

namespace vouch {
namespace {

TEST(Exchange, header_lines_are_read_in_order_without_their_white_space) {
  const auto fields = parse_header_fields(
      "HTTP/1.1 200 OK\r\nContent-Type:  text/html \r\nSet-Cookie: a\r\nset-cookie:b\r\n\r\n");
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].name, "Content-Type");
  EXPECT_EQ(header_value(fields, "content-type"), "text/html");
  EXPECT_EQ(header_values(fields, "SET-COOKIE"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(header_value(fields, "x"), "");
  EXPECT_TRUE(header_values(fields, "x").empty());
}

TEST(Exchange, folded_lines_bare_line_feeds_and_nonsense_are_survived) {
  const auto fields =
      parse_header_fields("HTTP/1.0 200\nA: 1\n  2\nnonsense\n: no name\nB:\n\t x\nC: a:b");
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].value, "1 2");
  EXPECT_EQ(fields[1].value, "x");
  EXPECT_EQ(fields[2].value, "a:b");
  EXPECT_TRUE(parse_header_fields("").empty());
  EXPECT_TRUE(parse_header_fields("HTTP/1.1 200 OK").empty());
}

TEST(Exchange, the_last_hop_is_the_answer) {
  Exchange exchange;
  EXPECT_EQ(exchange.last(), nullptr);
  EXPECT_EQ(exchange.status(), 0);
  exchange.hops.resize(2);
  exchange.hops[0].status = 302;
  exchange.hops[1].status = 200;
  EXPECT_EQ(exchange.status(), 200);
  EXPECT_EQ(exchange.last(), &exchange.hops[1]);
}

TEST(Exchange, evidence_keeps_what_stood_on_the_wire) {
  Hop hop;
  EXPECT_EQ(evidence_body(hop), nullptr);
  hop.body = std::make_shared<const std::string>("abc");
  EXPECT_EQ(*evidence_body(hop), "abc");
  hop.wire_body = std::make_shared<const std::string>("3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(*evidence_body(hop), "3\r\nabc\r\n0\r\n\r\n");
}

}  // namespace
}  // namespace vouch
