// How fast result pages are read, from memory, on one thread.
//   vouch-bench-serp FOLDER [ROUNDS]      FOLDER/<engine>/*.html, as ../shared/data/serp has them
// Per engine: megabytes a second of processor time, the median of the rounds, for the whole reading
// (bytes to rows) and for its largest part, the bare parse into a tree.
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "config/records.h"
#include "core/clock.h"
#include "crawler/page/noscript.h"
#include "crawler/page/prescan.h"
#include "engines/result_page.h"

namespace vouch::bench {
namespace {

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::vector<std::string> pages_in(const std::filesystem::path& folder) {
  std::vector<std::string> pages;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.path().extension() != ".html") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    pages.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return pages;
}

// Megabytes (10^6) a second, the median of the rounds.
double speed(const std::vector<std::string>& pages, int rounds,
             const std::function<void(const std::string&)>& work) {
  std::size_t bytes = 0;
  for (const std::string& page : pages) bytes += page.size();
  std::vector<double> speeds;
  for (int round = 0; round < rounds; ++round) {
    const double from = cpu_now();
    for (const std::string& page : pages) work(page);
    speeds.push_back(static_cast<double>(bytes) / 1e6 / (cpu_now() - from));
  }
  std::sort(speeds.begin(), speeds.end());
  return speeds[speeds.size() / 2];
}

void parse_alone(const std::string& page) {
  crawler::PageText text = crawler::decode_page(page, "text/html");
  const auto document =
      crawler::Document::parse(crawler::without_noscript(std::move(text.decoded.text)));
  if (!document) fmt::print("refused\n");
}

int run(const std::filesystem::path& folder, int rounds) {
  const std::vector<std::filesystem::path> data = {config::shipped_data_dir().value()};
  const config::LoadedRecords loaded = config::load_records(data);
  const auto records =
      config::records_in_force(loaded.texts, Zone::shanghai().date_of(SystemWallClock().now()));
  if (!records) return 1;
  fmt::print("{:10} {:>6} {:>9} {:>12} {:>12}\n", "engine", "pages", "kB", "read MB/s",
             "parse MB/s");
  double seconds = 0;
  double megabytes = 0;
  for (const SerpLayout& record : records->serp_layouts) {
    const std::vector<std::string> pages = pages_in(folder / record.engine);
    if (pages.empty() || record.device != "desktop") continue;
    const engines::ResultLayout layout = engines::ResultLayout::compile(record).value();
    const double read = speed(pages, rounds, [&](const std::string& body) {
      engines::ResultPage page;
      page.body = body;
      engines::read_result_page(layout, page, {});
    });
    const double parse = speed(pages, rounds, parse_alone);
    std::size_t bytes = 0;
    for (const std::string& page : pages) bytes += page.size();
    megabytes += static_cast<double>(bytes) / 1e6;
    seconds += static_cast<double>(bytes) / 1e6 / read;
    fmt::print("{:10} {:6} {:9.0f} {:12.1f} {:12.1f}\n", record.engine, pages.size(),
               static_cast<double>(bytes) / 1000, read, parse);
  }
  if (seconds > 0)
    fmt::print("{:10} {:16.0f} {:12.1f}\n", "all", megabytes * 1000, megabytes / seconds);
  return seconds > 0 ? 0 : 1;
}

}  // namespace
}  // namespace vouch::bench

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "usage: vouch-bench-serp FOLDER [ROUNDS]\n");
    return 2;
  }
  return vouch::bench::run(arguments[1], count > 2 ? std::max(1, std::atoi(arguments[2])) : 9);
}
