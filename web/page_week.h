// The page of a weekly digest: the blocks of planning/weekly_words.h as they were told. Pure.
#pragma once

#include <string>
#include <vector>

#include "planning/weekly_words.h"
#include "web/page_frame.h"

namespace vouch::web {

struct WeekPage {
  planning::Weekly weekly;  // cut to what the reader may see
  planning::WeekEdition edition = planning::WeekEdition::kPerson;
  std::vector<Date> mondays;  // of all digests there are, the newest first; empty: none yet
};
std::string week_page(const WeekPage& data, const PageContext& page);

}  // namespace vouch::web
