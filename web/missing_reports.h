// Reports that a supervisor was told are missing, and that are still not there. Store reader
// thread.
#pragma once

#include <string>
#include <vector>

#include "web/gather.h"

namespace vouch::web::gather {

struct MissingOne {
  UserId user;
  std::string name;
  Date date;
};
// Of the last days, told to the viewer.
Result<std::vector<MissingOne>> missing_reports(store::Connection& db, const Viewer& viewer);

}  // namespace vouch::web::gather
