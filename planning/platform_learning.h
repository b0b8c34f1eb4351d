// What the company's own looks say about the records of platforms (domain §4.4): where an engine
// takes almost nothing of a platform in, "not applicable" is proposed; where lists show pages of a
// platform that is said to be closed to an engine, the opposite. A person decides. Pure; any
// thread.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy.h"
#include "core/time.h"

namespace vouch::planning {

inline constexpr int kLearnedDays = 60;    // of work dates
inline constexpr int kLeastDecided = 30;   // claims with an end: indexed, or proved not to be
inline constexpr double kRareRate = 0.10;  // indexed of these: below it the engine takes none in
inline constexpr int kLeastListed = 3;     // claims that lists show
inline constexpr int kQuietDays = 60;      // after "no"

struct Interval {
  double low = 0;
  double high = 1;
};
// Wilson's 95 % interval of a share; the whole range where nothing was seen.
Interval wilson(std::int64_t hits, std::int64_t all);

struct PlatformSeen {  // decided claims of one platform at one engine
  std::string platform;
  std::string engine;
  std::int64_t decided = 0;
  std::int64_t indexed = 0;  // at some time; one that was lost again was
  Date from{};
  Date to{};
};

struct PlatformListed {  // claims of one platform whose pages stood in an engine's lists
  std::string platform;
  std::string engine;
  std::int64_t claims = 0;
  Date from{};
  Date to{};
};

enum class PlatformChange { kNotApplicable, kApplicable };
std::string_view to_string(PlatformChange change);  // "not_applicable" "applicable"

struct LearnedChange {
  std::string platform;
  std::string engine;
  PlatformChange change = PlatformChange::kNotApplicable;
  std::int64_t seen = 0;     // decided claims; of kApplicable the claims that lists show
  std::int64_t indexed = 0;  // of these
  Interval rate;
  Date from{};
  Date to{};
};

// What is expected of a platform at an engine now, changes that people confirmed included.
using ExpectationNow = std::function<Expectation(const std::string&, const std::string&)>;

// By platform, engine.
std::vector<LearnedChange> learned_changes(std::span<const PlatformSeen> seen,
                                           std::span<const PlatformListed> listed,
                                           const ExpectationNow& expectation);

}  // namespace vouch::planning
