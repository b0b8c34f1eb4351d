// A layout record made ready for reading: its selectors compiled into one set, so that a page is
// walked once. Immutable after compile(); shared by any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/serp_layout.h"
#include "crawler/page/selector.h"

namespace vouch::engines {

using SelectorNumber = std::optional<std::size_t>;  // in ResultLayout::selectors; none: not given

class ResultLayout {
 public:
  struct Sign {
    const SerpSign* record = nullptr;
    SelectorNumber select;
  };
  struct Row {
    SerpRowKind kind = SerpRowKind::kOrganic;
    SelectorNumber select, has, lacks;
  };
  struct Value {
    const SerpValue* record = nullptr;
    SelectorNumber select;
  };
  struct Target {
    const SerpTarget* record = nullptr;
    SelectorNumber select;
  };

  // kInvalid for a selector that is none.
  static Result<ResultLayout> compile(SerpLayout record);
  ResultLayout(ResultLayout&&) noexcept = default;
  ResultLayout& operator=(ResultLayout&&) noexcept = default;
  ResultLayout(const ResultLayout&) = delete;
  ResultLayout& operator=(const ResultLayout&) = delete;
  ~ResultLayout() = default;

  [[nodiscard]] const SerpLayout& record() const { return *record_; }
  [[nodiscard]] const crawler::SelectorSet& selectors() const { return selectors_; }

  std::vector<Sign> signs;
  std::vector<Row> rows;
  std::vector<Target> targets;
  std::vector<Value> links, slots, titles, shown_urls, snippets, totals, next_pages, echoes;

 private:
  ResultLayout() = default;
  Result<SelectorNumber> number(const std::string& selector);
  Status add_values(const std::vector<SerpValue>& records, std::vector<Value>& out);

  std::unique_ptr<const SerpLayout> record_;  // where the parts above point to
  crawler::SelectorSet selectors_;
};

}  // namespace vouch::engines
