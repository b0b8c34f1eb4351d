// Keys, passwords and tokens of a provider, and their removal from what is kept: URLs, heads,
// header fields, bodies and texts, however they are written there. Values; one coroutine at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/result.h"

namespace vouch::engines {

class Secrets {
 public:
  // kInvalid: too short to be told from ordinary text once it must be found and removed.
  Status add(std::string_view secret);

  [[nodiscard]] std::string hidden(std::string_view text) const;
  void hide(Exchange& exchange) const;

 private:
  void add_form(std::string form);

  std::vector<std::string> forms_;  // as it is, percent-encoded, in JSON, in base64; longest first
};

}  // namespace vouch::engines
