// Looks that wait for their moment, in memory: by due time, held back while their site is closed
// (politeness first, lease second: design §8). The store keeps the truth; this is filled from it at
// start and after every commit. Main loop only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/ids.h"
#include "core/time.h"

namespace vouch::daemon {

struct QueuedLook {
  LookId id;
  int attempt = 0;  // token: a lease or result for another attempt is void
  Time due_at;
  std::string gate;  // site key, "provider:<name>", or empty: never held back
};

class LookQueue {
 public:
  // Replaces an entry of the same id.
  void put(QueuedLook look);
  void erase(LookId id);

  // Earliest moment at which take() can give something, busy gates left out.
  [[nodiscard]] std::optional<Time> next_ready() const;
  // The most urgent look that is due and whose gate is open; its gate is then busy (not the empty
  // one) until release().
  std::optional<QueuedLook> take(Time now);
  // More looks of a gate that is busy with this caller (batches); they leave the queue.
  std::optional<QueuedLook> take_more(const std::string& gate, Time now);

  void release(const std::string& gate, Time open_at);
  void set_open_at(const std::string& gate, Time open_at);

  [[nodiscard]] std::size_t size() const { return where_.size(); }
  [[nodiscard]] std::size_t due_count(Time now) const;
  [[nodiscard]] std::optional<Time> oldest_due() const;

 private:
  struct Gate {
    std::set<std::pair<Time, LookId>> looks;
    Time open_at{};
    bool busy = false;
    std::optional<Time> listed;  // its key in ready_
  };
  void relist(const std::string& name, Gate& gate);
  QueuedLook remove_first(const std::string& name, Gate& gate);

  std::map<std::string, Gate> gates_;
  std::set<std::pair<Time, std::string>> ready_;
  std::unordered_map<LookId, QueuedLook> where_;
};

}  // namespace vouch::daemon
