// The plan of a team's week (domain §6.2 M2): who makes how many of which work, for which keywords,
// on which platforms, and on which days. Plain data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/asset.h"
#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using PlanLineId = Id<struct PlanLineTag>;

enum class LineSource {
  kNew,
  kCopied,   // from the week before
  kCarried,  // 结转: what was left over there
  kAction    // of a review
};

struct PlanLine {
  PlanLineId id;
  TeamId team;
  Date monday;
  UserId user;
  std::string work_type;  // key
  int quantity = 0;
  std::vector<KeywordId> keywords;
  std::vector<std::string> platforms;  // keys
  LineSource source = LineSource::kNew;
  AssetId asset;  // that is handed on to be distributed
  std::string note;
};

struct PlanDay {  // of a published line
  PlanLineId line;
  Date day;
  int quantity = 0;
};

struct WeekPlan {
  TeamId team;
  Date monday;
  std::optional<Time> published_at;  // none: a draft, seen by its leaders alone
  UserId published_by;
};

// What a published line was and became. Append-only.
struct PlanChange {
  PlanLineId line;
  Time at;
  UserId by;
  std::string reason;
  int quantity_before = 0;
  int quantity_after = 0;
  UserId user_before;
  UserId user_after;
};

}  // namespace vouch
