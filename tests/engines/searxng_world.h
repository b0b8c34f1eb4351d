// Answers of a SearXNG instance as values, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engines/searxng.h"

namespace vouch::engines::test {

inline SearxngOptions baidu_options() {
  SearxngOptions options;
  options.name = "main";
  options.engine = "baidu";
  options.engine_name = "baidu";
  options.base = Url::parse("http://127.0.0.1:8888/").value();
  return options;
}

// One result as the instance writes it.
inline std::string result(std::string_view url, int position, std::string_view engine = "baidu") {
  return fmt::format(
      R"({{"url":"{0}","title":"标题 {1}","content":"","engine":"{2}","engines":["{2}"],)"
      R"("positions":[{1}],"score":1.0,"category":"general"}})",
      url, position, engine);
}

inline std::string answer(const std::vector<std::string>& results,
                          std::string_view unresponsive = "[]") {
  std::string joined;
  for (const std::string& one : results) joined += (joined.empty() ? "" : ",") + one;
  return fmt::format(
      R"({{"query":"q","number_of_results":0,"results":[{}],"answers":[],"corrections":[],)"
      R"("infoboxes":[],"suggestions":[],"unresponsive_engines":{}}})",
      joined, unresponsive);
}

inline Exchange answered(int status, std::string body, std::vector<HeaderField> headers = {}) {
  Hop hop;
  hop.url = "http://127.0.0.1:8888/search";
  hop.status = status;
  hop.headers = std::move(headers);
  hop.body = std::make_shared<const std::string>(std::move(body));
  hop.ended_at = from_millis(1'795'000'000'000);  // 2026-11-18T...: a fixed moment
  Exchange exchange;
  exchange.hops.push_back(std::move(hop));
  return exchange;
}

inline Exchange failed(Reason reason) {
  Exchange exchange;
  exchange.hops.emplace_back();
  exchange.failure = reason;
  exchange.failure_text = "no answer";
  return exchange;
}

}  // namespace vouch::engines::test
