#include "web/handlers.h"

#include <fmt/format.h>

#include "web/answers.h"
#include "web/attachments.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/list_query.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

HttpResponse no_such(std::string_view what) {
  return problem(404, fmt::format("there is no such {}", what));
}

// "stage" of a body: absent means the whole claim.
std::optional<Stage> read_stage(JsonIn& body) {
  const auto text = body.text("stage");
  if (!text) return std::nullopt;
  const auto stage = parse_stage(*text);
  if (!stage) {
    body.reject("stage", stage.error().message);
    return std::nullopt;
  }
  return *stage;
}

Decide read_decision(JsonIn& body, ClaimId claim) {
  Decide request;
  request.claim = claim;
  const std::string kind = body.need_text("kind");
  if (const auto parsed = parse_decision_kind(kind)) {
    request.kind = *parsed;
  } else if (!kind.empty()) {
    body.reject("kind", parsed.error().message);
  }
  request.stage = read_stage(body);
  request.reason = body.need_text("reason", 4000);
  request.until = body.time("until");
  if (const auto other = body.number("replaced_by")) request.replaced_by = ClaimId{*other};
  if (request.kind == DecisionKind::kReplace && !request.replaced_by)
    body.reject("replaced_by", "is missing: the claim that takes its place");
  return request;
}

// Of a picture its type; of other evidence that this reader may have, nothing.
Result<std::string> allowed_type(store::Connection& db, EvidenceId id,
                                 const gather::Viewer& viewer) {
  auto picture = picture_type_of(db, id, viewer);
  if (!picture || !picture->empty()) return picture;
  const Status allowed = gather::may_read_evidence(db, id, viewer);
  if (!allowed) return tl::unexpected(allowed.error());
  return std::string();
}

}  // namespace

Task<HttpResponse> list_claims(Services& services, Call call) {
  const Result<gather::ListRequest> request = read_claim_list(call.target);
  if (!request) co_return problem(request.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimList> job = [wanted = *request, viewer](store::Connection& db) {
    return gather::claim_list(db, wanted, viewer);
  };
  Result<gather::ClaimList> list = co_await services.store.read<gather::ClaimList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, to_json(list->items, list->next));
}

Task<HttpResponse> get_claim(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return no_such("claim");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<ClaimFile> job = [claim = *id, viewer](store::Connection& db) {
    return gather::claim_file(db, claim, viewer);
  };
  Result<ClaimFile> file = co_await services.store.read<ClaimFile>(std::move(job));
  if (!file) co_return problem(file.error());
  co_return json_answer(200, to_json(*file));
}

Task<HttpResponse> get_evidence(Services& services, Call call) {
  const auto id = parse_id<EvidenceId>(call.params[0]);
  if (!id) co_return no_such("evidence");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<std::string> job = [evidence = *id, viewer](store::Connection& db) {
    return allowed_type(db, evidence, viewer);
  };
  Result<std::string> picture = co_await services.store.read<std::string>(std::move(job));
  if (!picture) co_return problem(picture.error());
  Result<std::string> bytes = co_await services.store.read_evidence(*id);
  if (!bytes && bytes.error().code == ErrorCode::kUnavailable)
    co_return problem(410, bytes.error().message);
  if (!bytes) co_return problem(bytes.error());
  if (!picture->empty()) co_return picture_answer(*picture, std::move(*bytes));
  co_return evidence_answer(*id, std::move(*bytes));
}

Task<HttpResponse> decide(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return no_such("claim");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  Decide request = read_decision(*body, *id);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the decision could not be read", problems);

  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimAccess> job = [claim = *id, viewer](store::Connection& db) {
    return gather::access(db, claim, viewer);
  };
  Result<gather::ClaimAccess> seen =
      co_await services.store.read<gather::ClaimAccess>(std::move(job));
  if (!seen) co_return problem(seen.error());
  if (!may_decide(request.kind, call.actor, seen->is_own))
    co_return problem(403, "this decision is not yours to make about this entry");
  const bool negative =
      request.kind == DecisionKind::kConfirm || request.kind == DecisionKind::kRejectManual;
  // One answer for both, so that nobody finds out by trying what the employee was told.
  const bool undecided = seen->sight == Sight::kMasked && is_undecided(seen->verdict, viewer.now);
  if (negative && (undecided || is_with_employee(seen->verdict, viewer.now)))
    co_return problem(409, "still being checked, or the employee's time to answer has not ended");
  Result<DecisionId> made =
      co_await services.commands.decide(std::move(call.actor), std::move(request));
  if (!made) co_return problem(made.error());
  co_return json_answer(201, id_json(made->value));
}

Task<HttpResponse> open_dispute(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return no_such("claim");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  OpenDispute request;
  request.claim = *id;
  request.stage = read_stage(*body);
  request.text = body->need_text("text", 4000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the dispute could not be read", problems);

  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimAccess> job = [claim = *id, viewer](store::Connection& db) {
    return gather::access(db, claim, viewer);
  };
  Result<gather::ClaimAccess> seen =
      co_await services.store.read<gather::ClaimAccess>(std::move(job));
  if (!seen) co_return problem(seen.error());
  if (!seen->is_own && call.actor.role != Role::kAdmin)
    co_return problem(403, "only the entry's owner disputes it");
  Result<DisputeId> opened =
      co_await services.commands.open_dispute(std::move(call.actor), std::move(request));
  if (!opened) co_return problem(opened.error());
  co_return json_answer(201, id_json(opened->value));
}

Task<HttpResponse> close_dispute(Services& services, Call call) {
  const auto id = parse_id<DisputeId>(call.params[0]);
  if (!id) co_return no_such("dispute");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  CloseDispute request;
  request.dispute = *id;
  const std::optional<bool> accept = body->flag("accept");
  if (!accept) body->reject("accept", "is missing: true or false");
  request.accept = accept.value_or(false);
  request.answer = body->need_text("answer", 4000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the answer could not be read", problems);

  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimAccess> job = [dispute = *id, viewer](store::Connection& db) {
    return gather::access(db, dispute, viewer);
  };
  Result<gather::ClaimAccess> seen =
      co_await services.store.read<gather::ClaimAccess>(std::move(job));
  if (!seen) co_return problem(seen.error());
  if (seen->is_own) co_return problem(403, "nobody decides about his own dispute");
  const Status closed =
      co_await services.commands.close_dispute(std::move(call.actor), std::move(request));
  if (!closed) co_return problem(closed.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> recheck(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return no_such("claim");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimAccess> job = [claim = *id, viewer](store::Connection& db) {
    return gather::access(db, claim, viewer);
  };
  Result<gather::ClaimAccess> seen =
      co_await services.store.read<gather::ClaimAccess>(std::move(job));
  if (!seen) co_return problem(seen.error());
  Result<RecheckAnswer> answer = co_await services.commands.recheck(std::move(call.actor), *id);
  if (!answer && answer.error().code == ErrorCode::kUnavailable)
    co_return problem(429, answer.error().message);
  if (!answer) co_return problem(answer.error());
  co_return json_answer(202, to_json(*answer));
}

}  // namespace vouch::web::handlers
