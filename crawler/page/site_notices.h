// What a host says instead of any of its pages: maintenance, a block, a provider's notice, a broken
// back end. Such words say nothing about the page that was asked for. Pure, any thread.
#pragma once

#include <string>

namespace vouch::crawler {

// RE2 pattern for one whole clause as sign_words folds it: no white space, no punctuation.
std::string site_notice_pattern();

}  // namespace vouch::crawler
