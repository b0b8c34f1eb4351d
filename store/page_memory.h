// What the last whole reading of a claim's page gave, so that a look at the same page need not read
// it again. One row a claim: working state beside the records, good only together with `context`.
// Written on the writer thread, read on any connection.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct PageMemory {
  ClaimId claim;
  std::string context;  // 32 bytes: everything beside the page that the findings depend on
  std::string url;      // that answered with the body
  std::string headers;  // of that answer, those that findings can depend on
  std::string etag;     // validators; empty: none
  std::string last_modified;
  std::string body_sha256;                 // 32 bytes, of the body as received
  std::string tokens;                      // 32 bytes, crawler::token_digest()
  std::optional<std::string> header_date;  // publishing date, where only the headers gave one
  Time read_at;                            // when the body was read into facts
  Time received_at;                        // when a body came last
  EvidenceId evidence;                     // of the newest answer with a body
  std::string findings;                    // JSON of daemon/page_findings
};

namespace page_memory {

// None also where the evidence was disposed of: then nothing can refer to it.
Result<std::optional<PageMemory>> find(Connection& db, ClaimId claim);
Status put(Connection& db, const PageMemory& memory);
Status forget(Connection& db, ClaimId claim);

}  // namespace page_memory
}  // namespace vouch::store
