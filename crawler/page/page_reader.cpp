#include "crawler/page/page_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "crawler/page/large_page.h"
#include "crawler/page/main_text.h"
#include "crawler/page/noscript.h"
#include "crawler/page/page_head.h"
#include "crawler/page/page_walk.h"
#include "crawler/page/paint.h"
#include "crawler/page/prescan.h"
#include "crawler/page/published.h"
#include "crawler/page/robots_directives.h"
#include "crawler/page/signs.h"

namespace vouch::crawler {

namespace {

enum class BodyKind { kMarkup, kPlainText, kOther };

// Bytes that no text holds (MIME Sniffing 3); what UTF-16 needs is told apart by its first bytes.
bool looks_binary(std::string_view body) {
  constexpr std::size_t kSniffBytes = 1445;
  std::size_t bom_length = 0;
  if (bom_encoding(body, bom_length) || prescan_encoding(body)) return false;
  body = body.substr(0, kSniffBytes);
  return std::any_of(body.begin(), body.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) ||
           (byte >= 0x1C && byte <= 0x1F);
  });
}

BodyKind kind_of(std::string_view content_type, std::string_view body) {
  const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
  if (type.empty()) return looks_binary(body) ? BodyKind::kOther : BodyKind::kMarkup;
  if (type.find("html") != std::string::npos || type.find("xml") != std::string::npos) {
    return BodyKind::kMarkup;
  }
  return type.starts_with("text/") ? BodyKind::kPlainText : BodyKind::kOther;
}

// NUL is no character of a page: the tree holds U+FFFD in its place, or nothing (HTML 13.2.5).
double bad_ratio(const Decoded& decoded) {
  if (decoded.text.find('\0') == std::string::npos) return decoded.replaced_ratio;
  const auto nulls = std::count(decoded.text.begin(), decoded.text.end(), '\0');
  const std::size_t characters = count_code_points(decoded.text);
  return decoded.replaced_ratio + static_cast<double>(nulls) / static_cast<double>(characters);
}

// Queries of UTF-16 pages are UTF-8 (Encoding, "get an output encoding").
std::string_view output_encoding(std::string_view charset) {
  return charset.starts_with("utf-16") || charset == "replacement" ? "utf-8" : charset;
}

constexpr double kListLinks = 0.4;  // share of linked characters from which on it is a list

void put_text(const PageWalk& walk, const MainText& main, PageFacts& facts) {
  if (!facts.title.empty()) {
    facts.blocks.push_back({TextBlock::Kind::kTitle, true, Region::kMain, facts.title});
  }
  for (const WalkBlock& row : walk.blocks) {
    if (row.block.visible) {
      facts.text_chars += static_cast<std::int64_t>(count_code_points(row.block.text));
    }
    facts.blocks.push_back(row.block);
  }
  facts.links.reserve(walk.links.size());
  for (const WalkLink& link : walk.links) facts.links.push_back(link.fact);
  facts.main_text = main.text;
  facts.own_text = main.own;
  if (main.text.empty()) return;
  facts.fingerprint = sha256_hex(fold(main.text));
  const bool list =
      static_cast<double>(main.link_chars) > kListLinks * static_cast<double>(main.chars);
  if (!list) facts.sketch = sketch_text(compared_text(facts));
}

// One block a line: what a browser shows.
PageWalk walk_plain_text(std::string_view text) {
  PageWalk walk;
  for (const std::string& line : split_lines(text)) {
    WalkBlock row;
    row.block.text = collapse_space(line);
    if (row.block.text.empty()) continue;
    row.chars = count_code_points(row.block.text);
    walk.blocks.push_back(std::move(row));
  }
  return walk;
}

constexpr double kMaxBadRatio = 0.001;  // design §8 "Bad bytes"

// What holds for a text of any kind; `document` and `paint` may be missing.
void judge_text(const PageInput& input, const Url* page, const Document* document,
                const PaintRules* paint, const PageWalk& walk, PageFacts& facts) {
  facts.published =
      find_published({document, &walk.blocks, page, &input.headers, input.now, &facts.for_now});
  facts.language = language_of(document, input.headers, facts.main_text);
  const auto asked = Url::parse(facts.url);
  SignInput signs;
  signs.document = document;
  signs.paint = paint;
  signs.walk = &walk;
  signs.title = facts.title;
  signs.platform = input.platform;
  signs.asked = asked ? &*asked : nullptr;
  signs.landed = page;
  signs.status = input.status;
  signs.whole = !facts.truncated && facts.replaced_ratio <= kMaxBadRatio;
  facts.signs = find_signs(signs);
}

RobotsRules judged_robots(const Document* document, const PageInput& input, PageFacts& facts) {
  const RobotsSource source = robots_source(document, input.headers);
  for (const RobotsDirective& directive : source.directives) {
    if (directive.name == "unavailable_after") facts.for_now = true;
  }
  return robots_rules(source, input.now);
}

void read_plain_text(const PageInput& input, std::string_view text, const Url* page,
                     PageFacts& facts) {
  const PageWalk walk = walk_plain_text(text);
  put_text(walk, select_main_text(walk.blocks), facts);
  judge_text(input, page, nullptr, nullptr, walk, facts);
}

void read_markup(const PageInput& input, PreparedPage prepared, const Url* page, PageFacts& facts) {
  const LargePageTurn turn(prepared.text.size());
  const LiftedStyles styles = LiftedStyles::lift(prepared.text, prepared.styles);
  const auto parsed = Document::parse(std::move(prepared.text), input.limits);
  if (!parsed) {
    facts.refused = refused_name(parsed.error());
    facts.fingerprint = sha256_hex(input.body);
    return;
  }
  const Document& document = *parsed;
  const std::string_view encoding = output_encoding(facts.charset);
  const std::optional<Url> base = base_of(document, page, encoding);
  const Whereabouts where{page, base ? &*base : nullptr, encoding};
  facts.title = title_of(document);
  facts.description = description_of(document);
  facts.base = base ? base->href() : std::string();
  facts.canonical = canonical_of(&document, input.headers, where);
  facts.refresh = refresh_of(document, where);
  facts.robots = judged_robots(&document, input, facts);

  const PaintRules paint = paint_rules(document, styles);
  const PageWalk walk = walk_page(document, paint, LinkBase{where.base, encoding});
  const MainText main = select_main_text(walk.blocks);
  put_text(walk, main, facts);
  judge_text(input, page, &document, &paint, walk, facts);
}

}  // namespace

PreparedPage prepare_page(const PageInput& input) {
  PreparedPage page;
  const std::string_view content_type = header_value(input.headers, "content-type");
  const BodyKind kind = kind_of(content_type, input.body);
  if (input.body.empty() || kind == BodyKind::kOther) return page;
  Decoded decoded = decode_page(input.body, content_type).decoded;
  page.replaced_ratio = bad_ratio(decoded);
  page.charset = std::move(decoded.charset);
  page.charset_source = std::move(decoded.source);
  if (kind == BodyKind::kPlainText) {
    page.kind = PreparedPage::Kind::kPlainText;
    page.text = std::move(decoded.text);
  } else {
    page.kind = PreparedPage::Kind::kMarkup;
    page.text = kept_markup(without_noscript(std::move(decoded.text)), &page.styles);
  }
  return page;
}

PageFacts read_page(const PageInput& input, PreparedPage prepared) {
  PageFacts facts;
  facts.url = input.url;
  facts.final_url = input.final_url.empty() ? input.url : input.final_url;
  facts.status = input.status;
  facts.truncated = input.truncated;
  const auto parsed_url = Url::parse(facts.final_url);
  const Url* page = parsed_url ? &*parsed_url : nullptr;
  // Headers count for every kind of body; a tree adds to them below.
  facts.robots = judged_robots(nullptr, input, facts);
  facts.canonical = canonical_of(nullptr, input.headers, Whereabouts{page, page, "utf-8"});
  facts.charset = prepared.charset;
  facts.charset_source = prepared.charset_source;
  facts.replaced_ratio = prepared.replaced_ratio;
  switch (prepared.kind) {
    case PreparedPage::Kind::kNoText:
      break;
    case PreparedPage::Kind::kPlainText:
      read_plain_text(input, prepared.text, page, facts);
      break;
    case PreparedPage::Kind::kMarkup:
      read_markup(input, std::move(prepared), page, facts);
      break;
  }
  return facts;
}

PageFacts read_page(const PageInput& input) {
  return read_page(input, prepare_page(input));
}

std::string token_digest(const PageInput& input, const PreparedPage& page) {
  std::string rest;  // short beside the text, which is taken first
  const auto add = [&rest](std::string_view field) {
    rest += fmt::format("{}:", field.size());
    rest += field;
  };
  add(input.url);
  add(input.final_url);
  add(fmt::format("{} {} {} {}", input.status, input.truncated, static_cast<int>(page.kind),
                  page.replaced_ratio));
  add(page.charset);
  add(page.charset_source);
  for (const char* name : {"content-type", "link", "x-robots-tag", "content-language"}) {
    for (const std::string_view value : header_values(input.headers, name)) {
      add(name);
      add(value);
    }
  }
  const Sha256Bytes text = sha256(page.text);
  rest.append(text.begin(), text.end());
  const Sha256Bytes digest = sha256(rest);
  return {digest.begin(), digest.end()};
}

}  // namespace vouch::crawler
