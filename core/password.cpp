#include "core/password.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include <sodium.h>

#include "core/common_passwords.h"
#include "core/text.h"

namespace vouch::password {
namespace {

constexpr unsigned long long kPasses = 1;
constexpr std::size_t kMemory = 47'104ULL * 1024;
constexpr std::size_t kLeastLeft = 6;  // characters beside the names that are in it

bool ready() {
  static const bool kReady = sodium_init() >= 0;
  return kReady;
}

const std::set<std::string_view>& common() {
  static const std::set<std::string_view> kWords = [] {
    std::set<std::string_view> words;
    std::string_view rest = kCommonPasswords;
    while (!rest.empty()) {
      const auto start = rest.find_first_not_of(" \n");
      if (start == std::string_view::npos) break;
      rest.remove_prefix(start);
      const auto end = std::min(rest.find_first_of(" \n"), rest.size());
      words.insert(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    return words;
  }();
  return kWords;
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// "P@ssw0rd" is "password".
std::string with_letters(std::string text) {
  static constexpr std::string_view kSigns = "01345789@$!";
  static constexpr std::string_view kLetters = "oleastbgasi";
  for (char& c : text) {
    const auto at = kSigns.find(c);
    if (at != std::string_view::npos) c = kLetters[at];
  }
  return text;
}

std::string_view stem(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

bool is_common(const std::string& lower) {
  const std::string_view plain = stem(lower);
  const std::string replaced = with_letters(lower);
  const std::string replaced_stem = with_letters(std::string(plain));
  for (const std::string_view word : {std::string_view(lower), plain, std::string_view(replaced),
                                      std::string_view(replaced_stem), stem(replaced)}) {
    if (word.size() >= 4 && common().contains(word)) return true;
  }
  return false;
}

// Neighbours on a keyboard, in the alphabet or in counting, or the same again.
bool follows(char before, char after) {
  if (after == before || after == before + 1 || after == before - 1) return true;
  static constexpr std::array<std::string_view, 7> kRows = {"qwertyuiop",
                                                            "asdfghjkl",
                                                            "zxcvbnm",
                                                            "1234567890",
                                                            "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                                            "qazwsxedcrfvtgbyhnujm",
                                                            "!@#$%^&*()"};
  for (const std::string_view row : kRows) {
    const auto at = row.find(before);
    if (at == std::string_view::npos) continue;
    if (at + 1 < row.size() && row[at + 1] == after) return true;
    if (at > 0 && row[at - 1] == after) return true;
  }
  return false;
}

bool is_pattern(const std::string& lower) {
  const std::set<char> different(lower.begin(), lower.end());
  if (different.size() <= 3) return true;
  std::size_t steps = 0;
  for (std::size_t i = 1; i < lower.size(); ++i) {
    if (follows(lower[i - 1], lower[i])) ++steps;
  }
  if (steps * 10 >= (lower.size() - 1) * 8) return true;
  for (std::size_t period = 2; period * 2 <= lower.size() && period <= 4; ++period) {
    bool repeats = true;
    for (std::size_t i = period; i < lower.size() && repeats; ++i)
      repeats = lower[i] == lower[i - period];
    if (repeats) return true;
  }
  return false;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool is_made_of(std::string lower, const std::vector<std::string>& context) {
  bool found = false;
  for (const std::string& given : context) {
    const std::string word = ascii_lower(given);
    const std::size_t least =
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos
            ? 3
            : 2;  // two Han characters are a name
    if (characters(word) < least) continue;
    for (auto at = lower.find(word); at != std::string::npos; at = lower.find(word)) {
      lower.erase(at, word.size());
      found = true;
    }
  }
  return found && characters(lower) < kLeastLeft;
}

}  // namespace

Result<std::string> hash(std::string_view password) {
  if (!ready()) return fail(ErrorCode::kInternal, "libsodium cannot be used");
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ErrorCode::kUnavailable, "there is not enough memory to hash a password");
  return std::string(out.data());
}

bool verify(std::string_view hash, std::string_view password) {
  if (!ready()) return false;
  const std::string text(hash);
  return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash) {
  const std::string text(hash);
  return !ready() || crypto_pwhash_str_needs_rehash(text.c_str(), kPasses, kMemory) != 0;
}

const std::string& nobody_hash() {
  static const std::string kHash = hash("nobody has this password").value_or(std::string());
  return kHash;
}

std::optional<Weakness> weakness(std::string_view password,
                                 const std::vector<std::string>& context) {
  const std::size_t length = characters(password);
  if (length < kLeast) return Weakness::kTooShort;
  if (length > kMost) return Weakness::kTooLong;
  const std::string lower = ascii_lower(password);
  if (is_pattern(lower)) return Weakness::kPattern;
  if (is_common(lower)) return Weakness::kCommon;
  if (is_made_of(lower, context)) return Weakness::kContext;
  return std::nullopt;
}

}  // namespace vouch::password
