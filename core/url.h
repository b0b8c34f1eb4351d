// WHATWG URLs (https://url.spec.whatwg.org): parsing, resolution, serialisation, and the two
// identity keys of crawling-standards §1.7. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vouch {

class Url {
 public:
  // `document_encoding`: WHATWG name; the query is encoded with it (gbk pages). kInvalid on
  // failure.
  static Result<Url> parse(std::string_view input, const Url* base = nullptr,
                           std::string_view document_encoding = "utf-8");

  [[nodiscard]] const std::string& scheme() const { return scheme_; }  // "https"
  [[nodiscard]] const std::string& username() const { return username_; }
  [[nodiscard]] const std::string& password() const { return password_; }
  [[nodiscard]] const std::string& host() const { return host_; }  // ASCII, "[::1]" for IPv6
  [[nodiscard]] std::optional<std::uint16_t> port() const {
    return port_;
  }                                                    // none: scheme's default
  [[nodiscard]] std::uint16_t effective_port() const;  // 0 for unknown schemes
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::optional<std::string>& query() const { return query_; }
  [[nodiscard]] const std::optional<std::string>& fragment() const { return fragment_; }
  [[nodiscard]] bool has_opaque_path() const { return opaque_path_; }
  [[nodiscard]] bool is_http() const { return scheme_ == "http" || scheme_ == "https"; }
  [[nodiscard]] bool has_credentials() const { return !username_.empty() || !password_.empty(); }

  [[nodiscard]] std::string href() const;
  [[nodiscard]] std::string href_without_fragment() const;
  [[nodiscard]] std::string origin() const;          // "https://host[:port]"
  [[nodiscard]] std::string host_and_port() const;   // "host[:port]", port only where not default
  [[nodiscard]] std::string path_and_query() const;  // "/a?b", as sent in a request line

 private:
  friend class UrlParser;
  std::string scheme_, username_, password_, host_, path_;
  bool has_host_ = false;
  bool opaque_path_ = false;
  std::optional<std::uint16_t> port_;
  std::optional<std::string> query_, fragment_;
};

// Same page for certain: fragment dropped, hex upper-cased, unreserved characters decoded, default
// port and empty query dropped. Used for storage and uniqueness.
std::string strict_key(const Url& url);

struct LooseKeyRules {
  std::vector<std::string> identity_params;  // kept whatever the general list says
  std::vector<std::string> drop_params;      // dropped for this platform
};
// Perhaps the same page: parameters sorted, tracking parameters and scheme dropped, "www." "m."
// "wap." "mip." hosts, trailing slash and index files folded. Only raises "possible duplicate".
std::string loose_key(const Url& url, const LooseKeyRules& rules = {});

// eTLD+1 by the Public Suffix List with its private section; IP addresses and single labels are
// returned whole; empty for a bare public suffix. "forum.localhost" is its own domain.
std::string registrable_domain(std::string_view host);
// Politeness and counting unit: registrable domain, with ":port" where the port is not the default.
std::string site_key(const Url& url);

Result<std::string> domain_to_ascii(std::string_view domain);  // UTS 46, WHATWG flags

}  // namespace vouch
