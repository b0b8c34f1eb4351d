#include "web/handlers.h"

#include "web/answers.h"
#include "web/gather_accounts.h"
#include "web/json_accounts.h"

namespace vouch::web::handlers {

Task<HttpResponse> list_audit(Services& services, Call call) {
  gather::AuditRequest request;
  if (const auto before = call.target.get("before")) {
    const auto id = parse_id<Id<struct AuditTag>>(*before);
    if (!id) co_return problem(400, "before: the id of a row");
    request.before = id->value;
  }
  request.login = call.target.get("actor");
  if (request.login && request.login->empty()) request.login.reset();
  request.action = call.target.get("action").value_or("");
  request.subject = call.target.get("subject").value_or("");
  const Result<int> limit = read_limit(call.target, 50, 500);
  if (!limit) co_return problem(limit.error());
  request.limit = *limit;
  std::function<Result<gather::AuditPage>(store::Connection&)> job =
      [request = std::move(request)](store::Connection& db) { return gather::audit(db, request); };
  const auto page = co_await services.store.read<gather::AuditPage>(std::move(job));
  if (!page) co_return problem(page.error());
  co_return json_answer(200, to_json(*page));
}

}  // namespace vouch::web::handlers
