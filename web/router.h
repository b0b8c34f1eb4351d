// The table of routes: method, pattern, who may call, handler. Access is decided here and nowhere
// else, as a function of values that tests walk through (role x route); rules about single objects
// stand in sight.h. Main loop only.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.h"
#include "web/commands.h"
#include "web/http_server.h"
#include "web/target.h"

namespace vouch::web {

struct Services;

struct Call {  // one request on its way to a handler; owned by the handler's coroutine
  HttpRequest request;
  Target target;
  std::vector<std::string> params;  // values of {..} in the pattern, in order
  Actor actor;                      // of kPeople routes
};

enum class Gate {
  kOpen,     // anybody
  kLink,     // the link token in the path is the key; the handler looks it up
  kCapture,  // the capture token in the form is the key, from whatever site the form comes
  kPeople,   // session, bearer token or Unix socket, and a role of Route::roles
  kSelf,     // the same, about nobody but oneself: also before the second step is set up
  kMachine,  // loopback without a proxy, or an administrator
};

class Roles {
 public:
  constexpr Roles() = default;
  template <class... R>
  constexpr explicit Roles(R... roles) : bits_((bit(roles) | ...)) {}
  // Work from outside as well: entries of one's own, nothing of the company's.
  [[nodiscard]] constexpr Roles and_vendors() const {
    Roles wider = *this;
    wider.bits_ |= kVendorBit;
    return wider;
  }
  [[nodiscard]] constexpr bool has(const Actor& actor) const {
    return (bits_ & bit(actor.role)) != 0 && (!actor.vendor || (bits_ & kVendorBit) != 0);
  }

 private:
  static constexpr unsigned kVendorBit = 1U << 16;
  static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
  unsigned bits_ = 0;
};

using RouteHandler = Task<HttpResponse> (*)(Services& services, Call call);

inline constexpr std::size_t kSmallBody = 64 * 1024;
inline constexpr std::size_t kReportBody = 10 * 1024 * 1024;

inline constexpr std::size_t kCaptureBody = 8 * 1024 * 1024;
inline constexpr std::size_t kPlanBody = 1024 * 1024;
inline constexpr std::size_t kPictureBody = 10 * 1024 * 1024;

enum class Takes {
  kJson,
  kPage,     // a saved page as it is
  kPicture,  // its bytes as they are
  kForm      // multipart/form-data
};

// What an Idempotency-Key keeps of a write (keyed_writes.h).
enum class Keeps {
  kAnswer,
  kNothing  // the key is ignored: the answer holds a secret, or the handler has keys of its own
};

struct Route {
  std::string_view method;   // "GET" answers HEAD too
  std::string_view pattern;  // "/api/v1/claims/{id}"; "{path*}" at the end: any depth, none too
  Gate gate = Gate::kPeople;
  Roles roles;
  RouteHandler handler = nullptr;
  std::size_t body_limit = kSmallBody;
  Takes takes = Takes::kJson;
  Keeps keeps = Keeps::kAnswer;
};

std::span<const Route> routes();  // routes.cpp

struct Match {
  const Route* route = nullptr;  // none: 404, or 405 when `allow` is not empty
  std::vector<std::string> params;
  std::string allow;  // methods of the path, "GET, HEAD, POST"
};
Match match(std::span<const Route> table, std::string_view method, const Target& target);

enum class Admission { kYes, kNotSignedIn, kForbidden, kHalfWay };
// `actor`: none when the request carried no valid credential.
Admission admit(const Route& route, const std::optional<Actor>& actor, const HttpRequest& request);

// A browser's cross-site write (ASVS 3.5.1-3.5.3): Sec-Fetch-Site, else Origin against Host.
bool is_cross_site_write(const HttpRequest& request);
// What a write with a session's cookie must show: one of the two, and that it comes from our pages.
bool proves_same_origin(const HttpRequest& request);

}  // namespace vouch::web
