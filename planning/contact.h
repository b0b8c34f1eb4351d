// Contacts of customers as people type them: telephone numbers, mail addresses, 微信 ids, several
// in one line. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch::planning {

// What people who do not look after the customer see: 138****1234, a***@host, the ends of an id.
// Labels ("微信：") and separators stay.
std::string mask_contact(std::string_view contact);

// What contacts are compared by, one a part: a number without its spaces, dashes and country code
// of the mainland, anything else folded. Parts too short to mean one person are none.
std::vector<std::string> contact_keys(std::string_view contact);

}  // namespace vouch::planning
