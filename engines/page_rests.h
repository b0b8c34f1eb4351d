// How long an engine is left alone after it refused us, kept beyond the life of a provider: neither
// a reload nor a restart may ask early. The daemon implements it over the store. Main loop.
#pragma once

#include <optional>
#include <string>

#include "core/async.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch::engines {

struct PageRest {
  int walls_in_a_row = 0;
  Time until;
};

class PageRests {
 public:
  virtual ~PageRests() = default;
  // None: never refused. An error: it could not be read, and nothing may be asked.
  virtual Task<Result<std::optional<PageRest>>> load(std::string provider) = 0;
  virtual Task<Status> save(std::string provider, PageRest rest) = 0;
};

}  // namespace vouch::engines
