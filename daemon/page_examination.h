// One answer to a page look, examined on the parse pool: findings, evidence ready to append, and
// what to remember. Where the page is provably the one that was read before - 304 to our
// validators, the same bytes, the same token digest - the findings of that reading are taken and
// no tree is built (decision 032). Pure work; values in, values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/page_judgement.h"
#include "core/random.h"
#include "daemon/comparable_text.h"
#include "daemon/page_findings.h"
#include "store/evidence.h"
#include "store/page_memory.h"

namespace vouch::daemon {

struct PageWork {
  Claim claim;
  checks::ContentNeeds needs;
  const Platform* platform = nullptr;  // outlives the work
  Exchange exchange;
  std::optional<store::PageMemory> memory;  // of the same context
  std::string context;                      // see context_of()
  Time now;
};

enum class Known { kNew, kSameTokens, kSameBytes, kNotModified };
std::string_view to_string(Known known);  // "new", "same_tokens", "same_bytes", "not_modified"

struct PageExamined {
  Known known = Known::kNew;
  bool ask_again = false;  // a 304 that cannot be used: nothing else is set
  PageFindings findings;
  checks::PageJudgement judgement;     // kNew only
  std::optional<PageFacts> facts;      // kNew only, where there is a document
  std::optional<ComparableText> text;  // kNew only: a known page's stands in the store
  std::vector<store::EvidenceItem> evidence;
  // To be kept; without `evidence` it is that of the answer. None: what there was may stay, unless
  // `forget`: something else was seen.
  std::optional<store::PageMemory> memory;
  bool forget = false;
};

PageExamined examine(const PageWork& work, Random& random);

// Everything beside the page that findings depend on, in 32 bytes. `start`: names this run of the
// program, since another one may read differently.
std::string context_of(const Claim& claim, const checks::ContentNeeds& needs,
                       std::string_view start);

// Whether the next request may be conditional: what is remembered is no negative (decision 032),
// and a body came not too long ago.
bool may_ask_conditionally(const store::PageMemory& memory, Time now);

}  // namespace vouch::daemon
