#include "web/handlers.h"

#include <algorithm>

#include "store/people.h"
#include "web/answers.h"
#include "web/json_in.h"
#include "web/json_out.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "the request could not be read";

std::optional<Role> read_role(JsonIn& body) {
  const auto text = body.text("role");
  if (!text) return std::nullopt;
  const auto role = store::parse_role(*text);
  if (!role) body.reject("role", "must be employee, supervisor, admin or owner");
  return role;
}

std::optional<std::vector<int>> read_weekdays(JsonIn& body) {
  const auto days = body.numbers("report_weekdays");
  if (!days) return std::nullopt;
  std::vector<int> out;
  for (const std::int64_t day : *days) {
    if (day < 1 || day > 7) {
      body.reject("report_weekdays", "holds days 1 (Monday) to 7 (Sunday)");
      return std::nullopt;
    }
    out.push_back(static_cast<int>(day));
  }
  return out;
}

bool is_login(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '@';
  });
}

std::string read_login(JsonIn& body) {
  std::string login = body.need_text("login");
  if (!login.empty() && !is_login(login))
    body.reject("login", "1 to 64 of the characters a-z A-Z 0-9 . _ - @");
  return login;
}

AddUser read_user(JsonIn& body) {
  AddUser user;
  user.login = read_login(body);
  user.name = body.need_text("name", 200);
  user.email = body.text("email", 254).value_or("");
  user.role = read_role(body).value_or(Role::kEmployee);
  user.post = body.text("post", 50).value_or("");
  user.team = body.text("team", 200).value_or("");
  user.report_weekdays = read_weekdays(body).value_or(std::vector<int>());
  return user;
}

struct UsersAndTeams {
  std::vector<User> users;
  std::vector<Team> teams;
};
struct UsersAndLeave {
  std::vector<User> users;
  std::vector<Leave> leave;
};

Result<UsersAndTeams> read_users(store::Connection& db) {
  auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  auto teams = store::people::teams(db);
  if (!teams) return tl::unexpected(teams.error());
  return UsersAndTeams{std::move(*users), std::move(*teams)};
}

Result<UsersAndLeave> read_leave(store::Connection& db) {
  auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  return UsersAndLeave{std::move(*users), std::move(*leave)};
}

}  // namespace

Task<HttpResponse> add_team(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string name = body->need_text("name", 200);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<TeamId> added =
      co_await services.commands.add_team(std::move(call.actor), std::move(name));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> list_teams(Services& services, Call call) {
  const Actor actor = std::move(call.actor);
  ReadJob<UsersAndTeams> job = read_users;
  Result<UsersAndTeams> read = co_await services.store.read<UsersAndTeams>(std::move(job));
  if (!read) co_return problem(read.error());
  co_return json_answer(200, teams_json(read->teams, read->users));
}

Task<HttpResponse> patch_team(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PatchTeam patch;
  patch.name = call.params[0];
  patch.supervisor = body->text("supervisor");
  patch.deputy = body->text("deputy");
  patch.deputy_from = body->date("deputy_from");
  patch.deputy_to = body->date("deputy_to");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.patch_team(std::move(call.actor), std::move(patch));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> list_users(Services& services, Call call) {
  const Actor actor = std::move(call.actor);
  ReadJob<UsersAndTeams> job = read_users;
  Result<UsersAndTeams> read = co_await services.store.read<UsersAndTeams>(std::move(job));
  if (!read) co_return problem(read.error());
  co_return json_answer(200, to_json(read->users, read->teams));
}

Task<HttpResponse> add_user(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddUser user = read_user(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<AddedUser> added =
      co_await services.commands.add_user(std::move(call.actor), std::move(user));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, to_json(*added));
}

Task<HttpResponse> patch_user(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PatchUser patch;
  patch.login = call.params[0];
  patch.name = body->text("name", 200);
  if (patch.name && patch.name->empty()) body->reject("name", "must not be empty");
  patch.email = body->text("email", 254);
  patch.active = body->flag("active");
  patch.successor = body->text("successor", 64);
  if (patch.successor && patch.active.value_or(true))
    body->reject("successor", "goes with active = false");
  patch.report_weekdays = read_weekdays(*body);
  patch.team = body->text("team", 200);
  patch.role = read_role(*body);
  patch.post = body->text("post", 50);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.patch_user(std::move(call.actor), std::move(patch));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> add_token(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddToken request;
  request.login = body->text("login", 64).value_or(call.actor.login);
  if (!is_login(request.login)) body->reject("login", "is no login");
  request.label = body->need_text("label", 100);
  const std::string scope = body->text("scope", 10).value_or("write");
  if (scope != "read" && scope != "write") body->reject("scope", "must be read or write");
  request.read_only = scope == "read";
  request.token = body->text("token").value_or("");
  static constexpr std::size_t kTokenLength = 64;
  const bool plain = std::all_of(request.token.begin(), request.token.end(),
                                 [](char c) { return c > 0x20 && c < 0x7f; });
  if (!request.token.empty() && (request.token.size() != kTokenLength || !plain))
    body->reject("token", "64 visible ASCII characters");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Result<std::string> token =
      co_await services.commands.add_token(std::move(call.actor), std::move(request));
  if (!token) co_return problem(token.error());
  co_return json_answer(201, token_json(*token));
}

Task<HttpResponse> list_leave(Services& services, Call call) {
  const Actor actor = std::move(call.actor);
  ReadJob<UsersAndLeave> job = read_leave;
  Result<UsersAndLeave> read = co_await services.store.read<UsersAndLeave>(std::move(job));
  if (!read) co_return problem(read.error());
  co_return json_answer(200, to_json(read->leave, read->users));
}

Task<HttpResponse> add_leave(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddLeave request;
  request.login = read_login(*body);
  const std::optional<Date> from = body->date("from");
  const std::optional<Date> to = body->date("to");
  if (body->problems().empty()) {
    if (!from) body->reject("from", "is missing");
    if (!to) body->reject("to", "is missing");
    if (from && to && *to < *from) body->reject("to", "lies before `from`");
  }
  request.from = from.value_or(Date{});
  request.to = to.value_or(Date{});
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.add_leave(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(201, ok_json());
}

}  // namespace vouch::web::handlers
