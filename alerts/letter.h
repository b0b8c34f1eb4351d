// A letter's content once, written twice: plain text and HTML. Pure; used by the renderers only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alerts/render.h"

namespace vouch::alerts {

enum class BlockKind {
  kParagraph,
  kHeading,
  kFact,    // label and value
  kItem,    // one line of a list, with a link
  kButton,  // a link that asks for something
  kFaint,   // small print
};

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  std::string label;
  std::string text;
  std::string url;  // http or https; anything else is written as text only
};

Block paragraph(std::string_view text);
Block heading(std::string_view text);
Block fact(std::string_view label, std::string_view value);
Block item(std::string_view text, std::string_view url);
Block button(std::string_view text, std::string_view url);
Block faint(std::string_view text);

// Cuts the subject at kSubjectBytes and each body at kBodyBytes (whole blocks are left out, and a
// last line says so).
Letter compose(std::string_view subject, const std::vector<Block>& blocks,
               const RenderContext& context);

}  // namespace vouch::alerts
