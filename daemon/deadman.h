// Pings the service outside that raises the alarm when it hears nothing from this machine
// (alerts/deadman.h), as long as the daemon does its work. Main loop only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/context.h"
#include "daemon/rulebook.h"
#include "web/facts.h"

namespace vouch::daemon {

// A look overdue for so long, or mail refused for so long: somebody must be called.
inline constexpr Millis kStuckAfter = std::chrono::hours(1);

// Why no ping may go out, for people; empty: all is well. The switch itself is not judged: a ping
// that does not arrive says it.
struct SelfTest {
  const web::HealthFacts& health;
  bool held = false;     // the disk is full
  bool by_mail = false;  // people are to be told by mail
  Time now;
};
std::vector<std::string> failures(const SelfTest& test);

class Deadman {
 public:
  Deadman(Context& context, const web::Health& health) : context_(context), health_(health) {}

  // One ping into the outbox, in the place of one that could not be sent. When the next is due.
  Task<Time> ping();
  // Since the last ping there are new settings: they count at once.
  [[nodiscard]] bool reloaded() const { return context_.rules != pinged_under_; }

 private:
  Context& context_;
  const web::Health& health_;
  Rules pinged_under_;
  std::string last_;  // id of the newest ping
  bool withheld_ = false;
};

}  // namespace vouch::daemon
