#include "web/handlers.h"

#include <algorithm>

#include "core/text.h"
#include "web/answers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/progress_feed.h"
#include "web/report_body.h"

namespace vouch::web::handlers {
namespace {

constexpr std::size_t kMaxRows = 5000;
constexpr std::size_t kLongText = 8000;

bool is_csv(const HttpRequest& request) {
  return ascii_lower(header_value(request.headers, "Content-Type")).starts_with("text/csv");
}

bool is_usable_key(std::string_view key) {
  return key.size() <= 200 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

std::vector<ReportRow> read_report_rows(JsonIn& body) {
  std::vector<ReportRow> rows;
  for (JsonIn& in : body.rows("rows", kMaxRows)) {
    ReportRow row;
    row.row = in.row();
    row.url = in.text("url", kLongText).value_or("");
    row.work_type = in.text("work_type").value_or("");
    row.platform = in.text("platform").value_or("");
    row.title = in.text("title", kLongText).value_or("");
    row.keywords = in.texts("keywords").value_or(std::vector<std::string>());
    row.link_target = in.text("link_target", kLongText).value_or("");
    row.login = in.text("user").value_or("");
    if (const auto asset = in.number("asset")) row.asset = AssetId{*asset};
    row.date = in.date("date");
    body.take_problems(in);
    rows.push_back(std::move(row));
  }
  return rows;
}

Task<HttpResponse> submit_report(Services& services, Call call) {
  SubmitReport report;
  std::vector<Problem> problems;
  report.as = call.target.get("as").value_or("");
  report.file_name = call.target.get("name").value_or("");
  report.baseline = call.target.get("baseline") == "1";
  if (const auto date = call.target.get("date")) {
    const auto parsed = parse_date(*date);
    if (parsed) {
      report.date = *parsed;
    } else {
      problems.push_back(Problem{0, "date", "must be a date like 2026-11-24"});
    }
  }
  report.idempotency_key = std::string(header_value(call.request.headers, "Idempotency-Key"));
  const Result<std::string> job = ProgressFeed::read_job(call.target);
  if (!job) problems.push_back(Problem{0, job.error().where, job.error().message});
  if (!is_usable_key(report.idempotency_key))
    problems.push_back(Problem{0, "Idempotency-Key", "at most 200 visible ASCII characters"});

  const bool employee = call.actor.role == Role::kEmployee;
  if (employee && !report.as.empty() && report.as != call.actor.login)
    co_return problem(403, "employees report as themselves only");
  if (employee && report.baseline) co_return problem(403, "a baseline is imported by an operator");

  if (is_csv(call.request)) {
    report.is_csv = true;
    report.csv = std::move(call.request.body);
    if (report.csv.empty()) problems.push_back(Problem{0, "", "the file is empty"});
  } else {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    if (const auto date = body->date("date")) report.date = date;
    report.rows = read_report_rows(*body);
    for (Problem& found : body->problems()) problems.push_back(std::move(found));
  }
  if (!problems.empty()) co_return problem(400, "the report could not be read", problems);
  ProgressFeed feed = co_await ProgressFeed::open(services, call.actor.user, *job);
  report.progress = feed.progress();
  Result<ReportAnswer> answer =
      co_await services.commands.submit_report(std::move(call.actor), std::move(report));
  if (!answer) co_return problem(answer.error());
  feed.finish(std::ssize(answer->accepted) + std::ssize(answer->returned));
  co_return json_answer(200, to_json(*answer));
}

}  // namespace vouch::web::handlers
