// Sums of the forms of numbers as JSON, for the centres and the week's report (who include
// Boost.JSON first). Pure.
#pragma once

#include "planning/number_sums.h"

namespace boost::json {
class object;
}

namespace vouch::web {

boost::json::object form_sum_json(const planning::FormSum& sum);

}  // namespace vouch::web
