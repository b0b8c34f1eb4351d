// What of a page's markup can matter to its facts, as bytes: the page without the content of
// comments and scripts, nonces and form tokens. Both the tree and the token digest are made from
// it, so pages of one digest have one set of facts (decision 031). Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::crawler {

struct StylePlace {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// `styles`, where given, receives the places of style sheets in the result, in order.
// `html` is valid UTF-8, its noscript content blanked. JSON-LD and styles stay. Where a tokenizer
// could be in another state than it seems (templates, framesets, odd foreign content, comments or
// scripts that end in an odd way), everything from there on stays as it is.
std::string kept_markup(std::string html, std::vector<StylePlace>* styles = nullptr);

// Style sheets are a good part of many pages, and the tree has no use for their letters: in the
// markup stands the number of each sheet, the sheets are kept beside it.
class LiftedStyles {
 public:
  // Takes the content of `places` out of `markup`.
  static LiftedStyles lift(std::string& markup, const std::vector<StylePlace>& places);
  // Of a <style> whose text is `text`: the sheet that stood there, else the text itself.
  [[nodiscard]] std::string_view sheet(std::string_view text) const;

 private:
  std::vector<std::string> sheets_;
};

}  // namespace vouch::crawler
