#include "alerts/letter.h"

#include <fmt/format.h>

#include "alerts/words.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

constexpr std::string_view kHtmlTail = "</body></html>\n";

std::string html_head(std::string_view subject, Language language) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>{}</title></head>\n"
      "<body style=\"font:16px/1.6 sans-serif;max-width:40em;margin:0 auto;padding:1em\">\n",
      pick(language, "zh-CN", "en"), html_escape(subject));
}

bool is_web_link(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string link(std::string_view url, std::string_view text) {
  if (!is_web_link(url)) return html_escape(text);
  return fmt::format("<a href=\"{}\">{}</a>", html_escape(url), html_escape(text));
}

std::string as_text(const Block& block, Language language) {
  switch (block.kind) {
    case BlockKind::kParagraph:
      return block.text + "\n\n";
    case BlockKind::kHeading:
      return fmt::format("\n## {}\n", block.text);
    case BlockKind::kFact:
      return fmt::format("{}{}{}\n", block.label, pick(language, "：", ": "), block.text);
    case BlockKind::kItem:
      if (block.url.empty()) return fmt::format("- {}\n", block.text);
      return fmt::format("- {}\n  {}\n", block.text, block.url);
    case BlockKind::kButton:
      return fmt::format("\n{}\n{}\n\n", block.text, block.url);
    case BlockKind::kFaint:
      return fmt::format("\n-- \n{}\n", block.text);
  }
  return {};
}

std::string as_html(const Block& block, Language language) {
  switch (block.kind) {
    case BlockKind::kParagraph:
      return fmt::format("<p>{}</p>\n", html_escape(block.text));
    case BlockKind::kHeading:
      return fmt::format("<h2 style=\"font-size:17px;margin:1.2em 0 .2em\">{}</h2>\n",
                         html_escape(block.text));
    case BlockKind::kFact:
      return fmt::format("<div style=\"overflow-wrap:anywhere\"><b>{}</b>{}{}</div>\n",
                         html_escape(block.label), pick(language, "：", ": "),
                         html_escape(block.text));
    case BlockKind::kItem:
      return fmt::format("<div style=\"margin:.4em 0\">{}</div>\n", link(block.url, block.text));
    case BlockKind::kButton:
      return fmt::format("<p style=\"margin:1em 0\"><b>{}</b></p>\n", link(block.url, block.text));
    case BlockKind::kFaint:
      return fmt::format("<p style=\"color:#666;font-size:13px\">{}</p>\n",
                         html_escape(block.text));
  }
  return {};
}

}  // namespace

Block paragraph(std::string_view text) {
  return {BlockKind::kParagraph, {}, std::string(text), {}};
}
Block heading(std::string_view text) {
  return {BlockKind::kHeading, {}, std::string(text), {}};
}
Block fact(std::string_view label, std::string_view value) {
  return {BlockKind::kFact, std::string(label), std::string(value), {}};
}
Block item(std::string_view text, std::string_view url) {
  return {BlockKind::kItem, {}, std::string(text), std::string(url)};
}
Block button(std::string_view text, std::string_view url) {
  return {BlockKind::kButton, {}, std::string(text), std::string(url)};
}
Block faint(std::string_view text) {
  return {BlockKind::kFaint, {}, std::string(text), {}};
}

Letter compose(std::string_view subject, const std::vector<Block>& blocks,
               const RenderContext& context) {
  Letter letter;
  letter.subject = one_line(subject, kSubjectBytes);
  letter.html = html_head(letter.subject, context.language);
  const Block cut = faint(pick(context.language, "内容较长，其余请打开链接查看。",
                               "The rest is on the page behind the link."));
  const std::size_t room = kBodyBytes - 1000;
  for (const Block& block : blocks) {
    std::string text = as_text(block, context.language);
    std::string html = as_html(block, context.language);
    if (letter.text.size() + text.size() > room || letter.html.size() + html.size() > room) {
      letter.text += as_text(cut, context.language);
      letter.html += as_html(cut, context.language);
      break;
    }
    letter.text += text;
    letter.html += html;
  }
  letter.html += kHtmlTail;
  return letter;
}

}  // namespace vouch::alerts
