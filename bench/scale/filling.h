// Fills a database of the present schema with a company's years of work: people, reports, claims,
// looks, observations, verdicts, notices. The same size gives the same rows, but for the day they
// end on: today. One thread, nobody else may use the folder.
#pragma once

#include <cstdint>
#include <filesystem>

namespace vouch::bench {

struct Size {
  std::int64_t claims = 120'000;
  std::int64_t observations = 2'000'000;
  int people = 20;
  int claims_a_month = 500;      // of one person
  std::int64_t extra_looks = 0;  // more pending looks, so many in all; for the due queue alone
};

struct Filled {
  std::int64_t claims = 0;
  std::int64_t observations = 0;
  std::int64_t looks = 0;
  std::int64_t pending = 0;
};

// Throws std::runtime_error.
Filled fill(const std::filesystem::path& directory, const Size& size);

}  // namespace vouch::bench
