// What we hold about an origin's robots.txt, how an answer changes it, and what it permits
// (RFC 9309 2.3.1): 2xx rules, 4xx everything, 429/5xx/no answer nothing. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/async.h"
#include "core/observation.h"
#include "core/time.h"

namespace vouch::crawler {

inline constexpr std::size_t kRobotsMaxBytes = 500 * 1024;
inline constexpr int kRobotsMaxRedirects = 5;

// One row a scheme, host and port.
struct RobotsCopy {
  std::string origin;             // "https://example.com"
  Time fetched_at{};              // last answer, good or not
  int status = 0;                 // of that answer; 0: none came
  std::optional<Reason> failure;  // network-level, with status 0
  std::string body;               // last file that came with 2xx, decoded, at most kRobotsMaxBytes
  Time good_at{};                 // when body came; epoch: never
};

struct RobotsAnswer {  // after redirects
  int status = 0;
  std::optional<Reason> failure;
  std::string body;
  bool redirected_too_often = false;  // counts as "unavailable" (RFC 9309 2.3.1.2)
};

enum class RobotsAccess {
  kRules,        // obey `body`
  kEverything,   // no file: all allowed
  kUnreachable,  // could not check: fetch nothing
};

// A file that was there is believed gone after two 4xx answers, 12 h apart (stricter than RFC 9309
// 2.3.1.3, which permits access at once).
RobotsCopy absorb(RobotsCopy previous, const RobotsAnswer& answer, Time now);
// Fresh for 24 h; after an answer that settles nothing, for 10 minutes; never where none came and
// nobody knows why.
bool is_fresh(const RobotsCopy& copy, Time now);
RobotsAccess access(const RobotsCopy& copy, Time now);  // last good copy up to 30 days old

// Where copies are kept between looks. Called on the main loop.
class RobotsStore {
 public:
  virtual ~RobotsStore() = default;
  virtual Task<std::optional<RobotsCopy>> load(std::string origin) = 0;
  virtual Task<void> save(RobotsCopy copy) = 0;
};

}  // namespace vouch::crawler
