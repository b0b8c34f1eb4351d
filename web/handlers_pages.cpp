#include "web/handlers.h"

#include <fmt/format.h>

#include "core/log.h"
#include "web/answers.h"
#include "web/pages.h"
#include "web/site_css.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

enum class Desk { kEmployee, kSupervisor };

Lang lang_of(const Target& target) {
  return target.get("lang") == "en" ? Lang::kEn : Lang::kZh;
}

HttpResponse not_found(const Call& call) {
  return html_answer(404, not_found_page(lang_of(call.target)));
}

// Somebody else's entry looks like none: the link says nothing about what exists.
HttpResponse page_error(const Call& call, const Error& error) {
  if (error.code == ErrorCode::kNotFound || error.code == ErrorCode::kDenied)
    return not_found(call);
  log::error("web", "page failed: {}", error.text());
  const Lang lang = lang_of(call.target);
  Html html;
  html.raw(
      "<!doctype html><html><head><meta charset=\"utf-8\"><title>Vouch</title>"
      "<link rel=\"stylesheet\" href=\"/assets/site.css\"></head><body><main><h1>");
  html.text(pick(lang, "暂时打不开", "Not available now")).raw("</h1><p>");
  html.text(pick(lang, "系统出了问题，不是您的问题。请过几分钟再试。",
                 "Something is wrong here, not with you. Please try again in a few minutes."));
  html.raw("</p></main></body></html>\n");
  return html_answer(500, html.take());
}

// The address of this page without its language, for the language switch.
std::string path_without_lang(const Call& call, const std::string& base, std::string_view below) {
  std::string path = base + std::string(below);
  if (path.empty()) path = "/";
  char separator = '?';
  for (const std::string_view name : {"work", "until", "list", "after"}) {
    const auto value = call.target.get(name);
    if (!value) continue;
    const bool plain = value->find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                           "WXYZ0123456789_-") == std::string::npos;
    if (!plain) continue;
    path += fmt::format("{}{}={}", separator, name, *value);
    separator = '&';
  }
  return path;
}

PageContext context(const Services& services, const Call& call, std::string base,
                    std::string_view below) {
  std::string path = path_without_lang(call, base, below);
  return PageContext{lang_of(call.target),    services.health.now(),   services.health.zone(),
                     services.health.names(), services.health.facts(), std::move(base),
                     std::move(path)};
}

// The holder of a personal link: on his own page an employee, on the supervisor's page a supervisor
// (administrators stay what they are there).
Actor holder(const User& user, Desk desk) {
  Role role = Role::kEmployee;
  if (desk == Desk::kSupervisor)
    role = user.role == Role::kAdmin ? Role::kAdmin : Role::kSupervisor;
  return Actor{user.id, role, user.login, Via::kLink};
}

std::string base_of(Desk desk, const Call& call) {
  return fmt::format("/{}/{}", desk == Desk::kEmployee ? "p" : "s", call.params[0]);
}

Result<User> link_holder(store::Connection& db, const std::string& token) {
  const auto user = gather::user_by_link(db, token);
  if (!user) return tl::unexpected(user.error());
  if (!*user) return fail(ErrorCode::kNotFound, "no such link");
  return **user;
}

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
  co_return html_answer(200,
                        claim_page(*data, context(services, call, base_of(desk, call), below)));
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

Task<HttpResponse> front(Services& services, Call call) {
  std::vector<PersonalLink> links;
  if (services.health.facts().practice) {
    ReadJob<std::vector<PersonalLink>> job = gather::personal_links;
    Result<std::vector<PersonalLink>> found =
        co_await services.store.read<std::vector<PersonalLink>>(std::move(job));
    if (!found) co_return page_error(call, found.error());
    links = std::move(*found);
  }
  co_return html_answer(200, front_page(links, context(services, call, {}, {})));
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
  co_return html_answer(
      200, employee_page(*data, context(services, call, base_of(Desk::kEmployee, call), {})));
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
  co_return html_answer(
      200, supervisor_page(*data, context(services, call, base_of(Desk::kSupervisor, call), {})));
}

Task<HttpResponse> supervisor_claim(Services& services, Call call) {
  return claim(services, std::move(call), Desk::kSupervisor);
}

Task<HttpResponse> supervisor_evidence(Services& services, Call call) {
  return evidence(services, std::move(call), Desk::kSupervisor);
}

}  // namespace vouch::web::handlers
