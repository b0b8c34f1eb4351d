// Where the strict key differs from the "semantic-preserving" sets of url_normalize.json, by name.
// The reasons stand in docs/decisions/010-url-keys.md, which lists the same rows.
#pragma once

#include <array>
#include <string_view>

namespace vouch {

// Headings of the decision record.
constexpr std::string_view kNoScheme = "No scheme";
constexpr std::string_view kRefused = "Refused by the URL Standard";
constexpr std::string_view kDotHost = "Hosts of dots";
constexpr std::string_view kSlashes = "Repeated slashes";
constexpr std::string_view kParameters = "Order and empty parameters";
constexpr std::string_view kEmptyQuery = "Empty query";
constexpr std::string_view kReserved = "Reserved characters";
constexpr std::string_view kDecodedOnce = "Decoded once";
constexpr std::string_view kUserinfo = "User names";
constexpr std::string_view kTrailingDot = "Trailing dot";
constexpr std::string_view kInvalidUtf8 = "Invalid UTF-8";
constexpr std::string_view kOtherScheme = "Other schemes";
constexpr std::string_view kOldScheme = "Gopher";
constexpr std::string_view kFileForm = "The file scheme";

struct KeyException {
  std::string_view input;
  std::string_view key;  // ours; empty: refused by the parser
  std::string_view reason;
};

constexpr auto kKeyExceptions = std::to_array<KeyException>({
    {"foo.com/index.html", "", kNoScheme},
    {"%20leadingspace.com/", "", kNoScheme},
    {"www.google.com", "", kNoScheme},
    {"www.google.com/", "", kNoScheme},
    {"ftp:/", "", kRefused},
    {"http:////", "", kRefused},
    {"http:///////", "", kRefused},
    {"file://%", "", kRefused},
    {"file://%/a/b", "", kRefused},
    {"http:%/", "", kRefused},
    {"http:/%/", "", kRefused},
    {"http:// leadingspace.com/", "", kRefused},
    {"http://%/", "", kRefused},
    {"http://%20leadingspace.com/", "", kRefused},
    {"http://09/", "", kRefused},
    {"http://\001\200.com/", "", kRefused},
    {"http://host%23.com/"
     "%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
     "", kRefused},
    {"sc://\037!\"$&'()*+,-.;<=>^_`{|}~/", "", kRefused},
    {"file://%2e%2e%2e/a/b", "file://.../a/b", kDotHost},
    {"file://%2e%2e/a/b", "file://../a/b", kDotHost},
    {"file://%2e/a/b", "file://./a/b", kDotHost},
    {"http:%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http:%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:%2e/a/b", "http://./a/b", kDotHost},
    {"http:/%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http:/%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:/%2e/a/b", "http://./a/b", kDotHost},
    {"http://%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http://%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http://%2e/a/b", "http://./a/b", kDotHost},
    {"http:///%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http:///%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:///%2e/a/b", "http://./a/b", kDotHost},
    {"nonspecial://%2e%2e%2e/a/b", "nonspecial://%2e%2e%2e/a/b", kDotHost},
    {"nonspecial://%2e%2e/a/b", "nonspecial://%2e%2e/a/b", kDotHost},
    {"nonspecial://%2e/a/b", "nonspecial://%2e/a/b", kDotHost},
    {"http://foo.com//aa/bb/foo.html", "http://foo.com//aa/bb/foo.html", kSlashes},
    {"http://foo.com/aa//bb/foo.html", "http://foo.com/aa//bb/foo.html", kSlashes},
    {"http://foo.com/aa/bb//foo.html", "http://foo.com/aa/bb//foo.html", kSlashes},
    {"http://foo.com//aa//bb//foo.html", "http://foo.com//aa//bb//foo.html", kSlashes},
    {"http://foo.com////aa////bb//foo.html", "http://foo.com////aa////bb//foo.html", kSlashes},
    {"http://foo.com////aa////bb////foo.html", "http://foo.com////aa////bb////foo.html", kSlashes},
    {"http://example.com////../..", "http://example.com//", kSlashes},
    {"http://example.com\\\\foo\\\\bar", "http://example.com//foo//bar", kSlashes},
    {"http://host.com//twoslashes?more//slashes", "http://host.com//twoslashes?more//slashes",
     kSlashes},
    {"http://example.com/?b=1&a=1", "http://example.com/?b=1&a=1", kParameters},
    {"http://foo.com/foo.html?b=1&a=1", "http://foo.com/foo.html?b=1&a=1", kParameters},
    {"http://foo.com/index?b=2&a=1", "http://foo.com/index?b=2&a=1", kParameters},
    {"http://foo.com/index?b=2&a=1#c", "http://foo.com/index?b=2&a=1", kParameters},
    {"http://foo.com/index?a=1&b=", "http://foo.com/index?a=1&b=", kParameters},
    {"http://foo.com/index?b&a=1", "http://foo.com/index?b&a=1", kParameters},
    {"http://foo.com/index?b=&a=1", "http://foo.com/index?b=&a=1", kParameters},
    {"http://foo.com/index?b=1&a=1&", "http://foo.com/index?b=1&a=1&", kParameters},
    {"http://foo.com/index?&b=1&a=1", "http://foo.com/index?&b=1&a=1", kParameters},
    {"http://foo.com/index?&=1&a=1", "http://foo.com/index?&=1&a=1", kParameters},
    {"http://foo.com/index?=1&b=1&a=1", "http://foo.com/index?=1&b=1&a=1", kParameters},
    {"http://example.com/?%26=%26&%26", "http://example.com/?%26=%26&%26", kParameters},
    {"http://example.com/?%3d=%3d&%3d", "http://example.com/?%3D=%3D&%3D", kParameters},
    {"http://example.com/?c=d&a=b", "http://example.com/?c=d&a=b", kParameters},
    {"http://www.google.com/q?", "http://www.google.com/q", kEmptyQuery},
    {"sc://?", "sc://", kEmptyQuery},
    {"file:///C%3A/", "file:///C%3A/", kReserved},
    {"file:///C%7C/", "file:///C%7C/", kReserved},
    {"http://example.com/%3A%3a%3C%3c", "http://example.com/%3A%3A%3C%3C", kReserved},
    {"http://example.com/%7Ffp3%3Eju%3Dduvgw%3Dd", "http://example.com/%7Ffp3%3Eju%3Dduvgw%3Dd",
     kReserved},
    {"http://example.com/(%28:%3A%29)", "http://example.com/(%28:%3A%29)", kReserved},
    {"http://example.com/@asdf%40", "http://example.com/@asdf%40", kReserved},
    {"http://facebook.com/?foo=%7B%22abc%22", "http://facebook.com/?foo=%7B%22abc%22", kReserved},
    {"http://host/%%%25%32%35asd%%", "http://host/%25%25%2525asd%25%25", kDecodedOnce},
    {"http://host/%%300", "http://host/%2500", kDecodedOnce},
    {"http://host/%%36%31", "http://host/%2561", kDecodedOnce},
    {"http://host/%25%2536%2531", "http://host/%25%2536%2531", kDecodedOnce},
    {"http://host/%25%25361", "http://host/%25%25361", kDecodedOnce},
    {"http://host/%25%32%35", "http://host/%2525", kDecodedOnce},
    {"http://host/%25%32%35%25%32%35", "http://host/%2525%2525", kDecodedOnce},
    {"http://host/%2525252525252525", "http://host/%2525252525252525", kDecodedOnce},
    {"http://host/%2561", "http://host/%2561", kDecodedOnce},
    {"http://host/?%%300", "http://host/?%2500", kDecodedOnce},
    {"http://host/?%%36%31", "http://host/?%2561", kDecodedOnce},
    {"http://host/?%25%2536%2531", "http://host/?%25%2536%2531", kDecodedOnce},
    {"http://host/?%25%25361", "http://host/?%25%25361", kDecodedOnce},
    {"http://host/?%2561", "http://host/?%2561", kDecodedOnce},
    {"http://host/asdf%25%32%35asd", "http://host/asdf%2525asd", kDecodedOnce},
    {"http://%25DOMAIN:foobar@foodomain.com/", "http://%25DOMAIN:foobar@foodomain.com/", kUserinfo},
    {"http://:b@www.example.com", "http://:b@www.example.com/", kUserinfo},
    {"http://@:@@host/a/b", "http://%40:%40@host/a/b", kUserinfo},
    {"http://@@host/a/b", "http://%40@host/a/b", kUserinfo},
    {"http://@ho@st/a/b", "http://%40ho@st/a/b", kUserinfo},
    {"http://a:@www.example.com", "http://a@www.example.com/", kUserinfo},
    {"http://a:b@www.example.com", "http://a:b@www.example.com/", kUserinfo},
    {"http://www.@pple.com", "http://www.@pple.com/", kUserinfo},
    {"http:/:b@www.example.com", "http://:b@www.example.com/", kUserinfo},
    {"http:/a:@www.example.com", "http://a@www.example.com/", kUserinfo},
    {"http:/a:b@www.example.com", "http://a:b@www.example.com/", kUserinfo},
    {"http::b@www.example.com", "http://:b@www.example.com/", kUserinfo},
    {"http:a:@www.example.com", "http://a@www.example.com/", kUserinfo},
    {"http:a:b@www.example.com", "http://a:b@www.example.com/", kUserinfo},
    {"https://test:@test", "https://test@test/", kUserinfo},
    {"non-special://test:@test/x", "non-special://test@test/x", kUserinfo},
    {"redis://foo:bar@somehost:6379/0?baz=bam&qux=baz",
     "redis://foo:bar@somehost:6379/0?baz=bam&qux=baz", kUserinfo},
    {"rsync://foo@host:911/sup", "rsync://foo@host:911/sup", kUserinfo},
    {"telnet://user:pass@foobar.com:23/", "telnet://user:pass@foobar.com:23/", kUserinfo},
    {"https://www.example.org./", "https://www.example.org./", kTrailingDot},
    {"http://www.google.com.../", "http://www.google.com.../", kTrailingDot},
    {"http://example.com/foo\011\221%91", "http://example.com/foo%EF%BF%BD%91", kInvalidUtf8},
    {"foo://%", "foo://%", kOtherScheme},
    {"foo://%///", "foo://%///", kOtherScheme},
    {"non-special://H%4fSt/path", "non-special://H%4fSt/path", kOtherScheme},
    {"sc://%/", "sc://%/", kOtherScheme},
    {"sc:\\../", "sc:%5C../", kOtherScheme},
    {"gopher://foo:70/", "gopher://foo:70/", kOldScheme},
    {"gopher:/example.com/", "gopher:/example.com/", kOldScheme},
    {"gopher:example.com/", "gopher:example.com/", kOldScheme},
    {"file:/path/index.html", "file:///path/index.html", kFileForm},
    {"file:/var/www/html/////./bar/index.html", "file:///var/www/html/////bar/index.html",
     kFileForm},
    {"file:/var/www/html/foo/../bar/index.html", "file:///var/www/html/bar/index.html", kFileForm},
});

// The same for urlcanon's supplemental_whatwg, whose expectation is our href.
constexpr auto kHrefExceptions = std::to_array<KeyException>({
    {"http://09/", "", kRefused},
    {"www.google.com", "", kNoScheme},
    {"www.google.com/", "", kNoScheme},
    {"file://%", "", kRefused},
    {"file://%/a/b", "", kRefused},
    {"http://%/", "", kRefused},
    {"http:/%/", "", kRefused},
    {"http:%/", "", kRefused},
    {"http:%2e/a/b", "http://./a/b", kDotHost},
    {"http:%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http:/%2e/a/b", "http://./a/b", kDotHost},
    {"http:/%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:/%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http://%2e/a/b", "http://./a/b", kDotHost},
    {"http://%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http://%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"http:///%2e/a/b", "http://./a/b", kDotHost},
    {"http:///%2e%2e/a/b", "http://../a/b", kDotHost},
    {"http:///%2e%2e%2e/a/b", "http://.../a/b", kDotHost},
    {"file://%2e/a/b", "file://./a/b", kDotHost},
    {"file://%2e%2e/a/b", "file://../a/b", kDotHost},
    {"file://%2e%2e%2e/a/b", "file://.../a/b", kDotHost},
    {"lolscheme:x x#x x", "lolscheme:x x#x%20x", kOtherScheme},
    {"lolscheme:/x x#x x", "lolscheme:/x%20x#x%20x", kOtherScheme},
    {"http://info@merseburger.de%20/", "", kRefused},
});

}  // namespace vouch
