// How requests from browsers are let in: cookies, the client behind a trusted proxy, the session
// behind a cookie. Pure functions but for what `Entrance` refers to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account.h"
#include "core/clock.h"
#include "web/accounts.h"
#include "web/http_server.h"

namespace vouch::web {

struct Entrance {
  Accounts* accounts = nullptr;      // null: nobody signs in here
  const WallClock* clock = nullptr;  // the real one, also in the practice world
  SessionRules sessions;
  bool second_step_required = false;  // of supervisors, administrators and owners
  std::vector<std::string> proxies;   // addresses and networks whose X-Forwarded-* is believed

  [[nodiscard]] bool needs_second_step(Role role) const {
    return second_step_required && role != Role::kEmployee;
  }
};

struct Client {
  std::string address;  // "203.0.113.9"; "unix"
  bool secure = false;  // reached by TLS, its own or the proxy's
};
// The nearest address that is no trusted proxy (ASVS 15.3.4).
Client client_of(const HttpRequest& request, const std::vector<std::string>& proxies);

enum class Cookie { kSession, kDevice };
// `__Host-` under TLS, and only that is read there (ASVS 3.3.1); another name on plain HTTP.
std::string_view cookie_name(Cookie cookie, bool secure);
std::string cookie_of(const HttpRequest& request, Cookie cookie, bool secure);  // "": none
HeaderField set_cookie(Cookie cookie, std::string_view value, std::chrono::seconds life,
                       bool secure);
HeaderField clear_cookie(Cookie cookie, bool secure);

Visitor visitor_of(const HttpRequest& request, const Entrance& entrance);

}  // namespace vouch::web
