// The page canary of design §8: a negative counts only when a page of another domain answered
// within ten minutes by the same route. Main loop only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/url.h"
#include "daemon/polite_fetcher.h"

namespace vouch::daemon {

// A gateway that sends every request to its own page is no answer of `asked`.
bool is_at_home(const Hop& last, const Url& asked);

struct CanaryNote {
  bool passed = false;
  std::string url;  // the control that answered, or the last one tried
  Time at;
};

// How old a control may be when its negative is recorded, and how much later than the page it may
// have answered (design §8 "Page canary").
inline constexpr Millis kControlAge = std::chrono::minutes(10);

class PageCanary {
 public:
  PageCanary(PoliteFetcher& fetcher, const WallClock& wall) : fetcher_(fetcher), wall_(wall) {}

  void set_controls(std::vector<Url> controls) { controls_ = std::move(controls); }
  // A page that was recognised on its own domain is a control for the other domains.
  void answered(const Url& url);
  // Asks controls where no other domain answered lately; `sites` gets whom it visited. The caller
  // holds an Activity::Guard.
  Task<CanaryNote> check(Url subject, std::set<std::string>& sites);

 private:
  [[nodiscard]] std::optional<CanaryNote> recent(const std::string& own_domain) const;

  struct Answer {
    Time at;
    std::string url;
  };
  PoliteFetcher& fetcher_;
  const WallClock& wall_;
  std::vector<Url> controls_;
  std::map<std::string, Answer> answers_;  // by registrable domain
};

}  // namespace vouch::daemon
