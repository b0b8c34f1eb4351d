#include <memory>

#include <fmt/format.h>
#include <libdeflate.h>

#include "store/texts.h"

namespace vouch::store {
namespace {

constexpr int kLevel = 6;

struct FreeCompressor {
  void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};
struct FreeDecompressor {
  void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

}  // namespace

PackedText pack_text(std::string_view text) {
  thread_local const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
      libdeflate_alloc_compressor(kLevel));
  PackedText packed;
  packed.size = static_cast<std::int64_t>(text.size());
  packed.bytes.resize(libdeflate_deflate_compress_bound(compressor.get(), text.size()));
  packed.bytes.resize(libdeflate_deflate_compress(compressor.get(), text.data(), text.size(),
                                                  packed.bytes.data(), packed.bytes.size()));
  return packed;
}

Result<std::string> unpack_text(std::string_view bytes, std::int64_t size) {
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
      libdeflate_alloc_decompressor());
  std::string text(static_cast<std::size_t>(size), '\0');
  const auto result = libdeflate_deflate_decompress(decompressor.get(), bytes.data(), bytes.size(),
                                                    text.data(), text.size(), nullptr);
  if (result == LIBDEFLATE_SUCCESS) return text;
  return fail(ErrorCode::kCorrupt, fmt::format("a stored text does not unpack to {} bytes", size));
}

}  // namespace vouch::store
