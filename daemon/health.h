// web::Health: how the daemon is, gathered from its parts when somebody asks; what needs the
// database is refreshed by a chore of the agenda. Main loop only.
#pragma once

#include "crawler/net/curl_http_client.h"
#include "daemon/agenda.h"
#include "daemon/context.h"
#include "daemon/engine_looks.h"
#include "daemon/submission_desk.h"
#include "web/facts.h"

namespace vouch::daemon {

// When each part last turned. The loop itself needs none: it is the one that asks.
struct Pulse {
  SteadyClock::Point scheduler;
  SteadyClock::Point writer;
  SteadyClock::Point fetch;
  bool poisoned = false;
};
bool is_alive(const Pulse& pulse, SteadyClock::Point now);

// What of the rules readers of reports need.
web::ReadingRules reading_rules(const Rulebook& rules);

// All engines of the rules, and where people click on their result pages.
std::vector<web::EngineFacts> engine_facts(const Rulebook& rules);

class DaemonHealth final : public web::Health {
 public:
  DaemonHealth(Context& context, const Agenda& agenda, const EngineLooks& engines,
               const crawler::CurlHttpClient& http)
      : context_(context), agenda_(agenda), engines_(engines), http_(http) {}

  [[nodiscard]] Time now() const override { return context_.wall.now(); }
  [[nodiscard]] web::HealthFacts facts() const override;
  [[nodiscard]] std::uint64_t changes() const override { return context_.counters.changes; }
  [[nodiscard]] web::Names names() const override;
  [[nodiscard]] std::vector<web::EngineFacts> engines() const override;
  [[nodiscard]] const Zone& zone() const override { return context_.rules->calendar.zone(); }
  [[nodiscard]] std::shared_ptr<const web::ReadingRules> rules() const override;

  // Reads outbox counts and channels.
  Task<> refresh();
  // Reads what is due in the next days.
  Task<> look_ahead();

  // Loop, scheduler, writer and fetch thread have all turned lately (the watchdog's proof).
  [[nodiscard]] bool alive() const;

  void watch(const SubmissionDesk& submissions) { submissions_ = &submissions; }
  void set_draining() { draining_ = true; }
  void note_reload(bool good);
  void note_backup(Time at) { last_backup_at_ = at; }

 private:
  Context& context_;
  const Agenda& agenda_;
  const EngineLooks& engines_;
  const crawler::CurlHttpClient& http_;
  const SubmissionDesk* submissions_ = nullptr;
  web::OutboxFacts outbox_;
  std::vector<web::ChannelFacts> channels_;
  std::vector<std::string> shortages_;
  mutable Rules read_from_;  // the rules that reading_ was made of
  mutable std::shared_ptr<const web::ReadingRules> reading_;
  bool draining_ = false;
  bool last_reload_ok_ = true;
  std::optional<Time> last_reload_at_;
  std::optional<Time> last_backup_at_;
};

}  // namespace vouch::daemon
