// What is asked of a search engine: equal questions compare equal, so that one answer serves every
// claim, keyword, own site and competitor that needs it. Values; any thread.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch::engines {

// kUrl: is this page in the index? kKeyword: which pages stand where for this text?
enum class QuestionKind { kUrl, kKeyword };
enum class Device { kDesktop, kMobile };
std::string_view to_string(QuestionKind kind);  // "url" "keyword"
std::string_view to_string(Device device);      // "desktop" "mobile"

struct Question {
  QuestionKind kind = QuestionKind::kKeyword;
  std::string engine;  // "baidu"
  std::string text;    // what is typed: the keyword, or the URL as a person would paste it
  std::string url;     // kUrl: the page that is asked about
  std::string place;   // as the provider calls it; empty: its own choice
  Device device = Device::kDesktop;
  int depth = 10;  // places wanted

  auto operator<=>(const Question&) const = default;
};

// The query for a URL: its href without the fragment, as a person would paste it.
std::string index_query(std::string_view url);

Question url_question(std::string engine, std::string url);
// How many pages of this host are in the index: `site:host`, as every engine writes it.
Question site_question(std::string engine, std::string_view host);
bool is_site_question(const Question& question);
Question keyword_question(std::string engine, std::string text, int depth = 10);

std::string to_json(const Question& question);
Result<Question> question_from_json(std::string_view text);

}  // namespace vouch::engines
