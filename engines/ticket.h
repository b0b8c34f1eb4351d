// What a provider that answers later hands out: a plain string that names the tasks at the provider
// and every question that waits for them, so that a restart loses no money. Values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "engines/question.h"

namespace vouch::engines {

struct TicketTask {
  std::string id;  // the provider's own
  std::vector<Question> questions;

  bool operator==(const TicketTask&) const = default;
};

struct Ticket {
  std::string provider;  // "5118:main"
  std::string purpose;   // which of its interfaces: "index", "rank"
  Time submitted_at;
  std::vector<TicketTask> tasks;

  [[nodiscard]] std::vector<Question> questions() const;
  bool operator==(const Ticket&) const = default;
};

std::string to_text(const Ticket& ticket);  // JSON on one line; no secrets
Result<Ticket> parse_ticket(std::string_view text);

}  // namespace vouch::engines
