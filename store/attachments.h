// Pictures that people hand in for an entry, most of them of platforms that keep programs out.
// Their bytes are evidence of kind "user_file". Append-only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct Attachment {
  AttachmentId id;
  ClaimId claim;
  EvidenceId evidence;
  UserId person;  // none: the administrator of the machine
  Time at;
  std::string name;
  std::string content_type;
  std::string sha256;  // hex; of the picture
  std::int64_t size = 0;
  std::string text;           // that the platform's app shares beside it
  std::optional<bool> drawn;  // for a person to look at; none: a program looks at the entry
};

namespace attachments {

Result<AttachmentId> insert(Connection& db, const Attachment& attachment);
Result<std::vector<Attachment>> of_claim(Connection& db, ClaimId claim);  // oldest first
// The first other entry with this picture; none: there is none.
Result<std::optional<ClaimId>> other_claim_with(Connection& db, std::string_view sha256,
                                                ClaimId claim);
Result<std::vector<Attachment>> of_evidence(Connection& db, EvidenceId evidence);

}  // namespace attachments
}  // namespace vouch::store
