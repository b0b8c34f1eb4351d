#include "bench/looks/tasks.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace vouch::bench {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t from = 0;
  while (from <= line.size()) {
    const std::size_t to = std::min(line.find('\t', from), line.size());
    cells.push_back(line.substr(from, to - from));
    from = to + 1;
  }
  return cells;
}

}  // namespace

std::vector<Task> read_tasks(const std::string& corpus, std::size_t pages) {
  std::ifstream rows(corpus + "/tasks.tsv");
  std::ifstream truth(corpus + "/expect.tsv");
  std::vector<Task> tasks;
  std::string row;
  std::string expected;
  while (tasks.size() < pages && std::getline(rows, row) && std::getline(truth, expected)) {
    const auto asked = cells_of(row);
    const auto known = cells_of(expected);
    if (asked.size() != 3 || known.size() < 8 || asked[0] != known[0])
      throw std::runtime_error("not a corpus: " + corpus);
    Task task{asked[0], asked[1], asked[2], known[1], known[2], known[3], known[7]};
    task.links = std::strtoul(known[4].c_str(), nullptr, 10);
    task.has_keyword = known[5] == "1";
    task.has_link = known[6] == "1";
    tasks.push_back(std::move(task));
  }
  if (tasks.empty()) throw std::runtime_error("no pages in " + corpus);
  return tasks;
}

}  // namespace vouch::bench
