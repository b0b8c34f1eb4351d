#include "daemon/submission_writes.h"

#include <algorithm>
#include <limits>

#include "checks/content_match.h"
#include "core/text.h"
#include "core/url.h"
#include "daemon/submission_desk.h"
#include "engines/allowance.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr Millis kNothingWaits = std::chrono::hours(24);
constexpr Millis kUntilAPersonActed = std::chrono::hours(6);
constexpr std::size_t kLongestAnswer = 500;  // bytes

Time tomorrow(const Zone& zone, Time now) {
  return zone.at(zone.date_of(now) + std::chrono::days(1), Millis(0));
}

std::string answer_text(const engines::SubmissionAnswer& answer) {
  std::string text = answer.explanation;
  if (text.empty() && !answer.exchanges.empty()) {
    const Hop* const last = answer.exchanges.back().last();
    if (last != nullptr && last->body) text = last->body->substr(0, kLongestAnswer);
    if (last != nullptr && text.empty()) text = "HTTP " + std::to_string(last->status);
  }
  return to_valid_utf8(text.substr(0, kLongestAnswer));
}

bool needs_person(const engines::SubmissionAnswer& answer) {
  return !answer.ok() && (answer.retry == engines::RetryClass::kNeverThis ||
                          answer.retry == engines::RetryClass::kPayment);
}

// A refusal of the whole request, and one that never arrived, take nothing of the quota; where
// nobody knows, all of it is counted.
bool may_have_counted(const engines::SubmissionAnswer& answer) {
  const bool arrived = answer.reason != Reason::kDns && answer.reason != Reason::kConnect &&
                       answer.reason != Reason::kTls;
  const bool turned_away = needs_person(answer) || answer.reason == Reason::kQuotaExhausted ||
                           answer.reason == Reason::kHttp429;
  return answer.ok() || (arrived && !turned_away);
}

std::optional<Time> rest_after(const engines::SubmissionAnswer& answer, int failures,
                               std::uint64_t seed, const Zone& zone, Time now) {
  if (answer.ok()) return std::nullopt;
  switch (answer.retry) {
    case engines::RetryClass::kNextDay:
      return tomorrow(zone, now);
    case engines::RetryClass::kPayment:
    case engines::RetryClass::kNeverThis:
      return now + kUntilAPersonActed;
    case engines::RetryClass::kBackOff:
      break;
  }
  return now + engines::back_off(failures, seed, answer.retry_after);
}

struct UrlOutcome {
  std::string_view outcome;
  std::string why;
  std::string_view state;
};

const engines::RefusedUrl* refusal_of(const std::string& url,
                                      const engines::SubmissionAnswer& answer) {
  const auto refused = std::find_if(answer.refused.begin(), answer.refused.end(),
                                    [&](const engines::RefusedUrl& one) { return one.url == url; });
  return refused == answer.refused.end() ? nullptr : &*refused;
}

UrlOutcome outcome_of(const std::string& url, const engines::SubmissionAnswer& answer, bool all) {
  if (!answer.ok()) {
    return {"could_not_submit", std::string(to_string(answer.reason)), "queued"};
  }
  if (const auto* refused = refusal_of(url, answer)) return {"refused", refused->why, "refused"};
  if (!all) return {"could_not_submit", "not_named", "queued"};
  return {answer.pending ? "key_pending" : "received", {}, "received"};
}

}  // namespace

Result<SubmissionStep> begin_submission(store::WriteContext& context,
                                        const config::SubmissionSettings& route, const Zone& zone) {
  const std::string word(config::to_string(route.route));
  const Date today = zone.date_of(context.now);
  SubmissionStep step;
  step.next_at = context.now + kNothingWaits;
  const auto waiting = store::submissions::waiting(context.db, word, route.site);
  if (!waiting) return tl::unexpected(waiting.error());
  if (*waiting == 0) return step;
  const auto last = store::submissions::last_send(context.db, word, route.site);
  if (!last) return tl::unexpected(last.error());
  // One that is dated ahead of a clock that was put back says nothing.
  if (*last && (*last)->sent_at <= context.now) {
    const Time opens =
        std::max((*last)->sent_at + kGatherPages, (*last)->rests_until.value_or((*last)->sent_at));
    if (opens > context.now) {
      step.next_at = opens;
      return step;
    }
  }
  const auto used = store::submissions::used_on(context.db, word, route.site, today);
  if (!used) return tl::unexpected(used.error());
  const std::int64_t left =
      std::min<std::int64_t>(route.daily_quota - used->spent,
                             used->remaining.value_or(std::numeric_limits<std::int64_t>::max()));
  if (left <= 0) {
    step.next_at = tomorrow(zone, context.now);
    return step;
  }
  const auto most = static_cast<std::int64_t>(engines::most_urls(route.route));
  auto rows = store::submissions::next(context.db, word, route.site,
                                       static_cast<int>(std::min(left, most)));
  if (!rows) return tl::unexpected(rows.error());
  step.rows = std::move(*rows);
  step.send.route = word;
  step.send.site = route.site;
  step.send.day = today;
  step.send.sent_at = context.now;
  step.send.urls = static_cast<int>(step.rows.size());
  step.send.spent = step.send.urls;
  step.send.failures = *last ? (*last)->failures : 0;
  step.next_at = context.now + kGatherPages;
  const auto id = store::submissions::begin(context.db, step.send);
  if (!id) return tl::unexpected(id.error());
  step.send.id = *id;
  return step;
}

Result<SubmissionStep> finish_submission(store::WriteContext& context, SubmissionStep step,
                                         const engines::SubmissionAnswer& answer,
                                         const Zone& zone) {
  // Refusals that name none of ours, or one twice, say nothing about how many were taken.
  const auto named = std::count_if(
      step.rows.begin(), step.rows.end(),
      [&](const store::Submission& row) { return refusal_of(row.url, answer) != nullptr; });
  const bool all = answer.received + named >= step.send.urls;
  const bool good = answer.ok() && all;
  store::SubmissionSend& send = step.send;
  send.answered_at = context.now;
  send.reason = std::string(to_string(answer.reason));
  send.answer = answer_text(answer);
  send.remaining = answer.remaining;
  send.spent = may_have_counted(answer) ? send.urls : 0;
  send.failures = good ? 0 : send.failures + 1;
  send.needs_person = needs_person(answer);
  send.rests_until =
      rest_after(answer, send.failures, static_cast<std::uint64_t>(send.id), zone, context.now);
  if (answer.ok() && !all) {
    send.rests_until =
        context.now + engines::back_off(send.failures, static_cast<std::uint64_t>(send.id));
  }
  const Status kept = store::submissions::answer(context.db, send);
  if (!kept) return tl::unexpected(kept.error());
  for (const store::Submission& row : step.rows) {
    const UrlOutcome came = outcome_of(row.url, answer, all);
    const Status noted =
        store::submissions::add_event(context.db, row.id, send.id, came.outcome, came.why);
    if (!noted) return tl::unexpected(noted.error());
    if (came.state == row.state) continue;
    const Status settled = store::submissions::settle(context.db, row.id, came.state);
    if (!settled) return tl::unexpected(settled.error());
  }
  return step;
}

Result<web::SubmissionFacts> submission_facts(store::Connection& db,
                                              const config::SubmissionSettings& route,
                                              const Zone& zone, Time now) {
  web::SubmissionFacts facts;
  facts.route = std::string(config::to_string(route.route));
  facts.site = route.site;
  facts.daily_quota = route.daily_quota;
  const auto waiting = store::submissions::waiting(db, facts.route, route.site);
  if (!waiting) return tl::unexpected(waiting.error());
  facts.waiting = *waiting;
  const auto used = store::submissions::used_on(db, facts.route, route.site, zone.date_of(now));
  if (!used) return tl::unexpected(used.error());
  facts.sent_today = used->spent;
  facts.remaining = used->remaining;
  const auto received = store::submissions::last_received(db, facts.route, route.site);
  if (!received) return tl::unexpected(received.error());
  facts.last_ok_at = *received;
  const auto last = store::submissions::last_send(db, facts.route, route.site);
  if (!last) return tl::unexpected(last.error());
  facts.healthy = !*last || !(*last)->needs_person;
  if (*last && (*last)->failures > 0) facts.why = (*last)->answer;
  const auto own = store::sites::list(db);
  if (!own) return tl::unexpected(own.error());
  const auto site = Url::parse(route.site);
  if (!site || !checks::is_own_host(site->host(), *own)) {
    facts.healthy = false;
    facts.why = "不在公司站点之中（vouch site add），没有网页会被提交";
  }
  return facts;
}

}  // namespace vouch::daemon
