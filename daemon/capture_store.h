// The queue of questions that wait for people, over the store's single writer, as the `person`
// provider sees it. Main loop.
#pragma once

#include "engines/capture_desk.h"
#include "store/store.h"

namespace vouch::daemon {

class CaptureStore final : public engines::CaptureDesk {
 public:
  CaptureStore(store::Store& store, const WallClock& wall) : store_(store), wall_(wall) {}

  Task<Result<std::vector<std::int64_t>>> put(Wanted wanted) override;
  Task<Result<std::vector<Waiting>>> look(std::vector<std::int64_t> ids) override;

 private:
  store::Store& store_;
  const WallClock& wall_;
};

}  // namespace vouch::daemon
