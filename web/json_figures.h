// Parts of the JSON texts that hold figures. Pure.
#pragma once

#include <vector>

#include "planning/tally.h"
#include "web/figures.h"

namespace boost::json {
class array;
class object;
}  // namespace boost::json

namespace vouch::web {

boost::json::object tally_json(const planning::Tally& tally);
boost::json::object person_name_json(const PersonName& person);
boost::json::array coverage_json(const std::vector<StageCoverage>& coverage, const Names& names);

}  // namespace vouch::web
