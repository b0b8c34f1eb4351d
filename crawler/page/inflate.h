// Takes the one allowed content-encoding layer off a body, within caps (crawling-standards,
// alerts-security-operations §2.3). Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace vouch::crawler {

struct InflateCaps {
  std::size_t decoded_bytes = 5 * 1024 * 1024;
  std::size_t ratio = 200;                // decoded : encoded ...
  std::size_t ratio_after = 1024 * 1024;  // ... looked at beyond this many decoded bytes
};

struct Inflated {
  std::string body;
  bool truncated = false;  // the stream ended early: `body` is what could be read
};

enum class InflateError {
  kTooLarge,     // over a cap
  kUnsupported,  // another coding than gzip and deflate, or more than one layer
  kCorrupt,      // not what it says it is, from the first bytes on
};

// `content_encoding`: the header's value; "", "identity", "gzip", "x-gzip" and "deflate" (zlib or
// raw, RFC 9110 8.4.1.2) are taken off.
tl::expected<Inflated, InflateError> inflate_body(std::string_view encoded,
                                                  std::string_view content_encoding,
                                                  const InflateCaps& caps = {});

}  // namespace vouch::crawler
