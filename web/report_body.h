// The rows of a hand-in in a JSON body: the same for handing in and for its preview.
#pragma once

#include <vector>

#include "web/json_in.h"

namespace vouch::web::handlers {

// A row that says too little is not refused here: it comes back with its reason.
std::vector<ReportRow> read_report_rows(JsonIn& body);

}  // namespace vouch::web::handlers
