// What blocks people's work as JSON. Pure.
#pragma once

#include <string>

#include "web/blockers.h"

namespace boost::json {
class object;
}

namespace vouch::web {

boost::json::object blocker_json(const BlockerView& view);
std::string blockers_json(const BlockerList& list);

}  // namespace vouch::web
