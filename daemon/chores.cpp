#include "daemon/chores.h"

#include "core/log.h"
#include "daemon/blind_sources.h"
#include "daemon/deadman.h"
#include "daemon/engine_watch.h"
#include "daemon/index_sampling.h"
#include "daemon/inquiry_writes.h"
#include "daemon/platform_changes.h"
#include "daemon/waiver_writes.h"
#include "store/backup.h"
#include "store/disposal.h"
#include "store/gaps.h"
#include "store/inbox.h"
#include "store/keyed_writes.h"
#include "store/outbox.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "chore";
constexpr std::string_view kLastBackup = "done_at:backup";
constexpr std::string_view kLastRetention = "done_at:retention";
constexpr Millis kSoonAfterStart = std::chrono::minutes(10);
constexpr Millis kForecastEvery = std::chrono::hours(1);
constexpr Millis kHeartbeat = std::chrono::minutes(5);
constexpr Millis kHealthEvery = std::chrono::minutes(15);  // and after each round of sending
constexpr Millis kSmallestJump = std::chrono::minutes(2);
constexpr Millis kRetentionEvery = std::chrono::hours(24);
constexpr Millis kOutboxKept = std::chrono::hours(24 * 90);
constexpr Millis kKeyedWritesKept = std::chrono::hours(24);
constexpr int kMostKeyedWrites = 100'000;
constexpr double kGigabyte = 1e9;

// Writes that we were here, and a gap when the wall clock moved against the steady one.
class Heartbeat {
 public:
  Heartbeat(Context& context, std::function<Millis()> passed)
      : context_(context),
        passed_(std::move(passed)),
        wall_(context.wall.now()),
        passed_then_(passed_()) {}

  // The clock was moved: to be written down before anything is judged by the new time.
  [[nodiscard]] bool jumped() const {
    const Millis drift = drift_at(context_.wall.now(), passed_());
    return drift > kSmallestJump || drift < -kSmallestJump;
  }

  Task<Time> beat() {
    const Time now = context_.wall.now();
    const Millis passed = passed_();
    const Millis drift = drift_at(now, passed);
    std::optional<Gap> gap;
    // Skipped: up to now. Set back: the time that comes again from now on.
    if (jumped()) gap = drift > Millis(0) ? Gap{now - drift, now} : Gap{now, now - drift};
    wall_ = now;
    passed_then_ = passed;
    std::function<Result<int>(store::WriteContext&)> job =
        [gap, now](store::WriteContext& writing) -> Result<int> {
      if (gap) {
        const Status noted = store::gaps::insert(writing.db, *gap, "clock moved", now);
        if (!noted) return tl::unexpected(noted.error());
      }
      const Status seen = store::settings::put_time(writing.db, kLastSeen, now);
      if (!seen) return tl::unexpected(seen.error());
      return 0;
    };
    const auto done = co_await context_.store.write<int>(std::move(job));
    if (!done) context_.store_failed(done.error());
    co_return now + kHeartbeat;
  }

 private:
  [[nodiscard]] Millis drift_at(Time wall, Millis passed) const {
    return (wall - wall_) - (passed - passed_then_);
  }

  Context& context_;
  std::function<Millis()> passed_;  // by the clock that nobody sets
  Time wall_;
  Millis passed_then_;
};

Time next_backup(const Rulebook& rules, Time after) {
  const Zone& zone = rules.calendar.zone();
  Date date = zone.date_of(after);
  Time at = zone.at(date, rules.settings.backup.at);
  while (at <= after) {
    date += std::chrono::days(1);
    at = zone.at(date, rules.settings.backup.at);
  }
  return at;
}

Task<Time> make_backup(Context& context, DaemonHealth& health) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  const config::BackupSettings& settings = rules->settings.backup;
  if (settings.dir.empty()) co_return next_backup(*rules, now);
  std::function<Result<store::BackupReport>()> work = [state = context.store.directory(), settings,
                                                       now] {
    auto made = store::backup::make(state, settings.dir, now);
    if (made) {
      const auto thinned =
          store::backup::thin(settings.dir, settings.keep_daily + settings.keep_weekly);
      if (!thinned) return Result<store::BackupReport>(tl::unexpected(thinned.error()));
    }
    return made;
  };
  auto start = [&context, &work](Completion<Computed<Result<store::BackupReport>>> done) {
    context.parse.run<Result<store::BackupReport>>(std::move(work), std::move(done));
  };
  auto computed = co_await await_callback<Computed<Result<store::BackupReport>>>(start);
  const auto made = std::move(computed).take();
  if (!made) {
    log::error(kRoom, "backup failed: {}", made.error().text());
    if (made.error().code == ErrorCode::kCorrupt) context.store.look_for_damage();
    co_return now + std::chrono::hours(1);
  }
  log::notice(kRoom, "backup written to {} ({} bytes)", made->path.string(), made->bytes);
  health.note_backup(now);
  std::function<Result<int>(store::WriteContext&)> note =
      [now](store::WriteContext& writing) -> Result<int> {
    const Status put = store::settings::put_time(writing.db, kLastBackup, now);
    if (!put) return tl::unexpected(put.error());
    return 0;
  };
  const auto noted = co_await context.store.write<int>(std::move(note));
  if (!noted) context.store_failed(noted.error());
  co_return next_backup(*rules, now);
}

Task<Time> keep_within_budget(Context& context) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  const config::EvidenceSettings& settings = rules->settings.evidence;
  std::function<Result<int>(store::WriteContext&)> job =
      [settings, now, contacts_days = rules->settings.retention.inquiry_contacts_days](
          store::WriteContext& writing) -> Result<int> {
    store::DisposalRules disposal;
    disposal.keep_since = now - std::chrono::hours(24 * settings.keep_days);
    disposal.budget_bytes = static_cast<std::int64_t>(settings.budget_gb * kGigabyte);
    const auto gone = store::disposal::carry_out(writing, disposal);
    if (!gone) return tl::unexpected(gone.error());
    const auto purged = store::outbox::purge(writing.db, now - kOutboxKept, 1000);
    if (!purged) return tl::unexpected(purged.error());
    const auto read = store::inbox::purge(writing.db, now - kOutboxKept, 1000);
    if (!read) return tl::unexpected(read.error());
    const auto repeatable =
        store::keyed_writes::purge(writing.db, now - kKeyedWritesKept, kMostKeyedWrites);
    if (!repeatable) return tl::unexpected(repeatable.error());
    const auto blanked = blank_inquiry_contacts(writing, contacts_days);
    if (!blanked) return tl::unexpected(blanked.error());
    const Status noted = store::settings::put_time(writing.db, kLastRetention, now);
    if (!noted) return tl::unexpected(noted.error());
    return static_cast<int>(gone->size());
  };
  const auto gone = co_await context.store.write<int>(std::move(job));
  if (!gone) {
    log::error(kRoom, "retention: {}", gone.error().text());
    context.store_failed(gone.error());
    co_return now + std::chrono::hours(1);
  }
  if (*gone > 0) {
    std::function<Result<std::int64_t>(store::Connection&)> sweep =
        [folder = context.store.evidence_directory()](store::Connection& db) {
          return store::disposal::sweep(db, folder);
        };
    const auto swept = co_await context.store.read<std::int64_t>(std::move(sweep));
    if (!swept) log::error(kRoom, "retention: {}", swept.error().text());
  }
  co_return now + kRetentionEvery;
}

Result<std::optional<Time>> last_done(Context& context, std::string_view key) {
  std::function<Result<std::optional<Time>>(store::Connection&)> job =
      [key](store::Connection& db) { return store::settings::get_time(db, key); };
  return context.store.read_now<std::optional<Time>>(std::move(job));
}

Task<Time> refresh_health(Context& context, DaemonHealth& health,
                          std::shared_ptr<EngineWatch> engines) {
  co_await health.refresh();
  co_await engines->look(health.facts().providers);
  co_return context.wall.now() + kHealthEvery;
}

Task<Time> look_ahead(Context& context, DaemonHealth& health) {
  co_await health.look_ahead();
  co_return context.wall.now() + kForecastEvery;
}

}  // namespace

Status add_chores(Agenda& agenda, Context& context, DaemonHealth& health,
                  std::function<Millis()> passed) {
  const Time now = context.wall.now();
  const auto last_backup = last_done(context, kLastBackup);
  if (!last_backup) return tl::unexpected(last_backup.error());
  const auto last_retention = last_done(context, kLastRetention);
  if (!last_retention) return tl::unexpected(last_retention.error());
  if (*last_backup) health.note_backup(**last_backup);
  // A computer that sleeps at the hour of the backup makes it up when it is on again.
  const Time soon = now + kSoonAfterStart;
  const Time backup = *last_backup ? next_backup(*context.rules, **last_backup) : soon;
  const Time retention = *last_retention ? **last_retention + kRetentionEvery : soon;

  auto engines = std::make_shared<EngineWatch>(context);
  if (const Status read = engines->load(); !read) return read;
  auto heartbeat = std::make_shared<Heartbeat>(context, std::move(passed));
  agenda.add({"heartbeat", now + kHeartbeat, [heartbeat] { return heartbeat->beat(); },
              [heartbeat] { return heartbeat->jumped(); }});
  auto deadman = std::make_shared<Deadman>(context, health);
  agenda.add({"deadman", now, [deadman] { return deadman->ping(); },
              [deadman] { return deadman->reloaded(); }});
  agenda.add({"backup", std::max(backup, soon),
              [&context, &health] { return make_backup(context, health); }});
  agenda.add(
      {"retention", std::max(retention, soon), [&context] { return keep_within_budget(context); }});
  agenda.add({"paces", soon, [&context] { return refresh_paces(context); }});
  agenda.add({"platforms", soon, [&context] { return propose_platform_changes(context); }});
  agenda.add({"forecast", soon, [&context, &health] { return look_ahead(context, health); }});
  agenda.add({"blind sources", soon, [&context] { return find_blind_sources(context); }});
  agenda.add({"waivers", soon, [&context] { return judge_waived(context); }});
  agenda.add({"health", now + kHealthEvery,
              [&context, &health, engines] { return refresh_health(context, health, engines); }});
  agenda.on_delivered([&health] { return health.refresh(); });
  return {};
}

}  // namespace vouch::daemon
