// What of a page's markup can matter to its facts, as bytes: the page without the content of
// comments and scripts, nonces and form tokens. Both the tree and the token digest are made from
// it, so pages of one digest have one set of facts (decision 031). Pure; any thread.
#pragma once

#include <string>

namespace vouch::crawler {

// `html` is valid UTF-8, its noscript content blanked. JSON-LD and styles stay. Where a tokenizer
// could be in another state than it seems (templates, framesets, odd foreign content, comments or
// scripts that end in an odd way), everything from there on stays as it is.
std::string kept_markup(std::string html);

}  // namespace vouch::crawler
