// IMF-fixdate of RFC 9110 5.6.7: "Tue, 24 Nov 2026 06:30:00 GMT". Pure; any thread.
#pragma once

#include <string>

#include "core/time.h"

namespace vouch::web {

std::string http_date(Time time);

}  // namespace vouch::web
