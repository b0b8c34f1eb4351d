// How many pages of each own site the engines say they have: table of 收录一览, JSON. 估算 and 官方
// are told apart; what was not measured is no number. Pure.
#pragma once

#include <string>
#include <vector>

#include "store/site_counts.h"
#include "web/html.h"
#include "web/page_frame.h"

namespace vouch::web {

void site_counts(Html& html, const std::vector<store::SiteCountNow>& counts,
                 const PageContext& page);

// Of one domain, a list.
std::string site_counts_json(const std::vector<store::SiteCountNow>& counts,
                             const std::string& domain);

}  // namespace vouch::web
