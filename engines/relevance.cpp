#include "engines/relevance.h"

#include <algorithm>

#include "core/text.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kShortestWord = 3;

bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x3040 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7AF);  // kana and Hangul are written without spaces too
}

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool letter_like = c >= 0xC0 && c != 0xD7 && c != 0xF7;
  const bool punctuation = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF0F) ||
                           (c >= 0xFF1A && c <= 0xFF20);
  return letter_like && !punctuation && !is_han(c);
}

// "site:a.cn", "-word", "http://a.cn/b", "a.cn/b": about pages, not in their texts.
bool is_operator(std::string_view token) {
  if (token.starts_with('-')) return true;
  const std::size_t colon = token.find(':');
  const bool word_before = colon != std::string_view::npos && colon > 0 && colon <= 12 &&
                           std::all_of(token.begin(), token.begin() + static_cast<long>(colon),
                                       [](char c) { return c >= 'a' && c <= 'z'; });
  return word_before || token.starts_with("www.") || token.find('/') != std::string_view::npos;
}

struct Terms {
  std::vector<std::string> good;
  std::vector<std::string> brief;  // too short to say much

  void add_word(std::string& word) {
    if (word.empty()) return;
    const bool short_word = count_code_points(word) < kShortestWord;
    (short_word ? brief : good).push_back(std::move(word));
    word.clear();
  }
};

void add_token(std::string_view token, Terms& terms) {
  std::string word;
  std::string han_before;
  bool paired = false;
  const auto end_han = [&] {
    if (!han_before.empty() && !paired) terms.brief.push_back(han_before);
    han_before.clear();
    paired = false;
  };
  for (std::size_t at = 0; at < token.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(token, at);
    const std::string character(token.substr(from, at - from));
    if (is_han(c)) {
      terms.add_word(word);
      if (!han_before.empty()) {
        terms.good.push_back(han_before + character);
        paired = true;
      }
      han_before = character;
      continue;
    }
    end_han();
    if (is_word(c)) {
      word += character;
    } else {
      terms.add_word(word);
    }
  }
  end_han();
  terms.add_word(word);
}

}  // namespace

std::vector<std::string> query_terms(std::string_view query) {
  Terms terms;
  std::string_view rest = query;
  constexpr std::string_view kSpace = " \t\r\n";
  while (!rest.empty()) {
    const std::size_t from = std::min(rest.find_first_not_of(kSpace), rest.size());
    rest.remove_prefix(from);
    const std::string_view token = rest.substr(0, rest.find_first_of(kSpace));
    rest.remove_prefix(token.size());
    const std::string lower = ascii_lower(token);
    if (!is_operator(lower)) add_token(fold(token), terms);
  }
  std::vector<std::string> out =
      terms.good.empty() ? std::move(terms.brief) : std::move(terms.good);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<double> relevant_share(std::span<const std::string> texts, std::string_view query,
                                     int least) {
  const std::vector<std::string> terms = query_terms(query);
  if (terms.empty() || texts.empty() || std::ssize(texts) < least) return std::nullopt;
  const auto holds = [&](const std::string& row) {
    const std::string text = fold(row);
    return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      return text.find(term) != std::string::npos;
    });
  };
  const auto about = std::count_if(texts.begin(), texts.end(), holds);
  return static_cast<double>(about) / static_cast<double>(texts.size());
}

std::optional<double> relevant_share(std::span<const ResultRow> rows, std::string_view query,
                                     int least_rows) {
  std::vector<std::string> texts;
  texts.reserve(rows.size());
  for (const ResultRow& row : rows) {
    if (row.kind == SerpRowKind::kOrganic) texts.push_back(row.title + '\n' + row.snippet);
  }
  return relevant_share(std::span<const std::string>(texts), query, least_rows);
}

}  // namespace vouch::engines
