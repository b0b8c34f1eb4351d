// The webhook receiver: Standard Webhooks 1.0 headers and signature are checked as a receiver
// would. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

struct HookTaken {
  HttpAnswer answer;
  bool taken = false;   // belongs into D/webhook.jsonl
  std::string problem;  // why it was refused
  std::string id;
};

// `secret`: "whsec_" and base64.
HookTaken answer_hook(const World& world, Time now, const HttpRequest& request,
                      std::string_view secret);

}  // namespace vouch::practice
