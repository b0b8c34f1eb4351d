#include "store/report_sources.h"

namespace vouch::store::report_sources {
namespace {

constexpr std::string_view kState = R"sql(
  SELECT name, state, detail, last_run_at, read_up_to, counts FROM report_source
  WHERE name = $1)sql";
constexpr std::string_view kPutState = R"sql(
  INSERT INTO report_source(name, state, detail, last_run_at, read_up_to, counts)
  VALUES($1, $2, $3, $4, $5, $6)
  ON CONFLICT(name) DO UPDATE SET state = $2, detail = $3, last_run_at = $4, read_up_to = $5,
    counts = $6)sql";
constexpr std::string_view kIsTaken = R"sql(
  SELECT EXISTS(SELECT 1 FROM report_line WHERE source = $1 AND report_id = $2
    AND line_key = $3))sql";
constexpr std::string_view kTake = R"sql(
  INSERT INTO report_line(source, report_id, line_key, claim_id, at) VALUES($1, $2, $3, $4, $5)
  )sql";
constexpr std::string_view kPutWaiting = R"sql(
  INSERT INTO report_waiting(source, report_id, author_id, author_name, day, body, problems,
                             author_known, at)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT(source, report_id) DO UPDATE SET author_id = $3, author_name = $4, day = $5,
    body = $6, problems = $7, author_known = $8, at = $9)sql";
constexpr std::string_view kDropWaiting =
    "DELETE FROM report_waiting WHERE source = $1 AND report_id = $2";
constexpr std::string_view kWaiting = R"sql(
  SELECT source, report_id, author_id, author_name, day, body, problems, author_known, at
  FROM report_waiting WHERE source = $1 ORDER BY day DESC, report_id)sql";

Status ran(Result<std::int64_t> done) {
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace

Result<State> state(Connection& db, std::string_view name) {
  const auto found = db.first<State>(
      kState,
      [](const Row& row) {
        State out;
        row.read(out.name, out.state, out.detail, out.last_run_at, out.read_up_to, out.counts);
        return out;
      },
      name);
  if (!found) return tl::unexpected(found.error());
  if (*found) return **found;
  State none;
  none.name = std::string(name);
  return none;
}

Status put_state(Connection& db, const State& state) {
  return ran(db.run(kPutState, state.name, state.state, state.detail, state.last_run_at,
                    state.read_up_to, state.counts));
}

Result<bool> is_taken(Connection& db, std::string_view source, std::string_view report,
                      std::string_view line) {
  const auto found = db.scalar<std::int64_t>(kIsTaken, source, report, line);
  if (!found) return tl::unexpected(found.error());
  return *found != 0;
}

Status take(Connection& db, std::string_view source, std::string_view report, std::string_view line,
            ClaimId claim, Time at) {
  return ran(db.run(kTake, source, report, line, claim, at));
}

Status put_waiting(Connection& db, const Waiting& one) {
  return ran(db.run(kPutWaiting, one.source, one.report_id, one.author_id, one.author_name, one.day,
                    one.body, one.problems, one.author_known, one.at));
}

Status drop_waiting(Connection& db, std::string_view source, std::string_view report) {
  return ran(db.run(kDropWaiting, source, report));
}

Result<std::vector<Waiting>> waiting(Connection& db, std::string_view source) {
  return db.all<Waiting>(
      kWaiting,
      [](const Row& row) {
        Waiting out;
        row.read(out.source, out.report_id, out.author_id, out.author_name, out.day, out.body,
                 out.problems, out.author_known, out.at);
        return out;
      },
      source);
}

}  // namespace vouch::store::report_sources
