// One look at a page: robots.txt, then the page hop by hop, every hop asked of robots and guard and
// kept. Works over any HttpClient. Lives on the main loop; one object serves all looks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/async.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/random.h"
#include "core/url.h"
#include "crawler/net/http_client.h"
#include "crawler/net/politeness.h"
#include "crawler/net/robots.h"
#include "crawler/net/robots_cache.h"

namespace vouch::crawler {

inline constexpr int kPageMaxRedirects = 10;

// What the server said about a page last time; sent only to the very URL it came from.
struct Validators {
  std::string url;  // Hop::url of the answer that carried them
  std::string etag;
  std::string last_modified;
};

struct PageRequest {
  explicit PageRequest(Url target) : url(std::move(target)) {}

  Url url;
  std::optional<Validators> validators;  // none: unconditional
  FetchLimits limits;
  // Asked before every request of the look but the first (robots.txt counts), so that the owner can
  // pace visits to each site: returns when the request may go, or a reason to end the look with.
  std::function<Task<std::optional<Reason>>(const Url& next)> admit;
};

// One request that really went out, for settle().
struct Visit {
  std::string site_key;
  VisitOutcome outcome;
  Time ended_at{};
};

struct RobotsNote {
  enum class Source {
    kFetched,      // just now
    kCached,       // within its 24 hours
    kLastGood,     // the site does not answer; the copy is at most 30 days old
    kNoFile,       // 4xx: everything allowed
    kUnreachable,  // nothing to go by: not fetched
    kPermitted,    // the operator has the site's permission; not asked
  };
  std::string origin;
  Source source = Source::kUnreachable;
  RobotsDecision decision;
  Time copy_of{};  // when the file was fetched
};

struct PageLook {
  // Hops of the page only. failure kRobotsDisallowed, kRobotsUnreachable, kAddressNotAllowed,
  // kTooManyRedirects and the client's; hops that went before are kept.
  Exchange exchange;
  std::vector<RobotsNote> robots;  // one a hop asked for, in order; the last one decided
  std::vector<Visit> visits;       // in order, robots.txt included
};

class PageFetcher {
 public:
  struct Options {
    // Hosts whose owner permits us what robots.txt forbids: "example.com", or ".example.com" with
    // all below it.
    std::vector<std::string> robots_permitted;
    std::string accept_language = "zh-CN,zh;q=0.9,en;q=0.5";
  };
  PageFetcher(HttpClient& client, RobotsStore& robots, const WallClock& wall, Options options);
  ~PageFetcher();

  Task<PageLook> look(PageRequest request);

 private:
  class Journey;
  struct ParsedRobots;
  const RobotsRules& rules_of(const RobotsCopy& copy);  // parsed once while the text stays the same

  HttpClient& client_;
  RobotsStore& store_;
  const WallClock& wall_;
  Options options_;
  std::map<std::string, std::unique_ptr<ParsedRobots>> parsed_;  // by origin, bounded
};

// A page that cannot exist beside this one: same directory, 16 random characters, ".html". A host
// that answers it like the page itself hides missing pages (soft 404).
Url sibling_probe(const Url& url, Random& random);

// Keeps copies for the life of the process: one-shot checks and tests.
class MemoryRobotsStore final : public RobotsStore {
 public:
  Task<std::optional<RobotsCopy>> load(std::string origin) override;
  Task<void> save(RobotsCopy copy) override;

 private:
  std::map<std::string, RobotsCopy> copies_;
};

}  // namespace vouch::crawler
