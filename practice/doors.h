// Opens and closes the world's ports as its troubles have it: where a door is closed nobody
// listens. Used by the thread of People.
#pragma once

#include <optional>
#include <vector>

#include "practice/listener.h"
#include "practice/world.h"

namespace vouch::practice {

class Doors {
 public:
  explicit Doors(const World& world) : world_(world) {}

  void add(Trouble closed_by, Listener& door) { doors_.push_back({closed_by, &door}); }
  void keep(Time now);
  // When the next door opens or closes: vouchd's clock must not pass it unseen.
  [[nodiscard]] std::optional<Time> next(Time now) const;

 private:
  struct Door {
    Trouble closed_by;
    Listener* listener;
  };
  const World& world_;
  std::vector<Door> doors_;
};

}  // namespace vouch::practice
