#include "bench/looks/ceiling/page.h"

#include <iconv.h>
#include <strings.h>

#include <cctype>
#include <cstring>

namespace vouch::bench {

void Page::clear() {
  title.clear();
  robots.clear();
  canonical.clear();
  text.clear();
  link_count = 0;
}

Link& Page::add_link() {
  if (link_count == links.size()) links.emplace_back();
  Link& link = links[link_count++];
  link.href.clear();
  link.rel.clear();
  link.text.clear();
  return link;
}

bool same_word(std::string_view left, std::string_view right) {
  return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

void append_text(std::string& out, std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    if (is_space(*at)) {
      while (at < end && is_space(*at)) ++at;
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
    } else {
      const char* const begin = at;
      while (at < end && !is_space(*at)) ++at;
      out.append(begin, static_cast<std::size_t>(at - begin));
    }
  }
}

void break_line(std::string& out) {
  if (!out.empty() && out.back() != '\n') out += '\n';
}

namespace {

// Lower case; empty for a relative link.
std::string_view host_of(std::string_view href, std::string& buffer) {
  while (!href.empty() && is_space(href.front())) href.remove_prefix(1);
  std::size_t at = 0;
  if (same_word(href.substr(0, 8), "https://")) {
    at = 8;
  } else if (same_word(href.substr(0, 7), "http://")) {
    at = 7;
  } else if (href.starts_with("//")) {
    at = 2;
  } else {
    return {};
  }
  const std::size_t end = std::min(href.find_first_of("/?#: \t\n\r\f", at), href.size());
  buffer.assign(href.substr(at, end - at));
  for (char& c : buffer) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return buffer;
}

std::string_view charset_in(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if (at < 7 || !same_word(text.substr(at - 7, 7), "charset")) continue;
    std::size_t begin = at + 1;
    while (begin < text.size() && (text[begin] == '"' || text[begin] == '\'' || text[begin] == ' '))
      ++begin;
    std::size_t end = begin;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 ||
                                 text[end] == '-' || text[end] == '_')) {
      ++end;
    }
    return text.substr(begin, end - begin);
  }
  return {};
}

}  // namespace

Found find(const Page& page, std::string_view keyword, std::string_view host) {
  Found found;
  found.keyword =
      memmem(page.text.data(), page.text.size(), keyword.data(), keyword.size()) != nullptr;
  std::string buffer;
  for (std::size_t i = 0; i < page.link_count && found.link == nullptr; ++i) {
    if (host_of(page.links[i].href, buffer) == host) found.link = &page.links[i];
  }
  return found;
}

std::string_view to_utf8(std::string_view body, std::string_view content_type,
                         std::string& buffer) {
  std::string_view charset = charset_in(content_type);
  if (charset.empty()) charset = charset_in(body.substr(0, 1024));
  if (!same_word(charset.substr(0, 2), "gb")) return body;
  static thread_local iconv_t converter = iconv_open("UTF-8", "GB18030");
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  buffer.resize(body.size() * 2 + 16);
  char* in = const_cast<char*>(body.data());
  char* out = buffer.data();
  std::size_t in_left = body.size();
  std::size_t out_left = buffer.size();
  while (in_left > 0) {
    if (iconv(converter, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1) ||
        out_left < 8) {
      break;
    }
    ++in;  // a bad byte
    --in_left;
  }
  buffer.resize(static_cast<std::size_t>(out - buffer.data()));
  return buffer;
}

}  // namespace vouch::bench
