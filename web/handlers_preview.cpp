#include "core/text.h"
#include "web/answers.h"
#include "web/desk.h"
#include "web/json_in.h"
#include "web/list_query.h"
#include "web/preview.h"
#include "web/report_body.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

constexpr std::size_t kLongestPaste = 2 * 1024 * 1024;

Status read_body(const Call& call, PreviewRequest& request, std::vector<Problem>& problems) {
  const std::string type = ascii_lower(header_value(call.request.headers, "Content-Type"));
  if (type.starts_with("text/csv")) {
    request.kind = PreviewRequest::Kind::kFile;
    request.text = call.request.body;
    if (request.text.empty()) problems.push_back(Problem{0, "", "文件是空的"});
    return {};
  }
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) return tl::unexpected(body.error());
  const auto text = body->text("text", kLongestPaste);
  if (text) {
    request.text = *text;
  } else {
    request.kind = PreviewRequest::Kind::kRows;
    request.rows = read_report_rows(*body);
  }
  if (const auto date = body->date("date")) request.date = date;
  if (const auto as = body->text("as")) request.as = *as;
  problems = body->problems();
  return {};
}

}  // namespace

Task<HttpResponse> preview_report(Services& services, Call call) {
  PreviewRequest request;
  std::vector<Problem> problems;
  request.as = call.target.get("as").value_or("");
  const auto date = read_day(call.target, "date");
  if (!date) co_return problem(date.error());
  request.date = *date;
  const Status read = read_body(call, request, problems);
  if (!read) co_return problem(read.error());
  if (!problems.empty()) co_return problem(400, "看不懂要预览的内容", problems);
  const gather::Viewer viewer = services.viewer(call.actor);
  const Lang lang = lang_of(call.target);
  std::function<Result<Preview>(store::Connection&)> job =
      [viewer, lang, request = std::move(request), rules = services.health.rules()](
          store::Connection& db) { return gather::preview(db, request, rules, lang, viewer); };
  const Result<Preview> preview = co_await services.store.read<Preview>(std::move(job));
  if (!preview) co_return problem(preview.error());
  co_return json_answer(200, preview_json(*preview, services.health.names()));
}

}  // namespace vouch::web::handlers
