#include "daemon/look_queue.h"

#include <algorithm>

namespace vouch::daemon {

void LookQueue::relist(const std::string& name, Gate& gate) {
  if (gate.listed) ready_.erase({*gate.listed, name});
  gate.listed.reset();
  if (gate.busy || gate.looks.empty()) return;
  gate.listed = std::max(gate.looks.begin()->first, gate.open_at);
  ready_.insert({*gate.listed, name});
}

void LookQueue::put(QueuedLook look) {
  erase(look.id);
  Gate& gate = gates_[look.gate];
  gate.looks.insert({look.due_at, look.id});
  relist(look.gate, gate);
  where_[look.id] = std::move(look);
}

void LookQueue::erase(LookId id) {
  const auto found = where_.find(id);
  if (found == where_.end()) return;
  Gate& gate = gates_[found->second.gate];
  gate.looks.erase({found->second.due_at, id});
  relist(found->second.gate, gate);
  where_.erase(found);
}

std::optional<Time> LookQueue::next_ready() const {
  if (ready_.empty()) return std::nullopt;
  return ready_.begin()->first;
}

QueuedLook LookQueue::remove_first(const std::string& name, Gate& gate) {
  const LookId id = gate.looks.begin()->second;
  gate.looks.erase(gate.looks.begin());
  QueuedLook look = std::move(where_.at(id));
  where_.erase(id);
  relist(name, gate);
  return look;
}

std::optional<QueuedLook> LookQueue::take(Time now) {
  if (ready_.empty() || ready_.begin()->first > now) return std::nullopt;
  const std::string name = ready_.begin()->second;
  Gate& gate = gates_.at(name);
  gate.busy = !name.empty();
  return remove_first(name, gate);
}

std::optional<QueuedLook> LookQueue::take_more(const std::string& name, Time now) {
  const auto found = gates_.find(name);
  if (found == gates_.end() || found->second.looks.empty()) return std::nullopt;
  if (found->second.looks.begin()->first > now) return std::nullopt;
  return remove_first(name, found->second);
}

void LookQueue::release(const std::string& name, Time open_at) {
  Gate& gate = gates_[name];
  gate.busy = false;
  gate.open_at = open_at;
  relist(name, gate);
}

void LookQueue::set_open_at(const std::string& name, Time open_at) {
  Gate& gate = gates_[name];
  gate.open_at = open_at;
  relist(name, gate);
}

std::size_t LookQueue::due_count(Time now) const {
  return static_cast<std::size_t>(std::count_if(
      where_.begin(), where_.end(), [&](const auto& entry) { return entry.second.due_at <= now; }));
}

std::optional<Time> LookQueue::oldest_due() const {
  std::optional<Time> oldest;
  for (const auto& [name, gate] : gates_) {
    if (!gate.looks.empty() && (!oldest || gate.looks.begin()->first < *oldest)) {
      oldest = gate.looks.begin()->first;
    }
  }
  return oldest;
}

}  // namespace vouch::daemon
