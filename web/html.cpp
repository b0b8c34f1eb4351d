#include "web/html.h"

#include "core/text.h"
#include "core/url.h"

namespace vouch::web {
namespace {

bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

}  // namespace

std::string displayable(std::string_view words, std::size_t max_characters) {
  std::string out;
  std::size_t position = 0;
  std::size_t taken = 0;
  while (position < words.size()) {
    const char32_t c = next_code_point(words, position);
    if (c == '\t' || c == '\n' || c == '\r') {
      out.push_back(' ');
    } else if (is_invisible(c)) {
      continue;
    } else {
      append_utf8(out, c);
    }
    if (++taken == max_characters && position < words.size()) {
      out += "…";
      break;
    }
  }
  return out;
}

Html& Html::raw(Markup markup) {
  out_ += markup.text();
  return *this;
}

Html& Html::text(std::string_view words) {
  out_ += html_escape(words);
  return *this;
}

Html& Html::number(long long value) {
  out_ += std::to_string(value);
  return *this;
}

Html& Html::foreign(std::string_view words, std::size_t max_characters) {
  raw("<bdi>");
  text(displayable(words, max_characters));
  return raw("</bdi>");
}

Html& Html::outward(std::string_view url, std::size_t max_characters) {
  const auto parsed = Url::parse(url);
  if (!parsed || !parsed->is_http()) return foreign(url, max_characters);
  raw("<a class=\"out\" rel=\"noopener noreferrer nofollow\" href=\"");
  text(parsed->href());
  raw("\">");
  foreign(url, max_characters);
  return raw("</a>");
}

}  // namespace vouch::web
