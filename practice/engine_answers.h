// The practice world's search engines: what each knows and lists, and a SearXNG instance before
// them all: GET /search with format=json. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

inline constexpr std::string_view kEngine = "baidu";

struct EngineRow {
  std::string url;
  std::string title;
  std::string snippet = {};
};

// The whole list for a query, best first: a URL (that page alone, then neighbours), `site:host`,
// or words. `engine` is a key of engines.h.
std::vector<EngineRow> search(const World& world, Time now, std::string_view engine,
                              std::string_view query);
// What it shows in troubles that people take for an answer: a decoy, news, silence; else as
// search().
std::vector<EngineRow> shown_rows(const World& world, Time now, std::string_view engine,
                                  std::string_view query);

// The news vertical for these words: none of the world's own pages.
std::vector<EngineRow> news_rows(std::string_view words);

HttpAnswer answer_engine(const World& world, Time now, const HttpRequest& request);

}  // namespace vouch::practice
