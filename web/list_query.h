// The query parameters of a list of claims: the same for the list, and for what is exported of it.
// Pure.
#pragma once

#include "web/gather.h"
#include "web/target.h"

namespace vouch::web {

// kInvalid; Error::where names the parameter.
Result<gather::ListRequest> read_claim_list(const Target& target);

// `after` of a page; 0 where it is absent. kInvalid.
Result<std::int64_t> read_after(const Target& target);
// A date of the query; none where it is absent.
Result<std::optional<Date>> read_day(const Target& target, std::string_view name);
// "from" and "to", both with it, at most `most` days. Absent: these.
struct Days {
  Date from;
  Date to;
};
Result<Days> read_days(const Target& target, Days usual, int most);

}  // namespace vouch::web
