#include "crawler/net/robots_cache.h"

#include <utility>

namespace vouch::crawler {
namespace {

constexpr Millis kFreshFor = std::chrono::hours(24);
constexpr Millis kRetryAfter = std::chrono::minutes(10);
constexpr Millis kLastGoodFor = std::chrono::hours(24 * 30);
constexpr Millis kConfirmGone = std::chrono::hours(12);

bool settles(int status) {
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && status != 429);
}

bool is_file(int status) {
  return status >= 200 && status < 300;
}

// A file that was there and was once answered with 4xx: a portal on the way says that of every
// site, and what it opened would be fetched against the owner's will.
bool doubted(const RobotsCopy& copy) {
  return settles(copy.status) && !is_file(copy.status) && copy.good_at != Time{};
}

}  // namespace

RobotsCopy absorb(RobotsCopy previous, const RobotsAnswer& answer, Time now) {
  const bool asked_twice = doubted(previous) && now - previous.fetched_at >= kConfirmGone;
  previous.fetched_at = now;
  previous.failure = answer.failure;
  previous.status = answer.failure ? 0 : answer.status;
  if (answer.failure) return previous;
  // A chain without end, or a redirect that leads nowhere, is no file (RFC 9309 2.3.1.2).
  const bool leads_nowhere = answer.status >= 300 && answer.status < 400;
  if (answer.redirected_too_often || leads_nowhere) previous.status = 404;
  if (is_file(previous.status)) {
    previous.body = answer.body.substr(0, kRobotsMaxBytes);
    previous.good_at = now;
  } else if (settles(previous.status) && (asked_twice || previous.good_at == Time{})) {
    previous.body.clear();
    previous.good_at = Time{};
  }
  return previous;
}

bool is_fresh(const RobotsCopy& copy, Time now) {
  // A copy from the future (the clock was set back) is asked for again.
  if (copy.fetched_at > now) return false;
  // The store does not hold why nothing came, and people are told why.
  if (copy.status == 0 && !copy.failure) return false;
  if (doubted(copy)) return now - copy.fetched_at < kConfirmGone;
  return now - copy.fetched_at < (settles(copy.status) ? kFreshFor : kRetryAfter);
}

RobotsAccess access(const RobotsCopy& copy, Time now) {
  if (is_file(copy.status)) return RobotsAccess::kRules;
  if (settles(copy.status) && !doubted(copy)) return RobotsAccess::kEverything;
  if (copy.good_at != Time{} && now - copy.good_at <= kLastGoodFor) return RobotsAccess::kRules;
  return RobotsAccess::kUnreachable;
}

}  // namespace vouch::crawler
