#include "crawler/page/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/text.h"

namespace vouch::crawler {

namespace {

bool over_cap(std::size_t decoded, std::size_t encoded, const InflateCaps& caps) {
  if (decoded > caps.decoded_bytes) return true;
  return decoded > caps.ratio_after && decoded / std::max<std::size_t>(encoded, 1) >= caps.ratio;
}

// Whole and well-formed gzip of one member, the common case: its trailer says how large it gets.
std::optional<std::string> gunzip_whole(std::string_view encoded, const InflateCaps& caps) {
  constexpr std::size_t kSmallest = 18;
  if (encoded.size() < kSmallest) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    size |= static_cast<std::size_t>(static_cast<unsigned char>(encoded[encoded.size() - 4 + i]))
            << (8 * i);
  }
  if (over_cap(size, encoded.size(), caps)) return std::nullopt;
  struct Free {
    void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
  };
  thread_local const std::unique_ptr<libdeflate_decompressor, Free> decompressor(
      libdeflate_alloc_decompressor());
  if (!decompressor) return std::nullopt;
  std::string body(size, '\0');
  std::size_t used = 0;
  std::size_t written = 0;
  const auto result =
      libdeflate_gzip_decompress_ex(decompressor.get(), encoded.data(), encoded.size(), body.data(),
                                    body.size(), &used, &written);
  if (result != LIBDEFLATE_SUCCESS || used != encoded.size() || written != size) {
    return std::nullopt;
  }
  return body;
}

class Stream {
 public:
  explicit Stream(int window_bits) { ready_ = inflateInit2(&z_, window_bits) == Z_OK; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (ready_) inflateEnd(&z_);
  }

  tl::expected<Inflated, InflateError> run(std::string_view encoded, const InflateCaps& caps) {
    if (!ready_) return tl::unexpected(InflateError::kCorrupt);
    Inflated result;
    std::vector<char> chunk(64 * 1024);
    // zlib reads through a pointer to mutable bytes and never writes to them.
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
    z_.avail_in = static_cast<uInt>(encoded.size());
    while (true) {
      z_.next_out = reinterpret_cast<Bytef*>(chunk.data());
      z_.avail_out = static_cast<uInt>(chunk.size());
      const int code = inflate(&z_, Z_NO_FLUSH);
      result.body.append(chunk.data(), chunk.size() - z_.avail_out);
      if (over_cap(result.body.size(), encoded.size() - z_.avail_in, caps)) {
        return tl::unexpected(InflateError::kTooLarge);
      }
      if (code == Z_STREAM_END) {
        if (!another_member()) return result;
        if (inflateReset(&z_) != Z_OK) return result;
      } else if (code != Z_OK) {
        if (result.body.empty()) return tl::unexpected(InflateError::kCorrupt);
        result.truncated = true;
        return result;
      }
    }
  }

 private:
  // RFC 1952 2.2: members may follow each other; anything else behind the end is ignored.
  [[nodiscard]] bool another_member() const {
    return z_.avail_in >= 18 && z_.next_in[0] == 0x1F && z_.next_in[1] == 0x8B;
  }

  z_stream z_{};
  bool ready_ = false;
};

}  // namespace

tl::expected<Inflated, InflateError> inflate_body(std::string_view encoded,
                                                  std::string_view content_encoding,
                                                  const InflateCaps& caps) {
  const std::string coding = ascii_lower(trim(content_encoding));
  if (coding.empty() || coding == "identity") {
    if (encoded.size() > caps.decoded_bytes) return tl::unexpected(InflateError::kTooLarge);
    return Inflated{std::string(encoded), false};
  }
  constexpr int kGzip = 15 + 16;
  constexpr int kZlib = 15;
  constexpr int kRaw = -15;
  if (encoded.empty()) return Inflated{};
  if (coding == "gzip" || coding == "x-gzip") {
    if (auto whole = gunzip_whole(encoded, caps)) return Inflated{std::move(*whole), false};
    return Stream(kGzip).run(encoded, caps);
  }
  if (coding == "deflate") {
    // The standard means zlib; some servers send the bare stream.
    const bool zlib =
        encoded.size() >= 2 && (static_cast<unsigned char>(encoded[0]) & 0xFU) == 8 &&
        ((static_cast<unsigned char>(encoded[0]) << 8U) | static_cast<unsigned char>(encoded[1])) %
                31 ==
            0;
    return Stream(zlib ? kZlib : kRaw).run(encoded, caps);
  }
  return tl::unexpected(InflateError::kUnsupported);
}

}  // namespace vouch::crawler
