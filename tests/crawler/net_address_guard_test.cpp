#include "crawler/net/address_guard.h"

#include <gtest/gtest.h>

namespace vouch::crawler {
namespace {

IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}
Url url(std::string_view text) {
  return Url::parse(text).value();
}

AddressGuard guard_allowing(std::vector<const char*> ranges, std::vector<Endpoint> own = {}) {
  std::vector<AllowedRange> parsed;
  for (const char* range : ranges) parsed.push_back(AllowedRange::parse(range).value());
  return AddressGuard(std::move(parsed), std::move(own));
}

TEST(AddressGuard, special_purpose_addresses_are_refused_to_guarded_requests) {
  const AddressGuard guard;
  for (const char* text : {"127.0.0.1",
                           "0.0.0.0",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "169.254.170.2",
                           "169.254.0.23",
                           "100.100.100.200",
                           "100.64.0.1",
                           "100.127.255.255",
                           "168.63.129.16",
                           "255.255.255.255",
                           "224.0.0.1",
                           "239.255.255.250",
                           "240.0.0.1",
                           "198.18.0.1",
                           "198.19.0.1",
                           "192.0.0.1",
                           "192.0.2.1",
                           "198.51.100.7",
                           "203.0.113.7",
                           "192.31.196.1",
                           "192.52.193.1",
                           "192.88.99.1",
                           "192.175.48.1",
                           "::1",
                           "::",
                           "::ffff:127.0.0.1",
                           "::ffff:169.254.169.254",
                           "::ffff:10.0.0.1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "fd00:ec2::254",
                           "fc00::1",
                           "64:ff9b::a00:1",
                           "64:ff9b:1::a00:1",
                           "2002:a00:1::1",
                           "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                           "2001:db8::1",
                           "ff02::1",
                           "::127.0.0.1",
                           "100::1",
                           "100:0:0:1::1",
                           "3fff::1",
                           "5f00::1"}) {
    EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip(text), 80)) << text;
    EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip(text), 443)) << text;
  }
}

TEST(AddressGuard, public_addresses_next_to_the_denied_networks_are_allowed) {
  const AddressGuard guard;
  for (const char* text :
       {"8.8.8.8",         "1.1.1.1",       "::ffff:8.8.8.8",  "2606:4700:4700::1111",
        "100.63.255.254",  "100.128.0.1",   "172.15.255.255",  "172.32.0.1",
        "192.167.255.255", "192.169.0.1",   "126.255.255.255", "128.0.0.1",
        "168.63.129.15",   "168.63.129.17", "64:ff9c::1",      "2001:4860:4860::8888",
        "240e::1",         "2400:3200::1",  "223.5.5.5",       "11.0.0.1"}) {
    EXPECT_TRUE(guard.may_connect(AddressClass::kGuarded, ip(text), 443)) << text;
  }
}

TEST(AddressGuard, a_mapped_address_is_the_ipv4_address_it_carries) {
  EXPECT_EQ(ip("::ffff:192.168.1.1"), ip("192.168.1.1"));
  EXPECT_EQ(ip("::ffff:8.8.8.8").text(), "8.8.8.8");
  EXPECT_EQ(ip("2400:3200::1").text(), "2400:3200::1");
}

TEST(AddressGuard, what_the_operator_named_may_be_anywhere) {
  const AddressGuard guard;
  EXPECT_TRUE(guard.may_connect(AddressClass::kConfigured, ip("127.0.0.1"), 8888));
  EXPECT_FALSE(guard.objection(AddressClass::kConfigured, url("http://127.0.0.1:8888/search")));
}

TEST(AddressGuard, only_web_ports_are_open_to_guarded_requests) {
  const AddressGuard guard;
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{22, 25, 81, 6379, 8080}) {
    EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip("8.8.8.8"), port)) << port;
  }
}

TEST(AddressGuard, an_allowed_range_opens_its_network_and_ports_and_nothing_else) {
  const AddressGuard guard = guard_allowing({"10.2.0.0/16:8000-8100", "[fd00:1::]/32:80"});
  struct Row {
    const char* address;
    std::uint16_t port;
    bool allowed;
  };
  for (const Row& row :
       {Row{"10.2.3.4", 8000, true}, Row{"10.2.3.4", 8100, true},
        Row{"::ffff:10.2.3.4", 8050, true}, Row{"10.2.3.4", 7999, false},
        Row{"10.2.3.4", 8101, false}, Row{"10.3.0.1", 8000, false}, Row{"10.2.3.4", 80, false},
        Row{"fd00:1::5", 80, true}, Row{"fd00:2::5", 80, false}, Row{"fd00:1::5", 443, false}}) {
    EXPECT_EQ(guard.may_connect(AddressClass::kGuarded, ip(row.address), row.port), row.allowed)
        << row.address << " " << row.port;
  }
}

TEST(AddressGuard, our_own_listener_is_refused_even_where_its_network_is_allowed) {
  const AddressGuard guard = guard_allowing({"127.0.0.0/8:1-65535"}, {{ip("127.0.0.1"), 8080}});
  EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip("127.0.0.1"), 8080));
  EXPECT_TRUE(guard.may_connect(AddressClass::kGuarded, ip("127.0.0.1"), 8081));
  EXPECT_TRUE(guard.may_connect(AddressClass::kGuarded, ip("127.0.0.2"), 8080));
}

TEST(AddressGuard, a_listener_on_every_address_closes_its_port_on_private_ones) {
  const AddressGuard guard =
      guard_allowing({"10.0.0.0/8:80", "127.0.0.0/8:80"}, {{ip("0.0.0.0"), 80}});
  EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip("127.0.0.1"), 80));
  EXPECT_FALSE(guard.may_connect(AddressClass::kGuarded, ip("10.1.1.1"), 80));
  EXPECT_TRUE(guard.may_connect(AddressClass::kGuarded, ip("8.8.8.8"), 80));
}

TEST(AddressGuard, unreadable_ranges_are_refused_with_the_way_to_write_them) {
  for (const char* text : {"", "10.0.0.0/8", "10.0.0.0/33:80", "10.0.0.0/-1:80", "300.1.1.1/8:80",
                           "10.0.0.0/8:0", "10.0.0.0/8:99999", "10.0.0.0/8:90-80", "fd00::/8:80",
                           "10.0.0.0/8:80-", "example.com:80", "[fd00::/8:x"}) {
    const auto range = AllowedRange::parse(text);
    ASSERT_FALSE(range) << text;
    EXPECT_FALSE(range.error().message.empty());
  }
}

TEST(AddressGuard, urls_are_judged_before_any_name_is_resolved) {
  const AddressGuard guard = guard_allowing({"10.2.0.0/16:8080"});
  struct Row {
    const char* url;
    bool refused;
  };
  for (const Row& row :
       {Row{"http://example.com/", false}, Row{"https://example.com/", false},
        Row{"http://example.com:8080/", false},  // a name may resolve into the allowed range
        Row{"http://example.com:8081/", true}, Row{"ftp://example.com/", true},
        Row{"file:///etc/passwd", true}, Row{"http://user@example.com/", true},
        Row{"http://user:secret@example.com/", true}, Row{"http://127.0.0.1/", true},
        Row{"http://0x7f000001/", true}, Row{"http://2130706433/", true},
        Row{"http://017700000001/", true}, Row{"http://[::1]/", true},
        Row{"http://[::ffff:127.0.0.1]/", true}, Row{"http://10.2.0.1:8080/", false},
        Row{"http://10.2.0.1/", true}, Row{"http://[2400:3200::1]/", false}}) {
    EXPECT_EQ(guard.objection(AddressClass::kGuarded, url(row.url)).has_value(), row.refused)
        << row.url;
  }
}

TEST(AddressGuard, behind_a_proxy_names_of_this_machine_are_refused_too) {
  const AddressGuard guard;
  for (const char* text : {"http://localhost/", "http://a.localhost/", "http://localhost./",
                           "http://intranet/", "http://127.0.0.1/"}) {
    EXPECT_TRUE(guard.objection_behind_proxy(AddressClass::kGuarded, url(text))) << text;
  }
  EXPECT_FALSE(guard.objection_behind_proxy(AddressClass::kGuarded, url("http://example.com/")));
  const AddressGuard practice = guard_allowing({"127.0.0.1:9000"});
  EXPECT_FALSE(
      practice.objection_behind_proxy(AddressClass::kGuarded, url("http://a.localhost:9000/")));
}

}  // namespace
}  // namespace vouch::crawler
