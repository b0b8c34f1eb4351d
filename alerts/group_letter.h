// One letter for all notices of a reader and rule that are told together. Pure: facts in, words
// out; the words about one notice alone are those of render_notice.
#pragma once

#include <optional>
#include <vector>

#include "alerts/notify.h"
#include "alerts/render.h"

namespace vouch::alerts {

struct GroupedNotice {
  Notice notice;
  NoticeFacts facts;
  int hidden = 0;  // how many follow from it and are not told by themselves
};

struct GroupLetter {
  NotifyReason reason = NotifyReason::kFirst;
  std::vector<GroupedNotice> items;  // of one kind and audience
  std::vector<GroupedNotice> over;   // told before and not true any more
};

// So many are listed; the others are counted, and the link leads to all of them.
inline constexpr std::size_t kMostListed = 40;

// Either list may be empty, not both. One new item alone is render_notice.
Letter render_group(const GroupLetter& group, const User& recipient, const RenderContext& context);

}  // namespace vouch::alerts
