// What the practice articles say: sentences from forms and words, so that no two articles share
// more than a phrase, and copies of one with some words replaced. Everything follows from seeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vouch::practice {

struct ProseSeed {
  std::uint64_t text = 0;     // equal seeds give equal sentences ...
  int changed_percent = 0;    // ... but for so many of their words,
  std::uint64_t changes = 0;  // which follow from this one
};

// No sentence holds one of the company's keywords, nor words by which sites say that a page is
// gone, walled or under review. UTF-8; each character is in GBK.
std::vector<std::string> prose(const ProseSeed& seed, int sentences);

}  // namespace vouch::practice
