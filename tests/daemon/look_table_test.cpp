#include "daemon/look_table.h"

#include <map>

#include <gtest/gtest.h>

#include "core/hash.h"

namespace vouch::daemon {
namespace {

constexpr std::int64_t kIds = 700;
constexpr std::int64_t kApart = 64;  // near each other in the table

TEST(LookTable, finds_what_a_map_finds) {
  LookTable table;
  std::map<std::int64_t, LookTable::Slot> model;
  std::uint64_t dice = 11;
  const auto roll = [&](std::uint64_t below) {
    return static_cast<std::int64_t>((dice = mix64(dice + 1)) % below);
  };
  for (int step = 0; step < 20'000; ++step) {
    const std::int64_t id = roll(kIds) * kApart + 1;
    const auto known = model.find(id);
    if (known == model.end()) {
      LookTable::Entry entry;
      entry.id = LookId{id};
      entry.due_at = from_millis(id * 3);
      model[id] = table.add(entry);
    } else if (roll(2) == 0) {
      table.remove(known->second);
      model.erase(known);
    }
    ASSERT_EQ(table.size(), model.size());
    if (step % 97 != 0) continue;
    for (std::int64_t one = 1; one < kIds * kApart; one += kApart) {
      const auto wanted = model.find(one);
      const auto slot = table.find(LookId{one});
      ASSERT_EQ(slot.has_value(), wanted != model.end()) << one;
      if (!slot) continue;
      ASSERT_EQ(*slot, wanted->second) << "a look keeps its place";
      ASSERT_EQ(table[*slot].id, LookId{one});
      ASSERT_EQ(table[*slot].due_at, from_millis(one * 3));
    }
  }
}

}  // namespace
}  // namespace vouch::daemon
