#include "daemon/look_queue.h"

#include <algorithm>
#include <tuple>

namespace vouch::daemon {

bool LookQueue::ByTimeAndName::operator()(const std::pair<Time, Gate*>& left,
                                          const std::pair<Time, Gate*>& right) const {
  return std::tie(left.first, left.second->name) < std::tie(right.first, right.second->name);
}

std::uint32_t LookQueue::gate_number(const std::string& name) {
  const auto [entry, fresh] =
      number_of_.try_emplace(name, static_cast<std::uint32_t>(gates_.size()));
  if (fresh) gates_.emplace_back().name = name;
  return entry->second;
}

void LookQueue::relist(Gate& gate) {
  std::optional<Time> wanted;
  if (!gate.busy && !gate.heap.empty()) {
    wanted = std::max(table_[gate.heap.front()].due_at, gate.open_at);
  }
  if (wanted == gate.listed) return;
  if (gate.listed) ready_.erase({*gate.listed, &gate});
  gate.listed = wanted;
  if (wanted) ready_.insert({*wanted, &gate});
}

bool LookQueue::sooner(Slot left, Slot right) const {
  const LookTable::Entry& one = table_[left];
  const LookTable::Entry& other = table_[right];
  return std::tie(one.due_at, one.id) < std::tie(other.due_at, other.id);
}

void LookQueue::set_place(Gate& gate, std::size_t place, Slot slot) {
  gate.heap[place] = slot;
  table_[slot].place = static_cast<std::uint32_t>(place);
}

void LookQueue::settle(Gate& gate, std::size_t place) {
  const Slot slot = gate.heap[place];
  while (place > 0 && sooner(slot, gate.heap[(place - 1) / 2])) {
    set_place(gate, place, gate.heap[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  for (std::size_t child = 2 * place + 1; child < gate.heap.size(); child = 2 * place + 1) {
    if (child + 1 < gate.heap.size() && sooner(gate.heap[child + 1], gate.heap[child])) ++child;
    if (!sooner(gate.heap[child], slot)) break;
    set_place(gate, place, gate.heap[child]);
    place = child;
  }
  set_place(gate, place, slot);
}

void LookQueue::put(const QueuedLook& look) {
  erase(look.id);
  const std::uint32_t number = gate_number(look.gate);
  Gate& gate = gates_[number];
  gate.heap.push_back(table_.add({look.due_at, look.id, number, 0}));
  settle(gate, gate.heap.size() - 1);
  relist(gate);
}

void LookQueue::remove(Slot slot) {
  Gate& gate = gates_[table_[slot].gate];
  const std::size_t place = table_[slot].place;
  const Slot last = gate.heap.back();
  gate.heap.pop_back();
  table_.remove(slot);
  if (last == slot) return;
  gate.heap[place] = last;
  settle(gate, place);
}

void LookQueue::erase(LookId id) {
  const auto slot = table_.find(id);
  if (!slot) return;
  Gate& gate = gates_[table_[*slot].gate];
  remove(*slot);
  relist(gate);
}

std::optional<Time> LookQueue::next_ready() const {
  if (ready_.empty()) return std::nullopt;
  return ready_.begin()->first;
}

QueuedLook LookQueue::remove_first(Gate& gate) {
  const Slot slot = gate.heap.front();
  QueuedLook look{table_[slot].id, table_[slot].due_at, gate.name};
  remove(slot);
  relist(gate);
  return look;
}

std::optional<QueuedLook> LookQueue::take(Time now) {
  if (ready_.empty() || ready_.begin()->first > now) return std::nullopt;
  Gate& gate = *ready_.begin()->second;
  gate.busy = !gate.name.empty();
  return remove_first(gate);
}

std::optional<QueuedLook> LookQueue::take_more(const std::string& name, Time now) {
  const auto found = number_of_.find(name);
  if (found == number_of_.end()) return std::nullopt;
  Gate& gate = gates_[found->second];
  if (gate.heap.empty() || table_[gate.heap.front()].due_at > now) return std::nullopt;
  return remove_first(gate);
}

void LookQueue::release(const std::string& name, Time open_at) {
  Gate& gate = gates_[gate_number(name)];
  gate.busy = false;
  gate.open_at = open_at;
  relist(gate);
}

void LookQueue::set_open_at(const std::string& name, Time open_at) {
  Gate& gate = gates_[gate_number(name)];
  gate.open_at = open_at;
  relist(gate);
}

std::size_t LookQueue::due_count(Time now) const {
  std::size_t count = 0;
  std::vector<std::size_t> places;
  for (const Gate& gate : gates_) {
    places.assign(1, 0);
    while (!places.empty()) {
      const std::size_t place = places.back();
      places.pop_back();
      if (place >= gate.heap.size() || table_[gate.heap[place]].due_at > now) continue;
      ++count;
      places.push_back(2 * place + 1);
      places.push_back(2 * place + 2);
    }
  }
  return count;
}

std::optional<Time> LookQueue::oldest_due() const {
  std::optional<Time> oldest;
  for (const Gate& gate : gates_) {
    if (gate.heap.empty()) continue;
    const Time due_at = table_[gate.heap.front()].due_at;
    if (!oldest || due_at < *oldest) oldest = due_at;
  }
  return oldest;
}

}  // namespace vouch::daemon
