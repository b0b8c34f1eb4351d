// The web application: from a request to an answer. Finds the route, the actor and whether he may,
// then calls the route's handler. Owned by the daemon beside the HttpServer; main loop only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"
#include "web/captures.h"
#include "web/commands.h"
#include "web/entrance.h"
#include "web/facts.h"
#include "web/gather.h"
#include "web/http_server.h"
#include "web/router.h"

namespace vouch::web {

class KeyedWrites;
class InquiryCommands;
class ContentCommands;
class ReportSources;
class TargetCommands;
class PaidCommands;

struct WebCounters {  // for /metrics; keys are route patterns, so their number is bounded
  std::map<std::pair<std::string, int>, std::uint64_t> answers;  // (pattern, status)
  std::uint64_t sign_in_failures = 0;
  std::uint64_t denials = 0;
};

struct Ports {  // of commands, each with an interface of its own; null: this program takes none
  InquiryCommands* inquiries = nullptr;
  ContentCommands* content = nullptr;
  ReportSources* sources = nullptr;
  TargetCommands* targets = nullptr;
  PaidCommands* paid = nullptr;
};

struct Services {  // what handlers use; references live as long as the daemon
  store::Store& store;
  Commands& commands;
  const Health& health;
  WebCounters counters;
  Captures* captures = nullptr;  // null: this program takes none
  Entrance entrance{};
  Ports ports{};
  std::map<UserId, std::vector<std::weak_ptr<EventStream>>> streams{};  // open, oldest first

  [[nodiscard]] gather::Viewer viewer(const Actor& actor) const {
    const Time now = health.now();
    return gather::Viewer{actor, now, health.zone().date_of(now)};
  }
};

class App final : public Handler {
 public:
  // Without `keyed_writes` an Idempotency-Key is ignored.
  // Peers of the Unix socket with uid 0 or `service_uid` are administrators.
  App(store::Store& store, Commands& commands, const Health& health, std::uint32_t service_uid,
      Captures* captures = nullptr, Entrance entrance = {}, KeyedWrites* keyed_writes = nullptr);

  void connect(Ports ports) { services_.ports = ports; }

  Task<HttpResponse> handle(HttpRequest request) override;
  [[nodiscard]] std::size_t body_limit(const HttpRequest& head) const override;
  [[nodiscard]] HttpResponse error_answer(int status, std::string_view detail) const override;

  [[nodiscard]] const WebCounters& counters() const { return services_.counters; }

 private:
  Task<Result<std::optional<Actor>>> find_actor(const HttpRequest& request);
  Task<Result<std::optional<Actor>>> actor_by_session(std::string cookie);
  Task<HttpResponse> answer(HttpRequest request, std::string& pattern);

  Services services_;
  std::uint32_t service_uid_;
  KeyedWrites* keyed_writes_;
};

}  // namespace vouch::web
