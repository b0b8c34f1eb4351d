#include "store/warc/record.h"

#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "store/warc/gzip.h"

namespace vouch::store::warc {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30U;  // of one unpacked member

std::string_view take_line(std::string_view bytes, std::size_t& position) {
  const std::size_t end = bytes.find('\n', position);
  if (end == std::string_view::npos) {
    const std::string_view rest = bytes.substr(position);
    position = bytes.size();
    return rest;
  }
  std::string_view line = bytes.substr(position, end - position);
  position = end + 1;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Reads "Name: value" lines up to the empty line; a line that begins with white space continues the
// one before. false: the bytes end first.
bool read_fields(std::string_view bytes, std::size_t& position, std::vector<Field>& fields) {
  while (position < bytes.size()) {
    const std::string_view line = take_line(bytes, position);
    if (line.empty()) return true;
    if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
      fields.back().value += ' ';
      fields.back().value += trim(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    fields.push_back(
        {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return false;
}

void add_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string new_record_id(Random& random) {
  std::string id = random.bytes(16);
  id[6] = static_cast<char>((static_cast<unsigned char>(id[6]) & 0x0fU) | 0x40U);
  id[8] = static_cast<char>((static_cast<unsigned char>(id[8]) & 0x3fU) | 0x80U);
  return id;
}

std::string record_urn(std::string_view record_id) {
  const std::string hex = to_hex(record_id);
  const std::string_view h = hex;
  return fmt::format("<urn:uuid:{}-{}-{}-{}-{}>", h.substr(0, 8), h.substr(8, 4), h.substr(12, 4),
                     h.substr(16, 4), h.substr(20, 12));
}

std::string target_uri(std::string_view url) {
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f || c == '<' || c == '>') {
      out += fmt::format("%{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string sha256_label(std::string_view hex_digest) {
  return "sha256:" + std::string(hex_digest);
}

std::string encode(std::string_view type, std::string_view record_id, Time date,
                   const std::vector<Field>& more, std::string_view block) {
  std::string out;
  out.reserve(block.size() + 768);
  out += "WARC/1.1\r\n";
  add_field(out, "WARC-Type", type);
  add_field(out, "WARC-Record-ID", record_urn(record_id));
  add_field(out, "WARC-Date", to_rfc3339(date));
  for (const Field& field : more) {
    if (!field.value.empty()) add_field(out, field.name, field.value);
  }
  add_field(out, "WARC-Block-Digest", sha256_label(sha256_hex(block)));
  add_field(out, "Content-Length", fmt::format_int(block.size()).c_str());
  out += "\r\n";
  out += block;
  out += "\r\n\r\n";
  return out;
}

std::string_view Record::field(std::string_view name) const {
  for (const Field& candidate : fields) {
    if (ascii_iequals(candidate.name, name)) return candidate.value;
  }
  return {};
}

std::string_view Record::http_head() const {
  if (!ascii_lower(field("Content-Type")).starts_with("application/http")) return {};
  const std::size_t end = block.find("\r\n\r\n");
  if (end == std::string::npos) return block;
  return std::string_view(block).substr(0, end + 4);
}

std::string_view Record::payload() const {
  return std::string_view(block).substr(http_head().size());
}

bool read_record(std::string_view bytes, std::size_t& position, Record& record) {
  while (position < bytes.size() && (bytes[position] == '\r' || bytes[position] == '\n')) {
    ++position;
  }
  if (position >= bytes.size()) return false;
  record = {};
  record.member_offset = position;
  record.version = std::string(take_line(bytes, position).substr(0, 16));
  if (!record.version.starts_with("WARC/")) {
    record.error = "no WARC record begins here";
    position = bytes.size();
    return true;
  }
  if (!read_fields(bytes, position, record.fields)) {
    record.error = "the fields end too early";
    return true;
  }
  const std::string_view length_text = record.field("Content-Length");
  std::uint64_t length = 0;
  const auto parsed =
      std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (length_text.empty() || parsed.ec != std::errc{}) {
    record.error = "no Content-Length";
    position = bytes.size();
    return true;
  }
  if (length > bytes.size() - position) {
    record.error = "the block ends too early";
    record.block = std::string(bytes.substr(position));
    position = bytes.size();
    return true;
  }
  record.block = std::string(bytes.substr(position, length));
  position += length;
  record.ends_with_crlfcrlf = bytes.substr(position, 4) == "\r\n\r\n";
  return true;
}

std::vector<Record> read_all(std::string_view file_bytes) {
  std::vector<Record> records;
  std::size_t offset = 0;
  if (!looks_gzipped(file_bytes)) {
    Record record;
    while (read_record(file_bytes, offset, record)) records.push_back(std::move(record));
    return records;
  }
  while (looks_gzipped(file_bytes.substr(offset))) {
    const Unpacked member = gunzip_member(file_bytes.substr(offset), kMostBytes);
    std::size_t position = 0;
    Record record;
    bool any = false;
    while (read_record(member.bytes, position, record)) {
      any = true;
      record.member_offset = offset;
      if (record.error.empty()) record.error = member.error;
      records.push_back(std::move(record));
    }
    if (!any && !member.error.empty()) {
      Record damaged;
      damaged.member_offset = offset;
      damaged.error = member.error;
      records.push_back(std::move(damaged));
    }
    if (!member.error.empty() || member.consumed == 0) break;
    offset += member.consumed;
  }
  return records;
}

}  // namespace vouch::store::warc
