#include "practice/http_wire.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace vouch::practice {
namespace {

constexpr std::size_t kMaxRequest = 4 * 1024 * 1024;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view strip(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text, int base = 10) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// Body of `Transfer-Encoding: chunked`; none: incomplete. `used` is where it ends.
std::optional<std::string> dechunk(std::string_view bytes, std::size_t& used, bool& malformed) {
  std::string body;
  std::size_t at = 0;
  while (true) {
    const std::size_t line = bytes.find("\r\n", at);
    if (line == std::string_view::npos) return std::nullopt;
    const auto size = number(bytes.substr(at, line - at), 16);
    if (!size || *size > kMaxRequest) {
      malformed = true;
      return std::nullopt;
    }
    if (bytes.size() < line + 2 + *size + 2) return std::nullopt;
    body.append(bytes.substr(line + 2, *size));
    at = line + 2 + *size + 2;
    if (*size == 0) {
      used = at;
      return body;
    }
  }
}

std::string_view status_text(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 410:
      return "Gone";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string head_without_length(const HttpAnswer& answer) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, status_text(answer.status));
  for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\r\n";
  return head;
}

std::string head_of(const HttpAnswer& answer, std::size_t length, bool compressed, bool keep) {
  std::string head = head_without_length(answer);
  if (compressed) head += "Content-Encoding: gzip\r\n";
  if (answer.status != 204) head += fmt::format("Content-Length: {}\r\n", length);
  head += keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

// The answer in tiny pieces; the connection closes after them.
std::vector<Step> torn(Step step) {
  std::vector<Step> pieces;
  const std::string whole = std::move(step.bytes);
  constexpr std::size_t kPieces = 23;
  const std::size_t size = whole.size() / kPieces + 1;
  for (std::size_t at = 0; at < whole.size(); at += size) {
    Step piece;
    piece.pause = std::chrono::milliseconds(at == 0 ? 0 : 4);
    piece.bytes = whole.substr(at, size);
    pieces.push_back(std::move(piece));
  }
  pieces.front().pause = step.pause;
  pieces.front().held_by = step.held_by;
  pieces.back().after = After::kClose;
  return pieces;
}

std::string chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

std::vector<Step> endless(const HttpAnswer& answer, Step step) {
  constexpr int kChunks = 2000;  // far more than anybody takes
  step.bytes =
      head_without_length(answer) + "Transfer-Encoding: chunked\r\n\r\n" + chunk(answer.body);
  std::string filler;
  while (filler.size() < 32768) filler += "<p>. . . . . . . .</p>\n";
  Step more;
  more.bytes = chunk(filler);
  more.times = kChunks;
  Step end;
  end.after = After::kReset;
  return {step, more, end};
}

// The first bytes, then one every half second.
std::vector<Step> dripping(Step step) {
  Step drop;
  drop.pause = std::chrono::milliseconds(500);
  drop.bytes = " ";
  drop.times = 1000;
  step.bytes.resize(step.bytes.size() / 2);
  return {step, drop, Step{.bytes = {}, .after = After::kReset, .held_by = {}}};
}

}  // namespace

std::string HttpRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::string HttpRequest::path() const {
  return target.substr(0, target.find('?'));
}

std::string HttpRequest::parameter(std::string_view name) const {
  const std::size_t mark = target.find('?');
  std::string_view rest =
      mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::size_t equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) == name) {
      return equals == std::string_view::npos ? std::string()
                                              : percent_decode(pair.substr(equals + 1), true);
    }
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  return {};
}

std::optional<HttpRequest> take_request(std::string& bytes, bool& malformed) {
  const std::size_t head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string::npos) {
    const bool letters = bytes.empty() || (bytes.front() >= 'A' && bytes.front() <= 'Z');
    malformed = bytes.size() > 64 * 1024 || !letters;  // TLS, say
    return std::nullopt;
  }
  const std::string_view head = std::string_view(bytes).substr(0, head_end);
  HttpRequest request;
  std::size_t line_start = head.find("\r\n");
  const std::string_view first = head.substr(0, line_start);
  const std::size_t space = first.find(' ');
  const std::size_t second = first.rfind(' ');
  if (space == std::string_view::npos || second <= space ||
      !first.substr(second + 1).starts_with("HTTP/1.")) {
    malformed = true;
    return std::nullopt;
  }
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, second - space - 1);
  while (line_start != std::string_view::npos) {
    const std::size_t next = head.find("\r\n", line_start + 2);
    const std::string_view line =
        head.substr(line_start + 2, next == std::string_view::npos ? next : next - line_start - 2);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      request.headers.emplace_back(lower(line.substr(0, colon)),
                                   std::string(strip(line.substr(colon + 1))));
    }
    line_start = next;
  }
  request.host = lower(request.header("host"));
  request.host.resize(std::min(request.host.size(), request.host.rfind(':')));
  request.keep_alive = lower(request.header("connection")) != "close";

  std::size_t used = head_end + 4;
  if (lower(request.header("transfer-encoding")) == "chunked") {
    std::size_t body_end = 0;
    auto body = dechunk(std::string_view(bytes).substr(used), body_end, malformed);
    if (!body) return std::nullopt;
    request.body = std::move(*body);
    used += body_end;
  } else if (const std::string length = request.header("content-length"); !length.empty()) {
    const auto size = number(length);
    if (!size || *size > kMaxRequest) {
      malformed = true;
      return std::nullopt;
    }
    if (bytes.size() < used + *size) return std::nullopt;
    request.body = bytes.substr(used, *size);
    used += *size;
  }
  bytes.erase(0, used);
  return request;
}

std::vector<Step> to_steps(const HttpAnswer& answer, const HttpRequest& request) {
  Step step;
  step.pause = answer.delay;
  step.held_by = answer.held_by;
  if (answer.mangle == Mangle::kSilent) {
    step.pause = std::chrono::seconds(40);  // the client gives up first
    step.after = After::kClose;
    return {step};
  }
  if (answer.mangle == Mangle::kEndlessChunks) return endless(answer, std::move(step));
  if (answer.mangle == Mangle::kReset || answer.mangle == Mangle::kEmptyReply) {
    step.after = answer.mangle == Mangle::kReset ? After::kReset : After::kClose;
    return {step};
  }
  if (answer.mangle == Mangle::kGarbage) {
    step.bytes = "\x16\x03\x01 this is not the protocol that you asked for\r\n\r\n";
    step.after = After::kClose;
    return {step};
  }
  const bool accepts = request.header("accept-encoding").find("gzip") != std::string::npos;
  const bool truncate = answer.mangle == Mangle::kTruncatedGzip;
  const bool compressed = (answer.gzip || truncate) && accepts && !answer.body.empty();
  std::string body = compressed ? gzip(answer.body) : answer.body;
  if (truncate) body.resize(body.size() / 2);
  const bool short_body = answer.mangle == Mangle::kShortBody;
  const bool keep =
      request.keep_alive && !answer.close && (answer.mangle == Mangle::kNone || truncate);
  step.bytes = head_of(answer, short_body ? body.size() * 2 + 1 : body.size(), compressed, keep);
  if (request.method != "HEAD") step.bytes += body;
  step.after = keep ? After::kKeep : After::kClose;
  switch (answer.mangle) {
    case Mangle::kTorn:
      return torn(std::move(step));
    case Mangle::kDrip:
      return dripping(std::move(step));
    case Mangle::kResetInHead:
    case Mangle::kResetInBody: {
      const std::size_t head = step.bytes.find("\r\n\r\n") + 4;
      step.bytes.resize(
          answer.mangle == Mangle::kResetInHead ? head / 2 : head + (step.bytes.size() - head) / 2);
      step.after = After::kReset;
      return {step};
    }
    default:
      return {step};
  }
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[i] == '%' && i + 2 < text.size()) {
      const auto value = number(text.substr(i + 1, 2), 16);
      out.push_back(value ? static_cast<char>(*value) : '%');
      if (value) i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string input(bytes);
  std::string out(deflateBound(&stream, static_cast<uLong>(input.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace vouch::practice
