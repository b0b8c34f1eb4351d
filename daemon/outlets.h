// The ways out that vouch.toml names (mail, webhooks, robots): one sender a channel, and the
// channel rows in the store. Made at start and at reload; owned by the daemon. Main loop only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alerts/sender.h"
#include "config/settings.h"
#include "core/clock.h"
#include "crawler/net/http_client.h"
#include "store/store.h"

namespace vouch::daemon {

struct Outlets {
  std::vector<std::unique_ptr<alerts::Sender>> owned;
  std::map<std::string, alerts::Sender*> by_channel;
  std::vector<std::string> warnings;  // a channel that cannot be used, and why
};

// Blocks on the store (start-up and reload). A channel whose secret cannot be read is left out with
// a warning: its rows wait.
Result<Outlets> make_outlets(store::Store& store, const config::Settings& settings,
                             crawler::HttpClient& http, const WallClock& wall);

}  // namespace vouch::daemon
