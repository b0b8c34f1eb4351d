#include "daemon/submission_desk.h"

#include <algorithm>

#include "core/log.h"
#include "core/url.h"
#include "daemon/submission_writes.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "submission";
constexpr Millis kTryAgain = std::chrono::minutes(5);

// IndexNow wants the host alone, with its port where that is not the usual one.
std::string host_of(const std::string& site) {
  const auto url = Url::parse(site);
  if (!url) return {};
  const std::string origin = url->origin();
  return origin.substr(origin.find("://") + 3);
}

Result<engines::SubmissionOptions> options_of(const config::SubmissionSettings& route) {
  const auto key = config::read_secret(route.secret);
  if (!key) return tl::unexpected(key.error());
  engines::SubmissionOptions options;
  options.route = route.route;
  options.endpoint = route.url;
  const bool by_host = route.route == config::SubmissionRoute::kIndexNow;
  options.site = by_host ? host_of(route.site) : route.site;
  options.key = *key;
  options.key_location = route.key_location;
  if (const Status good = options.check(); !good) {
    return fail(good.error().code, good.error().message, "[[submission]] " + route.site);
  }
  return options;
}

using Facts = std::vector<web::SubmissionFacts>;

Result<Facts> read_facts(store::Connection& db, const Rulebook& rules, Time now) {
  Facts all;
  all.reserve(rules.settings.submissions.size());
  for (const config::SubmissionSettings& route : rules.settings.submissions) {
    auto one = submission_facts(db, route, rules.calendar.zone(), now);
    if (!one) return tl::unexpected(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace

Status SubmissionDesk::connect() {
  const Rules rules = context_.rules;
  std::vector<Connected> routes;
  for (const config::SubmissionSettings& route : rules->settings.submissions) {
    auto one = options_of(route);
    if (!one) return tl::unexpected(one.error());
    routes.push_back({std::move(*one), route});
  }
  std::function<Result<Facts>(store::Connection&)> job =
      [rules, now = context_.wall.now()](store::Connection& db) {
        return read_facts(db, *rules, now);
      };
  auto facts = context_.store.read_now<Facts>(std::move(job));
  if (!facts) return tl::unexpected(facts.error());
  routes_ = std::move(routes);
  facts_ = std::move(*facts);
  context_.submissions_queued = !routes_.empty();
  return {};
}

Task<Result<Time>> SubmissionDesk::serve(engines::SubmissionOptions options,
                                         config::SubmissionSettings route) {
  const Rules rules = context_.rules;
  std::function<Result<SubmissionStep>(store::WriteContext&)> begin =
      [rules, route](store::WriteContext& writing) {
        return begin_submission(writing, route, rules->calendar.zone());
      };
  auto step = co_await context_.store.write<SubmissionStep>(std::move(begin));
  if (!step) co_return tl::unexpected(step.error());
  if (step->send.id == 0) co_return step->next_at;

  std::vector<std::string> urls;
  urls.reserve(step->rows.size());
  for (const store::Submission& row : step->rows) urls.push_back(row.url);
  auto answer = co_await engines::submit_urls(std::move(options), std::move(urls), http_);
  if (answer.cancelled) co_return step->next_at;  // as after a crash: it goes out again
  if (!answer.ok()) {
    log::warning(kRoom, "{} for {}: {} ({})", step->send.route, route.site, answer.explanation,
                 to_string(answer.reason));
  }
  std::function<Result<SubmissionStep>(store::WriteContext&)> finish =
      [rules, begun = std::move(*step), answer](store::WriteContext& writing) {
        return finish_submission(writing, begun, answer, rules->calendar.zone());
      };
  const auto done = co_await context_.store.write<SubmissionStep>(std::move(finish));
  if (!done) co_return tl::unexpected(done.error());
  co_return done->next_at;
}

Task<Time> SubmissionDesk::run() {
  const Rules rules = context_.rules;
  Time next = context_.wall.now() + std::chrono::hours(24);
  if (context_.held) co_return context_.wall.now() + kTryAgain;
  context_.submissions_queued = false;
  const std::vector<Connected> routes = routes_;
  for (const Connected& one : routes) {
    if (context_.alarms.stopping()) co_return next;
    const auto came = co_await serve(one.options, one.route);
    if (!came) {
      log::error(kRoom, "{}", came.error().text());
      context_.store_failed(came.error());
      next = std::min(next, context_.wall.now() + kTryAgain);
      continue;
    }
    next = std::min(next, *came);
  }
  std::function<Result<Facts>(store::Connection&)> job =
      [rules, now = context_.wall.now()](store::Connection& db) {
        return read_facts(db, *rules, now);
      };
  auto facts = co_await context_.store.read<Facts>(std::move(job));
  if (facts) facts_ = std::move(*facts);
  co_return next;
}

}  // namespace vouch::daemon
