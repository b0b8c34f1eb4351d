#include "alerts/words.h"

#include <fmt/format.h>

#include "core/reason_words.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

// Characters that move or hide text in a subject line or a mail body.
bool is_hostile(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f ||
         c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

}  // namespace

std::string_view reason_words(Reason reason, Language language) {
  if (language == Language::kChinese) return chinese(reason);
  return english(reason);
}

std::string stage_words(const Stage& stage, const RenderContext& context) {
  switch (stage.kind) {
    case StageKind::kLive:
      return std::string(pick(context.language, "网址能否打开", "whether the address opens"));
    case StageKind::kContent:
      return std::string(pick(context.language, "页面上的内容", "what the page holds"));
    case StageKind::kIndex: {
      const auto found = context.engine_names.find(stage.engine);
      const std::string& name = found == context.engine_names.end() ? stage.engine : found->second;
      return context.language == Language::kEnglish ? "index of " + name : name + "收录";
    }
  }
  return {};
}

std::string duration_words(Millis duration, Language language) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(duration).count();
  const auto say = [&](std::int64_t count, std::string_view zh, std::string_view one,
                       std::string_view many) {
    if (language == Language::kChinese) return fmt::format("{} {}", count, zh);
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  if (minutes >= 48 * 60 && minutes % (24 * 60) == 0) {
    return say(minutes / (24 * 60), "天", "day", "days");
  }
  if (minutes >= 60 && minutes % 60 == 0) return say(minutes / 60, "小时", "hour", "hours");
  return say(minutes, "分钟", "minute", "minutes");
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_hostile(c)) {
      clean += ' ';
    } else {
      append_utf8(clean, c);
    }
  }
  clean = collapse_space(clean);
  if (clean.size() <= max_bytes) return clean;
  constexpr std::string_view kEllipsis = "…";
  if (max_bytes < kEllipsis.size()) return std::string(cut_utf8(clean, max_bytes));
  return std::string(cut_utf8(clean, max_bytes - kEllipsis.size())) + std::string(kEllipsis);
}

}  // namespace vouch::alerts
