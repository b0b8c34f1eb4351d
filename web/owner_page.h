// What an owner's link shows: the company's months and weeks as sums. No person stands in it, and
// no part of the company either, of which two people would be a part: everything is of the whole.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "planning/tally.h"
#include "store/disputes.h"
#include "web/list_query.h"
#include "web/page_frame.h"

namespace vouch::web {

struct OwnerSpan {
  Days days;
  planning::Tally tally;     // of work done on these days
  std::int64_t waivers = 0;  // of more than one entry, written on these days
  store::disputes::Opened disputes;
};

struct OwnerPage {  // the newest first; both end today
  std::vector<OwnerSpan> months;
  std::vector<OwnerSpan> weeks;

  [[nodiscard]] Days days() const;  // all of them
  void add(const std::map<Date, planning::Tally>& of_one_person);
};

namespace gather {

// All but the work, which is gathered person by person (tallies_of_days), so that other readers'
// jobs come between.
struct OwnerGround {
  OwnerPage page;
  std::vector<UserId> people;
};
Result<OwnerGround> owner_ground(store::Connection& db, const Zone& zone, const Viewer& viewer);

}  // namespace gather

std::string owner_page(const OwnerPage& data, Time expires_at, const PageContext& page);
// The same for a link that nobody made, one that was ended and one whose time is over.
std::string owner_link_gone_page(Lang lang);

}  // namespace vouch::web
