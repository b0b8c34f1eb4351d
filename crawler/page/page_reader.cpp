#include "crawler/page/page_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
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
  const auto nulls = std::count(decoded.text.begin(), decoded.text.end(), '\0');
  if (nulls == 0) return decoded.replaced_ratio;
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
  facts.published = find_published({document, &walk.blocks, page, &input.headers, input.now});
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

void read_plain_text(const PageInput& input, std::string_view text, const Url* page,
                     PageFacts& facts) {
  const PageWalk walk = walk_plain_text(text);
  put_text(walk, select_main_text(walk.blocks), facts);
  judge_text(input, page, nullptr, nullptr, walk, facts);
}

void read_markup(const PageInput& input, std::string text, const Url* page, PageFacts& facts) {
  const auto parsed = Document::parse(without_noscript(std::move(text)), input.limits);
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
  facts.robots = robots_rules(robots_source(&document, input.headers), input.now);

  const PaintRules paint = paint_rules(document);
  const PageWalk walk = walk_page(document, paint, LinkBase{where.base, encoding});
  const MainText main = select_main_text(walk.blocks);
  put_text(walk, main, facts);
  judge_text(input, page, &document, &paint, walk, facts);
}

}  // namespace

PageFacts read_page(const PageInput& input) {
  PageFacts facts;
  facts.url = input.url;
  facts.final_url = input.final_url.empty() ? input.url : input.final_url;
  facts.status = input.status;
  facts.truncated = input.truncated;
  const auto parsed_url = Url::parse(facts.final_url);
  const Url* page = parsed_url ? &*parsed_url : nullptr;
  const std::string_view content_type = header_value(input.headers, "content-type");
  // Headers count for every kind of body; a tree adds to them below.
  facts.robots = robots_rules(robots_source(nullptr, input.headers), input.now);
  facts.canonical = canonical_of(nullptr, input.headers, Whereabouts{page, page, "utf-8"});
  const BodyKind kind = kind_of(content_type, input.body);
  if (input.body.empty() || kind == BodyKind::kOther) return facts;

  PageText text = decode_page(input.body, content_type);
  facts.charset = text.decoded.charset;
  facts.charset_source = text.decoded.source;
  facts.replaced_ratio = bad_ratio(text.decoded);
  if (kind == BodyKind::kPlainText) {
    read_plain_text(input, text.decoded.text, page, facts);
  } else {
    read_markup(input, std::move(text.decoded.text), page, facts);
  }
  return facts;
}

}  // namespace vouch::crawler
