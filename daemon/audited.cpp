#include "daemon/audited.h"

#include "store/audit.h"

namespace vouch::daemon {
namespace {

std::string_view name_of(web::Via via) {
  switch (via) {
    case web::Via::kSocket:
      return "socket";
    case web::Via::kToken:
      return "token";
    case web::Via::kLink:
      return "link";
    case web::Via::kSession:
      return "session";
  }
  return "";
}

}  // namespace

Status audited(store::WriteContext& context, const web::Actor& actor, std::string_view action,
               std::string subject, std::string detail) {
  store::AuditEntry entry;
  entry.at = context.now;
  entry.actor = actor.user;
  entry.via = std::string(name_of(actor.via));
  entry.action = std::string(action);
  entry.subject = std::move(subject);
  entry.detail = std::move(detail);
  return store::audit::insert(context.db, entry);
}

}  // namespace vouch::daemon
