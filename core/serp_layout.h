// How one search engine lays out its result pages on one kind of device: what to ask, what a wall
// looks like, where rows, targets and page numbers stand. A dated record (design law 7); which
// element means what is written in data and applied by engines/result_page.h. Plain values.
//
// "Address" below: "host/path-prefix", matched against host and sub-domains; "google.*" stands for
// one or two labels behind the dot; "/path" alone is a path on the engine's own hosts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch {

// The forms of one question. Placeholders: {query} {offset} in `url`; {url} {host} {title} in the
// rest. What is put in for them is percent-encoded in `url` only.
struct SerpRequest {
  std::string url;          // "https://www.example.com/s?q={query}&p={offset}"
  std::string exact_url;    // the query for one URL: "{url}"
  std::string exact_title;  // the title in quotes on its host: "\"{title}\" site:{host}"
  std::string site;         // all pages of a host: "site:{host}"
  int page_size = 10;       // organic rows of a full page
  int first_offset = 0;     // {offset} of the first page
  int offset_step = 10;     // added for each further page; 1 where pages are numbered

  bool operator==(const SerpRequest&) const = default;
};

enum class SerpSignKind {
  kWall,        // captcha, block: nothing was answered
  kConsent,     // wants a consent first
  kScriptWall,  // wants JavaScript
  kStub,        // a page that only leads elsewhere
  kPage,        // proof that this is the engine's result page
  kNoResults,   // says that nothing was found
  kNoExact,     // says that the rows are no matches of what was asked
};

// "wall" "consent" "script_wall" "stub" "page" "no_results" "no_exact"
std::string_view to_string(SerpSignKind kind);
std::optional<SerpSignKind> parse_serp_sign_kind(std::string_view text);

struct SerpSign {
  SerpSignKind kind = SerpSignKind::kWall;
  std::string select;              // an element; empty: no element is needed
  std::string address;             // of the final URL
  std::string title;               // the document's title, white space folded, equals this
  std::vector<std::string> texts;  // the element's text holds one of them
  int longest_text = -1;           // the body's visible characters are at most so many; -1: any
  bool needs_control = false;  // of kNoResults: believed only where a control query was answered
  std::string reason;          // reason code, "captcha"; empty: by kind
  std::string words;           // for people: what this sign is

  bool operator==(const SerpSign&) const = default;
};

enum class SerpRowKind { kOrganic, kAd, kModule };
std::string_view to_string(SerpRowKind kind);  // "organic" "ad" "module"
std::optional<SerpRowKind> parse_serp_row_kind(std::string_view text);

struct SerpRowRule {  // the first rule that holds says what a row is
  SerpRowKind kind = SerpRowKind::kOrganic;
  std::string select;  // the row's element
  std::string has;     // an element inside; empty: any
  std::string lacks;   // none such inside

  bool operator==(const SerpRowRule&) const = default;
};

enum class SerpDecoder { kPlain, kJson, kQuery, kBase64Url };
std::string_view to_string(SerpDecoder decoder);  // "plain" "json" "query" "base64url"
std::optional<SerpDecoder> parse_serp_decoder(std::string_view text);

// A value in a row: an attribute, whole or a part of it.
struct SerpValue {
  std::string select;      // element inside the row; empty: the row itself
  std::string closest;     // then the nearest element of this type, it or one around it
  std::string containing;  // only an element whose text holds this
  std::string attribute;   // empty: the element's text
  SerpDecoder decoder = SerpDecoder::kPlain;
  std::string key;     // member of the JSON object; parameter of the query that holds the value
  std::string prefix;  // base64url: what stands before the encoded text

  bool operator==(const SerpValue&) const = default;
};

struct SerpTarget {  // where a row's own page is found; tried in order
  SerpValue value;
  std::string source;               // what rows found so are marked with: "mu", "data-url"
  std::vector<std::string> at;      // the attribute's URL must have one of these addresses
  std::vector<std::string> except;  // none of these: redirects and counters
  bool shown_only = false;          // a hint, not the target itself: a match is probable only

  bool operator==(const SerpTarget&) const = default;
};

struct SerpTrust {         // the relevance gate; zero rows: not used
  int rows = 0;            // with fewer organic rows nothing is concluded
  double least_share = 0;  // of rows that hold a term of the query in title or snippet

  bool operator==(const SerpTrust&) const = default;
};

struct SerpLayout {
  std::string key;                 // "baidu_desktop"
  std::string engine;              // key of an Engine record
  std::string device;              // "desktop" or "mobile"
  std::vector<std::string> hosts;  // that result pages come from, as in addresses
  SerpRequest request;
  std::vector<SerpSign> signs;  // walls first; within a kind the first that holds is named
  std::vector<SerpRowRule> rows;
  std::vector<SerpTarget> targets;
  std::vector<SerpValue> links;   // the title link's href as it stands on the page; first that is
  std::vector<SerpValue> slots;   // absolute place on the page, 1-based, where the page gives one
  std::vector<SerpValue> titles;  // each: the first that gives a text
  std::vector<SerpValue> shown_urls;
  std::vector<SerpValue> snippets;
  std::vector<SerpValue> totals;      // of the page: number of results, in words of the engine
  std::vector<SerpValue> next_pages;  // of the page: link to the next one
  std::vector<SerpValue> echoes;      // of the page: the query as the engine understood it
  SerpTrust trust;
  std::string end_tag;  // a page without it is cut off: "</html"; empty: not known

  bool operator==(const SerpLayout&) const = default;
};

// Is `host` + `path` at `address`? Hosts in lower case, without port.
bool at_address(std::string_view host, std::string_view path, std::string_view address,
                const std::vector<std::string>& own_hosts);

}  // namespace vouch
