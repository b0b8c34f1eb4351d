#include "alerts/robot_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/words.h"
#include "core/text.h"
#include "core/url.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kLineBytes = 600;

struct FullWidth {
  char sign;
  std::string_view instead;
};
// Signs of markup whose full-width twins read the same and mean nothing.
constexpr FullWidth kFullWidth[] = {{'<', "＜"}, {'>', "＞"}, {'*', "＊"}, {'_', "＿"},
                                    {'#', "＃"}, {'[', "［"}, {']', "］"}, {'`', "｀"},
                                    {'!', "！"}, {'|', "｜"}};
constexpr std::size_t kMentionSigns = 2;  // the first ones

std::string without_signs(std::string_view text, std::size_t signs) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto* const end = kFullWidth + signs;
    const auto* const found =
        std::find_if(kFullWidth, end, [c](const FullWidth& one) { return one.sign == c; });
    if (found == end) {
      out.push_back(c);
    } else {
      out += found->instead;
    }
  }
  return out;
}

// As it will stand in the request; empty: none.
std::string safe_link(std::string_view link) {
  const auto url = Url::parse(link);
  if (!url || !url->is_http()) return {};
  std::string href = url->href();
  return href.size() > kUrlBytes ? std::string() : href;
}

struct Layout {
  std::string_view line_break;
  std::size_t signs;  // how many of kFullWidth are replaced
  bool markdown;
};
constexpr Layout kPlain{"\n", kMentionSigns, false};
constexpr Layout kMarkdown{"\n\n", std::size(kFullWidth), true};

std::string link_of(std::string_view given, const Layout& layout, Language language) {
  const std::string link = safe_link(given);
  if (link.empty() || !layout.markdown) return link;
  std::string target;
  for (const char c : link) {  // a parenthesis would end the address
    if (c == '(') {
      target += "%28";
    } else if (c == ')') {
      target += "%29";
    } else {
      target.push_back(c);
    }
  }
  return fmt::format("[{}]({})", pick(language, "打开", "Open"), target);
}

struct Piece {
  std::string text;
  std::string link;
};

std::vector<Piece> pieces_of(const RobotText& text, const Layout& layout, Language language) {
  std::vector<Piece> pieces;
  pieces.reserve(text.lines.size() + 1);
  if (!layout.markdown) {
    pieces.push_back({without_signs(one_line(text.title, kSubjectBytes), layout.signs), {}});
  }
  for (const RobotLine& line : text.lines) {
    pieces.push_back({without_signs(one_line(line.text, kLineBytes), layout.signs),
                      link_of(line.url, layout, language)});
  }
  return pieces;
}

std::string joined(const Piece& piece) {
  if (piece.link.empty()) return piece.text;
  return piece.text.empty() ? piece.link : piece.text + " " + piece.link;
}

std::size_t size_of(const std::vector<Piece>& pieces, std::string_view tail, const Layout& layout) {
  std::size_t size = tail.size();
  for (const Piece& piece : pieces) size += joined(piece).size() + layout.line_break.size();
  return size;
}

std::string tail_of(const RobotText& text, const Layout& layout, Language language) {
  const std::string link = link_of(text.link, layout, language);
  return link.empty() ? std::string() : fmt::format("{}{}", layout.line_break, link);
}

std::string laid_out(const RobotText& text, std::size_t max_bytes, Language language,
                     const Layout& layout) {
  const std::vector<Piece> pieces = pieces_of(text, layout, language);
  const std::string tail = tail_of(text, layout, language);
  const bool whole = size_of(pieces, tail, layout) <= max_bytes;
  const std::string note = fmt::format(
      "{}{}", layout.line_break, pick(language, "……（太长，未完）", "... (too long, cut here)"));
  const std::size_t room = max_bytes - tail.size() - (whole ? 0 : note.size());
  std::string body;
  for (const Piece& piece : pieces) {
    const std::string_view gap = body.empty() ? std::string_view() : layout.line_break;
    const std::string line = joined(piece);
    if (body.size() + gap.size() + line.size() <= room) {
      body.append(gap).append(line);
      continue;
    }
    if (body.size() + gap.size() < room) {
      body.append(gap).append(cut_utf8(piece.text, room - body.size() - gap.size()));
    }
    break;
  }
  return whole ? body + tail : body + note + tail;
}

std::optional<RobotLine> line_from(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const auto* const text = value.as_object().if_contains("text");
  const auto* const url = value.as_object().if_contains("url");
  if (text == nullptr || url == nullptr || !text->is_string() || !url->is_string()) {
    return std::nullopt;
  }
  return RobotLine{std::string(text->as_string()), std::string(url->as_string())};
}

}  // namespace

std::string to_json(const RobotText& text) {
  json::array lines;
  for (const RobotLine& line : text.lines) {
    lines.push_back(json::object({{"text", line.text}, {"url", line.url}}));
  }
  json::object body;
  body["title"] = text.title;
  body["lines"] = std::move(lines);
  body["link"] = text.link;
  return json::serialize(body);
}

Result<RobotText> robot_text_from_json(std::string_view text) {
  const auto bad = [] { return fail(ErrorCode::kCorrupt, "the body is no robot's message"); };
  boost::system::error_code error;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !parsed.is_object()) return bad();
  const json::object& body = parsed.as_object();
  const auto* const title = body.if_contains("title");
  const auto* const lines = body.if_contains("lines");
  const auto* const link = body.if_contains("link");
  if (title == nullptr || lines == nullptr || link == nullptr || !title->is_string() ||
      !lines->is_array() || !link->is_string()) {
    return bad();
  }
  RobotText out;
  out.title = std::string(title->as_string());
  out.link = std::string(link->as_string());
  out.lines.reserve(lines->as_array().size());
  for (const json::value& value : lines->as_array()) {
    auto line = line_from(value);
    if (!line) return bad();
    out.lines.push_back(std::move(*line));
  }
  return out;
}

std::string plain_layout(const RobotText& text, std::size_t max_bytes, Language language) {
  return laid_out(text, max_bytes, language, kPlain);
}

std::string markdown_layout(const RobotText& text, std::size_t max_bytes, Language language) {
  return laid_out(text, max_bytes, language, kMarkdown);
}

std::string robot_title(const RobotText& text) {
  return without_signs(one_line(text.title, kSubjectBytes), std::size(kFullWidth));
}

bool fits(const RobotText& text, std::size_t max_bytes, Language language) {
  const auto fits_in = [&](const Layout& layout) {
    const std::string tail = tail_of(text, layout, language);
    return size_of(pieces_of(text, layout, language), tail, layout) <= max_bytes;
  };
  return fits_in(kPlain) && fits_in(kMarkdown);
}

RobotText merged(std::span<const RobotText> texts, Language language) {
  if (texts.size() == 1) return texts.front();
  RobotText out;
  out.title = language == Language::kEnglish ? fmt::format("Vouch: {} messages", texts.size())
                                             : fmt::format("Vouch 核验：{} 条消息", texts.size());
  const bool one_link = std::all_of(texts.begin(), texts.end(), [&](const RobotText& text) {
    return text.link == texts.front().link;
  });
  if (one_link && !texts.empty()) out.link = texts.front().link;
  int number = 0;
  for (const RobotText& text : texts) {
    out.lines.push_back(
        {fmt::format("{}. {}", ++number, text.title), one_link ? std::string() : text.link});
    out.lines.insert(out.lines.end(), text.lines.begin(), text.lines.end());
  }
  return out;
}

}  // namespace vouch::alerts
