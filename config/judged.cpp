#include "config/judged.h"

namespace vouch::config {

bool judged_text(Section& section, std::string_view key, std::string& value, Judge wrong) {
  std::string given;
  if (!section.text(key, given)) return false;
  const std::string complaint = given.empty() ? std::string() : wrong(given);
  if (!complaint.empty()) {
    section.problem(key, complaint);
    return false;
  }
  value = given;
  return true;
}

}  // namespace vouch::config
