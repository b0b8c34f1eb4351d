#include "core/picture.h"

#include <array>

namespace vouch {
namespace {

using namespace std::string_view_literals;

struct Beginning {
  std::string_view bytes;
  std::string_view type;
};
// Of PNG (ISO/IEC 15948 5.2), JPEG (ITU-T T.81 B.1.1.3: SOI and another marker), GIF87a and GIF89a.
constexpr std::array<Beginning, 4> kBeginnings{{
    {"\x89PNG\r\n\x1a\n"sv, "image/png"},
    {"\xff\xd8\xff"sv, "image/jpeg"},
    {"GIF87a"sv, "image/gif"},
    {"GIF89a"sv, "image/gif"},
}};
constexpr std::size_t kRiffHead = 12;  // "RIFF", length, "WEBP" (RFC 9649)

}  // namespace

std::string_view picture_type(std::string_view bytes) {
  for (const Beginning& one : kBeginnings) {
    if (bytes.starts_with(one.bytes)) return one.type;
  }
  const bool webp =
      bytes.size() >= kRiffHead && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
  return webp ? "image/webp" : std::string_view();
}

}  // namespace vouch
