// What the screens of the web application are made of (docs/openapi.yaml). Plain values gathered on
// a store reader (gather_screens.h), written as JSON on the main loop (json_screens.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/people.h"
#include "planning/tally.h"
#include "store/false_alerts.h"
#include "store/lookups.h"
#include "store/platform_proposals.h"
#include "web/pages.h"
#include "web/plans.h"
#include "web/views.h"

namespace vouch::web {

struct PersonName {
  std::string login;
  std::string name;
  std::string post;
  std::string team;  // empty: none
  bool active = true;
};

struct CatalogView {
  std::optional<std::vector<Keyword>> keywords;  // none: not for this reader
  std::vector<PersonName> people;
};

struct NeedView {  // an entry of one's own that asks for something
  ClaimView claim;
  std::optional<Time> answer_until;  // none: the supervisor sees it already
};

struct DayView {
  Date date;
  bool expected = false;
  bool on_leave = false;
  std::optional<Time> cut_off;  // later hand-ins are late; none: no report is expected
  std::optional<Time> reported_at;
  WorkCounts counts;             // of 30 days
  std::vector<OwnPlanRow> plan;  // empty: nothing is planned
  std::vector<NeedView> needs;
  std::vector<ClaimView> today;
  std::optional<Date> before;  // the last earlier day with entries
  std::vector<ClaimView> before_claims;
  std::int64_t disputes_open = 0;
  std::int64_t pages_to_open = 0;
  std::int64_t blockers = 0;                       // open ones that wait for this reader
  std::optional<store::FalseAlerts> false_alerts;  // of the company; none: not for this reader
};

struct StoryView {
  ClaimFile file;
  std::vector<std::string> can;  // what this reader may do about it
  int rechecks_left = 0;
  std::optional<Asset> asset;  // that the entry distributes
  struct Credited {
    std::string login;
    std::string name;
    int basis_points = 0;
  };
  std::vector<Credited> shares;  // none: all of it is its owner's
  struct Said {                  // of the asset and of shares
    Time at;
    const char* kind = "";
    std::string by;
    std::string words;
  };
  std::vector<Said> said;
};

}  // namespace vouch::web
