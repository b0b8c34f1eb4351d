// What a person adds to his own report of a day or a week. Plain data.
#pragma once

#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

enum class ReportSpan { kDay, kWeek };

struct ReportWords {
  UserId user;
  ReportSpan span = ReportSpan::kDay;
  Date day;                       // of a week: its Monday
  std::string reflection;         // 心得
  std::string unfinished_reason;  // 未完成及原因
  std::string tomorrow;           // 明日计划; of a week: the week after
  Time at;
  int revision = 0;  // from 1; set by the store

  [[nodiscard]] bool says_the_same(const ReportWords& other) const {
    return reflection == other.reflection && unfinished_reason == other.unfinished_reason &&
           tomorrow == other.tomorrow;
  }
};

}  // namespace vouch
