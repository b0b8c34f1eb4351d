// What is known of a keyword beside its text, and the words of a team's week (K01 to K05).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

struct KeywordCard {
  KeywordId keyword;
  std::string group;
  int intent = 1;             // 1 looking round .. 5 buying
  std::int64_t searches = 0;  // a month; 0: not known
  int difficulty = 0;         // per cent
  SiteId site;                // whose place counts; none: any own site's
};

struct KeywordPlanLine {
  TeamId team;
  Date monday;
  KeywordId keyword;
  std::string goal;  // "index", "rank:10"; empty: none
  UserId user;       // none: nobody by name
  std::vector<std::string> platforms;
  std::string note;
};

}  // namespace vouch
