// The text of a page that other claims' texts can be compared with. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "checks/page_judgement.h"
#include "core/text_sketch.h"
#include "store/texts.h"

namespace vouch::daemon {

struct ComparableText {
  store::PackedText packed;
  TextSketch sketch;
  std::string page_url;   // where it stood
  std::string canonical;  // that the page names; empty: none
};

// None: nothing that others can be compared with (short, a list, a wall, a cut page).
std::optional<ComparableText> comparable_text(const PageFacts& facts,
                                              const checks::PageJudgement& judgement);

}  // namespace vouch::daemon
