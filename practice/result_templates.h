// The five engines' result pages as templates: a list with its advertisements and boxes, the news
// vertical, "nothing found", a captcha. Pure; any thread.
#pragma once

#include <string>

#include "practice/result_pages.h"

namespace vouch::practice {

std::string baidu_html(const ResultPage& page);
std::string so360_html(const ResultPage& page);
std::string sogou_html(const ResultPage& page);
std::string bing_html(const ResultPage& page);
std::string google_html(const ResultPage& page);

}  // namespace vouch::practice
