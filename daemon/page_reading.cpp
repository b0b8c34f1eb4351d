#include "daemon/page_reading.h"

#include "core/text.h"

namespace vouch::daemon {
namespace {

// What cannot be a document: pictures, archives, office files. Unknown types are read as HTML.
bool maybe_document(const Hop& hop) {
  const std::string type = ascii_lower(header_value(hop.headers, "content-type"));
  return type.empty() || type.find("html") != std::string::npos || type.starts_with("text/") ||
         type.find("xml") != std::string::npos;
}

}  // namespace

bool is_document(const Exchange& exchange) {
  const Hop* hop = exchange.last();
  return !exchange.failure && hop != nullptr && hop->body && !hop->body->empty() &&
         maybe_document(*hop);
}

Reason reason_of(crawler::InflateError error) {
  switch (error) {
    case crawler::InflateError::kTooLarge:
      return Reason::kTooLarge;
    case crawler::InflateError::kUnsupported:
    case crawler::InflateError::kCorrupt:
      return Reason::kPageUnparseable;
  }
  return Reason::kPageUnparseable;
}

crawler::PageInput page_input(const Hop& hop, const crawler::Inflated& inflated,
                              const std::string& asked_url, const Platform& platform, Time now) {
  crawler::PageInput input;
  input.url = asked_url;
  input.final_url = hop.url;
  input.status = hop.status;
  input.headers = hop.headers;
  input.body = inflated.body;
  input.truncated = hop.truncated || inflated.truncated;
  input.platform = &platform;
  input.now = now;
  return input;
}

PageReading read_exchange(const Exchange& exchange, const std::string& asked_url,
                          const Platform& platform, Time now) {
  PageReading out;
  if (!is_document(exchange)) return out;
  const Hop& hop = *exchange.last();
  const auto inflated =
      crawler::inflate_body(*hop.body, header_value(hop.headers, "content-encoding"));
  if (!inflated) {
    out.failure = reason_of(inflated.error());
    return out;
  }
  out.facts = crawler::read_page(page_input(hop, *inflated, asked_url, platform, now));
  return out;
}

}  // namespace vouch::daemon
