#include "web/router.h"

#include <cstddef>

#include "core/text.h"

namespace vouch::web {
namespace {

bool fits(std::string_view pattern, const Target& target, std::vector<std::string>& params) {
  params.clear();
  std::size_t segment = 0;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the slash
    if (pattern.empty()) break;
    const auto end = pattern.find('/');
    const std::string_view part = pattern.substr(0, end);
    if (part.ends_with("*}")) {  // what is left, none too
      params.insert(params.end(), target.segments.begin() + static_cast<std::ptrdiff_t>(segment),
                    target.segments.end());
      return true;
    }
    if (segment >= target.segments.size()) return false;
    const std::string& given = target.segments[segment++];
    if (part.front() == '{') {
      params.push_back(given);
    } else if (part != given) {
      return false;
    }
    pattern.remove_prefix(part.size());
  }
  return segment == target.segments.size();
}

}  // namespace

Match match(std::span<const Route> table, std::string_view method, const Target& target) {
  Match found;
  std::vector<std::string> params;
  for (const Route& route : table) {
    if (!fits(route.pattern, target, params)) continue;
    const bool same = route.method == method || (route.method == "GET" && method == "HEAD");
    if (same) {
      found.route = &route;
      found.params = std::move(params);
      found.allow.clear();
      return found;
    }
    if (!found.allow.empty()) found.allow += ", ";
    found.allow += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return found;
}

Admission admit(const Route& route, const std::optional<Actor>& actor, const HttpRequest& request) {
  switch (route.gate) {
    case Gate::kOpen:
    case Gate::kLink:
    case Gate::kCapture:
      return Admission::kYes;
    case Gate::kPeople:
      if (!actor) return Admission::kNotSignedIn;
      return route.roles.has(actor->role) ? Admission::kYes : Admission::kForbidden;
    case Gate::kMachine: {
      // Behind a reverse proxy every caller looks local.
      const bool proxied = !header_value(request.headers, "X-Forwarded-For").empty() ||
                           !header_value(request.headers, "Forwarded").empty() ||
                           !header_value(request.headers, "Via").empty();
      if (request.peer.loopback && !proxied) return Admission::kYes;
      if (!actor) return Admission::kNotSignedIn;
      return route.roles.has(actor->role) ? Admission::kYes : Admission::kForbidden;
    }
  }
  return Admission::kForbidden;
}

bool is_cross_site_write(const HttpRequest& request) {
  if (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS")
    return false;
  const std::string_view site = header_value(request.headers, "Sec-Fetch-Site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = header_value(request.headers, "Origin");
  if (origin.empty()) return false;
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return true;  // "null"
  return !ascii_iequals(origin.substr(scheme_end + 3), header_value(request.headers, "Host"));
}

}  // namespace vouch::web
