#include "daemon/look_table.h"

#include <utility>

namespace vouch::daemon {
namespace {

constexpr std::size_t kSmallest = 64;
constexpr std::uint64_t kGolden = 0x9E37'79B9'7F4A'7C15ULL;  // Fibonacci hashing, Knuth 6.4

}  // namespace

std::size_t LookTable::home_of(LookId id) const {
  const std::uint64_t mixed = static_cast<std::uint64_t>(id.value) * kGolden;
  return static_cast<std::size_t>(mixed >> 32) & (buckets_.size() - 1);
}

std::size_t LookTable::bucket_of(LookId id) const {
  std::size_t bucket = home_of(id);
  while (buckets_[bucket] != kNone && entries_[buckets_[bucket]].id != id) {
    bucket = (bucket + 1) & (buckets_.size() - 1);
  }
  return bucket;
}

void LookTable::grow() {
  const std::size_t wanted = buckets_.empty() ? kSmallest : buckets_.size() * 2;
  const std::vector<Slot> old = std::exchange(buckets_, std::vector<Slot>(wanted, kNone));
  for (const Slot slot : old) {
    if (slot != kNone) buckets_[bucket_of(entries_[slot].id)] = slot;
  }
}

LookTable::Slot LookTable::add(const Entry& entry) {
  if ((size() + 1) * 4 > buckets_.size() * 3) grow();
  Slot slot = 0;
  if (free_.empty()) {
    slot = static_cast<Slot>(entries_.size());
    entries_.push_back(entry);
  } else {
    slot = free_.back();
    free_.pop_back();
    entries_[slot] = entry;
  }
  buckets_[bucket_of(entry.id)] = slot;
  return slot;
}

// What stands behind moves up, so that no search ends too early (Knuth 6.4, algorithm R).
void LookTable::remove(Slot slot) {
  const std::size_t last = buckets_.size() - 1;
  std::size_t hole = bucket_of(entries_[slot].id);
  for (std::size_t at = (hole + 1) & last; buckets_[at] != kNone; at = (at + 1) & last) {
    const std::size_t home = home_of(entries_[buckets_[at]].id);
    if (((at - home) & last) < ((at - hole) & last)) continue;
    buckets_[hole] = buckets_[at];
    hole = at;
  }
  buckets_[hole] = kNone;
  free_.push_back(slot);
}

std::optional<LookTable::Slot> LookTable::find(LookId id) const {
  if (buckets_.empty()) return std::nullopt;
  const Slot slot = buckets_[bucket_of(id)];
  if (slot == kNone) return std::nullopt;
  return slot;
}

}  // namespace vouch::daemon
