#include "store/tickets.h"

namespace vouch::store::tickets {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO ticket(provider, engine, text, known_url, known_text, unknown_url, submitted_at,
    collect_at, evidence_id)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id)sql";
constexpr std::string_view kInsertLook =
    "INSERT INTO ticket_look(look_id, ticket_id, attempt) VALUES($1, $2, $3)";
constexpr std::string_view kOpen = R"sql(
  SELECT id, provider, engine, text, known_url, known_text, unknown_url, submitted_at, collect_at,
    evidence_id
  FROM ticket WHERE closed_at IS NULL ORDER BY id)sql";
constexpr std::string_view kLooks =
    "SELECT look_id, attempt FROM ticket_look WHERE ticket_id = $1 ORDER BY look_id";
constexpr std::string_view kHolds = R"sql(
  SELECT t.collect_at FROM ticket_look l JOIN ticket t ON t.id = l.ticket_id
  WHERE l.look_id = $1 AND t.closed_at IS NULL ORDER BY t.id DESC LIMIT 1)sql";
constexpr std::string_view kClose =
    "UPDATE ticket SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";

}  // namespace

Result<std::int64_t> insert(Connection& db, const OpenTicket& ticket,
                            const std::vector<TicketLook>& looks) {
  const auto id = db.scalar<std::int64_t>(kInsert, ticket.provider, ticket.engine, ticket.text,
                                          ticket.known_url, ticket.known_text, ticket.unknown_url,
                                          ticket.submitted_at, ticket.collect_at, ticket.evidence);
  if (!id) return id;
  for (const TicketLook& look : looks) {
    const auto added = db.run(kInsertLook, look.look, *id, look.attempt);
    if (!added) return tl::unexpected(added.error());
  }
  return id;
}

Result<std::vector<OpenTicket>> open(Connection& db) {
  return db.all<OpenTicket>(kOpen, [](const Row& row) {
    OpenTicket ticket;
    row.read(ticket.id, ticket.provider, ticket.engine, ticket.text, ticket.known_url,
             ticket.known_text, ticket.unknown_url, ticket.submitted_at, ticket.collect_at,
             ticket.evidence);
    return ticket;
  });
}

Result<std::vector<TicketLook>> looks_of(Connection& db, std::int64_t id) {
  return db.all<TicketLook>(
      kLooks,
      [](const Row& row) {
        TicketLook look;
        row.read(look.look, look.attempt);
        return look;
      },
      id);
}

Result<std::optional<Time>> holds(Connection& db, LookId look) {
  return db.first<Time>(
      kHolds,
      [](const Row& row) {
        Time at;
        row.read(at);
        return at;
      },
      look);
}

Result<bool> close(Connection& db, std::int64_t id, Time at) {
  const auto changed = db.run(kClose, id, at);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

}  // namespace vouch::store::tickets
