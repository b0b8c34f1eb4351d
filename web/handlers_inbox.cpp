#include <boost/json.hpp>

#include "store/people.h"
#include "web/answers.h"
#include "web/gather_inbox.h"
#include "web/handlers.h"
#include "web/json_in.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kMostShown = 200;
constexpr std::string_view kUnreadable = "the request could not be read";
constexpr std::string_view kNobody =
    "the local administrator is nobody and has no letters: use a person's token or link";

}  // namespace

Task<HttpResponse> get_inbox(Services& services, Call call) {
  if (!call.actor.user) co_return problem(403, kNobody);
  gather::InboxRequest request;
  request.unread_only = call.target.get("unread") == "true";
  if (const auto before = call.target.get("before")) {
    const auto id = parse_id<InboxId>(*before);
    if (!id) co_return problem(400, "before: the id of an entry");
    request.before = *id;
  }
  const Result<int> limit = read_limit(call.target, 50, kMostShown);
  if (!limit) co_return problem(limit.error());
  request.limit = *limit;
  ReadJob<InboxPage> job = [reader = call.actor.user, request](store::Connection& db) {
    return gather::inbox(db, reader, request);
  };
  const auto page = co_await services.store.read<InboxPage>(std::move(job));
  if (!page) co_return problem(page.error());
  co_return json_answer(200, inbox_json(*page));
}

Task<HttpResponse> read_inbox(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  const auto entry = body->number("entry");
  const auto up_to = body->number("up_to");
  if (entry.has_value() == up_to.has_value()) body->reject("entry", "give entry or up_to");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  MarkRead request;
  request.entry = InboxId{entry ? *entry : *up_to};
  request.up_to = up_to.has_value();
  const Status read = co_await services.commands.mark_read(std::move(call.actor), request);
  if (!read) co_return problem(read.error());
  co_return json_answer(200, "{}");
}

Task<HttpResponse> get_preferences(Services& services, Call call) {
  if (!call.actor.user) co_return problem(403, kNobody);
  ReadJob<PreferencesPage> job = [reader = call.actor.user,
                                  channels = services.health.facts().channels](
                                     store::Connection& db) -> Result<PreferencesPage> {
    const auto user = store::people::find_user(db, reader);
    if (!user) return tl::unexpected(user.error());
    return gather::preferences(db, *user, channels);
  };
  const auto page = co_await services.store.read<PreferencesPage>(std::move(job));
  if (!page) co_return problem(page.error());
  co_return json_answer(200, preferences_json(*page));
}

Task<HttpResponse> set_preference(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::vector<Preference> said(1);
  said[0].rule = body->need_text("rule", 40);
  said[0].channel = body->need_text("channel", 100);
  const auto letters = body->flag("letters");
  if (!letters) body->reject("letters", "true or false");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  said[0].letters = *letters;
  const Status kept =
      co_await services.commands.set_preferences(std::move(call.actor), std::move(said));
  if (!kept) co_return problem(kept.error());
  co_return json_answer(200, "{}");
}

}  // namespace vouch::web::handlers
