// A content asset: the text, or the published page, that an editor hands on to be distributed
// (domain §1, 9.1). Plain data; never changed.
#pragma once

#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using AssetId = Id<struct AssetTag>;

struct Asset {
  AssetId id;
  std::string title;
  std::string text;     // the brief; may be empty
  std::string url;      // of the editor's published page; may be empty
  std::string url_key;  // its strict key
  UserId made_by;
  Time at;
};

// By what an entry came to be a distribution of an asset.
enum class AssetLinkedBy { kHandIn, kPlan, kPerson };

struct AssetLink {  // append-only; the newest of an entry holds
  ClaimId claim;
  AssetId asset;  // none: it distributes nothing
  Time at;
  UserId by;  // none: the daemon
  AssetLinkedBy how = AssetLinkedBy::kPerson;
};

}  // namespace vouch
