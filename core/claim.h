// Report and claim: what an employee handed in for one day, and each line of it that can be
// checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

// Marks never refuse a row (design §9): 迟交 计划外 重复 词库外, and rows of a baseline import.
struct ClaimMarks {
  bool late = false;
  bool unplanned = false;
  ClaimId duplicate_of;           // same strict key
  ClaimId possible_duplicate_of;  // same loose key only: a hint, nothing more
  bool off_list = false;          // a keyword outside the library
  bool baseline = false;          // old URL: one look, then survival; nobody's rate
  bool historic = false;          // unknown author of an old row

  bool operator==(const ClaimMarks&) const = default;
};

struct Claim {
  ClaimId id;
  ReportId report;
  UserId user;
  Date work_date;
  Time submitted_at;
  std::string work_type;
  std::string platform;
  std::string title;
  std::string raw_url;     // as typed
  std::string url;         // WHATWG href, fetched
  std::string strict_key;  // crawling-standards §1.7
  std::string loose_key;
  std::string site;  // registrable domain of url (with port where not default)
  std::vector<std::string> keywords;
  std::string link_target;  // expected link: URL or host; empty: any own site when the policy asks
  std::string content_asset;
  ClaimMarks marks;
  RecordVersionId policy_version;
  RecordVersionId platform_version;
  ClaimId replaced_by;
};

struct Report {
  ReportId id;
  UserId user;
  Date date;
  Time submitted_at;
  std::string source;           // "csv", "api", "baseline"
  std::string idempotency_key;  // sha256 of the file or the caller's key
};

}  // namespace vouch
