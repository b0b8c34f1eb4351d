// The files of the web application as they stand in the program: built once (cmake/VouchUi.cmake),
// gzipped, with their digests. A build without the application has none. Immutable; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "web/http_server.h"

namespace vouch::web {

struct UiFile {
  std::string_view path;    // "index.html", "assets/index-B2ta.js"
  std::string_view gzip;    // bytes of a gzip member
  std::size_t size = 0;     // unpacked
  std::string_view sha256;  // hex, of the unpacked bytes
  std::string_view content_type;
};

std::span<const UiFile> ui_files();  // generated; sorted by path
const UiFile* find_ui_file(std::string_view path);

// Does Accept-Encoding let gzip through (RFC 9110 12.5.3)? An absent field asks for plain bytes.
bool accepts_gzip(std::string_view accept_encoding);

// The file as the request takes it: 304 on If-None-Match, else gzipped or unpacked.
HttpResponse ui_answer(const UiFile& file, const HttpRequest& request,
                       std::string_view cache_control);

}  // namespace vouch::web
