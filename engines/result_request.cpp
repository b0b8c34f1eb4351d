#include "engines/result_request.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace vouch::engines {
namespace {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

using Filling = std::pair<std::string_view, std::string>;  // "{query}", what stands for it

// One pass: what is filled in is never looked at again.
std::string filled(std::string_view form, const std::vector<Filling>& fillings) {
  std::string out;
  while (!form.empty()) {
    const auto here = std::find_if(fillings.begin(), fillings.end(), [&](const Filling& filling) {
      return form.starts_with(filling.first);
    });
    if (here == fillings.end()) {
      out += form.front();
      form.remove_prefix(1);
    } else {
      out += here->second;
      form.remove_prefix(here->first.size());
    }
  }
  return out;
}

// Within quotation marks there is none, and white space is one space.
std::string quotable(std::string_view title) {
  std::string out(title);
  std::replace(out.begin(), out.end(), '"', ' ');
  return collapse_space(out);
}

}  // namespace

std::string result_page_url(const SerpLayout& layout, std::string_view query, int page) {
  const SerpRequest& request = layout.request;
  const std::string text = collapse_space(query);
  if (text.empty()) return {};
  const int offset = request.first_offset + (std::max(page, 1) - 1) * request.offset_step;
  return filled(request.url,
                {{"{query}", percent_encoded(text)}, {"{offset}", std::to_string(offset)}});
}

std::vector<std::string> index_questions(const SerpLayout& layout, const Url& url,
                                         std::string_view title) {
  const std::vector<Filling> fillings = {
      {"{url}", url.href_without_fragment()}, {"{host}", url.host()}, {"{title}", quotable(title)}};
  std::vector<std::string> questions = {filled(layout.request.exact_url, fillings)};
  if (!fillings.back().second.empty()) {
    questions.push_back(filled(layout.request.exact_title, fillings));
  }
  return questions;
}

std::string site_question(const SerpLayout& layout, std::string_view host) {
  return filled(layout.request.site, {{"{host}", std::string(host)}});
}

}  // namespace vouch::engines
