// The corpus as both programs read it (corpus.py): what to fetch, and what is true of it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vouch::bench {

struct Task {
  std::string url, keyword, host;
  std::string title, robots, canonical, rel;
  std::size_t links = 0;
  bool has_keyword = false;
  bool has_link = false;
};

// The first `pages` of tasks.tsv and expect.tsv, which stand in the same order.
std::vector<Task> read_tasks(const std::string& corpus, std::size_t pages);

}  // namespace vouch::bench
