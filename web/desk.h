// What the pages behind a personal link share: whose they are, their context, and how they fail.
#pragma once

#include <string>
#include <string_view>

#include "web/app.h"
#include "web/page_frame.h"
#include "web/router.h"

namespace vouch::web::handlers {

enum class Desk { kEmployee, kSupervisor };

Lang lang_of(const Target& target);
HttpResponse not_found(const Call& call);
// Somebody else's entry looks like none: the link says nothing about what exists.
HttpResponse page_error(const Call& call, const Error& error);
// `below`: path of the page under `base`, without its query.
PageContext page_context(const Services& services, const Call& call, std::string base,
                         std::string_view below);

// The same of a personal page, with what its frame says to the holder of the link. `call` outlives
// it.
Task<PageContext> personal_context(const Services& services, const Call& call, Desk desk,
                                   std::string below);

// The holder of a personal link: on his own page an employee, on the supervisor's page a supervisor
// (administrators stay what they are there).
Actor holder(const User& user, Desk desk);
std::string base_of(Desk desk, const Call& call);
Result<User> link_holder(store::Connection& db, const std::string& token);  // kNotFound

}  // namespace vouch::web::handlers
