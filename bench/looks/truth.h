// What the looks of one pass recorded, against what the corpus says.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/looks/tasks.h"
#include "core/ids.h"
#include "store/store.h"

namespace vouch::bench {

struct Checked {
  std::size_t rows = 0;   // claims with `look_no` observations of the page
  std::size_t wrong = 0;  // of them, at least one fact differs
  std::string first;      // the first difference, for people
};

// The newest observations of each claim: title, canonical, keyword, link and its rel, noindex.
Checked check_observations(store::Store& store, const std::vector<Task>& tasks,
                           const std::vector<ClaimId>& claims, std::size_t looks_each);

// Every fact of the corpus by the page reader itself, from the files: also the number of links.
Checked check_facts(const std::string& corpus, const std::string& state,
                    const std::vector<Task>& tasks);

// The file behind a URL of the corpus, and what its host puts behind "text/html".
std::string file_of(const std::string& corpus, const std::string& state, const std::string& url);
std::string header_charset_of(const std::string& corpus, const std::string& url);

}  // namespace vouch::bench
