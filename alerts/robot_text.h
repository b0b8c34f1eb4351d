// What a robot says, before any platform's form: the frozen body of its outbox row, its layouts
// within a byte limit, and several merged into one. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/render.h"
#include "core/result.h"

namespace vouch::alerts {

struct RobotLine {
  std::string text;
  std::string url;  // http or https; anything else is left out
  bool operator==(const RobotLine&) const = default;
};
struct RobotText {
  std::string title;
  std::vector<RobotLine> lines;
  std::string link;  // of the whole; likewise
  bool operator==(const RobotText&) const = default;
};

std::string to_json(const RobotText& text);
Result<RobotText> robot_text_from_json(std::string_view json);

// Control characters become spaces; < > are written in full width, so that no text can mention
// people (<@userid>, <at user_id="all">). At most `max_bytes` (>= kLeastRobotBytes): what does not
// fit is cut at a character, says so, and no link is torn: that of the whole is always there.
inline constexpr std::size_t kLeastRobotBytes = 1024;
std::string plain_layout(const RobotText& text, std::size_t max_bytes, Language language);
// Markdown without the title; its other signs are written in full width too.
std::string markdown_layout(const RobotText& text, std::size_t max_bytes, Language language);
std::string robot_title(const RobotText& text);  // one line, no signs of markup
// Would the whole text fit, in either layout?
bool fits(const RobotText& text, std::size_t max_bytes, Language language);

// One message for several, in their order. One alone stays as it is.
RobotText merged(std::span<const RobotText> texts, Language language);

}  // namespace vouch::alerts
