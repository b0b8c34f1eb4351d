// The alert rules AL1-AL15 (domain §5.9) as one table: who reads first, what makes two alerts one,
// what damps them, which letter they stand in. Immutable; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/message.h"

namespace vouch::alerts {

enum class RuleReader { kEmployee, kSupervisor, kOperator, kManualQueue };

// Where what is told of a rule ends up beside the page.
enum class RuleWay {
  kLetter,       // of its group
  kDaily,        // a count in the daily message
  kWeekly,       // a line of the weekly digest
  kNotEvaluated  // its facts do not exist yet: AlertRule::needs says which
};

struct AlertRule {
  std::string_view id;    // "AL2"
  std::string_view name;  // Chinese, as people see it
  RuleReader reader = RuleReader::kEmployee;
  RuleWay way = RuleWay::kLetter;
  std::string_view then;              // who hears next, and when; empty: nobody
  std::string_view dedupe;            // what makes two alerts one
  std::string_view damping;           // what must hold before it is told, and what keeps it
  std::optional<NoticeKind> group{};  // its letters stand together by this kind
  std::string_view stage{};           // whose figures it spoils or rests on; empty: none
  std::string_view needs{};           // kNotEvaluated: the facts it waits for
};
std::span<const AlertRule> alert_rules();

// How the letters of one kind of notice are told.
struct LetterRule {
  NoticeKind kind = NoticeKind::kSystem;
  bool urgent = false;          // as shipped: goes out in quiet time too
  bool repeats = false;         // unchanged trouble is told again after repeat_interval
  bool tells_resolved = false;  // its end is told
};
const LetterRule& letter_rule(NoticeKind kind);

}  // namespace vouch::alerts
