#include "crawler/net/page_fetcher.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "crawler/net/redirect.h"
#include "crawler/net/user_agent.h"
#include "crawler/page/inflate.h"

namespace vouch::crawler {
namespace {

constexpr std::size_t kParsedFiles = 256;

bool is_network_failure(Reason reason) {
  constexpr Reason kNetwork[] = {Reason::kTimeout, Reason::kDns, Reason::kTls, Reason::kConnect,
                                 Reason::kReset};
  return std::find(std::begin(kNetwork), std::end(kNetwork), reason) != std::end(kNetwork);
}

bool names_host(std::string_view entry, std::string_view host) {
  if (entry.starts_with('.')) {
    return ascii_iequals(host, entry.substr(1)) ||
           (host.size() > entry.size() &&
            ascii_iequals(host.substr(host.size() - entry.size()), entry));
  }
  return ascii_iequals(host, entry);
}

// The file's text, or the reason why it counts as not reached.
RobotsAnswer answer_of(const Exchange& exchange) {
  RobotsAnswer answer;
  answer.failure = exchange.failure;
  if (exchange.failure || exchange.hops.empty()) return answer;
  const Hop& hop = exchange.hops.back();
  answer.status = hop.status;
  if (hop.status < 200 || hop.status >= 300 || !hop.body) return answer;
  auto inflated = inflate_body(*hop.body, header_value(hop.headers, "content-encoding"));
  if (inflated) {
    answer.body = std::move(inflated->body);
  } else {
    answer.failure = Reason::kPageUnparseable;
  }
  return answer;
}

}  // namespace

struct PageFetcher::ParsedRobots {
  std::uint64_t digest = 0;
  RobotsRules rules;
};

// The state of one look.
class PageFetcher::Journey {
 public:
  Journey(PageFetcher& fetcher, PageRequest request)
      : fetcher_(fetcher), request_(std::move(request)) {}

  Task<void> run();
  PageLook take();

 private:
  Task<bool> permitted_by_robots(const Url& url);
  Task<bool> load_robots(const Url& url, RobotsCopy& copy);
  Task<RobotsAnswer> fetch_robots(const Url& robots_url);
  Task<bool> admitted(const Url& next);
  Task<Exchange> send(FetchRequest request);

  [[nodiscard]] FetchRequest page_request(const Url& url) const;
  bool judge(const RobotsCopy& copy, const Url& url);
  bool asks_for_rest(const RobotsCopy& copy);
  void end(Reason reason, std::string text);
  void note_visit(const Url& url, const Exchange& exchange);

  PageFetcher& fetcher_;
  PageRequest request_;
  PageLook look_;
  bool sent_something_ = false;
  bool robots_fetched_ = false;                 // for the hop at hand
  std::map<std::string, Millis> crawl_delays_;  // by site
};

Task<void> PageFetcher::Journey::run() {
  std::set<std::string> seen;
  Url current = request_.url;
  while (true) {
    if (!current.is_http()) {
      end(Reason::kAddressNotAllowed, "only http and https addresses are fetched");
      co_return;
    }
    if (!seen.insert(current.href_without_fragment()).second) {
      end(Reason::kTooManyRedirects, "the page redirects in a circle");
      co_return;
    }
    const bool permitted = co_await permitted_by_robots(current);
    if (!permitted) co_return;
    const bool may_go = co_await admitted(current);
    if (!may_go) co_return;

    FetchRequest fetch = page_request(current);
    Exchange answer = co_await send(std::move(fetch));
    std::move(answer.hops.begin(), answer.hops.end(), std::back_inserter(look_.exchange.hops));
    look_.exchange.failure = answer.failure;
    look_.exchange.failure_text = std::move(answer.failure_text);
    look_.exchange.not_modified = answer.not_modified;
    look_.exchange.cancelled = answer.cancelled;
    if (answer.failure) co_return;

    const Hop& hop = look_.exchange.hops.back();
    auto next = redirect_target(hop.status, hop.headers, current);
    if (!next) co_return;
    if (look_.exchange.hops.size() > kPageMaxRedirects) {
      end(Reason::kTooManyRedirects, fmt::format("more than {} redirects", kPageMaxRedirects));
      co_return;
    }
    current = std::move(*next);
  }
}

PageLook PageFetcher::Journey::take() {
  for (Visit& visit : look_.visits) {
    const auto delay = crawl_delays_.find(visit.site_key);
    if (delay != crawl_delays_.end()) visit.outcome.crawl_delay = delay->second;
  }
  return std::move(look_);
}

void PageFetcher::Journey::end(Reason reason, std::string text) {
  look_.exchange.failure = reason;
  look_.exchange.failure_text = std::move(text);
}

FetchRequest PageFetcher::Journey::page_request(const Url& url) const {
  FetchRequest fetch(url);
  fetch.limits = request_.limits;
  fetch.headers.push_back(
      HeaderField{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"});
  if (!fetcher_.options_.accept_language.empty()) {
    fetch.headers.push_back(HeaderField{"Accept-Language", fetcher_.options_.accept_language});
  }
  if (request_.validators && request_.validators->url == url.href_without_fragment()) {
    fetch.etag = request_.validators->etag;
    fetch.last_modified = request_.validators->last_modified;
  }
  return fetch;
}

Task<bool> PageFetcher::Journey::admitted(const Url& next) {
  if (!request_.admit || !sent_something_) co_return true;
  const std::optional<Reason> refused = co_await request_.admit(next);
  if (refused) end(*refused, "the site cannot be visited now");
  co_return !refused;
}

Task<Exchange> PageFetcher::Journey::send(FetchRequest request) {
  sent_something_ = true;
  const Url url = request.url;
  Exchange answer = co_await fetcher_.client_.fetch(std::move(request));
  note_visit(url, answer);
  co_return answer;
}

void PageFetcher::Journey::note_visit(const Url& url, const Exchange& exchange) {
  const Hop* hop = exchange.last();
  if (!hop || exchange.failure == Reason::kAddressNotAllowed) return;
  Visit visit;
  visit.site_key = site_key(url);
  visit.ended_at = hop->ended_at;
  visit.outcome.status = hop->status;
  visit.outcome.duration = hop->timings.total;
  if (!exchange.cancelled) visit.outcome.failure = exchange.failure;
  visit.outcome.retry_after =
      parse_retry_after(header_value(hop->headers, "retry-after"), hop->ended_at);
  look_.visits.push_back(std::move(visit));
}

Task<bool> PageFetcher::Journey::permitted_by_robots(const Url& url) {
  const auto& permitted = fetcher_.options_.robots_permitted;
  const bool by_operator = std::any_of(permitted.begin(), permitted.end(), [&](const auto& entry) {
    return names_host(entry, url.host());
  });
  if (by_operator) {
    RobotsNote note;
    note.origin = url.origin();
    note.source = RobotsNote::Source::kPermitted;
    look_.robots.push_back(std::move(note));
    co_return true;
  }
  RobotsCopy copy;
  const bool known = co_await load_robots(url, copy);
  co_return known&& judge(copy, url) && !asks_for_rest(copy);
}

// Who asks for rest (RFC 9110 10.2.3) where robots.txt was asked for is not asked for the page at
// once, although an earlier copy permits it.
bool PageFetcher::Journey::asks_for_rest(const RobotsCopy& copy) {
  if (!robots_fetched_ || look_.visits.empty()) return false;
  const bool busy = copy.status >= 500 && look_.visits.back().outcome.retry_after;
  if (copy.status != 429 && !busy) return false;
  end(busy ? Reason::kHttp5xx : Reason::kHttp429,
      "the site asks to be left alone for a while (answer to robots.txt)");
  return true;
}

// False where the look has ended meanwhile.
Task<bool> PageFetcher::Journey::load_robots(const Url& url, RobotsCopy& copy) {
  robots_fetched_ = false;
  const std::string origin = url.origin();
  std::optional<RobotsCopy> kept = co_await fetcher_.store_.load(origin);
  const Time before = fetcher_.wall_.now();
  if (kept && is_fresh(*kept, before)) {
    copy = std::move(*kept);
    co_return true;
  }
  const auto robots_url = Url::parse("/robots.txt", &url);
  if (!robots_url) {
    end(Reason::kAddressNotAllowed, "address not allowed");
    co_return false;
  }
  const RobotsAnswer answer = co_await fetch_robots(*robots_url);
  if (look_.exchange.failure) co_return false;
  if (kept) copy = std::move(*kept);
  copy.origin = origin;
  const Time now = fetcher_.wall_.now();
  copy = absorb(std::move(copy), answer, now);
  robots_fetched_ = true;
  co_await fetcher_.store_.save(copy);
  co_return true;
}

// Ends the look when it was cancelled, not admitted, or the very address is not allowed.
Task<RobotsAnswer> PageFetcher::Journey::fetch_robots(const Url& robots_url) {
  RobotsAnswer answer;
  Url current = robots_url;
  for (int redirects = 0;; ++redirects) {
    const bool may_go = co_await admitted(current);
    if (!may_go) co_return answer;
    FetchRequest fetch(current);
    fetch.limits = request_.limits;
    fetch.limits.max_body_bytes = kRobotsMaxBytes;
    fetch.headers.push_back(HeaderField{"Accept", "text/plain,*/*;q=0.5"});
    const Exchange exchange = co_await send(std::move(fetch));
    const bool own_address_refused =
        redirects == 0 && exchange.failure == Reason::kAddressNotAllowed;
    if (exchange.cancelled || own_address_refused) {
      end(*exchange.failure, exchange.failure_text);
      look_.exchange.cancelled = exchange.cancelled;
      co_return answer;
    }
    answer = answer_of(exchange);
    if (answer.failure) co_return answer;
    auto next = redirect_target(answer.status, exchange.hops.back().headers, current);
    if (!next) co_return answer;
    if (redirects == kRobotsMaxRedirects) {
      answer.redirected_too_often = true;
      co_return answer;
    }
    current = std::move(*next);
  }
}

bool PageFetcher::Journey::judge(const RobotsCopy& copy, const Url& url) {
  RobotsNote note;
  note.origin = copy.origin;
  switch (access(copy, fetcher_.wall_.now())) {
    case RobotsAccess::kEverything:
      note.source = RobotsNote::Source::kNoFile;
      note.copy_of = copy.fetched_at;
      break;
    case RobotsAccess::kUnreachable:
      note.decision.allowed = false;
      if (copy.failure && is_network_failure(*copy.failure)) {
        end(*copy.failure, "the site does not answer (asked for robots.txt)");
      } else {
        end(Reason::kRobotsUnreachable,
            fmt::format("{}/robots.txt cannot be read (status {})", copy.origin, copy.status));
      }
      break;
    case RobotsAccess::kRules: {
      const bool current = copy.fetched_at == copy.good_at;
      note.source = !current          ? RobotsNote::Source::kLastGood
                    : robots_fetched_ ? RobotsNote::Source::kFetched
                                      : RobotsNote::Source::kCached;
      note.copy_of = copy.good_at;
      note.decision = fetcher_.rules_of(copy).decide(kProductToken, url);
      if (note.decision.crawl_delay) crawl_delays_[site_key(url)] = *note.decision.crawl_delay;
      if (!note.decision.allowed) {
        end(Reason::kRobotsDisallowed,
            fmt::format("{}/robots.txt line {} forbids it: {}", copy.origin, note.decision.line,
                        note.decision.rule));
      }
      break;
    }
  }
  const bool allowed = note.decision.allowed;
  look_.robots.push_back(std::move(note));
  return allowed;
}

PageFetcher::PageFetcher(HttpClient& client, RobotsStore& robots, const WallClock& wall,
                         Options options)
    : client_(client), store_(robots), wall_(wall), options_(std::move(options)) {}

PageFetcher::~PageFetcher() = default;

const RobotsRules& PageFetcher::rules_of(const RobotsCopy& copy) {
  const std::uint64_t digest = hash64(copy.body);
  auto& kept = parsed_[copy.origin];
  if (!kept || kept->digest != digest) {
    auto parsed = std::make_unique<ParsedRobots>();
    parsed->digest = digest;
    parsed->rules = RobotsRules::parse(copy.body);
    kept = std::move(parsed);
  }
  if (parsed_.size() > kParsedFiles) {
    const auto first = parsed_.begin();
    parsed_.erase(first->first == copy.origin ? std::next(first) : first);
  }
  return parsed_.at(copy.origin)->rules;
}

Task<PageLook> PageFetcher::look(PageRequest request) {
  Journey journey(*this, std::move(request));
  co_await journey.run();
  co_return journey.take();
}

Url sibling_probe(const Url& url, Random& random) {
  const auto probe = Url::parse(random_token(random, 16) + ".html", &url);
  return probe ? *probe : url;
}

Task<std::optional<RobotsCopy>> MemoryRobotsStore::load(std::string origin) {
  const auto found = copies_.find(origin);
  std::optional<RobotsCopy> copy;
  if (found != copies_.end()) copy = found->second;
  co_return copy;
}

Task<void> MemoryRobotsStore::save(RobotsCopy copy) {
  std::string origin = copy.origin;
  copies_[std::move(origin)] = std::move(copy);
  co_return;
}

}  // namespace vouch::crawler
