// Makes a database of the given size in a new folder and prints one JSON line.
//   vouch-bench-fill --dir DIR --claims N --observations N [--people N] [--looks N]
// --looks: so many pending looks in all, for the due queue alone.
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "bench/scale/filling.h"
#include "core/log.h"

int main(int argc, char** argv) {
  vouch::bench::Size size;
  std::filesystem::path directory;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--dir") directory = value;
    if (name == "--claims") size.claims = std::stoll(value);
    if (name == "--observations") size.observations = std::stoll(value);
    if (name == "--people") size.people = std::stoi(value);
    if (name == "--looks") size.extra_looks = std::stoll(value);
  }
  vouch::log::set_level(vouch::log::Level::kWarning);
  try {
    std::filesystem::create_directories(directory);
    const vouch::bench::Filled done = vouch::bench::fill(directory, size);
    fmt::print("{{\"claims\":{},\"observations\":{},\"looks\":{},\"pending\":{}}}\n", done.claims,
               done.observations, done.looks, done.pending);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "vouch-bench-fill: " << problem.what() << std::endl;
    return 1;
  }
}
