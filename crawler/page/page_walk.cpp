#include "crawler/page/page_walk.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/text.h"
#include "crawler/page/regions.h"

namespace vouch::crawler {

namespace {

// Elements whose content is no text of this page: scripts, inert parts, form values, fallbacks.
constexpr std::array<std::string_view, 24> kNoText = {
    "applet", "audio",   "canvas",   "datalist", "embed",    "frameset", "head",  "iframe",
    "math",   "noembed", "noframes", "noscript", "object",   "rp",       "rt",    "script",
    "select", "style",   "svg",      "template", "textarea", "title",    "video", "xmp"};
constexpr std::array<std::string_view, 6> kPictures = {"canvas", "embed", "img",
                                                       "object", "svg",   "video"};

template <std::size_t N>
bool is_one_of(std::string_view tag, const std::array<std::string_view, N>& tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

std::size_t count_letters_of(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && (byte & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

// The tree in document order, so that sizes of subtrees are differences.
struct Item {
  Node node;
  std::uint32_t end = 0;     // index behind the subtree
  std::uint32_t before = 0;  // characters of text before it
};

std::vector<Item> flatten(Node root, std::uint32_t& total) {
  struct Open {
    Node node;
    std::size_t next_child;
    std::size_t item;
  };
  std::vector<Item> items;
  std::vector<Open> open;
  total = 0;
  const auto enter = [&](Node node) {
    items.push_back({node, 0, total});
    if (node.is_text()) total += static_cast<std::uint32_t>(count_letters_of(node.text()));
    const bool descend = node.is_element() && !is_one_of(node.tag(), kNoText);
    open.push_back({node, descend ? 0 : node.child_count(), items.size() - 1});
  };
  enter(root);
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next_child < top.node.child_count()) {
      enter(top.node.child(top.next_child++));
    } else {
      items[top.item].end = static_cast<std::uint32_t>(items.size());
      open.pop_back();
    }
  }
  return items;
}

// Text with runs of white space folded as HTML shows them.
class Line {
 public:
  void add(std::string_view text) {
    while (!text.empty()) {
      std::size_t run = 0;
      while (run < text.size() && !is_white(text[run])) ++run;
      if (run > 0) {
        if (space_ && !text_.empty()) text_.push_back(' ');
        space_ = false;
        text_.append(text.substr(0, run));
        text.remove_prefix(run);
      }
      if (text.empty()) return;
      space_ = true;
      while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
    }
  }
  void add_break() { space_ = true; }
  [[nodiscard]] std::string take() {
    std::string text = text_.empty() ? std::string() : collapse_space(text_);
    text_.clear();
    space_ = false;
    return text;
  }

 private:
  static bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  std::string text_;
  bool space_ = false;
};

struct Anchor {
  std::size_t link;
  Line visible;
  Line hidden;
  std::string alt;
  std::string_view hidden_by;  // what hides the first piece that cannot be seen
  bool picture = false;
  bool dot = false;
  bool icon = false;
};

struct State {
  std::uint32_t end = 0;
  Paint paint;
  Place place;
  TextBlock::Kind kind = TextBlock::Kind::kBody;
  bool breaks = false;  // a block of its own
  bool anchor = false;  // closes the innermost anchor
  bool aside = false;   // its text was set aside from the line around it
};

// What is being put together for the current block.
struct Draft {
  Line visible;
  Line hidden;
  std::size_t link_chars = 0;
  std::size_t links = 0;
  TextBlock::Kind kind = TextBlock::Kind::kBody;
  Place place;
  bool begun = false;
};

bool lone_punctuation(std::string_view text) {
  constexpr std::u32string_view kMarks = U".,-_·。，、…:;|!'\"`~*•‧・—–‐";
  std::size_t at = 0;
  if (text.empty()) return false;
  const char32_t c = next_code_point(text, at);
  return at == text.size() && kMarks.find(c) != std::u32string_view::npos;
}

std::vector<std::string> rel_tokens(std::string_view rel) {
  std::vector<std::string> tokens;
  std::size_t from = 0;
  while (from < rel.size()) {
    const std::size_t end = std::min(rel.find_first_of(" \t\n\r\f,", from), rel.size());
    if (end > from) tokens.push_back(ascii_lower(rel.substr(from, end - from)));
    from = end + 1;
  }
  return tokens;
}

bool looks_like_icon(Node element) {
  const std::string_view tag = element.tag();
  if (tag != "i" && tag != "span" && tag != "em" && tag != "b" && tag != "s" && tag != "ins") {
    return false;
  }
  const std::string names = ascii_lower(element.attribute("class").value_or(""));
  return names.find("ico") != std::string::npos || names.find("logo") != std::string::npos ||
         names.starts_with("fa ") || names.find(" fa-") != std::string::npos;
}

class Walker {
 public:
  Walker(const PaintRules& rules, const LinkBase& base) : rules_(rules), base_(base) {}

  PageWalk run(Node root) {
    std::uint32_t total = 0;
    const std::vector<Item> items = flatten(root, total);
    State first;
    first.end = static_cast<std::uint32_t>(items.size());
    first.paint = root_paint(rules_);
    states_.push_back(first);
    drafts_.emplace_back();
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      while (states_.size() > 1 && states_.back().end <= i) leave();
      const Item& item = items[i];
      if (item.node.is_text()) {
        add_text(item.node.text());
      } else if (item.node.is_element()) {
        const std::uint32_t after = item.end < items.size() ? items[item.end].before : total;
        enter(item, total == 0 ? 0 : static_cast<double>(after - item.before) / total);
      }
    }
    while (states_.size() > 1) leave();
    flush();
    return std::move(walk_);
  }

 private:
  void enter(const Item& item, double share) {
    const Node element = item.node;
    const std::string_view tag = element.tag();
    if (tag == "br" || tag == "wbr") {
      if (tag == "br") add_break();
      return;
    }
    if (tag == "head" || tag == "script" || tag == "style" || tag == "noscript" ||
        tag == "template") {
      return;
    }
    const State& parent = states_.back();
    State state;
    state.end = item.end;
    state.kind = parent.kind;
    state.paint = paint_of(element, parent.paint, rules_);
    state.place = place_of(element, parent.place, share);
    if (is_one_of(tag, kPictures)) see_picture(element, state.paint);
    if (is_one_of(tag, kNoText)) return;
    const bool heading = tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
    if (heading || element.attribute("role") == "heading") {
      state.kind = TextBlock::Kind::kHeading;
    } else if (tag == "blockquote") {
      state.kind = TextBlock::Kind::kQuote;
    }
    if (state.paint.display == Display::kNone && parent.paint.display != Display::kNone) {
      drafts_.emplace_back();
      state.aside = true;
    } else if (state.paint.display == Display::kBlock) {
      flush();
      state.breaks = true;
    }
    if (tag == "a" || tag == "area") state.anchor = begin_link(element, state);
    if (!anchors_.empty() && looks_like_icon(element)) anchors_.back().icon = true;
    if (tag == "input" && ascii_iequals(element.attribute("type").value_or(""), "image")) {
      see_picture(element, state.paint);
    }
    states_.push_back(std::move(state));
  }

  void leave() {
    const State state = std::move(states_.back());
    states_.pop_back();
    if (state.breaks || state.aside) flush();
    if (state.anchor) end_link();
    if (state.aside) drafts_.pop_back();
  }

  void add_text(std::string_view text) {
    const State& state = states_.back();
    const std::string_view reason = hides_text(state.paint);
    Draft& draft = drafts_.back();
    const std::size_t letters = count_letters_of(text);
    if (!draft.begun && letters > 0) {
      draft.begun = true;
      draft.kind = state.kind;
      draft.place = state.place;
    }
    (reason.empty() ? draft.visible : draft.hidden).add(text);
    if (anchors_.empty()) return;
    Anchor& anchor = anchors_.back();
    (reason.empty() ? anchor.visible : anchor.hidden).add(text);
    if (reason.empty()) {
      draft.link_chars += letters;
    } else if (letters > 0 && anchor.hidden_by.empty()) {
      anchor.hidden_by = reason;
    }
  }

  void add_break() {
    Draft& draft = drafts_.back();
    draft.visible.add_break();
    draft.hidden.add_break();
    if (anchors_.empty()) return;
    anchors_.back().visible.add_break();
    anchors_.back().hidden.add_break();
  }

  void flush() {
    Draft& draft = drafts_.back();
    put_block(draft, draft.visible.take(), true);
    put_block(draft, draft.hidden.take(), false);
    draft = Draft{};
  }

  void put_block(const Draft& draft, std::string text, bool visible) {
    if (text.empty()) return;
    WalkBlock row;
    row.chars = count_letters_of(text);
    row.link_chars = visible ? std::min(draft.link_chars, row.chars) : 0;
    row.links = draft.links;
    row.comment = draft.place.comment;
    row.message = draft.place.message;
    row.article = draft.place.article;
    row.block = TextBlock{draft.kind, visible, draft.place.region, std::move(text)};
    walk_.blocks.push_back(std::move(row));
  }

  void see_picture(Node picture, const Paint& paint) {
    if (anchors_.empty()) return;
    Anchor& anchor = anchors_.back();
    if (!paint.hidden.empty() || paint.invisible) {
      if (anchor.hidden_by.empty()) {
        anchor.hidden_by = paint.hidden.empty() ? "visibility:hidden" : paint.hidden;
      }
      return;
    }
    if (picture.tag() == "img" && is_dot(picture, rules_)) {
      anchor.dot = true;
      return;
    }
    anchor.picture = true;
    if (const auto alt = picture.attribute("alt"); alt && anchor.alt.empty()) {
      anchor.alt = collapse_space(*alt);
    }
  }

  // False when the element is no link that a crawler would follow.
  bool begin_link(Node element, const State& state) {
    const auto href = element.attribute("href");
    if (!href || base_.url == nullptr) return false;
    const std::string_view target = trim(*href);
    if (target.empty() || target.front() == '#') return false;
    const auto url = Url::parse(target, base_.url, base_.encoding);
    if (!url || !url->is_http()) return false;
    WalkLink link;
    link.fact.url = url->href_without_fragment();
    link.fact.rel = rel_tokens(element.attribute("rel").value_or(""));
    link.fact.region = state.place.region;
    link.block = walk_.blocks.size();
    walk_.links.push_back(std::move(link));
    ++drafts_.back().links;
    Anchor anchor;
    anchor.link = walk_.links.size() - 1;
    anchor.alt = collapse_space(element.attribute("alt").value_or(""));
    // Named for screen readers or drawn as a background: nothing proves that it cannot be seen.
    const bool labelled = !trim(element.attribute("aria-label").value_or("")).empty();
    anchor.icon = labelled || has_background_image(element, rules_);
    anchor.picture = element.tag() == "area";
    if (!state.paint.hidden.empty()) anchor.hidden_by = state.paint.hidden;
    if (anchor.hidden_by.empty() && state.paint.invisible) anchor.hidden_by = "visibility:hidden";
    anchors_.push_back(std::move(anchor));
    return true;
  }

  void end_link() {
    Anchor anchor = std::move(anchors_.back());
    anchors_.pop_back();
    LinkFact& fact = walk_.links[anchor.link].fact;
    const std::string visible = anchor.visible.take();
    const std::string hidden = anchor.hidden.take();
    fact.text = !visible.empty() ? visible : !hidden.empty() ? hidden : anchor.alt;
    const std::string_view reason = why_hidden(anchor, visible);
    fact.visible = reason.empty();
    fact.hidden_by = std::string(reason);
  }

  static std::string_view why_hidden(const Anchor& anchor, const std::string& visible) {
    if (!visible.empty() && !lone_punctuation(visible)) return {};
    if (anchor.picture) return {};
    if (!visible.empty()) return anchor.icon ? std::string_view() : "punctuation anchor";
    if (!anchor.hidden_by.empty()) return anchor.hidden_by;
    if (anchor.icon) return {};
    return anchor.dot ? "1px image" : "empty anchor";
  }

  const PaintRules& rules_;
  const LinkBase& base_;
  PageWalk walk_;
  std::vector<State> states_;
  std::vector<Draft> drafts_;
  std::vector<Anchor> anchors_;
};

}  // namespace

PageWalk walk_page(const Document& document, const PaintRules& rules, const LinkBase& base) {
  return Walker(rules, base).run(document.root());
}

}  // namespace vouch::crawler
