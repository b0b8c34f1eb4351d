#include <boost/json.hpp>

#include "web/answers.h"
#include "web/desk_handlers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/json_parts.h"
#include "web/page_captures.h"
#include "web/report_sources.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

constexpr std::string_view kStates[] = {"never", "ok", "put_off", "failed"};

std::string_view word_of(PullState state) {
  return kStates[static_cast<std::size_t>(state)];
}

json::object counts_json(const PullCounts& counts) {
  return {{"reports", counts.reports},
          {"entries", counts.entries},
          {"known", counts.known},
          {"without_address", counts.without_address},
          {"problems", counts.problems}};
}

json::object problem_json(const PullProblem& one) {
  return {{"report_id", text(one.report_id)},
          {"day", text(to_iso_date(one.day))},
          {"author", text(one.author)},
          {"text", text(one.text)},
          {"message", text(one.message)}};
}

json::object author_json(const UnknownAuthor& one) {
  return {{"user_id", text(one.user_id)}, {"name", text(one.name)}, {"reports", one.reports}};
}

json::object source_json(const ReportSourceView& one) {
  return {{"name", text(one.name)},
          {"kind", text(one.kind)},
          {"schedule", one.hourly ? "hourly" : "off"},
          {"state", word_of(one.state)},
          {"detail", text(one.detail)},
          {"last_run_at", moment(one.last_run_at)},
          {"read_up_to", moment(one.read_up_to)},
          {"counts", counts_json(one.counts)},
          {"problems", array_of(one.problems, problem_json)},
          {"people_unknown", array_of(one.people_unknown, author_json)}};
}

std::string pulled_json(const PulledReports& pulled) {
  return json::serialize(
      json::object{{"state", word_of(pulled.state)},
                   {"detail", text(pulled.detail)},
                   {"dry_run", pulled.dry_run},
                   {"counts", counts_json(pulled.counts)},
                   {"problems", array_of(pulled.problems, problem_json)},
                   {"people_unknown", array_of(pulled.people_unknown, author_json)}});
}

}  // namespace

Task<HttpResponse> list_report_sources(Services& services, Call) {
  std::vector<ReportSourceView> sources;
  if (services.ports.sources != nullptr) {
    auto listed = co_await services.ports.sources->list();
    if (!listed) co_return problem(listed.error());
    sources = std::move(*listed);
  }
  json::object out;
  out["items"] = array_of(sources, source_json);
  co_return json_answer(200, json::serialize(out));
}

Task<HttpResponse> pull_reports(Services& services, Call call) {
  if (services.ports.sources == nullptr)
    co_return problem(404, "没有配置 [[report_source]] (no report source is configured)");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PullReports request;
  request.name = call.params[0];
  request.since = body->date("since");
  request.dry_run = body->flag("dry_run").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "没有读懂", problems);
  const Result<PulledReports> pulled =
      co_await services.ports.sources->pull(std::move(call.actor), std::move(request));
  if (!pulled) co_return problem(pulled.error());
  co_return json_answer(200, pulled_json(*pulled));
}

Task<HttpResponse> make_report_bookmark(Services& services, Call) {
  const std::string script = report_bookmark_script(services.health.facts().public_url);
  if (script.empty()) {
    co_return problem(
        503,
        "书签需要一个普通的网址：请管理员在 vouch.toml 的 [daemon] public_url 里写上同事"
        "打开页面的地址 (public_url is no plain address)");
  }
  json::object out;
  out["bookmarklet"] = text(script);
  co_return json_answer(201, json::serialize(out));
}

}  // namespace vouch::web::handlers
