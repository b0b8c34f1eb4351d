#include "crawler/page/noscript.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::array<std::string_view, 7> kRawText = {"script", "style",  "textarea", "title",
                                                      "xmp",    "iframe", "noembed"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Name of the tag whose "<" or "</" ends before `at`, lower case.
std::string tag_name(std::string_view html, std::size_t at) {
  const std::size_t end = std::min(html.find_first_of(" \t\n\r\f/>", at), html.size());
  return ascii_lower(html.substr(at, std::min<std::size_t>(end - at, 16)));
}

// Behind the ">" of the tag that begins at `at`; quoted values may hold one.
std::size_t tag_end(std::string_view html, std::size_t at) {
  char quote = 0;
  bool value_begins = false;
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      return at + 1;
    } else if ((c == '"' || c == '\'') && value_begins) {
      quote = c;
    }
    if (c == '=') {
      value_begins = true;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      value_begins = false;
    }
  }
  return html.size();
}

// Where the end tag `name` begins, at or behind `at`.
std::size_t find_end_tag(std::string_view html, std::size_t at, std::string_view name) {
  while ((at = html.find("</", at)) != std::string_view::npos) {
    if (tag_name(html, at + 2) == name) return at;
    at += 2;
  }
  return html.size();
}

void blank(std::string& html, std::size_t from, std::size_t end) {
  for (std::size_t i = from; i < end; ++i) {
    if (html[i] != '\n') html[i] = ' ';
  }
}

void blank_content(std::string& html, std::size_t from, std::size_t end) {
  std::size_t at = from;
  while (at < end) {
    const std::size_t open = std::min(html.find('<', at), end);
    blank(html, at, open);
    if (open == end) return;
    const bool tag = open + 1 < end && is_letter(html[open + 1]);
    const std::size_t close = tag ? std::min(tag_end(html, open), end) : open + 1;
    if (!tag || tag_name(html, open + 1) != "meta") blank(html, open, close);
    at = close;
  }
}

bool mentions_noscript(std::string_view html) {
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool begins = at + 1 < html.size() && (html[at + 1] == 'n' || html[at + 1] == 'N');
    if (begins && ascii_iequals(html.substr(at + 1, 8), "noscript")) return true;
  }
  return false;
}

}  // namespace

std::string without_noscript(std::string html) {
  if (!mentions_noscript(html)) return html;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string::npos) {
    const std::string_view rest = std::string_view(html).substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t close = rest.find("-->", 2);
      at = close == std::string_view::npos ? html.size() : at + close + 3;
    } else if (rest.size() < 2 || !is_letter(rest[1])) {
      ++at;
    } else {
      const std::string name = tag_name(html, at + 1);
      at = tag_end(html, at);
      if (name == "noscript") {
        const std::size_t end = find_end_tag(html, at, name);
        blank_content(html, at, end);
        at = end;
      } else if (std::find(kRawText.begin(), kRawText.end(), name) != kRawText.end()) {
        at = find_end_tag(html, at, name);
      }
    }
  }
  return html;
}

}  // namespace vouch::crawler
