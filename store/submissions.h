// The company's own new pages, told to engines: what waits, each request and what came of each URL
// (decision 080). Received is not indexed: no verdict is ever derived from these rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct Submission {
  std::int64_t id = 0;
  std::string route;   // "baidu_push"
  std::string site;    // the property as registered
  std::string engine;  // that is told: "baidu"
  std::string url;
  ClaimId claim;
  Time queued_at;
  std::string state;  // "queued" "received" "refused"
};

struct SubmissionSend {
  std::int64_t id = 0;
  std::string route;
  std::string site;
  Date day;  // of the company's zone
  Time sent_at;
  int urls = 0;
  int spent = 0;                          // of the day's quota
  std::optional<Time> answered_at;        // none: under way, or nobody knows what came of it
  std::string reason;                     // code of core/observation; "" until answered
  std::string answer;                     // of the service, free of secrets
  std::optional<std::int64_t> remaining;  // of the day's quota, as the service says
  int failures = 0;                       // in a row, this one included
  std::optional<Time> rests_until;
  bool needs_person = false;  // key or property are wrong
};

struct SubmissionEvent {
  Time sent_at;
  std::string outcome;  // "received" "key_pending" "refused" "could_not_submit"
  std::string why;
  std::string answer;
  std::optional<std::int64_t> remaining;
};

struct SubmissionFile {
  Submission submission;
  std::vector<SubmissionEvent> events;  // in order
};

namespace submissions {

// False: this route has had this URL before.
Result<bool> queue(Connection& db, const Submission& wanted);
Result<std::int64_t> waiting(Connection& db, std::string_view route, std::string_view site);
Result<std::vector<Submission>> next(Connection& db, std::string_view route, std::string_view site,
                                     int limit);  // oldest first

// Before the request leaves.
Result<std::int64_t> begin(Connection& db, const SubmissionSend& send);
// Once: kConflict where it was answered before.
Status answer(Connection& db, const SubmissionSend& send);
Status add_event(Connection& db, std::int64_t submission, std::int64_t send,
                 std::string_view outcome, std::string_view why);
Status settle(Connection& db, std::int64_t submission, std::string_view state);

// The last by the order of writing: a clock that was ahead once does not make a request the last.
Result<std::optional<SubmissionSend>> last_send(Connection& db, std::string_view route,
                                                std::string_view site);
Result<std::optional<Time>> last_received(Connection& db, std::string_view route,
                                          std::string_view site);
struct Used {
  int spent = 0;
  std::optional<std::int64_t> remaining;  // what the service said last
};
Result<Used> used_on(Connection& db, std::string_view route, std::string_view site, Date day);

// Pages that a route of this engine received, and when first. A page is told once, whoever reports
// it: other claims for it are known by its keys.
struct Told {
  std::string url;   // as it was told: the page's canonical, where it names one
  std::string page;  // loose key of the claim that it was queued for
  Time at;
};
Result<std::vector<Told>> told(Connection& db, std::string_view engine);

// Of this claim and of this URL, whichever claim it was queued for.
Result<std::vector<SubmissionFile>> of_claim(Connection& db, ClaimId claim, std::string_view url);

}  // namespace submissions
}  // namespace vouch::store
