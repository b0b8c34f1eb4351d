// What blocks people's work, as those who may read it see it. Reading jobs; their JSON stands in
// json_reports.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/blocker.h"
#include "web/gather_screens.h"

namespace vouch::web {

struct BlockerView {
  Blocker blocker;
  std::string login;  // of whom it blocks
  std::string name;
  std::string to;         // login; empty: who leads the person's team
  std::string to_name;    // of who leads it today, where nobody is named
  std::string closed_by;  // name
  int age_days = 0;       // workdays
  bool may_close = false;
};

struct BlockerList {
  std::vector<BlockerView> items;
  std::optional<BlockerId> next;  // none: that was all
};

namespace gather {

struct BlockerRequest {
  std::optional<bool> open;  // none: all
  BlockerId before;          // none: from the newest
  int limit = 50;
};
// One's own, those that one answers for, and of the people whom one leads; administrators all.
Result<BlockerList> blockers(store::Connection& db, const BlockerRequest& request,
                             const Rules& rules, const Viewer& viewer);
// Open ones of this person, the oldest first.
Result<std::vector<BlockerView>> open_blockers_of(store::Connection& db, UserId author,
                                                  const Rules& rules, const Viewer& viewer);
// Open ones that the viewer answers for.
Result<std::int64_t> blockers_waiting(store::Connection& db, const Viewer& viewer);

}  // namespace gather
}  // namespace vouch::web
