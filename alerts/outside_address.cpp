#include "alerts/outside_address.h"

#include <string>

namespace vouch::alerts {
namespace {

bool is_this_machine(const Url& url) {
  return url.host() == "localhost" || url.host().ends_with(".localhost") ||
         url.host() == "127.0.0.1" || url.host() == "[::1]";
}

}  // namespace

Result<Url> outside_address(std::string_view where, std::string_view text, bool private_allowed) {
  auto parsed = Url::parse(text);
  if (!parsed || !parsed->is_http()) {
    return fail(ErrorCode::kInvalid, "the address is no http or https URL", std::string(where));
  }
  if (parsed->has_credentials()) {
    return fail(ErrorCode::kInvalid, "user name and password do not belong into the address",
                std::string(where));
  }
  if (parsed->scheme() == "http" && !private_allowed && !is_this_machine(*parsed)) {
    return fail(ErrorCode::kInvalid,
                "messages leave this machine over https only; set private_allowed for an address "
                "inside your own network",
                std::string(where));
  }
  return std::move(*parsed);
}

}  // namespace vouch::alerts
