// The schema of a later program: all shipped steps and one more. Linked before the libraries, with
// the shipped steps compiled under the name shipped_steps (tools/boot.sh), it makes the package
// that an upgrade is tried with.
#include <vector>

#include "store/migrations/steps.h"

namespace vouch::store::migrations {

std::span<const Step> shipped_steps();

std::span<const Step> sqlite_steps() {
  static constexpr std::string_view kParts[] = {
      "CREATE TABLE next_schema(id INTEGER PRIMARY KEY) STRICT"};
  static const std::vector<Step> steps = [] {
    std::vector<Step> all(shipped_steps().begin(), shipped_steps().end());
    all.push_back({"next", kParts});
    return all;
  }();
  return steps;
}

}  // namespace vouch::store::migrations
