// Addresses in what people paste: with words around them, without a scheme, in full width, several
// in one cell. The scanner is generous; Url::parse has the last word.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "core/text.h"
#include "core/url.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

constexpr std::size_t kLongestUrl = 4096;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_host_char(char c) {
  return is_alnum(c) || c == '-' || c == '.' || c == '_';
}

// Marks that end an address wherever they stand: CJK and typographic punctuation.
bool is_foreign_delimiter(char32_t c) {
  static constexpr std::u32string_view kMarks = U"，；！（）“”‘’…—｜＜＞＂＇｛｝［］";
  return (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x3000 && c <= 0x303F) || c == 0x00A0 || c == 0xFEFF || c == 0xFFFD ||
         kMarks.find(c) != std::u32string_view::npos;
}

// Full-width letters, digits and the marks that addresses are made of become ASCII; punctuation
// that separates stays foreign and so ends an address. "www。example。com" is a slip of the input
// method.
std::string narrow(std::string_view text) {
  static constexpr std::u32string_view kAddressMarks = U"：／．？＝＆＃％－＿＠＋～";
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const char32_t c = next_code_point(text, position);
    const bool wide_alnum = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
                            (c >= 0xFF41 && c <= 0xFF5A);
    if (wide_alnum || kAddressMarks.find(c) != std::u32string_view::npos) {
      out.push_back(static_cast<char>(c - 0xFEE0));
    } else if (c == U'。' && !out.empty() && is_alnum(out.back()) && position < text.size() &&
               is_alnum(text[position])) {
      out.push_back('.');
    } else {
      out.append(text.substr(start, position - start));
    }
  }
  return out;
}

// Length of "http://", "https://" and of their usual slips at `text`; 0: no scheme here.
std::size_t scheme_length(std::string_view text) {
  if (text.size() < 7 || (text[0] != 'h' && text[0] != 'H')) return 0;
  if (!ascii_iequals(text.substr(0, 4), "http")) return 0;
  std::size_t end = 4;
  if (text[end] == 's' || text[end] == 'S') ++end;
  const std::size_t after_name = end;
  while (end < text.size() && end <= after_name + 4 &&
         (text[end] == ':' || text[end] == '/' || text[end] == '\\')) {
    ++end;
  }
  const std::string_view marks = text.substr(after_name, end - after_name);
  const bool slashed = marks.find('/') != marks.npos || marks.find('\\') != marks.npos;
  return slashed && marks.size() <= 4 && end < text.size() ? end : 0;
}

std::string_view scheme_name(std::string_view text) {
  return text.size() > 4 && (text[4] == 's' || text[4] == 'S') ? "https://" : "http://";
}

// A second address glued to the first ("...html" "https://..."); not one that is a parameter or a
// part of the path (jump pages, archives).
bool starts_next_url(std::string_view text, std::size_t position) {
  if (scheme_length(text.substr(position)) == 0) return false;
  const char before = text[position - 1];
  return std::string_view("/=?&:%").find(before) == std::string_view::npos;
}

// Where the address that starts at `start` ends. `path_from`: where its host begins.
std::size_t end_of_url(std::string_view text, std::size_t start, std::size_t path_from) {
  static constexpr std::string_view kStops = " \t\r\n\"<>`|^{}";
  std::size_t position = path_from;
  bool in_path = false;
  while (position < text.size() && position - start < kLongestUrl) {
    const char c = text[position];
    if (static_cast<unsigned char>(c) < 0x80) {
      if (kStops.find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20) break;
      if (position > path_from && starts_next_url(text, position)) break;
      if ((c == ',' || c == ';') && scheme_length(text.substr(position + 1)) > 0) break;
      in_path = in_path || c == '/' || c == '?' || c == '#';
      ++position;
      continue;
    }
    std::size_t next = position;
    const char32_t point = next_code_point(text, next);
    if (is_foreign_delimiter(point)) break;
    // Han letters belong to the address where a part of it begins or goes on in them; right behind
    // Latin text they are the next word of the sentence.
    const char before = position == path_from ? '/' : text[position - 1];
    const bool continues = static_cast<unsigned char>(before) >= 0x80;
    const bool opens = std::string_view("/=-_?&#").find(before) != std::string_view::npos ||
                       (before == '.' && !in_path);
    if (!continues && !opens) break;
    position = next;
  }
  return position;
}

std::size_t count_of(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

// Without the sentence's punctuation at the end; brackets only where they were not opened inside.
std::string_view without_tail(std::string_view url) {
  struct Bracket {
    char close;
    std::size_t opened;
    std::size_t closed;
  };
  std::array<Bracket, 2> brackets = {{{')', count_of(url, '('), count_of(url, ')')},
                                      {']', count_of(url, '['), count_of(url, ']')}}};
  while (!url.empty()) {
    const char last = url.back();
    const auto bracket = std::find_if(brackets.begin(), brackets.end(),
                                      [&](const Bracket& row) { return row.close == last; });
    if (bracket != brackets.end()) {
      if (bracket->opened >= bracket->closed) break;
      --bracket->closed;
    } else if (std::string_view(".,;:!?'*\\").find(last) == std::string_view::npos) {
      break;
    }
    url.remove_suffix(1);
  }
  return url;
}

bool is_known_suffix(std::string_view label) {
  static constexpr auto kSuffixes = std::to_array<std::string_view>(
      {"com",  "cn",  "net", "org",  "cc",   "tv",   "info",     "top",  "vip",  "xyz",
       "me",   "io",  "biz", "club", "site", "shop", "online",   "tech", "hk",   "tw",
       "co",   "edu", "gov", "mobi", "link", "asia", "wang",     "ltd",  "work", "pro",
       "name", "ink", "jp",  "us",   "uk",   "de",   "localhost"});
  const std::string lower = ascii_lower(label);
  return std::find(kSuffixes.begin(), kSuffixes.end(), lower) != kSuffixes.end();
}

bool all_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alnum(c) && (c < '0' || c > '9'); });
}

// "www.example.com", "example.com/page", "example.cn:8080/x": a host without a scheme. File names,
// version numbers, prices and mail addresses look alike and are none.
std::size_t bare_host_length(std::string_view text, std::size_t start) {
  if (start > 0 && (is_host_char(text[start - 1]) || text[start - 1] == '@' ||
                    text[start - 1] == '/' || text[start - 1] == '\\')) {
    return 0;
  }
  std::size_t end = start;
  while (end < text.size() && is_host_char(text[end])) ++end;
  std::string_view host = text.substr(start, end - start);
  while (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || host.front() == '-' || host.front() == '.') {
    return 0;
  }
  if (host.find("..") != std::string_view::npos) return 0;
  const std::size_t after = start + host.size();
  if (after < text.size() && text[after] == '@') return 0;
  const std::string_view suffix = host.substr(dot + 1);
  const bool lettered = suffix.size() >= 2 && suffix.size() <= 24 && all_letters(suffix);
  const bool has_path = after < text.size() && (text[after] == '/' || text[after] == '?');
  const bool has_port = after + 1 < text.size() && text[after] == ':' && text[after + 1] >= '0' &&
                        text[after + 1] <= '9';
  const bool www = host.size() > 4 && ascii_iequals(host.substr(0, 4), "www.");
  const bool plausible = is_known_suffix(suffix) || (lettered && (has_path || has_port || www));
  return plausible ? host.size() : 0;
}

}  // namespace

namespace {

// Places are bytes of the narrowed text.
std::vector<FoundUrl> find_in_narrowed(std::string_view view) {
  std::vector<FoundUrl> found;
  std::size_t position = 0;
  while (position < view.size()) {
    std::string prefix;
    std::size_t host_from = position;
    std::size_t end = position;
    if (const std::size_t scheme = scheme_length(view.substr(position)); scheme > 0) {
      prefix = scheme_name(view.substr(position));
      host_from = position + scheme;
      end = end_of_url(view, position, host_from);
    } else if (const std::size_t host = bare_host_length(view, position); host > 0) {
      prefix = "http://";
      end = std::max(position + host, end_of_url(view, position, position));
    }
    const std::string_view body = without_tail(view.substr(host_from, end - host_from));
    if (prefix.empty() || body.empty()) {
      ++position;
      continue;
    }
    const std::size_t body_end = host_from + body.size();
    found.push_back(FoundUrl{prefix + std::string(body), position, body_end});
    position = end;
  }
  return found;
}

// The byte of `text` at which its n-th character begins, for each place of the narrowed text.
std::vector<std::size_t> places_in(std::string_view text, std::string_view narrowed) {
  std::vector<std::size_t> out(narrowed.size() + 1, text.size());
  std::size_t there = 0;
  std::size_t here = 0;
  while (here < narrowed.size() && there < text.size()) {
    const std::size_t start = here;
    const std::size_t from = there;
    next_code_point(narrowed, here);
    next_code_point(text, there);
    for (std::size_t byte = start; byte < here; ++byte) out[byte] = from;
  }
  return out;
}

}  // namespace

std::vector<FoundUrl> locate_urls(std::string_view raw) {
  const std::string narrowed = narrow(raw);
  std::vector<FoundUrl> found = find_in_narrowed(narrowed);
  if (found.empty()) return found;
  const std::vector<std::size_t> places = places_in(raw, narrowed);
  for (FoundUrl& one : found) {
    one.begin = places[one.begin];
    one.end = places[one.end];
  }
  return found;
}

std::vector<std::string> find_urls(std::string_view raw) {
  std::vector<std::string> found;
  std::unordered_set<std::string> known;
  for (FoundUrl& one : find_in_narrowed(narrow(raw))) {
    if (known.insert(one.url).second) found.push_back(std::move(one.url));
  }
  return found;
}

}  // namespace vouch::planning
