#include "practice/script_maker.h"

namespace vouch::practice {
namespace {

using std::chrono::hours;
using enum Trouble;

// No outage is longer than the tries after it reach: 30 min, 2 h, 6 h.
const Storm kStorms[] = {
    {kError500, "news", 1, clock(15, 30), hours(4)},
    {kUnavailable503, "forum", 2, clock(9), hours(4)},
    {kReset, "b2b", 2, clock(15), hours(4)},
    {kPortal404, "", 3, clock(15), hours(3)},
    {kTooMany429, "ask", 4, clock(14), hours(4)},
    {kShortBody, "blog", 5, clock(15), hours(4)},
    {kEmpty, "ask", 6, clock(8), hours(4)},
    {kTruncatedGzip, "own", 6, clock(15), hours(4)},
    {kCaptcha, "forum", 7, clock(15), hours(4)},
    {kGarbage, "news", 8, clock(15), hours(4)},
    {kTornBytes, "own", 8, clock(8), hours(14)},
    {kEngineCaptcha, "", 1, clock(10), hours(12)},
    {kEngineSilent, "", 3, clock(12), hours(8)},
    {kEngineDecoy, "", 5, clock(12), hours(8)},
    {kEngine429, "", 7, clock(10), hours(4)},
    {kEngine500, "", 8, clock(10), hours(4)},
    {kMailGreylist, "", 2, clock(8, 55), hours(1)},
    {kMailDropped, "", 6, clock(17), hours(3)},
    {kHook500, "", 1, clock(17), hours(2)},
    {kHookDropped, "", 6, clock(17), hours(3)},
};

}  // namespace

std::span<const Storm> fortnight_storms() {
  return kStorms;
}

}  // namespace vouch::practice
