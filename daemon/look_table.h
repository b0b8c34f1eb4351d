// The looks of LookQueue, 24 bytes each in fixed places, found by id: a million of them must fit
// into memory beside everything else. Owned by LookQueue; main loop only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch::daemon {

class LookTable {
 public:
  using Slot = std::uint32_t;  // stays the look's until it is removed
  struct Entry {
    Time due_at;
    LookId id;
    std::uint32_t gate = 0;
    std::uint32_t place = 0;  // in the heap of its gate
  };

  Slot add(const Entry& entry);  // its id is not there yet
  void remove(Slot slot);
  [[nodiscard]] std::optional<Slot> find(LookId id) const;
  [[nodiscard]] Entry& operator[](Slot slot) { return entries_[slot]; }
  [[nodiscard]] const Entry& operator[](Slot slot) const { return entries_[slot]; }
  [[nodiscard]] std::size_t size() const { return entries_.size() - free_.size(); }

 private:
  static constexpr Slot kNone = UINT32_MAX;
  [[nodiscard]] std::size_t home_of(LookId id) const;
  [[nodiscard]] std::size_t bucket_of(LookId id) const;  // its own, or the empty one it would take
  void grow();

  std::deque<Entry> entries_;  // grows without a second copy of all
  std::vector<Slot> free_;
  std::vector<Slot> buckets_;  // open addressing, linear probing; size is a power of two
};

}  // namespace vouch::daemon
