// A picture that somebody hands in for an entry: kept, drawn by chance for a person to look at, and
// the entry judged again - in one transaction (decision 108). Writer thread.
#pragma once

#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

inline constexpr std::size_t kPicturesAnEntry = 20;

struct Picture {        // read and compressed elsewhere
  web::Attach request;  // without its bytes
  store::EvidenceItem evidence;
  int lot = 0;  // 0 .. 99, by chance: below the policy's share it is drawn
};

struct Attached {
  web::AttachAnswer answer;
  ClaimChange change;
};

// The same picture for the same entry again is answered as before and changes nothing.
Result<Attached> keep_picture(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const Picture& picture);

}  // namespace vouch::daemon
