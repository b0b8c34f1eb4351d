// A link by which an owner reads the company's months without signing in. It opens one page and
// nothing else, and is as good as whoever made it: it ends when he does not work here any more.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using OwnerLinkId = Id<struct OwnerLinkTag>;

struct OwnerLink {
  OwnerLinkId id;
  std::string label;  // for whom; the page itself does not show it
  UserId by;          // none: the local administrator
  std::string author;
  Time at;
  Time expires_at;
  std::optional<Time> ended_at;  // taken back
  std::string ended_by;
  std::optional<Time> last_used_at;  // to the hour

  [[nodiscard]] bool opens(Time now) const { return !ended_at && now < expires_at; }
  // Its use was noted within the hour: whoever holds it must not be able to fill the books.
  [[nodiscard]] bool noted_lately(Time now) const {
    return last_used_at && *last_used_at <= now && now < *last_used_at + std::chrono::hours(1);
  }
};

}  // namespace vouch
