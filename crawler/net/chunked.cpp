#include "crawler/net/chunked.h"

#include <charconv>
#include <cstdint>

namespace vouch::crawler {

Dechunked dechunk(std::string_view framed) {
  Dechunked result;
  result.body.reserve(framed.size());
  while (true) {
    const auto line_end = framed.find('\n');
    if (line_end == std::string_view::npos) return result;
    std::uint64_t size = 0;
    const auto read = std::from_chars(framed.data(), framed.data() + line_end, size, 16);
    if (read.ec != std::errc{}) return result;
    framed.remove_prefix(line_end + 1);
    if (size == 0) {
      result.complete = true;
      return result;
    }
    result.body += framed.substr(0, size);
    if (framed.size() < size) return result;
    framed.remove_prefix(size);
    if (framed.starts_with('\r')) framed.remove_prefix(1);
    if (!framed.starts_with('\n')) return result;
    framed.remove_prefix(1);
  }
}

}  // namespace vouch::crawler
