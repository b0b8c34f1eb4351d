#include "store/migrations/steps.h"

#include <array>

#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

std::span<const Step> sqlite_steps() {
  static const std::array<std::string_view, 5> first = {kPeople0001, kClaims0001, kObservations0001,
                                                        kMessages0001, kAppendOnly0001};
  static const std::array<Step, 1> steps = {Step{"first", first}};
  return steps;
}

}  // namespace vouch::store::migrations
