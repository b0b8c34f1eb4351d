#include "web/answers.h"
#include "web/blockers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/json_self_reports.h"
#include "web/list_query.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kTextBytes = 6'000;  // 2,000 Han characters
constexpr std::string_view kUnreadable = "没有读懂";

}  // namespace

Task<HttpResponse> list_blockers(Services& services, Call call) {
  gather::BlockerRequest request;
  const std::string state = call.target.get("state").value_or("open");
  if (state != "open" && state != "closed" && state != "all") {
    const Error wrong{ErrorCode::kInvalid, "open, closed or all", "state"};
    co_return problem(wrong);
  }
  if (state != "all") request.open = state == "open";
  const Result<std::int64_t> before = read_after(call.target);
  if (!before) co_return problem(before.error());
  request.before = BlockerId{*before};
  const Result<int> limit = read_limit(call.target, 50, 200);
  if (!limit) co_return problem(limit.error());
  request.limit = *limit;
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<BlockerList> job = [request, rules = services.health.rules(),
                              viewer](store::Connection& db) {
    return gather::blockers(db, request, rules, viewer);
  };
  const Result<BlockerList> list = co_await services.store.read<BlockerList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, blockers_json(*list));
}

Task<HttpResponse> add_blocker(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddBlocker request;
  request.text = body->need_text("text", kTextBytes);
  request.to = body->text("to", 80).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<BlockerId> added =
      co_await services.commands.add_blocker(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> close_blocker(Services& services, Call call) {
  const auto id = parse_id<BlockerId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一件");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  CloseBlocker request;
  request.blocker = *id;
  request.answer = body->text("answer", kTextBytes).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.close_blocker(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
