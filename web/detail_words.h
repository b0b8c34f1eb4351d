// Observation::detail (JSON of checks::detail_json and of the providers) as plain values for the
// pages. Pure; unknown members are kept as name and text, so that nothing that was seen is hidden.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::web {

struct DetailWords {
  struct Keyword {
    std::string keyword;
    std::string place;  // "title", "heading", "body", "hidden", "nowhere"
    std::int64_t count = 0;
    std::string sentence;
  };
  std::vector<Keyword> keywords;
  std::string link_kind;  // "direct", "nofollow", ...; empty: no link was asked for
  std::string link_url;
  std::string link_anchor;
  bool title_agrees = true;
  std::string title;
  std::string words;  // the words or status that decided
  std::vector<std::pair<std::string, std::string>> others;
};

DetailWords read_detail(std::string_view json);  // anything but an object: empty

}  // namespace vouch::web
