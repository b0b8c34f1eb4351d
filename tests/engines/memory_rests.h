// What is kept of refusals, in memory: it outlives a provider, as the store does.
#pragma once

#include <map>
#include <string>

#include "engines/page_rests.h"

namespace vouch::engines::test {

class MemoryRests final : public PageRests {
 public:
  Task<Result<std::optional<PageRest>>> load(std::string provider) override {
    if (broken) co_return fail(ErrorCode::kIo, "no disk");
    const auto found = kept.find(provider);
    std::optional<PageRest> rest;
    if (found != kept.end()) rest = found->second;
    co_return rest;
  }
  Task<Status> save(std::string provider, PageRest rest) override {
    if (broken) co_return fail(ErrorCode::kIo, "no disk");
    kept[provider] = rest;
    co_return Status();
  }

  std::map<std::string, PageRest> kept;
  bool broken = false;
};

}  // namespace vouch::engines::test
