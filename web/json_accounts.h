// The JSON texts of accounts, sessions, tokens and the audit (docs/openapi.yaml). Pure.
#pragma once

#include <string>
#include <vector>

#include "web/entrance.h"
#include "web/facts.h"
#include "web/gather_accounts.h"

namespace vouch::web {

std::string to_json(const gather::Me& me, const HealthFacts& facts, const Entrance& entrance,
                    const gather::Viewer& viewer, const Zone& zone);
std::string to_json(const std::vector<Session>& sessions, SessionId current);
std::string to_json(const gather::TokenList& tokens);
std::string to_json(const gather::InvitedPerson& person, std::string_view company);
std::string to_json(const gather::AuditPage& page);

}  // namespace vouch::web
