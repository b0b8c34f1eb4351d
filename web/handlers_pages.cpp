#include "web/handlers.h"

#include <fmt/format.h>

#include "web/answers.h"
#include "web/desk.h"
#include "web/pages.h"
#include "web/site_css.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

Task<HttpResponse> claim(Services& services, Call call, Desk desk) {
  const auto id = parse_id<ClaimId>(call.params[1]);
  if (!id) co_return not_found(call);
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<ClaimPage> job = [token = call.params[0], claim_id = *id, desk,
                            nobody](store::Connection& db) -> Result<ClaimPage> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    gather::Viewer viewer = nobody;
    viewer.actor = holder(*user, desk);
    auto file = gather::claim_file(db, claim_id, viewer);
    if (!file) return tl::unexpected(file.error());
    ClaimPage page;
    page.for_supervisor = desk == Desk::kSupervisor;
    page.file = std::move(*file);
    return page;
  };
  Result<ClaimPage> data = co_await services.store.read<ClaimPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string below = fmt::format("/claims/{}", id->value);
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(200, claim_page(*data, page));
}

Task<HttpResponse> evidence(Services& services, Call call, Desk desk) {
  const auto id = parse_id<EvidenceId>(call.params[2]);
  if (!id) co_return not_found(call);
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<bool> job = [token = call.params[0], evidence_id = *id, desk,
                       nobody](store::Connection& db) -> Result<bool> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    gather::Viewer viewer = nobody;
    viewer.actor = holder(*user, desk);
    const Status allowed = gather::may_read_evidence(db, evidence_id, viewer);
    if (!allowed) return tl::unexpected(allowed.error());
    return true;
  };
  Result<bool> allowed = co_await services.store.read<bool>(std::move(job));
  if (!allowed) co_return page_error(call, allowed.error());
  Result<std::string> bytes = co_await services.store.read_evidence(*id);
  if (!bytes) co_return page_error(call, bytes.error());
  co_return evidence_answer(*id, std::move(*bytes));
}

}  // namespace

HttpResponse evidence_answer(EvidenceId id, std::string bytes) {
  HttpResponse response;
  response.content_type = "application/octet-stream";
  response.headers.push_back(HeaderField{
      "Content-Disposition", fmt::format("attachment; filename=\"evidence-{}.http\"", id.value)});
  response.headers.push_back(HeaderField{"Content-Security-Policy",
                                         "default-src 'none'; frame-ancestors 'none'; sandbox"});
  response.body = std::move(bytes);
  return response;
}

HttpResponse picture_answer(std::string_view type, std::string bytes) {
  HttpResponse response;
  response.content_type = std::string(type);
  response.headers.push_back(HeaderField{"Content-Disposition", "inline"});
  response.headers.push_back(HeaderField{"Content-Security-Policy",
                                         "default-src 'none'; frame-ancestors 'none'; sandbox"});
  response.body = std::move(bytes);
  return response;
}

// Whoever may open the practice world may be everybody in it; elsewhere there is no such page.
Task<HttpResponse> practice_front(Services& services, Call call) {
  if (!services.health.facts().practice) co_return not_found(call);
  ReadJob<std::vector<PersonalLink>> job = gather::personal_links;
  Result<std::vector<PersonalLink>> links =
      co_await services.store.read<std::vector<PersonalLink>>(std::move(job));
  if (!links) co_return page_error(call, links.error());
  co_return html_answer(200, front_page(*links, page_context(services, call, {}, {})));
}

Task<HttpResponse> stylesheet(Services& services, Call call) {
  static_cast<void>(services);
  static_cast<void>(call);
  HttpResponse response;
  response.content_type = "text/css; charset=utf-8";
  response.headers.push_back(HeaderField{"Cache-Control", "public, max-age=3600"});
  response.body = std::string(site_css());
  co_return response;
}

Task<HttpResponse> employee(Services& services, Call call) {
  gather::EmployeeRequest request;
  if (const auto work = call.target.get("work")) {
    const Result<WorkVerdict> verdict = parse_work_verdict(*work);
    if (verdict) request.filter = *verdict;
  }
  if (const auto until = call.target.get("until")) {
    const Result<Date> date = parse_date(*until);
    if (date) request.until = *date;
  }
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<EmployeePage> job = [token = call.params[0], request,
                               nobody](store::Connection& db) -> Result<EmployeePage> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    gather::Viewer viewer = nobody;
    viewer.actor = holder(*user, Desk::kEmployee);
    return gather::employee(db, *user, request, viewer);
  };
  Result<EmployeePage> data = co_await services.store.read<EmployeePage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string below;
  const PageContext page = co_await personal_context(services, call, Desk::kEmployee, below);
  co_return html_answer(200, employee_page(*data, page));
}

Task<HttpResponse> employee_claim(Services& services, Call call) {
  return claim(services, std::move(call), Desk::kEmployee);
}

Task<HttpResponse> employee_evidence(Services& services, Call call) {
  return evidence(services, std::move(call), Desk::kEmployee);
}

Task<HttpResponse> supervisor(Services& services, Call call) {
  gather::SupervisorRequest request;
  request.list = call.target.get("list").value_or("all");
  if (const auto after = call.target.get("after")) {
    const auto id = parse_id<ClaimId>(*after);
    if (id) request.after = *id;
  }
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<SupervisorPage> job = [token = call.params[0], request,
                                 nobody](store::Connection& db) -> Result<SupervisorPage> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    gather::Viewer viewer = nobody;
    viewer.actor = holder(*user, Desk::kSupervisor);
    return gather::supervisor(db, *user, request, viewer);
  };
  Result<SupervisorPage> data = co_await services.store.read<SupervisorPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string below;
  const PageContext page = co_await personal_context(services, call, Desk::kSupervisor, below);
  co_return html_answer(200, supervisor_page(*data, page));
}

Task<HttpResponse> supervisor_claim(Services& services, Call call) {
  return claim(services, std::move(call), Desk::kSupervisor);
}

Task<HttpResponse> supervisor_evidence(Services& services, Call call) {
  return evidence(services, std::move(call), Desk::kSupervisor);
}

}  // namespace vouch::web::handlers
