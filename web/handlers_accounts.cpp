#include "web/handlers.h"

#include <fmt/format.h>

#include "web/answers.h"
#include "web/gather_accounts.h"
#include "web/json_accounts.h"
#include "web/json_in.h"
#include "web/json_out.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "the request could not be read";
constexpr std::string_view kNotByToken = "请登录后在“我的账号”里操作；令牌不能更改登录方式";
constexpr std::string_view kNoAccounts = "nobody signs in here";
constexpr std::chrono::seconds kDeviceLife = std::chrono::hours(24 * 180);
constexpr std::string_view kCodeNeeded = "请输入手机上的六位验证码，或一个恢复码";
constexpr std::string_view kWrong = "登录名、密码或验证码不对";

// Who changes how he signs in does so signed in, not by a token that lies in a script.
std::optional<HttpResponse> refuse_unless_session(const Services& services, const Call& call) {
  if (services.entrance.accounts == nullptr) return problem(404, kNoAccounts);
  if (call.actor.via == Via::kSession) return std::nullopt;
  return problem(403, kNotByToken);
}

HttpResponse wait_answer(Millis wait) {
  const auto seconds = (wait.count() + 999) / 1000;
  HttpResponse response = problem(429, fmt::format("输错的次数太多，请 {} 秒后再试", seconds));
  response.headers.push_back(HeaderField{"Retry-After", std::to_string(seconds)});
  return response;
}

Task<HttpResponse> me_answer(Services& services, Actor actor) {
  const gather::Viewer viewer = services.viewer(actor);
  ReadJob<gather::Me> job = [viewer](store::Connection& db) { return gather::me(db, viewer); };
  const auto me = co_await services.store.read<gather::Me>(std::move(job));
  if (!me) co_return problem(me.error());
  co_return json_answer(200, to_json(*me, services.health.facts(), services.entrance, viewer,
                                     services.health.zone()));
}

}  // namespace

Task<HttpResponse> sign_in(Services& services, Call call) {
  const Entrance& entrance = services.entrance;
  if (entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  SignIn request;
  request.login = body->need_text("login", 64);
  request.password = body->secret("password");
  request.code = body->text("code", 64).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  request.from = visitor_of(call.request, entrance);
  const Result<SignedIn> in = co_await entrance.accounts->sign_in(std::move(request));
  if (!in) co_return problem(in.error());
  switch (in->entry) {
    case Entry::kWait:
      co_return wait_answer(in->wait);
    case Entry::kWrong:
      ++services.counters.sign_in_failures;
      co_return problem(401, kWrong);
    case Entry::kNeedsCode: {
      const Problem needed{0, "code", std::string(kCodeNeeded)};
      const std::vector<Problem> errors(1, needed);
      co_return problem(403, kCodeNeeded, errors);
    }
    case Entry::kAdmitted:
      break;
  }
  HttpResponse response = co_await me_answer(services, in->actor);
  const bool secure = client_of(call.request, entrance.proxies).secure;
  const auto life = std::chrono::duration_cast<std::chrono::seconds>(entrance.sessions.life);
  response.headers.push_back(set_cookie(Cookie::kSession, in->session, life, secure));
  if (!in->device.empty())
    response.headers.push_back(set_cookie(Cookie::kDevice, in->device, kDeviceLife, secure));
  co_return response;
}

Task<HttpResponse> get_session(Services& services, Call call) {
  if (!call.actor.user) co_return problem(403, "the local administrator is nobody");
  Actor actor = std::move(call.actor);
  HttpResponse response = co_await me_answer(services, std::move(actor));
  co_return response;
}

Task<HttpResponse> sign_out(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  const Entrance& entrance = services.entrance;
  const bool secure = client_of(call.request, entrance.proxies).secure;
  const SessionId session = call.actor.session;
  const Status ended = co_await entrance.accounts->end_session(std::move(call.actor), session);
  if (!ended) co_return problem(ended.error());
  HttpResponse response = json_answer(200, ok_json());
  response.headers.push_back(clear_cookie(Cookie::kSession, secure));
  response.headers.push_back(HeaderField{"Clear-Site-Data", "\"cache\""});
  co_return response;
}

Task<HttpResponse> list_sessions(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  const Entrance& entrance = services.entrance;
  ReadJob<std::vector<Session>> job = [user = call.actor.user, rules = entrance.sessions,
                                       now = entrance.clock->now()](store::Connection& db) {
    return gather::sessions(db, user, rules, now);
  };
  const auto list = co_await services.store.read<std::vector<Session>>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, to_json(*list, call.actor.session));
}

Task<HttpResponse> end_session(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  const auto id = parse_id<SessionId>(call.params[0]);
  if (!id) co_return problem(404, "no such session");
  const Status ended = co_await services.entrance.accounts->end_session(std::move(call.actor), *id);
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> end_other_sessions(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  std::string login = call.actor.login;
  const Status ended =
      co_await services.entrance.accounts->end_sessions(std::move(call.actor), std::move(login));
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> end_sessions_of(Services& services, Call call) {
  if (services.entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  const Status ended = co_await services.entrance.accounts->end_sessions(std::move(call.actor),
                                                                         std::move(call.params[0]));
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> change_password(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string current = body->secret("current");
  std::string next = body->secret("new");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Visitor from = visitor_of(call.request, services.entrance);
  const Status done = co_await services.entrance.accounts->change_password(
      std::move(call.actor), std::move(current), std::move(next), std::move(from));
  if (!done) {
    Error error = done.error();
    if (error.where == "password") error.where = "new";
    co_return problem(error);
  }
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> invite(Services& services, Call call) {
  if (services.entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string login = body->need_text("login", 64);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  if (call.actor.via == Via::kToken && login == call.actor.login)
    co_return problem(403, kNotByToken);
  const Result<Invited> invited =
      co_await services.entrance.accounts->invite(std::move(call.actor), std::move(login));
  if (!invited) co_return problem(invited.error());
  const HealthFacts facts = services.health.facts();
  co_return json_answer(
      201, fmt::format(R"({{"code":"{0}","url":"{1}/app/invitation/{0}","expires_at":"{2}"}})",
                       invited->code, facts.public_url, to_rfc3339(invited->expires_at)));
}

Task<HttpResponse> get_invitation(Services& services, Call call) {
  const Entrance& entrance = services.entrance;
  if (entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  ReadJob<gather::InvitedPerson> job = [code = call.params[0],
                                        now = entrance.clock->now()](store::Connection& db) {
    return gather::invited(db, code, now);
  };
  const auto person = co_await services.store.read<gather::InvitedPerson>(std::move(job));
  if (!person) co_return problem(person.error());
  co_return json_answer(200, to_json(*person, services.health.facts().company));
}

Task<HttpResponse> redeem(Services& services, Call call) {
  if (services.entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string password = body->secret("password");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Visitor from = visitor_of(call.request, services.entrance);
  const Status done = co_await services.entrance.accounts->redeem(
      std::move(call.params[0]), std::move(password), std::move(from));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> begin_totp(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string password = body->secret("password");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Visitor from = visitor_of(call.request, services.entrance);
  const Result<NewSecondStep> begun = co_await services.entrance.accounts->begin_second_step(
      std::move(call.actor), std::move(password), std::move(from));
  if (!begun) co_return problem(begun.error());
  co_return json_answer(200,
                        fmt::format(R"({{"secret":"{}","uri":"{}"}})", begun->secret, begun->uri));
}

Task<HttpResponse> confirm_totp(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string code = body->need_text("code", 64);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<std::vector<std::string>> codes =
      co_await services.entrance.accounts->confirm_second_step(std::move(call.actor),
                                                               std::move(code));
  if (!codes) co_return problem(codes.error());
  co_return json_answer(200,
                        fmt::format(R"({{"recovery_codes":["{}"]}})", fmt::join(*codes, R"(",")")));
}

Task<HttpResponse> remove_totp(Services& services, Call call) {
  if (const auto refusal = refuse_unless_session(services, call)) co_return *refusal;
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  std::string password = body->secret("password");
  std::string code = body->need_text("code", 64);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  Visitor from = visitor_of(call.request, services.entrance);
  const Status done = co_await services.entrance.accounts->remove_second_step(
      std::move(call.actor), std::move(password), std::move(code), std::move(from));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> remove_totp_of(Services& services, Call call) {
  if (services.entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  const Status done = co_await services.entrance.accounts->remove_second_step_of(
      std::move(call.actor), std::move(call.params[0]));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> list_tokens(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::TokenList> job =
      [viewer, login = call.target.get("user").value_or("")](store::Connection& db) {
        return gather::tokens(db, login, viewer);
      };
  const auto list = co_await services.store.read<gather::TokenList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, to_json(*list));
}

Task<HttpResponse> revoke_token(Services& services, Call call) {
  if (services.entrance.accounts == nullptr) co_return problem(404, kNoAccounts);
  const auto id = parse_id<Id<struct TokenTag>>(call.params[0]);
  if (!id) co_return problem(404, "no such token");
  std::string login = call.actor.login;
  if (!call.request.body.empty()) {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    login = body->text("login", 64).value_or(login);
    const std::vector<Problem> problems = body->problems();
    if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  }
  const Status done = co_await services.entrance.accounts->revoke_token(
      std::move(call.actor), id->value, std::move(login));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
