// Inhibition as data: trouble that follows from another is not told by itself while that lasts, but
// counted in the letter about its cause. Pure; any thread.
#pragma once

#include <span>

#include "alerts/notice_facts.h"

namespace vouch::alerts {

enum class EqualField { kChannel };  // what source and target must share

struct InhibitRule {
  SystemEvent source = SystemEvent::kNone;
  SystemEvent target = SystemEvent::kNone;
  EqualField equal = EqualField::kChannel;
};
std::span<const InhibitRule> inhibit_rules();

// Does `target` follow from `source`? Never from itself.
bool is_inhibited_by(const NoticeFacts& target, const NoticeFacts& source);

}  // namespace vouch::alerts
