// The port through which the web room learns how the daemon is: inputs of /livez, /readyz,
// /metrics, the status answer and the checker-health banner. Implemented in daemon/, faked in
// tests. Called on the main loop; every answer is a value or lives as long as the daemon.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "config/records.h"
#include "core/calendar.h"
#include "core/message.h"
#include "core/policy.h"
#include "core/time.h"
#include "planning/report_days.h"
#include "planning/visibility.h"

namespace vouch::web {

struct ProviderFacts {
  std::string name;  // "searxng:main"
  std::vector<std::string> engines;
  bool healthy = true;
  std::string why;  // for people: why it is not well, or why it rests
  std::optional<Time> last_ok_at;
  int queries_today = 0;
  int daily_quota = 0;
  std::int64_t spent_this_month = 0;        // millionths of the currency's unit
  std::optional<std::int64_t> monthly_cap;  // the same; none: no cap
  std::string currency;                     // "CNY"; empty: costs nothing
};

// A route by which an engine is told of a site's new pages.
struct SubmissionFacts {
  std::string route;  // "baidu_push"
  std::string site;   // as registered
  bool healthy = true;
  std::string
      why;  // for people: what the service said to the last request, where it was no receipt
  std::int64_t waiting = 0;
  int sent_today = 0;
  int daily_quota = 0;
  std::optional<std::int64_t> remaining;  // of the day, as the service says
  std::optional<Time> last_ok_at;
};

struct ChannelFacts {
  std::string name;
  ChannelKind kind = ChannelKind::kMail;
  bool enabled = true;
  bool healthy = true;
  std::string why;
  std::optional<Time> failing_since;
  std::set<std::string> users{};  // logins of those whose own it is; empty: nobody's
  bool configured = true;         // false: taken out of the configuration
};

struct OutboxFacts {
  std::int64_t pending = 0;  // sending counts as pending
  std::int64_t sent = 0;
  std::int64_t dead = 0;
  std::int64_t unknown = 0;
  std::optional<Time> oldest_pending_at;
};

enum class MetricKind { kCounter, kGauge, kHistogram };

struct MetricSample {
  std::string suffix;  // "", "_bucket", "_sum", "_count"
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
};

struct Metric {  // what the daemon counts itself; written as given under the name "vouch_..."
  std::string name;
  std::string help;
  MetricKind kind = MetricKind::kGauge;
  std::vector<MetricSample> samples;
};

struct HealthFacts {
  std::string version;
  std::string company;
  std::string public_url;  // "http://127.0.0.1:8080", no slash at the end
  bool practice = false;   // practice world: /practice lists the personal links

  bool migrated = false;  // database opened and its schema current
  bool draining = false;
  bool writer_poisoned = false;
  std::string writer_why;
  Millis writer_answered_ago{};  // steady time since the store writer last answered
  bool scheduler_running = false;
  Millis scheduler_lag{};  // how long the oldest due look is overdue

  std::int64_t looks_due = 0;  // due now
  std::optional<Time> next_due_at;
  OutboxFacts outbox;
  std::vector<ProviderFacts> providers;
  std::vector<SubmissionFacts> submissions;
  std::vector<ChannelFacts> channels;
  std::vector<std::string> engines_not_connected;  // keys; 未接入

  bool last_reload_ok = true;
  std::optional<Time> last_reload_at;
  std::optional<Time> last_backup_at;
  std::vector<std::string> warnings;  // more lines for the banner, zh-CN
  std::vector<Metric> metrics;
};

// Words for keys of the data files; a key without a name is shown as it is.
struct Names {
  std::map<std::string, std::string> work_types;
  std::map<std::string, std::string> platforms;
  std::map<std::string, std::string> engines;
};

struct EngineFacts {
  std::string key;
  bool connected = false;
  planning::ClickCurve curve;  // empty: nobody knows one
  bool curve_assumed = false;  // not measured on this engine
};

// The rules by which reports are read and days are counted, in force now. Never changed, replaced
// as a whole: readers on other threads keep the one they were given.
struct ReadingRules {
  std::vector<Platform> platforms;
  std::vector<WorkType> work_types;
  std::vector<Policy> policies;
  std::vector<config::CalendarYear> years;
  Calendar calendar{Zone::shanghai()};
  planning::CutOff cut_off;
  std::optional<config::ChecksNotice> checks_notice;  // none: no record of it
  std::vector<config::DutyCard> duties;
};

class Health {
 public:
  virtual ~Health() = default;
  [[nodiscard]] virtual Time now() const = 0;  // the wall clock, simulated in practice
  [[nodiscard]] virtual HealthFacts facts() const = 0;
  [[nodiscard]] virtual Names names() const = 0;
  [[nodiscard]] virtual std::vector<EngineFacts> engines() const = 0;
  [[nodiscard]] virtual const Zone& zone() const = 0;
  // Claims that changed since the start, each time counted: whoever shows them asks again.
  [[nodiscard]] virtual std::uint64_t changes() const { return 0; }
  [[nodiscard]] virtual std::shared_ptr<const ReadingRules> rules() const = 0;
};

}  // namespace vouch::web
