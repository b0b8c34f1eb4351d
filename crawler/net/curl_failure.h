// What a libcurl result code means for a look. Pure. Private to crawler/net.
#pragma once

#include "core/observation.h"

namespace vouch::crawler {

// Every code but CURLE_OK is a could-not-check; unknown ones count as a broken connection.
Reason reason_of_curl_code(int curl_code);

}  // namespace vouch::crawler
