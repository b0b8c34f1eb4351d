// 批量提交: what a hand-in would become, row by row, before anybody hands it in. Changes nothing;
// what it says of a row is what handing in that row does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planning/paste.h"
#include "web/gather_screens.h"
#include "web/words.h"

namespace vouch::web {

struct PreviewRequest {
  enum class Kind { kText, kFile, kRows };
  Kind kind = Kind::kText;
  std::string text;  // pasted, or a file's bytes
  std::vector<ReportRow> rows;
  std::string as;            // login; empty: the viewer
  std::optional<Date> date;  // of rows without one; none: today
};

struct PreviewWarning {
  enum class Code {
    kDuplicate,
    kOffList,
    kAssisted,
    kUnplanned,
    kLate,
    kNoKeyword,
    kUnknownPlatform,
    kSameInPaste,
    kUnderstood,  // something was read differently from what is written
  };
  Code code = Code::kDuplicate;
  std::string words;
};

struct PreviewDuplicate {
  ClaimId claim;
  Date work_date;
  bool own = false;
  bool certain = true;  // false: perhaps the same page
};

struct PreviewRow {
  int row = 0;
  std::string raw;
  std::string text;  // words beside the address
  std::string url;   // as it was found; empty: none
  std::string title;
  std::string link_target;
  std::vector<planning::KeywordGuess> keywords;
  std::optional<planning::DraftClaim> draft;  // none: it cannot be taken
  std::string login;                          // of the author
  std::string name;
  LiveMode check = LiveMode::kAutomatic;
  std::optional<PreviewDuplicate> duplicate;
  std::vector<PreviewWarning> warnings;
  std::string problem;  // why it cannot be taken
};

struct Preview {
  std::vector<PreviewRow> rows;
  std::vector<planning::PassedLine> ignored;
  std::vector<std::string> columns;
};

namespace gather {
// kInvalid: more rows than one hand-in takes.
Result<Preview> preview(store::Connection& db, const PreviewRequest& request, const Rules& rules,
                        Lang lang, const Viewer& viewer);
}  // namespace gather

std::string preview_json(const Preview& preview, const Names& names);

}  // namespace vouch::web
