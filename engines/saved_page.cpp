#include "engines/saved_page.h"

#include <algorithm>
#include <optional>

#include "core/exchange.h"
#include "core/hash.h"
#include "core/text.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kMostParts = 2000;
constexpr std::size_t kHeadOfFile = 4096;  // where browsers note from where they saved

struct Part {
  std::string_view head;
  std::string_view body;
};

// Up to and behind the first empty line, whatever the line ends.
std::optional<Part> split_head(std::string_view text) {
  const std::size_t crlf = text.find("\r\n\r\n");
  const std::size_t lf = text.find("\n\n");
  if (crlf == std::string_view::npos && lf == std::string_view::npos) return std::nullopt;
  if (crlf < lf) return Part{text.substr(0, crlf), text.substr(crlf + 4)};
  return Part{text.substr(0, lf), text.substr(lf + 2)};
}

// Folded header lines (RFC 5322 2.2.3) made one.
std::string field(std::string_view head, std::string_view name) {
  std::string out;
  bool inside = false;
  for (const std::string& line : split_lines(head)) {
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (folded && inside) out += " " + std::string(trim(line));
    if (folded) continue;
    if (inside) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || !ascii_iequals(line.substr(0, colon), name)) continue;
    inside = true;
    out = trim(std::string_view(line).substr(colon + 1));
  }
  return out;
}

std::string parameter(std::string_view value, std::string_view name) {
  const std::string lower = ascii_lower(value);
  const std::string key = std::string(name) + "=";
  const std::size_t at = lower.find(key);
  if (at == std::string::npos) return {};
  std::string_view rest = value.substr(at + key.size());
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find('"')));
  }
  return std::string(trim(rest.substr(0, rest.find_first_of("; \t\r\n"))));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// RFC 2045 6.7; what is not an escape stays as it stands.
std::string from_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '=') {
      out.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t soft = text.starts_with("=\r\n") ? 3 : text.starts_with("=\n") ? 2 : 0;
    if (soft > 0) {
      text.remove_prefix(soft);
      continue;
    }
    const int high = text.size() > 2 ? hex_digit(text[1]) : -1;
    const int low = text.size() > 2 ? hex_digit(text[2]) : -1;
    const bool escape = high >= 0 && low >= 0;
    out.push_back(escape ? static_cast<char>((high << 4) | low) : '=');
    text.remove_prefix(escape ? 3 : 1);
  }
  return out;
}

Result<std::string> unpacked(std::string_view body, std::string_view coding) {
  const std::string word = ascii_lower(trim(coding));
  if (word == "quoted-printable") return from_quoted_printable(body);
  if (word != "base64") return std::string(body);
  std::string plain;
  std::copy_if(body.begin(), body.end(), std::back_inserter(plain), [](char c) { return c > ' '; });
  std::string out;
  if (base64_decode(plain, out)) return out;
  return fail(ErrorCode::kInvalid, "这个网页存档已损坏，请重新保存");
}

Result<SavedPage> open_archive(const Part& archive, const std::string& type) {
  const std::string boundary = "--" + parameter(type, "boundary");
  std::string_view rest = archive.body;
  for (std::size_t parts = 0; boundary.size() > 2 && parts < kMostParts; ++parts) {
    const std::size_t begin = rest.find(boundary);
    if (begin == std::string_view::npos) break;
    rest.remove_prefix(begin + boundary.size());
    if (rest.starts_with("--")) break;
    const std::size_t end = rest.find(boundary);
    std::string_view whole = rest.substr(0, end);
    whole.remove_prefix(std::min(whole.find('\n'), whole.size() - 1) + (whole.empty() ? 0 : 1));
    const std::optional<Part> part = split_head(whole);
    if (!part) continue;
    const std::string part_type = field(part->head, "Content-Type");
    if (ascii_lower(part_type).find("html") == std::string::npos) continue;
    Result<std::string> html = unpacked(part->body, field(part->head, "Content-Transfer-Encoding"));
    if (!html) return tl::unexpected(html.error());
    SavedPage out;
    out.html = std::move(*html);
    out.content_type = part_type;
    out.address = field(part->head, "Content-Location");
    if (out.address.empty()) out.address = field(archive.head, "Snapshot-Content-Location");
    return out;
  }
  return fail(ErrorCode::kInvalid, "这个网页存档里没有网页");
}

// "<!-- saved from url=(0042)https://..." as browsers write it into complete pages.
std::string noted_address(std::string_view html) {
  constexpr std::string_view kMark = "saved from url=(";
  const std::string_view head = html.substr(0, kHeadOfFile);
  const std::size_t at = head.find(kMark);
  if (at == std::string_view::npos) return {};
  const std::size_t close = head.find(')', at);
  if (close == std::string_view::npos) return {};
  const std::string_view rest = head.substr(close + 1);
  return std::string(rest.substr(0, rest.find_first_of(" \t\r\n>")));
}

}  // namespace

Result<SavedPage> open_saved_page(std::string_view bytes, std::string_view content_type) {
  const std::optional<Part> archive =
      trim(bytes.substr(0, kHeadOfFile)).starts_with('<') ? std::nullopt : split_head(bytes);
  if (archive && !field(archive->head, "MIME-Version").empty()) {
    const std::string type = field(archive->head, "Content-Type");
    if (ascii_lower(type).starts_with("multipart/related")) return open_archive(*archive, type);
  }
  SavedPage out;
  out.html = bytes;
  const bool is_html = ascii_lower(content_type).find("html") != std::string::npos;
  out.content_type = is_html ? std::string(content_type) : "text/html";
  out.address = noted_address(bytes);
  return out;
}

}  // namespace vouch::engines
