#include "store/warc/http_block.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "core/text.h"
#include "store/warc/gzip.h"

namespace vouch::store::warc {
namespace {

constexpr std::array<std::string_view, 5> kPackedCodings = {"gzip", "x-gzip", "deflate", "br",
                                                            "zstd"};
constexpr std::array<std::string_view, 6> kPackedTypes = {
    "image/", "video/", "audio/", "application/zip", "application/gzip", "font/woff"};

std::string value_of(std::string_view head, std::string_view name) {
  std::size_t position = 0;
  while (position < head.size()) {
    const std::size_t end = std::min(head.find('\n', position), head.size());
    const std::string_view line = head.substr(position, end - position);
    position = end + 1;
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && ascii_iequals(trim(line.substr(0, colon)), name)) {
      return ascii_lower(trim(line.substr(colon + 1)));
    }
  }
  return {};
}

}  // namespace

bool is_chunk_framed(std::string_view body) {
  std::size_t position = 0;
  bool any = false;
  while (position < body.size()) {
    std::uint64_t size = 0;
    const char* end = body.data() + body.size();
    const auto parsed = std::from_chars(body.data() + position, end, size, 16);
    if (parsed.ec != std::errc{} || size > (std::uint64_t{1} << 40U)) return false;
    const std::size_t line_end = body.find("\r\n", position);
    if (line_end == std::string_view::npos) return any;
    const std::string_view extension(parsed.ptr,
                                     static_cast<std::size_t>(body.data() + line_end - parsed.ptr));
    if (!trim(extension).empty() && !trim(extension).starts_with(';')) return false;
    any = true;
    if (size == 0) return true;
    if (size >= body.size() - line_end - 2) return true;
    position = line_end + 2 + static_cast<std::size_t>(size);
    if (body.substr(position, 2) != "\r\n") return false;
    position += 2;
  }
  return any;
}

std::string consistent_head(std::string_view head, std::string_view body) {
  std::string out;
  const bool unframed = value_of(head, "Transfer-Encoding").find("chunked") != std::string::npos &&
                        !is_chunk_framed(body);
  std::size_t position = 0;
  while (position < head.size()) {
    const std::size_t end = std::min(head.find('\n', position), head.size());
    std::string_view line = head.substr(position, end - position);
    position = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    const std::string_view name = trim(line.substr(0, line.find(':')));
    if (unframed && ascii_iequals(name, "Transfer-Encoding")) out += "X-Archive-Orig-";
    if (unframed && ascii_iequals(name, "Content-Length")) continue;
    out += line;
    out += "\r\n";
  }
  if (unframed) out += fmt::format("Content-Length: {}\r\n", body.size());
  out += "\r\n";
  return out;
}

bool is_packed(std::string_view head, std::string_view body) {
  if (looks_gzipped(body)) return true;
  const std::string coding = value_of(head, "Content-Encoding");
  if (std::find(kPackedCodings.begin(), kPackedCodings.end(), coding) != kPackedCodings.end()) {
    return true;
  }
  const std::string type = value_of(head, "Content-Type");
  return std::any_of(kPackedTypes.begin(), kPackedTypes.end(),
                     [&](std::string_view packed) { return type.starts_with(packed); });
}

}  // namespace vouch::store::warc
