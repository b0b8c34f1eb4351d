// A hand-in of any shape: each row becomes a claim or comes back with a reason; none is lost.
#include <set>
#include <string>

#include "core/text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/planning/company.h"

using vouch::fuzz::require;
namespace planning = vouch::planning;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const planning::test::Company kCompany;
  const std::string_view bytes = vouch::fuzz::text_of(data, size);
  const planning::InputFile file = kCompany.read(bytes);
  require(file.idempotency_key.size() == 64, "the key is a SHA-256");

  planning::RowContext context = kCompany.rows();
  context.may_report_for_others = true;
  const planning::Drafts drafts = planning::draft_claims(file.rows, context);
  std::set<int> given;
  std::set<int> answered;
  for (const auto& row : file.rows) given.insert(row.row);
  for (const auto& row : drafts.returned) {
    require(!row.code.empty() && !row.reason.empty(), "a returned row says why");
    answered.insert(row.row);
  }
  std::set<std::string> keys;
  for (const auto& report : drafts.reports) {
    for (const auto& claim : report.claims) {
      answered.insert(claim.row);
      require(!claim.row_key.empty(), "a claim has a key");
      require(keys.insert(claim.row_key).second, "no two claims of a hand-in share a key");
    }
  }
  require(given == answered, "every row is a claim or comes back");
  planning::find_urls(bytes.substr(0, 65536));
  return 0;
}
