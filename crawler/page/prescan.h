// Which encoding a page is in: BOM, transport, <meta> within 1024 bytes, detector, default (HTML
// 13.2.3.2; crawling-standards §1.8), and what to do about a declaration that is wrong. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/decode.h"

namespace vouch::crawler {

// charset parameter of a Content-Type value as a WHATWG name; none when absent or unknown.
std::optional<std::string> transport_encoding(std::string_view content_type);

// "Prescan a byte stream to determine its encoding" over the first 1024 bytes.
std::optional<std::string> prescan_encoding(std::string_view bytes);

struct PageText {
  Decoded decoded;
  std::string declared;  // what BOM, transport or meta said, where the bytes proved it wrong
};
PageText decode_page(std::string_view bytes, std::string_view content_type);

}  // namespace vouch::crawler
