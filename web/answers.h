// The few shapes an answer can have: JSON, HTML page, RFC 9457 problem. Pure values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "web/commands.h"
#include "web/http_server.h"

namespace vouch::web {

HttpResponse json_answer(int status, std::string body);
HttpResponse html_answer(int status, std::string body);
HttpResponse text_answer(int status, std::string body);

// application/problem+json `{type,title,status,detail,errors:[{row?,field?,message}]}`.
HttpResponse problem(int status, std::string_view detail, const std::vector<Problem>& errors = {});

// Error::where names the field. What is our own fault is logged and told in general words only.
HttpResponse problem(const Error& error);
std::string told(const Error& error);  // the same in one sentence, for pages
int status_of(ErrorCode code);

}  // namespace vouch::web
