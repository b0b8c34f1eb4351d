#include "daemon/page_reading.h"

#include "core/text.h"
#include "crawler/page/inflate.h"
#include "crawler/page/page_reader.h"

namespace vouch::daemon {
namespace {

// What cannot be a document: pictures, archives, office files. Unknown types are read as HTML.
bool maybe_document(const Hop& hop) {
  const std::string type = ascii_lower(header_value(hop.headers, "content-type"));
  return type.empty() || type.find("html") != std::string::npos || type.starts_with("text/") ||
         type.find("xml") != std::string::npos;
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

}  // namespace

PageReading read_exchange(const Exchange& exchange, const std::string& asked_url,
                          const Platform& platform, Time now) {
  PageReading out;
  const Hop* hop = exchange.last();
  if (exchange.failure || hop == nullptr || !hop->body || hop->body->empty() ||
      !maybe_document(*hop)) {
    return out;
  }
  auto inflated = crawler::inflate_body(*hop->body, header_value(hop->headers, "content-encoding"));
  if (!inflated) {
    out.failure = reason_of(inflated.error());
    return out;
  }
  crawler::PageInput input;
  input.url = asked_url;
  input.final_url = hop->url;
  input.status = hop->status;
  input.headers = hop->headers;
  input.body = inflated->body;
  input.truncated = hop->truncated || inflated->truncated;
  input.platform = &platform;
  input.now = now;
  out.facts = crawler::read_page(input);
  return out;
}

}  // namespace vouch::daemon
