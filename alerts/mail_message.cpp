#include "alerts/mail_message.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kLine = 76;         // RFC 2045 6.8, RFC 2047 2
constexpr std::size_t kEncodedWord = 75;  // RFC 2047 2
constexpr std::string_view kWordHead = "=?UTF-8?B?";
constexpr std::string_view kWordTail = "?=";

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool has_control_byte(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_short_plain(std::string_view text, std::size_t room) {
  return text.size() <= room && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; }) &&
         (text.empty() || (text.front() != ' ' && text.back() != ' '));
}

// A display name that needs no quotes (RFC 5322 phrase of atoms).
bool is_plain_phrase(std::string_view text) {
  return !text.empty() && text.size() <= 40 && text.front() != ' ' && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alnum(c) || c == ' ' || c == '-' || c == '_'; });
}

std::string domain_of(std::string_view address) {
  return std::string(address.substr(address.find('@') + 1));
}

std::string hash16(std::string_view text) {
  return sha256_hex(text).substr(0, 16);
}

// RFC 2045: base64 in lines of 76, of the text with CRLF line ends.
std::string base64_lines(std::string_view text) {
  std::string canonical;
  canonical.reserve(text.size() + 64);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      canonical += "\r\n";
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if (text[i] == '\n') {
      canonical += "\r\n";
    } else {
      canonical += text[i];
    }
  }
  const std::string encoded = base64_encode(canonical);
  std::string lines;
  lines.reserve(encoded.size() + encoded.size() / kLine * 2 + 2);
  for (std::size_t at = 0; at < encoded.size(); at += kLine) {
    lines += std::string_view(encoded).substr(at, kLine);
    lines += "\r\n";
  }
  return lines;
}

struct Body {
  std::string text;
  std::string html;
  std::string list;
  std::string unsubscribe;  // page; empty: none
};

Result<Body> parse_body(const std::string& stored) {
  json::error_code failure;
  const json::value parsed = json::parse(stored, failure);
  const json::object* object = failure ? nullptr : parsed.if_object();
  if (object == nullptr) return fail(ErrorCode::kCorrupt, "the stored mail body is no JSON object");
  const auto text = [&](std::string_view key) {
    const json::value* value = object->if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
  };
  Body body{to_valid_utf8(text("text")), to_valid_utf8(text("html")), text("list_id"),
            text("unsubscribe")};
  if (body.text.empty() && body.html.empty()) {
    return fail(ErrorCode::kCorrupt, "the stored mail body holds no text");
  }
  return body;
}

std::string part(std::string_view boundary, std::string_view type, std::string_view content) {
  return fmt::format(
      "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
      boundary, type, base64_lines(content));
}

// Fit to stand between < and > of a header (RFC 2369 2).
bool is_header_url(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) && text.size() <= 900 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
}

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '_' || c == '-';
  });
}

}  // namespace

bool is_mail_address(std::string_view text) {
  if (text.size() > 254) return false;
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  static constexpr std::string_view kAtomBytes = "!#$%&'*+-/=?^_`{|}~.";
  const bool local_ok = std::all_of(local.begin(), local.end(), [](char c) {
    return is_alnum(c) || kAtomBytes.find(c) != std::string_view::npos;
  });
  const bool domain_ok = !domain.empty() && std::all_of(domain.begin(), domain.end(), [](char c) {
    return is_alnum(c) || c == '-' || c == '.';
  });
  const auto dots_ok = [](std::string_view part) {
    return part.front() != '.' && part.back() != '.' && part.find("..") == std::string_view::npos;
  };
  return local_ok && domain_ok && dots_ok(local) && dots_ok(domain) && domain.front() != '-';
}

Result<std::string> encode_header_text(std::string_view text, std::size_t first_line_used) {
  if (has_control_byte(text)) {
    return fail(ErrorCode::kInvalid, "a mail header may hold no control character or line break");
  }
  if (!is_valid_utf8(text)) return fail(ErrorCode::kInvalid, "a mail header is not UTF-8");
  if (is_short_plain(text, kLine - std::min(first_line_used, kLine))) return std::string(text);

  std::string out;
  std::size_t used = first_line_used;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t line_room = kLine - std::min(used, kLine - 30);
    const std::size_t word_room =
        std::min(line_room, kEncodedWord) - kWordHead.size() - kWordTail.size();
    const std::string_view piece = cut_utf8(rest, word_room / 4 * 3);
    rest.remove_prefix(piece.size());
    if (!out.empty()) out += "\r\n ";
    out += kWordHead;
    out += base64_encode(piece);
    out += kWordTail;
    used = 1;
  }
  return out;
}

std::string mail_date(Time time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                            "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format(
      "{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

std::string mail_message_id(const Message& message, const MailIdentity& identity) {
  return fmt::format("<{}.{}@{}>", message.id, sha256_hex(message.address).substr(0, 8),
                     domain_of(identity.from));
}

Result<std::string> build_mail(const Message& message, const MailIdentity& identity) {
  if (!is_mail_address(identity.from)) {
    return fail(ErrorCode::kInvalid, "the sender is no usable mail address", "[mail] from");
  }
  if (!is_mail_address(message.address)) {
    return fail(ErrorCode::kInvalid, "the recipient is no usable mail address");
  }
  if (!is_token(message.id)) return fail(ErrorCode::kInvalid, "the message id is damaged");

  constexpr std::string_view kSubject = "Subject: ";
  auto subject = encode_header_text(message.subject, kSubject.size());
  if (!subject) return tl::unexpected(subject.error());
  std::string from = identity.from;
  if (!identity.from_name.empty()) {
    constexpr std::string_view kFrom = "From: ";
    std::string phrase = identity.from_name;
    if (!is_plain_phrase(phrase)) {
      // Long or quoted phrases are legal, but encoded-words alone are read alike everywhere.
      if (has_control_byte(phrase) || !is_valid_utf8(phrase)) {
        return fail(ErrorCode::kInvalid, "the sender's name holds a control character",
                    "[mail] from_name");
      }
      phrase =
          std::string(kWordHead) + base64_encode(cut_utf8(phrase, 39)) + std::string(kWordTail);
    }
    from = phrase + (phrase.size() + from.size() + kFrom.size() > kLine ? "\r\n <" : " <") + from +
           ">";
  }
  const auto body = parse_body(message.body);
  if (!body) return tl::unexpected(body.error());
  if (!body->list.empty() && !is_token(body->list)) {
    return fail(ErrorCode::kCorrupt, "the stored mail names a damaged list");
  }

  const std::string domain = domain_of(identity.from);
  const std::string boundary = "=_vouch_" + hash16(message.id);
  std::string mail;
  mail.reserve(body->text.size() * 2 + body->html.size() * 2 + 2000);
  const auto header = [&](std::string_view name, std::string_view value) {
    mail += fmt::format("{}: {}\r\n", name, value);
  };
  header("From", from);
  header("To", message.address);
  header("Subject", *subject);
  header("Date", mail_date(message.created_at));
  header("Message-ID", mail_message_id(message, identity));
  if (!message.group_key.empty()) {
    // A root that never existed: clients thread by it.
    const std::string root = fmt::format("<group-{}@{}>", hash16(message.group_key), domain);
    header("In-Reply-To", root);
    header("References", root);
  }
  header("MIME-Version", "1.0");
  header("Auto-Submitted", "auto-generated");  // RFC 3834
  header("X-Auto-Response-Suppress", "All");
  if (!body->list.empty()) {
    header("List-Id", fmt::format("<{}.vouch.{}>", body->list, domain));  // RFC 2919
    // RFC 2369 3.2: a page at which the reader says it himself; of older rows the sender is told.
    header("List-Unsubscribe",
           is_header_url(body->unsubscribe)
               ? fmt::format("<{}>", body->unsubscribe)
               : fmt::format("<mailto:{}?subject=unsubscribe-{}>", identity.from, body->list));
  }
  header("Content-Type", fmt::format("multipart/alternative;\r\n boundary=\"{}\"", boundary));
  mail += "\r\n";
  if (!body->text.empty()) mail += part(boundary, "text/plain", body->text);
  if (!body->html.empty()) mail += part(boundary, "text/html", body->html);
  mail += fmt::format("--{}--\r\n", boundary);
  return mail;
}

}  // namespace vouch::alerts
