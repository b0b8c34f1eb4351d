#include <array>
#include <cctype>
#include <cstring>

#include "bench/looks/ceiling/page.h"

namespace vouch::bench {
namespace {

void put_code_point(std::string& out, unsigned c) {
  const auto put = [&out](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 63));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 63));
    put(0x80 | (c & 63));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 63));
    put(0x80 | (c >> 6 & 63));
    put(0x80 | (c & 63));
  }
}

struct Entity {
  std::string_view name;
  unsigned code_point;
};
constexpr std::array kEntities = {
    Entity{"amp", '&'},      Entity{"lt", '<'},        Entity{"gt", '>'},
    Entity{"quot", '"'},     Entity{"nbsp", 0xA0},     Entity{"copy", 0xA9},
    Entity{"mdash", 0x2014}, Entity{"hellip", 0x2026}, Entity{"raquo", 0xBB}};

void decode(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find('&'), text.size());
    out.append(text.substr(0, ampersand));
    if (ampersand == text.size()) return;
    text.remove_prefix(ampersand + 1);
    std::size_t end = 0;
    unsigned code_point = 0;
    if (text.starts_with('#')) {
      end = 1;
      const bool hex = end < text.size() && (text[end] | 32) == 'x';
      if (hex) ++end;
      for (; end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end])) != 0 &&
             code_point < 0x110000;
           ++end) {
        const int digit = text[end] <= '9' ? text[end] - '0' : (text[end] | 32) - 'a' + 10;
        code_point = code_point * (hex ? 16 : 10) + static_cast<unsigned>(digit);
      }
    } else {
      while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end < text.size() && text[end] == ';') {
        for (const Entity& entity : kEntities) {
          if (entity.name == text.substr(0, end)) code_point = entity.code_point;
        }
      }
    }
    if (code_point == 0) {
      out += '&';
      continue;
    }
    put_code_point(out, code_point);
    text.remove_prefix(end < text.size() && text[end] == ';' ? end + 1 : end);
  }
}

void add_text(std::string& out, std::string_view text, std::string& buffer) {
  if (text.find('&') == std::string_view::npos) {
    append_text(out, text);
    return;
  }
  buffer.clear();
  decode(buffer, text);
  append_text(out, buffer);
}

bool is_block(std::string_view tag) {
  switch (tag.size()) {
    case 1:
      return (tag[0] | 32) == 'p';
    case 2:
      return same_word(tag, "li") || same_word(tag, "br") || same_word(tag, "td") ||
             same_word(tag, "tr") || same_word(tag, "th") || same_word(tag, "ul") ||
             ((tag[0] | 32) == 'h' && tag[1] >= '1' && tag[1] <= '6');
    case 3:
      return same_word(tag, "div");
    default:
      return same_word(tag, "table") || same_word(tag, "article") || same_word(tag, "header") ||
             same_word(tag, "footer") || same_word(tag, "section") || same_word(tag, "aside") ||
             same_word(tag, "figure") || same_word(tag, "figcaption") || same_word(tag, "nav");
  }
}

struct Attributes {
  std::string_view href, rel, name, content;
  bool has_href = false;
};

// `at` behind the tag's name; returns the place behind its ">".
const char* read_attributes(const char* at, const char* end, bool wanted, Attributes& out) {
  while (at < end && *at != '>') {
    if (is_space(*at) || *at == '/') {
      ++at;
      continue;
    }
    const char* begin = at;
    while (at < end && *at != '=' && *at != '>' && *at != '/' && !is_space(*at)) ++at;
    const std::string_view key(begin, static_cast<std::size_t>(at - begin));
    std::string_view value;
    while (at < end && is_space(*at)) ++at;
    if (at < end && *at == '=') {
      ++at;
      while (at < end && is_space(*at)) ++at;
      if (at < end && (*at == '"' || *at == '\'')) {
        const void* close = std::memchr(at + 1, *at, static_cast<std::size_t>(end - at - 1));
        if (close == nullptr) return end;
        const char* closing = static_cast<const char*>(close);
        value = {at + 1, static_cast<std::size_t>(closing - at - 1)};
        at = closing + 1;
      } else {
        begin = at;
        while (at < end && *at != '>' && !is_space(*at)) ++at;
        value = {begin, static_cast<std::size_t>(at - begin)};
      }
    }
    if (!wanted) continue;
    if (same_word(key, "href")) {
      out.href = value;
      out.has_href = true;
    } else if (same_word(key, "rel")) {
      out.rel = value;
    } else if (same_word(key, "name")) {
      out.name = value;
    } else if (same_word(key, "content")) {
      out.content = value;
    }
  }
  return at < end ? at + 1 : end;
}

class Scan {
 public:
  Scan(std::string_view html, Page& page)
      : at_(html.data()), end_(at_ + html.size()), page_(page) {}

  void run() {
    while (at_ < end_) {
      const void* found = std::memchr(at_, '<', left());
      const char* open = found == nullptr ? end_ : static_cast<const char*>(found);
      if (open > at_ && body_) text({at_, static_cast<std::size_t>(open - at_)});
      if (open + 1 >= end_) return;
      at_ = open + 1;
      if (*at_ == '!') {
        declaration();
      } else {
        tag();
      }
    }
  }

 private:
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  void text(std::string_view piece) {
    add_text(page_.text, piece, buffer_);
    if (link_ != nullptr) add_text(page_.links[*link_].text, piece, buffer_);
  }

  void declaration() {
    const std::string_view rest(at_, left());
    const bool comment = rest.starts_with("!--");
    const std::size_t close = comment ? rest.find("-->", 3) : rest.find('>');
    at_ = close == std::string_view::npos ? end_ : at_ + close + (comment ? 3 : 1);
  }

  void tag() {
    const bool closing = *at_ == '/';
    if (closing) ++at_;
    if (at_ >= end_ || std::isalpha(static_cast<unsigned char>(*at_)) == 0) {
      if (!closing && body_) page_.text += '<';
      return;
    }
    const char* begin = at_;
    while (at_ < end_ && *at_ != '>' && *at_ != '/' && !is_space(*at_)) ++at_;
    const std::string_view name(begin, static_cast<std::size_t>(at_ - begin));
    const bool anchor = same_word(name, "a");
    const bool meta = !closing && same_word(name, "meta");
    const bool link = !closing && same_word(name, "link");
    Attributes attributes;
    at_ = read_attributes(at_, end_, (anchor && !closing) || meta || link, attributes);
    if (anchor) {
      link_ = nullptr;
      if (!closing && attributes.has_href) begin_link(attributes);
    } else if (meta) {
      if (same_word(attributes.name, "robots")) page_.robots = attributes.content;
    } else if (link) {
      if (!same_word(attributes.rel, "canonical")) return;
      page_.canonical.clear();
      decode(page_.canonical, attributes.href);
    } else if (!closing &&
               (same_word(name, "script") || same_word(name, "style") || same_word(name, "title") ||
                same_word(name, "textarea") || same_word(name, "noscript"))) {
      raw_text(name);
    } else if (!closing && same_word(name, "body")) {
      body_ = true;
    } else if (is_block(name)) {
      break_line(page_.text);
    }
  }

  void begin_link(const Attributes& attributes) {
    Link& added = page_.add_link();
    decode(added.href, attributes.href);
    added.rel = attributes.rel;
    number_ = page_.link_count - 1;
    link_ = &number_;
  }

  void raw_text(std::string_view name) {
    const char* begin = at_;
    for (;;) {
      const void* found = memmem(at_, left(), "</", 2);
      if (found == nullptr) {
        at_ = end_;
        return;
      }
      const char* close = static_cast<const char*>(found);
      at_ = close + 2;
      if (!same_word(std::string_view(at_, left()).substr(0, name.size()), name)) continue;
      if (same_word(name, "title") && page_.title.empty())
        add_text(page_.title, {begin, static_cast<std::size_t>(close - begin)}, buffer_);
      const void* end = std::memchr(at_, '>', left());
      at_ = end == nullptr ? end_ : static_cast<const char*>(end) + 1;
      return;
    }
  }

  const char* at_;
  const char* const end_;
  Page& page_;
  std::size_t number_ = 0;
  const std::size_t* link_ = nullptr;  // the open link, by its number
  bool body_ = false;
  std::string buffer_;
};

}  // namespace

void extract_scan(std::string_view html, Page& out) {
  out.clear();
  Scan(html, out).run();
}

}  // namespace vouch::bench
