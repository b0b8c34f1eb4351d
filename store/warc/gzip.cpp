#include "store/warc/gzip.h"

#include <algorithm>
#include <memory>

#include <libdeflate.h>
#include <zlib.h>

namespace vouch::store::warc {
namespace {

constexpr int kLevel =
    3;  // 60 kB of HTML in 0.2 ms; level 6 saves 8 % more and takes twice as long

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const {
    libdeflate_free_compressor(compressor);
  }
};
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

libdeflate_compressor* compressor_for(Packing packing) {
  thread_local const Compressor stored(libdeflate_alloc_compressor(0));
  thread_local const Compressor compressed(libdeflate_alloc_compressor(kLevel));
  return packing == Packing::kStored ? stored.get() : compressed.get();
}

}  // namespace

std::string gzip_member(std::string_view bytes, Packing packing) {
  libdeflate_compressor* compressor = compressor_for(packing);
  std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
  out.resize(
      libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

Unpacked gunzip_member(std::string_view input, std::size_t limit) {
  Unpacked out;
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
    out.error = "out of memory";
    return out;
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(input.size(), UINT32_MAX));
  std::string chunk(std::clamp<std::size_t>(input.size() * 4, 4096, 1U << 18U), '\0');
  int code = Z_OK;
  while (code == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t produced = chunk.size() - stream.avail_out;
    if (out.bytes.size() + produced > limit) {
      out.error = "more bytes than allowed";
      break;
    }
    out.bytes.append(chunk, 0, produced);
  }
  if (out.error.empty() && code != Z_STREAM_END) {
    out.error = code == Z_BUF_ERROR     ? "the gzip member ends too early"
                : stream.msg != nullptr ? stream.msg
                                        : "not a gzip member";
  }
  out.consumed = input.size() - stream.avail_in;
  inflateEnd(&stream);
  return out;
}

bool looks_gzipped(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

}  // namespace vouch::store::warc
