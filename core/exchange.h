// One HTTP exchange as it was on the wire: every hop, raw header bytes, raw (still encoded) body.
// Plain values; they cross threads. Bodies are shared, never copied.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/observation.h"
#include "core/time.h"

namespace vouch {

using Bytes = std::shared_ptr<const std::string>;

struct HeaderField {
  std::string name;   // as received
  std::string value;  // surrounding white space removed
};

// First value, name compared case-insensitively; empty when absent.
std::string_view header_value(const std::vector<HeaderField>& fields, std::string_view name);
std::vector<std::string_view> header_values(const std::vector<HeaderField>& fields,
                                            std::string_view name);

// "HTTP/1.1 200 OK\r\nName: value\r\n...": every field line, white space around values removed.
std::vector<HeaderField> parse_header_fields(std::string_view head);

struct PhaseTimings {  // of one hop, each clamped to the one before
  Millis dns{}, connect{}, tls{}, first_byte{}, total{};
};

struct Hop {
  std::string method = "GET";
  std::string url;            // ASCII href that was sent
  std::string request_head;   // request line and headers as sent, no secrets
  std::string response_head;  // status line and headers as received
  int status = 0;             // 0: no response
  std::vector<HeaderField> headers;
  Bytes body;       // still content-encoded, transfer framing removed, at most the cap; null: none
  Bytes wire_body;  // with its transfer framing (chunked), where that differs from body; else null
  bool truncated = false;
  std::string address;  // peer "203.0.113.7:443"
  PhaseTimings timings;
  Time started_at;
  Time ended_at;
};

// The bytes that stood on the wire after response_head: what evidence keeps.
inline const Bytes& evidence_body(const Hop& hop) {
  return hop.wire_body ? hop.wire_body : hop.body;
}

struct Exchange {
  std::vector<Hop> hops;          // in order; the last one is the answer
  std::optional<Reason> failure;  // network-level: kTimeout, kDns, kTls, kConnect, kReset,
                                  // kAddressNotAllowed, kTooLarge, kTooManyRedirects,
                                  // kRobotsDisallowed, ... none: the last hop has a status
  std::string failure_text;       // for people, no secrets
  bool not_modified = false;      // 304 to a conditional request

  bool cancelled = false;  // given up by us (cancelled, stopping): record nothing

  [[nodiscard]] const Hop* last() const { return hops.empty() ? nullptr : &hops.back(); }
  [[nodiscard]] int status() const { return hops.empty() ? 0 : hops.back().status; }
};

}  // namespace vouch
