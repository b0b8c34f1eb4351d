// What the five engines show a browser: their result pages in templates of our own, with the marks
// by which programs tell rows, walls and "nothing found" (reference: search-engines.md, part 2).
// Each engine answers as KEY.localhost on the engines' port. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "practice/engine_answers.h"
#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

enum class ResultView {
  kList,
  kNews,     // the vertical: no web result stands in it
  kNothing,  // the engine's own words that it found nothing
  kWall,     // a captcha
};

struct ResultPage {
  std::string query;
  ResultView view = ResultView::kList;
  std::vector<EngineRow> rows;  // of this page
  std::size_t first = 0;        // places on the pages before
  std::string next;             // address of the next page; empty: this is the last
};

std::string result_html(std::string_view engine, const ResultPage& page);

// The engine whose page this host shows; empty: none.
std::string_view engine_of_host(std::string_view host);
HttpAnswer answer_result_page(const World& world, Time now, std::string_view engine,
                              const HttpRequest& request);

}  // namespace vouch::practice
