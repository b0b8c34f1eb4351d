#include "crawler/page/page_head.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.h"

namespace vouch::crawler {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool has_token(std::string_view list, std::string_view token) {
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t end = std::min(list.find_first_of(" \t\n\r\f", from), list.size());
    if (ascii_iequals(list.substr(from, end - from), token)) return true;
    from = end + 1;
  }
  return false;
}

std::string text_in(Node element) {
  std::string text;
  for (Node node = element; node; node = next_in_tree(node, element)) text += node.text();
  return collapse_space(text);
}

// What the document lists with this name, without what is inert.
template <typename Visit>
void each_listed(const Document& document, std::string_view tag, Visit visit) {
  for (const Node node : document.listed()) {
    if (node.tag() == tag && !is_inert(node) && !visit(node)) return;
  }
}

bool is_below(Node node, Node top) {
  while (node && node != top) node = node.parent();
  return static_cast<bool>(node);
}

struct LinkValue {
  std::string_view target;
  bool canonical = false;
  bool anchored = false;  // about another resource than this page
};

// One "<target>; name=value; ..." of a Link header (RFC 8288 3); `at` stands behind it afterwards.
std::optional<LinkValue> next_link_value(std::string_view header, std::size_t& at) {
  const std::size_t open = header.find('<', at);
  const std::size_t close = open == std::string_view::npos ? open : header.find('>', open);
  if (close == std::string_view::npos) return std::nullopt;
  LinkValue link;
  link.target = header.substr(open + 1, close - open - 1);
  at = close + 1;
  bool first_rel = true;  // later ones do not count
  while (at < header.size() && header[at] != ',') {
    if (header[at] == ';' || is_space(header[at])) {
      ++at;
      continue;
    }
    const std::size_t name_end = std::min(header.find_first_of("=;,", at), header.size());
    const std::string_view name = trim(header.substr(at, name_end - at));
    at = name_end;
    std::string_view value;
    if (at < header.size() && header[at] == '=') {
      ++at;
      while (at < header.size() && is_space(header[at])) ++at;
      if (at < header.size() && header[at] == '"') {
        const std::size_t end = std::min(header.find('"', at + 1), header.size());
        value = header.substr(at + 1, end - at - 1);
        at = std::min(end + 1, header.size());
      } else {
        const std::size_t end = std::min(header.find_first_of(";,", at), header.size());
        value = trim(header.substr(at, end - at));
        at = end;
      }
    }
    if (ascii_iequals(name, "rel") && first_rel) {
      link.canonical = has_token(value, "canonical");
      first_rel = false;
    }
    if (ascii_iequals(name, "anchor")) link.anchored = true;
  }
  return link;
}

void add_target(std::string_view text, const Url* base, std::string_view encoding,
                std::vector<Url>& found) {
  const std::string_view target = trim(text);
  if (target.empty()) return;
  auto url = Url::parse(target, base, encoding);
  if (url && url->is_http()) found.push_back(std::move(*url));
}

// The value of a refresh: "5; url=other.html" (HTML, shared declarative refresh steps).
struct RefreshText {
  double seconds = 0;
  std::string_view url;
};

std::optional<RefreshText> parse_refresh(std::string_view text) {
  std::size_t at = 0;
  const auto skip_space = [&] {
    while (at < text.size() && is_space(text[at])) ++at;
  };
  skip_space();
  const std::size_t number = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == number && (at >= text.size() || text[at] != '.')) return std::nullopt;
  while (at < text.size() && (is_digit(text[at]) || text[at] == '.')) ++at;
  RefreshText refresh;
  std::string digits = "0";
  digits += text.substr(number, at - number);
  std::from_chars(digits.data(), digits.data() + digits.size(), refresh.seconds);
  if (at < text.size() && text[at] != ';' && text[at] != ',' && !is_space(text[at])) {
    return std::nullopt;
  }
  skip_space();
  if (at < text.size() && (text[at] == ';' || text[at] == ',')) ++at;
  skip_space();
  if (ascii_iequals(text.substr(at, 3), "url")) {
    std::size_t equals = at + 3;
    while (equals < text.size() && is_space(text[equals])) ++equals;
    if (equals < text.size() && text[equals] == '=') {
      at = equals + 1;
      skip_space();
    }
  }
  std::string_view url = text.substr(at);
  if (!url.empty() && (url.front() == '\'' || url.front() == '"')) {
    const std::size_t close = url.find(url.front(), 1);
    url = url.substr(1, close == std::string_view::npos ? close : close - 1);
  }
  refresh.url = trim(url);
  return refresh;
}

// By the letters alone: kana, Hangul, Han.
std::string guess_language(std::string_view text) {
  constexpr std::size_t kLookAt = 20000;
  text = text.substr(0, kLookAt);
  std::size_t han = 0;
  std::size_t kana = 0;
  std::size_t hangul = 0;
  std::size_t latin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c >= 0x4E00 && c <= 0x9FFF) ++han;
    if (c >= 0x3040 && c <= 0x30FF) ++kana;
    if (c >= 0xAC00 && c <= 0xD7AF) ++hangul;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) ++latin;
  }
  if (kana * 10 > han + kana && kana > 0) return "ja";
  if (hangul > han && hangul > 0) return "ko";
  // A Han character carries about as much as four letters.
  return han > 0 && han * 4 >= latin ? "zh" : "";
}

}  // namespace

bool is_inert(Node node) {
  for (; node; node = node.parent()) {
    if (node.tag() == "noscript" || node.tag() == "template") return true;
  }
  return false;
}

std::string title_of(const Document& document) {
  std::string title;
  each_listed(document, "title", [&](Node node) {
    for (Node up = node.parent(); up; up = up.parent()) {
      if (up.tag() == "svg") return true;
    }
    title = text_in(node);
    return title.empty();
  });
  return title;
}

std::string description_of(const Document& document) {
  std::string description;
  each_listed(document, "meta", [&](Node node) {
    if (!ascii_iequals(trim(node.attribute("name").value_or("")), "description")) return true;
    description = collapse_space(node.attribute("content").value_or(""));
    return description.empty();
  });
  return description;
}

std::optional<Url> base_of(const Document& document, const Url* page, std::string_view encoding) {
  std::optional<Url> base;
  if (page != nullptr) base = *page;
  each_listed(document, "base", [&](Node node) {
    const auto href = node.attribute("href");
    if (!href) return true;
    auto url = Url::parse(trim(*href), page, encoding);
    if (url && url->scheme() != "data" && url->scheme() != "javascript") base = std::move(*url);
    return false;  // the first one with href decides, even when it is no URL
  });
  return base;
}

std::string canonical_of(const Document* document, const std::vector<HeaderField>& headers,
                         const Whereabouts& where) {
  std::vector<Url> found;
  for (const std::string_view header : header_values(headers, "link")) {
    std::size_t at = 0;
    while (const auto link = next_link_value(header, at)) {
      if (link->canonical && !link->anchored) add_target(link->target, where.page, "utf-8", found);
    }
  }
  const Node head = document == nullptr ? Node() : document->head();
  if (head) {
    each_listed(*document, "link", [&](Node node) {
      if (has_token(node.attribute("rel").value_or(""), "canonical") && is_below(node, head))
        add_target(node.attribute("href").value_or(""), where.base, where.encoding, found);
      return true;
    });
  }
  if (found.empty()) return {};
  const std::string key = strict_key(found.front());
  const bool agree = std::all_of(found.begin(), found.end(),
                                 [&](const Url& url) { return strict_key(url) == key; });
  return agree ? found.front().href_without_fragment() : std::string();
}

std::optional<RefreshFact> refresh_of(const Document& document, const Whereabouts& where) {
  std::optional<RefreshFact> refresh;
  each_listed(document, "meta", [&](Node node) {
    if (!ascii_iequals(trim(node.attribute("http-equiv").value_or("")), "refresh")) return true;
    const auto read = parse_refresh(node.attribute("content").value_or(""));
    if (!read) return true;
    if (read->url.empty()) return false;
    const auto url = Url::parse(read->url, where.base, where.encoding);
    if (url && url->is_http()) refresh = RefreshFact{read->seconds, url->href()};
    return false;
  });
  return refresh;
}

std::string language_of(const Document* document, const std::vector<HeaderField>& headers,
                        std::string_view text) {
  const auto first_tag = [](std::string_view value) {
    return std::string(trim(value.substr(0, value.find(','))));
  };
  if (document != nullptr) {
    if (const auto lang = document->root().attribute("lang"); lang && !trim(*lang).empty()) {
      return first_tag(*lang);
    }
    std::string declared;
    each_listed(*document, "meta", [&](Node node) {
      if (!ascii_iequals(trim(node.attribute("http-equiv").value_or("")), "content-language")) {
        return true;
      }
      declared = first_tag(node.attribute("content").value_or(""));
      return declared.empty();
    });
    if (!declared.empty()) return declared;
  }
  const std::string header = first_tag(header_value(headers, "content-language"));
  return header.empty() ? guess_language(text) : header;
}

}  // namespace vouch::crawler
