#include "web/app.h"

#include "core/log.h"
#include "core/text.h"
#include "web/answers.h"
#include "web/keyed_writes.h"
#include "web/page_frame.h"

namespace vouch::web {
namespace {

bool is_write(std::string_view method) {
  return method == "POST" || method == "PATCH" || method == "PUT" || method == "DELETE";
}

// "Bearer <token>"; none: no or another scheme (RFC 6750 2.1).
std::optional<std::string> bearer_token(const HttpRequest& request) {
  const std::string_view field = header_value(request.headers, "Authorization");
  static constexpr std::string_view kScheme = "bearer ";
  if (field.size() <= kScheme.size() || !ascii_iequals(field.substr(0, kScheme.size()), kScheme))
    return std::nullopt;
  return std::string(trim(field.substr(kScheme.size())));
}

// Whoever reads with a browser gets a page to read, wherever he ended up.
bool wants_page(const HttpRequest& request, const Target& target) {
  if (target.segments.empty()) return true;
  const std::string& first = target.segments.front();
  if (first == "api") return false;
  return first == "p" || first == "s" || first == "o" ||
         header_value(request.headers, "Accept").find("text/html") != std::string_view::npos;
}

Lang lang_of(const Target& target) {
  return target.get("lang") == "en" ? Lang::kEn : Lang::kZh;
}

HttpResponse no_route(const Match& found, const HttpRequest& request, const Target& target) {
  if (!found.allow.empty()) {
    HttpResponse response = problem(405, "this address does not take that method");
    response.headers.push_back(HeaderField{"Allow", found.allow});
    return response;
  }
  if (wants_page(request, target)) return html_answer(404, not_found_page(lang_of(target)));
  return problem(404, "there is nothing at this address");
}

HttpResponse not_admitted(Admission admission, const HttpRequest& request) {
  if (admission == Admission::kForbidden) return problem(403, "your role may not do this");
  if (admission == Admission::kHalfWay)
    return problem(403, "请先在“我的账号”里设置两步验证（管理岗位从外网登录必须开启）");
  if (request.peer.unix_socket)
    return problem(401, "only root and the service user may use this socket without a token");
  return problem(401, "sign in, or send a valid API token: Authorization: Bearer <token>");
}

bool may_send(const Route& route, std::string_view type) {
  switch (route.takes) {
    case Takes::kPage:
      return type.starts_with("text/html") || type.starts_with("application/xhtml+xml") ||
             type.starts_with("multipart/related") || type.starts_with("message/rfc822") ||
             type.starts_with("application/octet-stream");
    case Takes::kPicture:
      return type.starts_with("image/") || type.starts_with("application/octet-stream");
    case Takes::kForm:
      return type.starts_with("multipart/form-data");
    case Takes::kJson:
      break;
  }
  const bool csv = route.body_limit > kSmallBody && type.starts_with("text/csv");
  return csv || type.starts_with("application/json");
}

std::string_view wanted_type(Takes takes) {
  switch (takes) {
    case Takes::kPage:
      return "send the saved page as text/html or, an MHTML archive, as multipart/related";
    case Takes::kPicture:
      return "send the picture's bytes as image/png, image/jpeg, image/gif or image/webp";
    case Takes::kForm:
      return "send Content-Type: multipart/form-data";
    case Takes::kJson:
      break;
  }
  return "send Content-Type: application/json";
}

}  // namespace

App::App(store::Store& store, Commands& commands, const Health& health, std::uint32_t service_uid,
         Captures* captures, Entrance entrance, KeyedWrites* keyed_writes)
    : services_{store, commands, health, {}, captures, std::move(entrance)},
      service_uid_(service_uid),
      keyed_writes_(keyed_writes) {}

std::size_t App::body_limit(const HttpRequest& head) const {
  const auto target = parse_target(head.target);
  if (!target) return kSmallBody;
  const Match found = match(routes(), head.method, *target);
  return found.route == nullptr ? kSmallBody : found.route->body_limit;
}

HttpResponse App::error_answer(int status, std::string_view detail) const {
  if (status == 500) return problem(500, "something went wrong here; the operator's log says what");
  return problem(status, detail);
}

Task<Result<std::optional<Actor>>> App::find_actor(const HttpRequest& request) {
  const std::optional<std::string> token = bearer_token(request);
  if (!token && services_.entrance.accounts != nullptr) {
    const Client client = client_of(request, services_.entrance.proxies);
    std::string cookie = cookie_of(request, Cookie::kSession, client.secure);
    if (!cookie.empty()) {
      Result<std::optional<Actor>> actor = co_await actor_by_session(std::move(cookie));
      co_return actor;
    }
  }
  if (!token) {
    const bool trusted =
        request.peer.unix_socket && (request.peer.uid == 0 || request.peer.uid == service_uid_);
    if (!trusted) co_return std::optional<Actor>();
    const Actor local{UserId{}, Role::kAdmin, "local", Via::kSocket};
    co_return std::optional<Actor>(local);
  }
  std::function<Result<std::optional<Actor>>(store::Connection&)> job =
      [token](store::Connection& db) { return gather::actor_by_token(db, *token); };
  Result<std::optional<Actor>> actor =
      co_await services_.store.read<std::optional<Actor>>(std::move(job));
  if (actor && !*actor) {
    ++services_.counters.sign_in_failures;
    log::notice("web", "authn_login_fail: unknown or revoked token from {}", request.peer.address);
  }
  co_return actor;
}

Task<Result<std::optional<Actor>>> App::actor_by_session(std::string cookie) {
  std::function<Result<gather::SessionActor>(store::Connection&)> job =
      [cookie = std::move(cookie)](store::Connection& db) {
        return gather::actor_by_session(db, cookie);
      };
  Result<gather::SessionActor> found =
      co_await services_.store.read<gather::SessionActor>(std::move(job));
  if (!found) co_return tl::unexpected(found.error());
  const Entrance& entrance = services_.entrance;
  if (!found->session) co_return std::optional<Actor>();
  if (!is_alive(*found->session, entrance.sessions, entrance.clock->now())) {
    log::notice("web", "session_expired: {}", found->actor.login);
    co_return std::optional<Actor>();
  }
  entrance.accounts->session_seen(*found->session);
  found->actor.half_way = entrance.needs_second_step(found->actor.role) && !found->second_step;
  co_return std::optional<Actor>(std::move(found->actor));
}

Task<HttpResponse> App::answer(HttpRequest request, std::string& pattern) {
  auto target = parse_target(request.target);
  if (!target) co_return problem(target.error());
  Match found = match(routes(), request.method, *target);
  if (found.route == nullptr) co_return no_route(found, request, *target);
  const Route& route = *found.route;
  pattern = route.pattern;
  if (route.gate != Gate::kCapture && is_cross_site_write(request)) {
    log::notice("web", "malicious_csrf: {} {} from {}", request.method, route.pattern,
                request.peer.address);
    co_return problem(403, "requests from other sites are refused");
  }
  std::optional<Actor> actor;
  if (route.gate == Gate::kPeople || route.gate == Gate::kSelf || route.gate == Gate::kMachine) {
    Result<std::optional<Actor>> identified = co_await find_actor(request);
    if (!identified) co_return problem(identified.error());
    actor = std::move(*identified);
  }
  // A browser sends its cookie by itself: a write must show that it comes from our own pages.
  if (actor && actor->via == Via::kSession && is_write(request.method) &&
      !proves_same_origin(request)) {
    log::notice("web", "malicious_csrf: {} {} from {}", request.method, route.pattern,
                request.peer.address);
    co_return problem(403, "a write with a session's cookie needs Sec-Fetch-Site or Origin");
  }
  const Admission admission = admit(route, actor, request);
  if (admission != Admission::kYes) {
    ++services_.counters.denials;
    log::notice("web", "authz_fail: {} {} for {} from {}", request.method, route.pattern,
                actor ? actor->login : std::string("nobody"), request.peer.address);
    co_return not_admitted(admission, request);
  }
  if (is_write(request.method) && !request.body.empty()) {
    const std::string type = ascii_lower(header_value(request.headers, "Content-Type"));
    if (!may_send(route, type)) co_return problem(415, wanted_type(route.takes));
  }
  const bool once = keyed_writes_ != nullptr && is_keyed(route, request);
  Call call;
  call.params = std::move(found.params);
  call.target = std::move(*target);
  call.request = std::move(request);
  if (actor) call.actor = std::move(*actor);
  if (once) {
    HttpResponse response = co_await answer_once(services_, *keyed_writes_, route, std::move(call));
    co_return response;
  }
  HttpResponse response = co_await route.handler(services_, std::move(call));
  co_return response;
}

Task<HttpResponse> App::handle(HttpRequest request) {
  std::string pattern = "none";
  HttpResponse response = co_await answer(std::move(request), pattern);
  const std::pair<std::string, int> key(pattern, response.status);
  ++services_.counters.answers[key];
  co_return response;
}

}  // namespace vouch::web
