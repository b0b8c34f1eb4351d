// WARC/1.1 records (ISO 28500:2017): writing one, and reading any bytes tolerantly. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "core/time.h"

namespace vouch::store::warc {

struct Field {
  std::string name;
  std::string value;
};

inline constexpr std::string_view kIdenticalPayload =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
inline constexpr std::string_view kNotModified =
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
inline constexpr std::string_view kHttpResponse = "application/http;msgtype=response";
inline constexpr std::string_view kHttpRequest = "application/http;msgtype=request";

std::string new_record_id(Random& random);              // 16 bytes, UUID version 4
std::string record_urn(std::string_view record_id);     // "<urn:uuid:...>"
std::string target_uri(std::string_view url);           // no white space, no controls, no <>
std::string sha256_label(std::string_view hex_digest);  // "sha256:<hex>"

// Version line, fields, Content-Length, WARC-Block-Digest, block and the two line ends.
std::string encode(std::string_view type, std::string_view record_id, Time date,
                   const std::vector<Field>& more, std::string_view block);

struct Record {
  std::string version;  // "WARC/1.1"
  std::vector<Field> fields;
  std::string block;
  std::size_t member_offset = 0;  // of the gzip member, or of the record in a plain file
  bool ends_with_crlfcrlf = false;
  std::string error;  // empty: whole

  [[nodiscard]] std::string_view field(std::string_view name) const;  // any case; "" when absent
  [[nodiscard]] std::string_view http_head() const;  // up to and with the empty line; "" otherwise
  [[nodiscard]] std::string_view payload() const;    // after http_head(), or the whole block
};

// The record at `position`, which moves behind it; false at the end of the bytes. Damage is told in
// Record::error, the rest of the bytes is then skipped.
bool read_record(std::string_view bytes, std::size_t& position, Record& record);

// All records of a file, gzipped member by member or plain; a damaged member does not end it.
std::vector<Record> read_all(std::string_view file_bytes);

}  // namespace vouch::store::warc
