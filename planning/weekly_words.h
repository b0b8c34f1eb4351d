// The weekly digest in words: the twelve blocks of domain §6.4, zh-CN and English, the same for
// mail and page. Texts of others stand in it as they are: whoever shows it makes them harmless.
// Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "planning/weekly.h"

namespace vouch::planning {

struct WeekLine {
  std::string text;
  std::string url;  // empty: opens nothing
};

struct WeekBlock {
  int number = 0;  // 1 to 12
  std::string heading;
  bool warns = false;           // read it before the others
  std::vector<WeekLine> lines;  // never empty
};

enum class WeekEdition { kLeader, kPerson };

struct WeekWords {
  bool english = false;
  WeekEdition edition = WeekEdition::kLeader;
  std::map<std::string, std::string> engines;    // shown names by key
  std::map<std::string, std::string> platforms;  // the same
  // Addresses; `list`: one of the supervisor's lists (web/page_supervisor.cpp), "ranks" or "index".
  // Empty: none.
  std::function<std::string(std::string_view list)> list_url;
  std::function<std::string(ClaimId)> claim_url;
};

// Of an edition made by for_leader or for_person.
std::vector<WeekBlock> week_blocks(const Weekly& weekly, const WeekWords& words);
// "2026-11-23 至 11-29"
std::string week_span(Date monday, bool english);

}  // namespace vouch::planning
