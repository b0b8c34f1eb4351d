#include "daemon/deadman.h"

#include <fmt/ranges.h>

#include "alerts/deadman.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/outbox.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "deadman";
constexpr Millis kNoSwitch = std::chrono::hours(24);  // a reload comes at once

// The id of the newest ping; empty: the channel is not there. One that still waits to be tried
// again gives way: it would be late, and the service must hear as soon as it can be reached.
Result<std::string> put_ping(store::WriteContext& context, const std::string& last) {
  const auto channel = store::channels::find_by_name(context.db, alerts::kDeadmanChannel);
  if (!channel) return tl::unexpected(channel.error());
  if (!*channel) return std::string();
  if (!last.empty()) {
    const auto given_up = store::outbox::cancel(context.db, last, context.now);
    if (!given_up) return tl::unexpected(given_up.error());
  }
  const Message ping = alerts::deadman_ping(**channel, context.now);
  const auto added = store::outbox::insert_once(context.db, ping);
  if (!added) return tl::unexpected(added.error());
  return ping.id;
}

}  // namespace

std::vector<std::string> failures(const SelfTest& test) {
  std::vector<std::string> out;
  const web::HealthFacts& health = test.health;
  if (health.writer_poisoned) out.emplace_back("the database takes no more writes");
  if (test.held) out.emplace_back("the disk is full: nothing is checked or sent");
  if (health.scheduler_lag > kStuckAfter) out.emplace_back("looks have been due for over an hour");
  for (const web::ChannelFacts& channel : health.channels) {
    if (channel.kind != ChannelKind::kMail || !test.by_mail) continue;
    const bool long_ill = channel.failing_since && test.now - *channel.failing_since > kStuckAfter;
    if (!channel.enabled || long_ill) out.emplace_back("no mail gets out");
  }
  return out;
}

Task<Time> Deadman::ping() {
  const Time now = context_.wall.now();
  const Rules rules = context_.rules;
  pinged_under_ = rules;
  const config::DeadmanSettings& settings = rules->settings.deadman;
  if (!settings.enabled()) co_return now + kNoSwitch;
  const web::HealthFacts facts = health_.facts();
  if (facts.draining) co_return now + settings.every;
  const bool by_mail = rules->settings.mail.enabled();
  const std::vector<std::string> failed = failures({facts, context_.held, by_mail, now});
  if (!failed.empty()) {
    if (!withheld_) log::warning(kRoom, "no ping: {}", fmt::join(failed, "; "));
    withheld_ = true;
    co_return now + settings.every;
  }
  withheld_ = false;
  std::function<Result<std::string>(store::WriteContext&)> job =
      [last = last_](store::WriteContext& context) { return put_ping(context, last); };
  const auto put = co_await context_.store.write<std::string>(std::move(job));
  if (!put) {
    log::error(kRoom, "no ping: {}", put.error().text());
    context_.store_failed(put.error());
    co_return now + settings.every;
  }
  last_ = *put;
  context_.outbox_changed = true;
  co_return now + settings.every;
}

}  // namespace vouch::daemon
