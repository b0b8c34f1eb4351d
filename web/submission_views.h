// What is told of pages that were submitted to engines: words, the section of a claim's page, JSON.
// Submitted, received: never indexed. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/submissions.h"
#include "web/html.h"
#include "web/page_frame.h"
#include "web/views.h"
#include "web/words.h"

namespace vouch::web {

std::string route_name(Lang lang, std::string_view route);            // 百度推送
std::string submission_outcome(Lang lang, std::string_view outcome);  // 已收到

void claim_submissions(Html& html, const ClaimFile& file, const PageContext& page);

std::string submissions_json(const std::vector<store::SubmissionFile>& files);   // a list
std::string submission_routes_json(const std::vector<SubmissionFacts>& routes);  // a list

}  // namespace vouch::web
