// 需协调事项: what keeps a person from his work, and who could help. Plain data.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using BlockerId = Id<struct BlockerTag>;

struct Blocker {
  BlockerId id;
  UserId user;
  std::string text;
  UserId to;  // none: who leads the person's team
  Time at;
  std::optional<Time> closed_at;  // none: open
  UserId closed_by;               // the person himself: taken back
  std::string answer;
};

}  // namespace vouch
