// The four centres (N07): what the people of some posts did in some days, by type of work, beside
// what was planned, seen and indexed. Gathered with every rule of sight, and written as JSON.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/led_work.h"
#include "planning/number_sums.h"
#include "planning/tally.h"
#include "web/figures.h"
#include "web/target.h"

namespace vouch::web {

enum class Centre { kEditing, kPromotion, kCustomers, kOperations };
std::string_view to_string(Centre centre);  // "editing"
std::optional<Centre> parse_centre(std::string_view text);

struct CentreFigures {
  planning::Tally tally;
  std::map<std::string, planning::Tally> work;  // by type of work
  std::vector<planning::FormSum> forms;
  std::optional<planning::LedWork> led;  // of kOperations

  CentreFigures& operator+=(const CentreFigures& other);
};

struct CentreView {
  Centre centre = Centre::kEditing;
  Days days;
  std::vector<std::string> teams;
  std::vector<StageCoverage> coverage;
  int people = 0;                    // who stand in `sum`
  std::optional<CentreFigures> sum;  // none: of too few people for this reader
  struct Row {
    PersonName person;
    CentreFigures figures;
    std::vector<std::string> led_teams;
  };
  std::vector<Row> rows;  // by name; nobody is ranked
  std::vector<std::string> engines;
  bool reads_audit = false;
};

namespace gather {

struct CentreRequest {
  Centre centre = Centre::kEditing;
  Days days;
  std::string team;                  // name; empty: all that the reader sees
  std::vector<std::string> engines;  // keys of those that are connected
};
Result<CentreView> centre(store::Connection& db, const CentreRequest& request, const Rules& rules,
                          const Viewer& viewer);

}  // namespace gather

// Days of the query; this week where none are given. kInvalid, kNotFound: no such centre.
Result<gather::CentreRequest> read_centre(const Target& target, const std::string& name,
                                          Date today);

std::string centre_json(const CentreView& view, const Names& names);

}  // namespace vouch::web
