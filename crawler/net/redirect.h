// Where an answer sends us (RFC 9110 15.4). Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "core/exchange.h"
#include "core/url.h"

namespace vouch::crawler {

// Target of a 301, 302, 303, 307 or 308; none for other answers and for an absent or unreadable
// Location. May have any scheme.
std::optional<Url> redirect_target(int status, const std::vector<HeaderField>& headers,
                                   const Url& current);

}  // namespace vouch::crawler
