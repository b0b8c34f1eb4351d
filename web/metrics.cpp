#include "web/metrics.h"

#include <cmath>

#include <fmt/format.h>

#include "core/text.h"

namespace vouch::web {
namespace {

constexpr Millis kWriterPatience{5000};

std::string_view kind_word(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter:
      return "counter";
    case MetricKind::kGauge:
      return "gauge";
    case MetricKind::kHistogram:
      return "histogram";
  }
  return "untyped";
}

std::string escape(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : to_valid_utf8(text)) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

using Labels = std::vector<std::pair<std::string, std::string>>;

class Family {
 public:
  Family(std::string& out, std::string name, MetricKind kind, std::string help) : out_(out) {
    metric_.name = std::move(name);
    metric_.kind = kind;
    metric_.help = std::move(help);
  }
  Family& add(double value, Labels labels = {}) {
    MetricSample sample;
    sample.labels = std::move(labels);
    sample.value = value;
    metric_.samples.push_back(std::move(sample));
    return *this;
  }
  ~Family() { write_metric(out_, metric_); }
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;

 private:
  std::string& out_;
  Metric metric_;
};

double seconds(Millis length) {
  return std::chrono::duration<double>(length).count();
}
double seconds(Time time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}
double yes(bool value) {
  return value ? 1 : 0;
}
template <class Number>
double count(Number value) {
  return static_cast<double>(value);
}

void write_channels(std::string& out, const HealthFacts& facts, Time now) {
  const OutboxFacts& outbox = facts.outbox;
  Family(out, "vouch_outbox_pending", MetricKind::kGauge, "Messages that wait to be sent.")
      .add(count(outbox.pending));
  const double age = outbox.oldest_pending_at ? seconds(now - *outbox.oldest_pending_at) : 0;
  Family(out, "vouch_outbox_oldest_age_seconds", MetricKind::kGauge,
         "Age of the oldest message that waits.")
      .add(age);
  Family(out, "vouch_outbox_messages", MetricKind::kGauge, "Messages by what became of them.")
      .add(count(outbox.sent), {{"state", "sent"}})
      .add(count(outbox.dead), {{"state", "dead"}})
      .add(count(outbox.unknown), {{"state", "unknown"}});
  Family channels(out, "vouch_channel_healthy", MetricKind::kGauge,
                  "1 while a channel is enabled and its last sends succeeded.");
  for (const ChannelFacts& channel : facts.channels)
    channels.add(yes(channel.healthy && channel.enabled),
                 {{"channel", channel.name}, {"type", std::string(to_string(channel.kind))}});
  Family providers(out, "vouch_provider_healthy", MetricKind::kGauge,
                   "1 while a provider is trusted (its canary passes).");
  for (const ProviderFacts& provider : facts.providers)
    providers.add(yes(provider.healthy), {{"provider", provider.name}});
}

void write_store(std::string& out, const store::StoreStats& stats) {
  Family(out, "vouch_db_jobs_total", MetricKind::kCounter, "Write jobs that were run.")
      .add(count(stats.jobs));
  Family(out, "vouch_db_failed_jobs_total", MetricKind::kCounter, "Write jobs that were undone.")
      .add(count(stats.failed_jobs));
  Family(out, "vouch_db_commits_total", MetricKind::kCounter, "Group commits.")
      .add(count(stats.groups));
  Family(out, "vouch_db_queued_writes", MetricKind::kGauge, "Write jobs waiting or running.")
      .add(count(stats.queued));
  Family(out, "vouch_db_last_commit_duration_seconds", MetricKind::kGauge,
         "How long the last group commit took.")
      .add(stats.last_commit_seconds);
  Family(out, "vouch_db_wal_pages", MetricKind::kGauge, "Pages in the write-ahead log.")
      .add(count(stats.wal_pages));
}

void write_web(std::string& out, const WebCounters& web) {
  Family answers(out, "vouch_http_responses_total", MetricKind::kCounter,
                 "Answers by route and status.");
  for (const auto& [key, total] : web.answers)
    answers.add(count(total), {{"route", key.first}, {"code", std::to_string(key.second)}});
  Family(out, "vouch_login_failures_total", MetricKind::kCounter, "Unknown or revoked tokens.")
      .add(count(web.sign_in_failures));
  Family(out, "vouch_authz_denials_total", MetricKind::kCounter, "Requests beyond a role.")
      .add(count(web.denials));
}

}  // namespace

void write_metric(std::string& out, const Metric& metric) {
  if (metric.samples.empty()) return;
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", metric.name, escape(metric.help, false),
                     metric.name, kind_word(metric.kind));
  for (const MetricSample& sample : metric.samples) {
    out += metric.name + sample.suffix;
    if (!sample.labels.empty()) {
      out.push_back('{');
      bool first = true;
      for (const auto& [name, value] : sample.labels) {
        if (!first) out.push_back(',');
        first = false;
        out += fmt::format("{}=\"{}\"", name, escape(value, true));
      }
      out.push_back('}');
    }
    out += " " + number(sample.value) + "\n";
  }
}

std::string metrics_text(const HealthFacts& facts, const store::StoreStats& store,
                         const WebCounters& web, Time now) {
  std::string out;
  Family(out, "vouch_build_info", MetricKind::kGauge, "Always 1; the version is a label.")
      .add(1, {{"version", facts.version}});
  Family(out, "vouch_ready", MetricKind::kGauge, "1 when /readyz answers 200.").add(yes([&] {
    for (const ReadyCheck& check : ready_checks(facts)) {
      if (!check.ok) return false;
    }
    return true;
  }()));
  Family(out, "vouch_looks_due", MetricKind::kGauge, "Looks that are due now.")
      .add(count(facts.looks_due));
  Family(out, "vouch_scheduler_lag_seconds", MetricKind::kGauge,
         "How long the oldest due look is overdue.")
      .add(seconds(facts.scheduler_lag));
  Family(out, "vouch_db_writer_poisoned", MetricKind::kGauge,
         "1 when the writer stopped because going on would lose data.")
      .add(yes(facts.writer_poisoned));
  Family(out, "vouch_config_last_reload_successful", MetricKind::kGauge,
         "1 when the last reload was taken.")
      .add(yes(facts.last_reload_ok));
  if (facts.last_reload_at)
    Family(out, "vouch_config_last_reload_timestamp_seconds", MetricKind::kGauge,
           "When the last reload happened.")
        .add(seconds(*facts.last_reload_at));
  if (facts.last_backup_at)
    Family(out, "vouch_db_last_backup_timestamp_seconds", MetricKind::kGauge,
           "When the last backup was finished.")
        .add(seconds(*facts.last_backup_at));
  write_channels(out, facts, now);
  write_store(out, store);
  write_web(out, web);
  for (const Metric& metric : facts.metrics) write_metric(out, metric);
  return out;
}

std::vector<ReadyCheck> ready_checks(const HealthFacts& facts) {
  return {{"database_migrated", facts.migrated},
          {"writer_not_poisoned", !facts.writer_poisoned},
          {"writer_answers", facts.writer_answered_ago < kWriterPatience},
          {"scheduler_runs", facts.scheduler_running},
          {"not_draining", !facts.draining}};
}

}  // namespace vouch::web
