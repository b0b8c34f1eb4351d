#include "daemon/health.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/deadman.h"
#include "core/version.h"
#include "daemon/notice_ground.h"
#include "daemon/query_forecast.h"
#include "store/channels.h"
#include "store/outbox.h"
#include "web/submission_views.h"

namespace vouch::daemon {
namespace {

constexpr std::chrono::seconds kDeadAfter{20};

struct Gathered {
  store::OutboxCounts outbox;
  std::vector<Channel> channels;
};

web::Metric gauge(std::string name, std::string help, double value) {
  web::Metric metric;
  metric.name = std::move(name);
  metric.help = std::move(help);
  metric.samples.push_back({"", {}, value});
  return metric;
}

web::Metric counter(std::string name, std::string help, const std::string& label,
                    const std::map<std::string, std::uint64_t>& values) {
  web::Metric metric;
  metric.name = std::move(name);
  metric.help = std::move(help);
  metric.kind = web::MetricKind::kCounter;
  for (const auto& [value, count] : values) {
    metric.samples.push_back({"", {{label, value}}, static_cast<double>(count)});
  }
  return metric;
}

}  // namespace

web::HealthFacts DaemonHealth::facts() const {
  const Rulebook& rules = *context_.rules;
  web::HealthFacts out;
  out.version = kVersion;
  out.company = rules.settings.company.name;
  out.public_url = rules.settings.base_url();
  out.practice = !rules.settings.practice.dir.empty();
  out.migrated = true;
  out.draining = draining_;
  out.writer_poisoned = context_.store.poisoned();
  out.writer_why = context_.store.poisoned_why();
  out.writer_answered_ago =
      std::chrono::duration_cast<Millis>(context_.steady.now() - context_.store.writer_seen());
  out.scheduler_running = agenda_.running();
  const Time now = context_.wall.now();
  const auto oldest = context_.queue.oldest_due();
  if (oldest && *oldest < now) out.scheduler_lag = now - *oldest;
  out.looks_due = static_cast<std::int64_t>(context_.queue.due_count(now));
  out.next_due_at = agenda_.next_due();
  out.outbox = outbox_;
  out.providers = engines_.facts();
  if (submissions_ != nullptr) out.submissions = submissions_->facts();
  out.channels = channels_;
  for (const checks::EngineStatus& engine : rules.engines) {
    if (!engine.connected) out.engines_not_connected.push_back(engine.key);
  }
  out.last_reload_ok = last_reload_ok_;
  out.last_reload_at = last_reload_at_;
  out.last_backup_at = last_backup_at_;
  const auto reaches_people = [](const web::ChannelFacts& channel) {
    return channel.name != alerts::kDeadmanChannel;
  };
  if (std::none_of(channels_.begin(), channels_.end(), reaches_people))
    out.warnings.emplace_back("没有接入邮件或机器人：消息只显示在页面上");
  out.warnings.insert(out.warnings.end(), shortages_.begin(), shortages_.end());
  if (context_.held)
    out.warnings.emplace_back("磁盘已满：暂停检测和发送，请腾出空间，之后自动继续");
  for (const web::SubmissionFacts& route : out.submissions) {
    if (route.healthy) continue;
    out.warnings.push_back(fmt::format("{}（{}）提交不了网址：{}",
                                       web::route_name(web::Lang::kZh, route.route), route.site,
                                       route.why));
  }
  const store::StoreStats stats = context_.store.stats();
  out.metrics.push_back(counter("vouch_looks_total", "Page looks by first reason", "reason",
                                context_.counters.looks));
  out.metrics.push_back(counter("vouch_task_failures_total", "Tasks that ended with an exception",
                                "task", context_.counters.task_failures));
  out.metrics.push_back(counter("vouch_provider_queries_total", "Queries to search providers",
                                "kind", {{"search", context_.counters.queries}}));
  out.metrics.push_back(gauge("vouch_looks_queued", "Looks waiting for their moment",
                              static_cast<double>(context_.queue.size())));
  out.metrics.push_back(gauge("vouch_looks_in_flight", "Looks under way",
                              static_cast<double>(context_.in_flight.size())));
  out.metrics.push_back(
      gauge("vouch_store_commit_seconds", "Last group commit", stats.last_commit_seconds));
  out.metrics.push_back(gauge("vouch_store_wal_pages", "Pages in the write-ahead log",
                              static_cast<double>(stats.wal_pages)));
  out.metrics.push_back(gauge("vouch_fetches_in_flight", "Requests handed to the fetch thread",
                              static_cast<double>(http_.in_flight())));
  return out;
}

web::Names DaemonHealth::names() const {
  web::Names names;
  for (const WorkType& type : context_.rules->records.work_types)
    names.work_types[type.key] = type.name;
  for (const Platform& platform : context_.rules->records.platforms)
    names.platforms[platform.key] = platform.name;
  for (const Engine& engine : context_.rules->records.engines)
    names.engines[engine.key] = engine.name;
  return names;
}

web::ReadingRules reading_rules(const Rulebook& rules) {
  web::ReadingRules out;
  out.platforms = rules.records.platforms;
  out.work_types = rules.records.work_types;
  out.policies = rules.records.policies;
  out.years = rules.records.calendars;
  out.calendar = rules.calendar;
  out.cut_off = cut_off(rules);
  if (!rules.records.checks_notices.empty())
    out.checks_notice = rules.records.checks_notices.front();
  out.duties = rules.records.duties;
  return out;
}

std::shared_ptr<const web::ReadingRules> DaemonHealth::rules() const {
  if (read_from_ != context_.rules) {
    reading_ = std::make_shared<const web::ReadingRules>(reading_rules(*context_.rules));
    read_from_ = context_.rules;
  }
  return reading_;
}

std::vector<web::EngineFacts> DaemonHealth::engines() const {
  return engine_facts(*context_.rules);
}

std::vector<web::EngineFacts> engine_facts(const Rulebook& rules) {
  std::vector<web::EngineFacts> out;
  out.reserve(rules.records.engines.size());
  for (const Engine& engine : rules.records.engines) {
    web::EngineFacts facts;
    facts.key = engine.key;
    facts.connected = std::any_of(
        rules.engines.begin(), rules.engines.end(),
        [&](const checks::EngineStatus& s) { return s.key == engine.key && s.connected; });
    facts.curve.name = engine.key;
    for (const double per_cent : engine.click_curve) facts.curve.share.push_back(per_cent / 100);
    facts.curve_assumed = engine.click_curve_assumed;
    out.push_back(std::move(facts));
  }
  return out;
}

Task<> DaemonHealth::refresh() {
  std::function<Result<Gathered>(store::Connection&)> job =
      [](store::Connection& db) -> Result<Gathered> {
    auto counts = store::outbox::counts(db);
    if (!counts) return tl::unexpected(counts.error());
    auto channels = store::channels::list(db);
    if (!channels) return tl::unexpected(channels.error());
    return Gathered{*counts, std::move(*channels)};
  };
  const auto gathered = co_await context_.store.read<Gathered>(std::move(job));
  if (!gathered) co_return;
  outbox_.pending = gathered->outbox.pending + gathered->outbox.sending;
  outbox_.sent = gathered->outbox.sent;
  outbox_.dead = gathered->outbox.dead;
  outbox_.unknown = gathered->outbox.unknown;
  outbox_.oldest_pending_at = gathered->outbox.oldest_pending_at;
  const Rules rules = context_.rules;
  channels_.clear();
  for (const Channel& channel : gathered->channels) {
    web::ChannelFacts facts;
    facts.name = channel.name;
    facts.kind = channel.kind;
    facts.enabled = channel.enabled;
    facts.healthy = channel.enabled && channel.failing_since == Time{};
    facts.why = channel.disabled_why;
    if (channel.failing_since != Time{}) facts.failing_since = channel.failing_since;
    facts.configured = is_configured(rules->settings, channel.name);
    for (const config::RobotSettings& robot : rules->settings.robots) {
      if (robot.name != channel.name || !robot.personal()) continue;
      if (!robot.user.empty()) facts.users.insert(robot.user);
      for (const auto& [login, id] : robot.users) facts.users.insert(login);
    }
    channels_.push_back(std::move(facts));
  }
}

Task<> DaemonHealth::look_ahead() {
  using Due = std::vector<store::looks::LaneCount>;
  const Rules rules = context_.rules;
  const Time until = context_.wall.now() + std::chrono::hours(24 * kForecastDays);
  std::function<Result<Due>(store::Connection&)> job = [until](store::Connection& db) {
    return store::looks::engine_looks_due(db, until);
  };
  const auto due = co_await context_.store.read<Due>(std::move(job));
  if (due) shortages_ = forecast(*rules, *due);
}

bool is_alive(const Pulse& pulse, SteadyClock::Point now) {
  if (pulse.poisoned) return false;
  return now - pulse.scheduler < kDeadAfter && now - pulse.writer < kDeadAfter &&
         now - pulse.fetch < kDeadAfter;
}

bool DaemonHealth::alive() const {
  Pulse pulse;
  pulse.scheduler = agenda_.turned_at();
  pulse.writer = context_.store.writer_seen();
  pulse.fetch = http_.alive_at();
  pulse.poisoned = context_.store.poisoned();
  return is_alive(pulse, context_.steady.now());
}

void DaemonHealth::note_reload(bool good) {
  last_reload_ok_ = good;
  last_reload_at_ = context_.wall.now();
}

}  // namespace vouch::daemon
