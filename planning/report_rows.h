// From what people hand in (CSV of any shape, pasted links, API rows) to draft claims. Pure: the
// caller gives people, records and a way to find earlier claims, and stores the result. Only what
// is not a URL or not a known person comes back; everything else is accepted and marked (design
// §9).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/asset.h"
#include "core/calendar.h"
#include "core/claim.h"
#include "core/people.h"
#include "core/policy.h"

namespace vouch::planning {

// One row before anything is judged. API callers fill it themselves; read_report_file() fills it
// from a file.
struct InputRow {
  int row = 0;         // 1-based: as a spreadsheet numbers it, or place in the JSON list
  std::string date;    // as written
  std::string person;  // login or name as written; empty: the reporter
  std::string work_type;
  std::string platform;
  std::string title;
  std::string url;  // as written; may hold text around it, or several
  std::vector<std::string> keywords;
  std::string link_target;
  std::string note;
  AssetId asset;
  std::vector<std::string> cells;  // the whole row, given back with a returned row
};

struct PassedLine {  // a line that is no row: a title above a header, a header that stands again
  int row = 0;
  std::string text;
};

struct InputFile {
  std::vector<InputRow> rows;
  std::vector<PassedLine> passed;
  std::vector<std::string> columns;  // names of the header that say something here, as written
  std::string charset;               // as decoded: "utf-8", "gb18030", ...
  std::string idempotency_key;       // hex SHA-256 of the bytes
  bool had_header = false;
};

// Any charset, any column order, header names in Chinese or English, or no header at all (a column
// of links, or cells recognised by what they hold). Blank lines are skipped.
struct FileContext;
InputFile read_report_file(std::string_view bytes, const FileContext& context);

struct FileContext {  // what helps to recognise a cell where there is no header
  std::span<const User> people;
  std::span<const Platform> platforms;
  std::span<const WorkType> work_types;
  std::span<const Keyword> keywords;
  std::span<const std::string> own_hosts;
};

// The earlier claim of the team with this key, oldest first; none when there is none.
using FindClaim = std::function<ClaimId(const std::string& key)>;

struct RowContext {
  std::span<const User> people;
  std::span<const Platform> platforms;
  std::span<const WorkType> work_types;
  std::span<const Keyword> keywords;  // the library; empty: nobody is marked off-list
  std::span<const std::string> own_hosts;
  const Calendar* calendar = nullptr;
  Millis cutoff_grace = std::chrono::hours{10};  // [reports] cutoff_grace
  Time submitted_at;
  UserId reporter;                     // whose rows those without a person are
  bool may_report_for_others = false;  // supervisor, admin, baseline
  std::optional<Date> date;            // of rows without a date; none: the day of submitted_at
  bool baseline = false;
  std::string source;           // "csv", "api", "baseline"
  std::string idempotency_key;  // of the file or the caller
  FindClaim find_strict;        // may be empty
  FindClaim find_loose;         // may be empty
  // Outside the person's published plan of that day's week? May be empty: nobody plans.
  std::function<bool(UserId, std::string_view work_type, Date)> unplanned{};
};

// By what a draft's platform or work type was told.
enum class Origin { kWritten, kAddress, kPlatform, kNone };

struct DraftClaim {
  int row = 0;
  Origin platform_from = Origin::kNone;
  Origin work_type_from = Origin::kNone;
  Claim claim;    // without id, report and record versions
  AssetId asset;  // chosen for it
  // Same person, day and page: a second import of the row finds the first (UNIQUE in the store).
  // The n-th repetition inside one hand-in counts separately.
  std::string row_key;
  int duplicate_of_row = 0;  // first row of the same hand-in with this page; 0: none
  std::vector<std::string> off_list_keywords;
  std::vector<std::string> remarks;  // zh-CN: what was understood differently from what was written
};

struct DraftReport {  // one person, one day
  Report report;      // without id
  std::vector<DraftClaim> claims;
};

struct ReturnedRow {
  int row = 0;
  std::string code;    // "no_url", "not_a_url", "no_person", "unknown_person", "ambiguous_person",
                       // "person_not_allowed"
  std::string reason;  // sentence for people, zh-CN: what is wrong and what to do
  std::vector<std::string> cells;
};

struct Drafts {
  std::vector<DraftReport> reports;  // by first appearance
  std::vector<ReturnedRow> returned;
};

Drafts draft_claims(std::span<const InputRow> rows, const RowContext& context);

// Pieces with rules of their own.
std::vector<std::string> find_urls(std::string_view text);  // href candidates inside free text
struct FoundUrl {
  std::string url;
  std::size_t begin = 0;  // bytes of the text, as it was written
  std::size_t end = 0;
};
std::vector<FoundUrl> locate_urls(std::string_view text);  // the same, each time it stands there
std::vector<std::string> split_keywords(std::string_view text);       // 、 , ; / | and line breaks
std::optional<Date> read_date(std::string_view text, Date near);      // people's and Excel's forms
Time cutoff(Date work_date, const Calendar& calendar, Millis grace);  // later hand-ins are 迟交

}  // namespace vouch::planning
