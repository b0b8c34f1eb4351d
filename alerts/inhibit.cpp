#include "alerts/inhibit.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace vouch::alerts {
namespace {

constexpr std::array<InhibitRule, 3> kRules{{
    {SystemEvent::kChannelBroken, SystemEvent::kMessageDead, EqualField::kChannel},
    {SystemEvent::kChannelBroken, SystemEvent::kChannelClosed, EqualField::kChannel},
    {SystemEvent::kChannelClosed, SystemEvent::kMessageDead, EqualField::kChannel},
}};

// A dead message's subject is "channel → address".
std::string_view field_of(const NoticeFacts& facts, EqualField field) {
  switch (field) {
    case EqualField::kChannel: {
      const std::string_view subject = facts.subject;
      return subject.substr(0, subject.find(" → "));
    }
  }
  return {};
}

}  // namespace

std::span<const InhibitRule> inhibit_rules() {
  return kRules;
}

bool is_inhibited_by(const NoticeFacts& target, const NoticeFacts& source) {
  return std::any_of(kRules.begin(), kRules.end(), [&](const InhibitRule& rule) {
    return rule.source == source.event && rule.target == target.event &&
           field_of(source, rule.equal) == field_of(target, rule.equal);
  });
}

}  // namespace vouch::alerts
