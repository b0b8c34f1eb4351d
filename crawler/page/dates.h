// Dates as pages write them: "2026年11月24日", "2026-11-24 10:20", "2026-11-24T10:20:00+08:00",
// "24 Nov 2026", "Nov. 24, 2026". Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::crawler {

struct FoundDate {
  // As far as given: "2026-11-24", "2026-11-24T10:20", "2026-11-24T10:20:00+08:00". A time without
  // a zone stays without one.
  std::string value;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
};

// The first date with year, month and day in `text`, at or behind `from`.
std::optional<FoundDate> find_date(std::string_view text, std::size_t from = 0);

// A date in a path: "/2026/11/24/", "/202611/24/", "/20261124/", "t20261124_1.html", "/2026/11/".
std::optional<std::string> date_in_path(std::string_view path);

}  // namespace vouch::crawler
