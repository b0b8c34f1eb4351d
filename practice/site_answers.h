// What a practice site answers to one request at one moment: a pure function of the world, the
// clock and how often the page was asked for. Any thread.
#pragma once

#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

// `request_no`: this request's number among those for the same page, 1-based.
HttpAnswer answer_site(const World& world, Time now, const HttpRequest& request, int request_no);

}  // namespace vouch::practice
