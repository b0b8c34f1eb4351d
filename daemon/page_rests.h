// engines::PageRests among the store's settings: "page_rest:page:main" -> "2 1795000000000".
#pragma once

#include "engines/page_rests.h"
#include "store/store.h"

namespace vouch::daemon {

class StoredPageRests final : public engines::PageRests {
 public:
  explicit StoredPageRests(store::Store& store) : store_(store) {}

  Task<Result<std::optional<engines::PageRest>>> load(std::string provider) override;
  Task<Status> save(std::string provider, engines::PageRest rest) override;

 private:
  store::Store& store_;
};

}  // namespace vouch::daemon
