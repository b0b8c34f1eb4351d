// The pictures of an entry, for whoever may see it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/attachments.h"
#include "web/commands.h"
#include "web/gather.h"

namespace vouch::web {

struct AttachmentView {
  store::Attachment picture;
  std::string login;  // of who handed it in; empty: the administrator of the machine
  std::string name;
};

// kNotFound, kDenied: as of the entry.
Result<std::vector<AttachmentView>> attachments_of(store::Connection& db, ClaimId claim,
                                                   const gather::Viewer& viewer);
// The type of a picture that this reader may see as one; empty: the evidence is no such picture.
Result<std::string> picture_type_of(store::Connection& db, EvidenceId evidence,
                                    const gather::Viewer& viewer);

std::string to_json(const std::vector<AttachmentView>& pictures);
std::string to_json(const AttachAnswer& answer);

}  // namespace vouch::web
