// What one look found on a page, as small values: all that the record needs, without the page.
// Made from a judgement, kept in the page memory, and read back from there word for word. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checks/page_judgement.h"

namespace vouch::daemon {

struct PageFindings {
  checks::StageFinding live;
  std::optional<checks::StageFinding> content;
  bool recognised = false;
  std::string detail;       // checks::detail_json()
  std::string fingerprint;  // empty: no text was read
  std::string canonical;

  [[nodiscard]] bool is_negative() const {
    return live.outcome == Outcome::kNotFound ||
           (content && content->outcome == Outcome::kNotFound);
  }
};

PageFindings findings_of(const checks::PageJudgement& judgement, const PageFacts* facts);

std::string to_json(const PageFindings& findings);
Result<PageFindings> findings_from_json(std::string_view json);  // kCorrupt

}  // namespace vouch::daemon
