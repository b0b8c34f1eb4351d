#include "web/ui_files.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "crawler/page/inflate.h"
#include "web/answers.h"

namespace vouch::web {
namespace {

// "0", "0.0", "0.000": the coding is refused.
bool is_zero(std::string_view weight) {
  return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

// Weak and strong tags match alike (RFC 9110 13.1.2).
bool names_tag(std::string_view field, std::string_view tag) {
  if (trim(field) == "*") return true;
  while (!field.empty()) {
    const auto comma = field.find(',');
    std::string_view one = trim(field.substr(0, comma));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
    if (comma == std::string_view::npos) break;
    field.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

const UiFile* find_ui_file(std::string_view path) {
  const auto files = ui_files();
  const auto found = std::ranges::lower_bound(files, path, {}, &UiFile::path);
  return found != files.end() && found->path == path ? &*found : nullptr;
}

bool accepts_gzip(std::string_view field) {
  bool any = false;
  while (!field.empty()) {
    const auto comma = field.find(',');
    const std::string_view one = field.substr(0, comma);
    const auto semicolon = one.find(';');
    const std::string_view coding = trim(one.substr(0, semicolon));
    bool refused = false;
    if (semicolon != std::string_view::npos) {
      const std::string_view weight = trim(one.substr(semicolon + 1));
      refused = weight.size() > 2 && ascii_iequals(weight.substr(0, 2), "q=") &&
                is_zero(trim(weight.substr(2)));
    }
    if (ascii_iequals(coding, "gzip") || ascii_iequals(coding, "x-gzip")) return !refused;
    if (coding == "*" && !refused) any = true;
    if (comma == std::string_view::npos) break;
    field.remove_prefix(comma + 1);
  }
  return any;
}

HttpResponse ui_answer(const UiFile& file, const HttpRequest& request,
                       std::string_view cache_control) {
  const bool packed = accepts_gzip(header_value(request.headers, "Accept-Encoding"));
  // The tag names these bytes: packed and plain ones differ (RFC 9110 8.8.3.3).
  const std::string tag = fmt::format("\"{}{}\"", file.sha256.substr(0, 32), packed ? "-gzip" : "");
  HttpResponse response;
  response.content_type = std::string(file.content_type);
  response.headers.push_back(HeaderField{"Cache-Control", std::string(cache_control)});
  response.headers.push_back(HeaderField{"ETag", tag});
  response.headers.push_back(HeaderField{"Vary", "Accept-Encoding"});
  if (names_tag(header_value(request.headers, "If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  if (packed) {
    response.headers.push_back(HeaderField{"Content-Encoding", "gzip"});
    response.body = std::string(file.gzip);
    return response;
  }
  crawler::InflateCaps caps;
  caps.decoded_bytes = file.size;
  auto plain = crawler::inflate_body(file.gzip, "gzip", caps);
  if (!plain || plain->truncated || plain->body.size() != file.size)
    return problem(500, "a file of the web application cannot be unpacked");
  response.body = std::move(plain->body);
  return response;
}

}  // namespace vouch::web
