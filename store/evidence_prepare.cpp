#include <functional>
#include <utility>

#include "core/hash.h"
#include "store/evidence.h"
#include "store/warc/gzip.h"
#include "store/warc/http_block.h"
#include "store/warc/record.h"

namespace vouch::store {
namespace {

using warc::Field;
using warc::Packing;

// "203.0.113.7:443", "[2001:db8::1]:443" -> the address alone.
std::string without_port(std::string_view address) {
  if (address.starts_with('[')) {
    return std::string(address.substr(1, address.find(']') - 1));
  }
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || address.find(':') != colon) return std::string(address);
  return std::string(address.substr(0, colon));
}

bool fell_short(std::string_view head, std::string_view body) {
  const std::string_view name = "content-length:";
  for (std::size_t at = head.find('\n'); at != std::string_view::npos;
       at = head.find('\n', at + 1)) {
    std::string line(head.substr(at + 1, name.size() + 20));
    for (char& c : line) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!line.starts_with(name)) continue;
    return body.size() < std::strtoull(line.c_str() + name.size(), nullptr, 10);
  }
  return false;
}

std::string with_empty_line(std::string_view head) {
  std::string out(head);
  while (out.ends_with("\r\n")) out.resize(out.size() - 2);
  return out + "\r\n\r\n";
}

}  // namespace

EvidenceItem prepare_evidence(const Hop& hop, std::string_view kind, Random& random,
                              EvidenceId not_modified_of, std::string_view kept_payload) {
  EvidenceItem item;
  item.kind = kind;
  item.url = hop.url;
  item.captured_at = hop.started_at;
  item.http_status = hop.status;
  item.truncated = hop.truncated;
  item.record_type = "response";
  item.address = without_port(hop.address);
  item.refers_to = not_modified_of;
  item.record_id = warc::new_record_id(random);
  if (hop.response_head.empty()) return item;

  const Bytes& kept = evidence_body(hop);
  const std::string_view body = kept ? std::string_view(*kept) : std::string_view();
  item.response_head = warc::consistent_head(hop.response_head, body);
  std::string block = item.response_head + std::string(body);
  item.sha256 = sha256_hex(block);
  item.payload_sha256 = sha256_hex(body);
  item.size = static_cast<std::int64_t>(block.size());
  item.payload_size = static_cast<std::int64_t>(body.size());

  const std::string uri = warc::target_uri(hop.url);
  const std::string cut =
      hop.truncated ? "length"
      : fell_short(item.response_head, body) && hop.method != "HEAD" && hop.status != 304
          ? "disconnect"
          : "";
  std::vector<Field> fields = {
      {"WARC-Target-URI", uri},
      {"WARC-IP-Address", item.address},
      {"Content-Type", std::string(warc::kHttpResponse)},
      {"WARC-Payload-Digest", warc::sha256_label(item.payload_sha256)},
      {"WARC-Truncated", cut},
  };
  const Packing packing =
      warc::is_packed(item.response_head, body) ? Packing::kStored : Packing::kCompressed;
  std::function<std::string()> record = [id = item.record_id, at = item.captured_at,
                                         fields = std::move(fields), block = std::move(block),
                                         packing] {
    return warc::gzip_member(warc::encode("response", id, at, fields, block), packing);
  };
  if (!kept_payload.empty() && item.payload_sha256 == kept_payload) {
    item.record_later = std::move(record);
  } else {
    item.record_member = record();
  }
  if (!hop.request_head.empty()) {
    const std::vector<Field> request = {
        {"WARC-Target-URI", uri},
        {"WARC-IP-Address", item.address},
        {"WARC-Concurrent-To", warc::record_urn(item.record_id)},
        {"Content-Type", std::string(warc::kHttpRequest)},
    };
    item.request_member =
        warc::gzip_member(warc::encode("request", warc::new_record_id(random), item.captured_at,
                                       request, with_empty_line(hop.request_head)),
                          Packing::kCompressed);
  }
  return item;
}

EvidenceItem prepare_evidence(std::string_view url, std::string_view content_type,
                              std::string_view bytes, std::string_view kind, Time captured_at,
                              Random& random) {
  EvidenceItem item;
  item.kind = kind;
  item.url = url;
  item.captured_at = captured_at;
  item.record_type = "resource";
  item.record_id = warc::new_record_id(random);
  item.sha256 = sha256_hex(bytes);
  item.payload_sha256 = item.sha256;
  item.size = static_cast<std::int64_t>(bytes.size());
  item.payload_size = item.size;
  const std::string type = std::string(content_type);
  const std::vector<Field> fields = {
      {"WARC-Target-URI", warc::target_uri(url)},
      {"Content-Type", type},
      {"WARC-Payload-Digest", warc::sha256_label(item.payload_sha256)},
  };
  const Packing packing = warc::is_packed("Content-Type: " + type + "\n", bytes)
                              ? Packing::kStored
                              : Packing::kCompressed;
  item.record_member = warc::gzip_member(
      warc::encode("resource", item.record_id, captured_at, fields, bytes), packing);
  return item;
}

}  // namespace vouch::store
