// Gzip members, one a WARC record. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vouch::store::warc {

// kStored for bytes that are compressed already: deflate blocks without compression.
enum class Packing { kCompressed, kStored };
std::string gzip_member(std::string_view bytes, Packing packing);

struct Unpacked {
  std::string bytes;         // as far as they could be read
  std::size_t consumed = 0;  // of the input, up to the end of the member
  std::string error;         // empty: the member was whole and its checksum right
};
// The member at the start of `input`; at most `limit` bytes come out.
Unpacked gunzip_member(std::string_view input, std::size_t limit);

bool looks_gzipped(std::string_view bytes);

}  // namespace vouch::store::warc
