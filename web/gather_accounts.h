// Reading jobs about the person who asks: himself, his sessions and tokens; and the audit. Each
// runs on a store reader thread inside one `Store::read` job.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/account.h"
#include "store/audit.h"
#include "store/people.h"
#include "web/gather.h"

namespace vouch::web::gather {

struct Me {
  User user;
  std::optional<std::string> team;
  std::vector<std::string> leads;  // teams led today
  std::int64_t unread = 0;         // of the inbox
  bool second_step = false;
  std::int64_t recovery_left = 0;
};
Result<Me> me(store::Connection& db, const Viewer& viewer);

// Those that are alive.
Result<std::vector<Session>> sessions(store::Connection& db, UserId user, const SessionRules& rules,
                                      Time now);

// Whether what the actor was let in by still lets him in.
Result<bool> still_in(store::Connection& db, const Actor& actor, const SessionRules& rules,
                      Time now);

struct InvitedPerson {
  std::string login;
  std::string name;
  Time expires_at;
};
Result<InvitedPerson> invited(store::Connection& db, std::string_view code, Time now);  // kNotFound

struct TokenList {
  std::string login;
  std::vector<store::ApiToken> tokens;
};
// Of the viewer, or by an administrator of `login`. kDenied, kNotFound.
Result<TokenList> tokens(store::Connection& db, const std::string& login, const Viewer& viewer);

struct AuditRequest {
  std::int64_t before = 0;
  std::optional<std::string> login;  // who did it
  std::string action;
  std::string subject;
  int limit = 50;
};
struct AuditPage {
  std::vector<store::AuditEntry> items;  // newest first
  std::map<UserId, User> people;
  std::optional<std::int64_t> next;
};
Result<AuditPage> audit(store::Connection& db, const AuditRequest& request);

}  // namespace vouch::web::gather
