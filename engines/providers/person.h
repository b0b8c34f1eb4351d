// Assisted capture: questions wait in a queue until people have opened the engine's page in their
// own browsers and handed it in (decision 075). Asks no network. Main loop.
#pragma once

#include <string>

#include "config/settings.h"
#include "core/clock.h"
#include "engines/capture_desk.h"
#include "engines/provider.h"

namespace vouch::engines {

struct PersonAsking {
  std::string name;  // "person:main"
  std::string engine;
  Device device = Device::kDesktop;
  config::ProviderTraits traits;

  static Result<PersonAsking> from(const config::ProviderSettings& settings,
                                   const config::ProviderTraits& traits);
};

class PersonProvider final : public Provider {
 public:
  PersonProvider(PersonAsking asking, CaptureDesk& desk, const WallClock& wall);

  [[nodiscard]] std::string name() const override { return asking_.name; }
  [[nodiscard]] std::string engine() const override { return asking_.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override { return asking_.traits; }
  Task<Submitted> submit(Asking asking) override;
  // Reads only: the same ticket gives the same answers again after a crash.
  Task<Collected> collect(std::string ticket) override;

 private:
  PersonAsking asking_;
  CaptureDesk& desk_;
  const WallClock& wall_;
};

}  // namespace vouch::engines
