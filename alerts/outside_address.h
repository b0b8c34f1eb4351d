// An address that an operator gives for messages which leave this machine.
#pragma once

#include <string_view>

#include "core/result.h"
#include "core/url.h"

namespace vouch::alerts {

// kInvalid, in words and without the address; `where` names the setting. No http(s) URL, user name
// and password in it, or plain http beyond this machine unless `private_allowed`.
Result<Url> outside_address(std::string_view where, std::string_view text, bool private_allowed);

}  // namespace vouch::alerts
