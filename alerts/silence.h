// Which letters a silence holds back. It holds back letters alone: the page shows, the daily
// message counts, webhooks tell. Pure; any thread.
#pragma once

#include <optional>
#include <span>

#include "alerts/notice_facts.h"
#include "core/silence.h"

namespace vouch::alerts {

// The longest that a silence may last: whoever wrote it is asked again.
inline constexpr Millis kLongestSilence = std::chrono::hours(24 * 14);

// May letters of this kind to this reader be silenced at all? Never an employee's own, and never a
// correction: whoever was told of a negative hears that it was wrong.
bool can_be_silenced(NoticeKind kind, Audience audience);

// The last of the `silences` to end among those that hold this notice's letter to `reader` back at
// `now`; none: nothing does.
const Silence* silenced_by(std::span<const Silence> silences, const Notice& notice,
                           const NoticeFacts& facts, UserId reader, Time now);

}  // namespace vouch::alerts
