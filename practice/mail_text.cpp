#include "practice/mail_text.h"

#include <utility>
#include <vector>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::practice {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;  // names lower case

struct Part {
  Headers headers;
  std::string body;
};

std::string with_line_feeds(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out.push_back(text[i]);
  }
  return out;
}

Part split(std::string_view message) {
  Part part;
  std::size_t at = 0;
  while (at < message.size()) {
    const std::size_t end = message.find('\n', at);
    const std::string_view line =
        message.substr(at, end == std::string_view::npos ? end : end - at);
    at = end == std::string_view::npos ? message.size() : end + 1;
    if (line.empty()) break;
    if ((line.front() == ' ' || line.front() == '\t') && !part.headers.empty()) {
      part.headers.back().second += " " + std::string(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    part.headers.emplace_back(ascii_lower(line.substr(0, colon)),
                              std::string(trim(line.substr(colon + 1))));
  }
  part.body = message.substr(at);
  return part;
}

std::string header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string quoted_printable(std::string_view text, bool in_header) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && in_header) {
      out.push_back(' ');
    } else if (text[i] == '=' && i + 1 < text.size() && text[i + 1] == '\n') {
      ++i;
    } else if (text[i] == '=' && i + 2 < text.size() && hex(text[i + 1]) >= 0 &&
               hex(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string unbase64(std::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != ' ') compact.push_back(c);
  }
  std::string bytes;
  return base64_decode(compact, bytes) ? bytes : std::string(text);
}

// "=?UTF-8?B?...?= =?UTF-8?Q?...?=": white space between two encoded words is none (RFC 2047 6.2).
std::string decode_words(std::string_view text) {
  std::string out;
  std::string_view rest = text;
  bool after_word = false;
  while (!rest.empty()) {
    const std::size_t start = rest.find("=?");
    const std::size_t charset = start == std::string_view::npos ? start : rest.find('?', start + 2);
    const std::size_t data =
        charset == std::string_view::npos ? charset : rest.find('?', charset + 1);
    const std::size_t end = data == std::string_view::npos ? data : rest.find("?=", data + 1);
    if (end == std::string_view::npos) break;
    const std::string_view between = rest.substr(0, start);
    if (!after_word || !trim(between).empty()) out += between;
    const std::string_view payload = rest.substr(data + 1, end - data - 1);
    const char kind = rest[charset + 1];
    out += kind == 'B' || kind == 'b' ? unbase64(payload) : quoted_printable(payload, true);
    rest.remove_prefix(end + 2);
    after_word = true;
  }
  return out + std::string(rest);
}

std::string boundary_of(const std::string& content_type) {
  const std::size_t at = ascii_lower(content_type).find("boundary=");
  if (at == std::string::npos) return {};
  std::string value = content_type.substr(at + 9);
  if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
  return value.substr(0, value.find_first_of("; "));
}

// The first text/plain part; none: empty.
std::string plain_text(const Part& part) {
  const std::string type = header(part.headers, "content-type");
  if (ascii_lower(type).starts_with("multipart/")) {
    const std::string mark = "--" + boundary_of(type);
    std::size_t at = part.body.find(mark);
    while (at != std::string::npos) {
      const std::size_t from = part.body.find('\n', at);
      const std::size_t to = part.body.find("\n" + mark, at + mark.size());
      if (from == std::string::npos || to == std::string::npos) break;
      std::string text = plain_text(split(std::string_view(part.body).substr(from + 1, to - from)));
      if (!text.empty()) return text;
      at = to + 1;
    }
    return {};
  }
  if (!type.empty() && !ascii_lower(type).starts_with("text/plain")) return {};
  const std::string coding = ascii_lower(header(part.headers, "content-transfer-encoding"));
  if (coding == "base64") return with_line_feeds(unbase64(part.body));
  if (coding == "quoted-printable") return quoted_printable(part.body, false);
  return part.body;
}

}  // namespace

MailText read_mail(std::string_view message) {
  const Part whole = split(with_line_feeds(message));
  MailText mail;
  mail.message_id = header(whole.headers, "message-id");
  mail.date = header(whole.headers, "date");
  mail.subject = decode_words(header(whole.headers, "subject"));
  mail.text = plain_text(whole);
  return mail;
}

}  // namespace vouch::practice
