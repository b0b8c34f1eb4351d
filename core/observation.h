// What a look saw: stage, outcome and reason code (design §1, domain §5.3). Append-only facts.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch {

enum class StageKind { kLive, kContent, kIndex };

struct Stage {  // "live", "content", "index:baidu"
  StageKind kind = StageKind::kLive;
  std::string engine;  // only for kIndex

  auto operator<=>(const Stage&) const = default;
  [[nodiscard]] bool is_work() const { return kind != StageKind::kIndex; }  // design law 10
};
std::string to_string(const Stage& stage);
Result<Stage> parse_stage(std::string_view text);

enum class Outcome { kFound, kNotFound, kInconclusive, kNotApplicable };

// One row per code in observation.cpp: text, outcome, Chinese sentence.
enum class Reason {
  // found
  kOk,
  kOkRedirected,
  kOkTitleChanged,
  // not found: conclusive
  kHttp404,
  kHttp410,
  kSoft404,
  kDeletedByAuthor,
  kDeletedByPlatform,
  kUnderReview,
  kParked,
  kRedirectedElsewhere,
  kKeywordMissing,
  kKeywordHidden,
  kTitleMismatch,
  kBacklinkMissing,
  kBacklinkNofollow,
  kBacklinkHidden,
  kBacklinkJumpPage,
  kBacklinkPlainText,
  kBacklinkWrongPage,
  kNotIndexable,
  kSerpNoMatch,
  // could not check
  kCaptcha,
  kLoginWall,
  kAppOnly,
  kHttp401,
  kHttp403,
  kHttp429,
  kHttp4xx,
  kHttp5xx,
  kQuotaExhausted,
  kTimeout,
  kDns,
  kTls,
  kConnect,
  kReset,
  kRobotsDisallowed,
  kRobotsUnreachable,
  kUnknownLayout,
  kCanaryFailed,
  kProviderError,
  kEmptyBody,
  kGeoBlock,
  kRobotInterstitial,
  kPageUnparseable,
  kTooLarge,
  kTooManyRedirects,
  kAddressNotAllowed,
  kUntrusted,
  kBlocked,
  kNotHtml,
  // does not apply
  kPlatformEngineNa,
  kNoUrl,
  kAssistedOnly,
  kEvidenceKept,
  kEvidenceDrawn,
  kEngineNotConnected,
  kNotSampled,
  kTimer,
};

std::string_view to_string(Outcome outcome);  // "FOUND"
std::string_view to_string(Reason reason);    // "http_404"
std::string_view chinese(Reason reason);      // sentence for staff, never accusing
Outcome outcome_of(Reason reason);
bool is_silence(Reason reason);  // of a page: nobody answered, or only that he is overloaded
Result<Outcome> parse_outcome(std::string_view text);
Result<Reason> parse_reason(std::string_view text);

enum class Route { kMachine, kPerson };

struct Observation {
  ObservationId id;
  ClaimId claim;
  KeywordId keyword;  // set instead of claim for rank looks
  Stage stage;
  int look_no = 0;  // UNIQUE(claim, stage, look_no)
  LookId look;
  Time observed_at;
  Outcome outcome = Outcome::kInconclusive;
  Reason reason = Reason::kProviderError;
  bool negative_proved = false;  // NOT_FOUND with passing canary (law 2); others: false
  Route route = Route::kMachine;
  std::string provider;  // "page", "searxng:main", ...
  std::string query;     // what was asked, empty for pages
  std::string final_url;
  int http_status = 0;
  std::optional<int> position;  // organic rank, 1-based
  std::string
      content_digest;  // hex SHA-256 of folded main text + link facts; empty when not a page
  std::vector<EvidenceId> evidence;
  std::string detail;  // JSON object: excerpt, link facts, canary, rule; shown to people
};

}  // namespace vouch
