// Looks that wait for their moment, in memory: by due time, held back while their site is closed
// (politeness first, lease second: design §8). The store keeps the truth; this is filled from it at
// start and after every commit. Main loop only.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "daemon/look_table.h"

namespace vouch::daemon {

struct QueuedLook {
  LookId id;
  Time due_at;
  std::string gate;  // site key, "engine:<name>", or empty: never held back
};

class LookQueue {
 public:
  // Replaces an entry of the same id.
  void put(const QueuedLook& look);
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

  [[nodiscard]] std::size_t size() const { return table_.size(); }
  [[nodiscard]] std::size_t due_count(Time now) const;  // as slow as the count is high
  [[nodiscard]] std::optional<Time> oldest_due() const;

 private:
  using Slot = LookTable::Slot;
  struct Gate {
    std::string name;
    std::vector<Slot> heap;  // the soonest first
    Time open_at{};
    bool busy = false;
    std::optional<Time> listed;  // its key in ready_
  };
  struct ByTimeAndName {
    bool operator()(const std::pair<Time, Gate*>& left, const std::pair<Time, Gate*>& right) const;
  };

  std::uint32_t gate_number(const std::string& name);
  void relist(Gate& gate);
  QueuedLook remove_first(Gate& gate);
  void remove(Slot slot);

  [[nodiscard]] bool sooner(Slot left, Slot right) const;
  void settle(Gate& gate, std::size_t place);  // up or down, to where it belongs
  void set_place(Gate& gate, std::size_t place, Slot slot);

  LookTable table_;
  std::deque<Gate> gates_;  // never removed, they do not move
  std::unordered_map<std::string, std::uint32_t> number_of_;
  std::set<std::pair<Time, Gate*>, ByTimeAndName> ready_;
};

}  // namespace vouch::daemon
