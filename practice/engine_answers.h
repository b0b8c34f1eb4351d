// The practice world's search engine in the shape of a SearXNG instance: GET /search with
// format=json. It knows the pages whose indexed_at has come and whose dropped_at has not. Pure.
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
};

// The whole list for a query, best first: a URL (that page alone, then neighbours), `site:host`,
// or words.
std::vector<EngineRow> search(const World& world, Time now, std::string_view query);

HttpAnswer answer_engine(const World& world, Time now, const HttpRequest& request);

}  // namespace vouch::practice
