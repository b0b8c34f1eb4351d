#include "web/handlers.h"

#include "store/competitors.h"
#include "store/site_counts.h"
#include "store/sites.h"
#include "web/answers.h"
#include "web/gather_ranks.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/json_ranks.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "the request could not be read";

}  // namespace

Task<HttpResponse> list_sites(Services& services, Call call) {
  const Actor actor = std::move(call.actor);
  ReadJob<std::string> job = [](store::Connection& db) -> Result<std::string> {
    const auto sites = store::sites::list(db);
    if (!sites) return tl::unexpected(sites.error());
    const auto competitors = store::competitors::list(db);
    if (!competitors) return tl::unexpected(competitors.error());
    const auto counts = store::site_counts::now(db);
    if (!counts) return tl::unexpected(counts.error());
    return to_json(*sites, *counts, *competitors);
  };
  const Result<std::string> sites = co_await services.store.read<std::string>(std::move(job));
  if (!sites) co_return problem(sites.error());
  co_return json_answer(200, *sites);
}

Task<HttpResponse> add_site(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddSite site;
  site.domain = body->need_text("domain", 253);
  site.name = body->text("name", 200).value_or("");
  site.competitor = body->flag("competitor").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<SiteId> added =
      co_await services.commands.add_site(std::move(call.actor), std::move(site));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> list_keywords(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<std::string> job = [viewer](store::Connection& db) -> Result<std::string> {
    const auto board = gather::rank_board(db, {}, viewer);
    if (!board) return tl::unexpected(board.error());
    return keywords_json(*board, viewer.today);
  };
  const Result<std::string> keywords = co_await services.store.read<std::string>(std::move(job));
  if (!keywords) co_return problem(keywords.error());
  co_return json_answer(200, *keywords);
}

Task<HttpResponse> add_keyword(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddKeyword keyword;
  keyword.text = body->need_text("text", 200);
  if (const auto priority = body->number("priority")) {
    if (*priority < 1 || *priority > 9) body->reject("priority", "1 (highest) to 9");
    keyword.priority = static_cast<int>(*priority);
  }
  keyword.target_url = body->text("target_url", 2000).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<KeywordId> added =
      co_await services.commands.add_keyword(std::move(call.actor), std::move(keyword));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> test_channel(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!body) co_return problem(body.error());
  TestChannel request;
  request.name = call.params[0];
  request.to = body->text("to", 254).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<TestAnswer> answer =
      co_await services.commands.test_channel(std::move(call.actor), std::move(request));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, to_json(*answer));
}

Task<HttpResponse> test_provider(Services& services, Call call) {
  std::string name = call.params[0];
  Result<TestAnswer> answer =
      co_await services.commands.test_provider(std::move(call.actor), std::move(name));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, to_json(*answer));
}

Task<HttpResponse> withdraw_negatives(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  WithdrawNegatives request;
  request.source = call.params[0];
  request.engine = body->text("engine", 40).value_or("");
  request.from = body->need_text("from", 40);
  request.to = body->need_text("to", 40);
  request.reason = body->need_text("reason", 1000);
  request.dry_run = body->flag("dry_run").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<WithdrawnNegatives> answer =
      co_await services.commands.withdraw_negatives(std::move(call.actor), std::move(request));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, to_json(*answer));
}

Task<HttpResponse> backup(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string directory = body->need_text("dir", 4000);
  if (!directory.empty() && directory.front() != '/')
    body->reject("dir", "must be an absolute path");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<BackupAnswer> answer =
      co_await services.commands.backup(std::move(call.actor), std::move(directory));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, to_json(*answer));
}

Task<HttpResponse> reload(Services& services, Call call) {
  Result<ReloadAnswer> answer = co_await services.commands.reload(std::move(call.actor));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, to_json(*answer));
}

}  // namespace vouch::web::handlers
