#include "store/observations.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/hash.h"
#include "store/columns.h"
#include "store/ledger.h"

namespace vouch::store::observations {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO observation(claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome,
    reason, negative_proved, route, provider, query, final_url, http_status, position,
    content_digest, detail)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
  RETURNING id)sql";
constexpr std::string_view kInsertEvidence =
    "INSERT INTO observation_evidence(observation_id, ordinal, evidence_id) VALUES($1, $2, $3)";
constexpr std::string_view kFind = R"sql(
  SELECT id, claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome, reason,
    negative_proved, provider, query, final_url, http_status, position, content_digest, detail,
    route
  FROM observation WHERE id = $1)sql";
constexpr std::string_view kForClaim = R"sql(
  SELECT id, claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome, reason,
    negative_proved, provider, query, final_url, http_status, position, content_digest, detail,
    route
  FROM observation WHERE claim_id = $1 ORDER BY observed_at, id)sql";
constexpr std::string_view kNewestFound = R"sql(
  SELECT id, claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome, reason,
    negative_proved, provider, query, final_url, http_status, position, content_digest, detail,
    route
  FROM observation
  WHERE claim_id = $1 AND stage = $2 AND outcome = 'FOUND' AND route = 'machine'
  ORDER BY observed_at DESC, id DESC LIMIT 1)sql";
constexpr std::string_view kForKeyword = R"sql(
  SELECT id, claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome, reason,
    negative_proved, provider, query, final_url, http_status, position, content_digest, detail,
    route
  FROM observation WHERE keyword_id = $1 ORDER BY observed_at, id)sql";
constexpr std::string_view kList = R"sql(
  SELECT id, claim_id, keyword_id, stage, look_no, look_id, observed_at, outcome, reason,
    negative_proved, provider, query, final_url, http_status, position, content_digest, detail,
    route
  FROM observation WHERE id > $1 ORDER BY id LIMIT $2)sql";
constexpr std::string_view kNewest = "SELECT coalesce(max(id), 0) FROM observation";
constexpr std::string_view kAnswersSince = R"sql(
  SELECT stage, count(DISTINCT claim_id),
    count(DISTINCT CASE WHEN outcome = 'FOUND' OR negative_proved = 1 THEN claim_id END)
  FROM observation
  WHERE id > $1 AND claim_id IS NOT NULL AND outcome <> 'NOT_APPLICABLE' AND route = 'machine'
  GROUP BY stage ORDER BY stage)sql";
constexpr std::string_view kEvidenceOf =
    "SELECT evidence_id FROM observation_evidence WHERE observation_id = $1 ORDER BY ordinal";
constexpr std::string_view kEvidenceForClaim = R"sql(
  SELECT oe.observation_id, oe.evidence_id FROM observation o
  JOIN observation_evidence oe ON oe.observation_id = o.id
  WHERE o.claim_id = $1 ORDER BY oe.observation_id, oe.ordinal)sql";
constexpr std::string_view kLastAt =
    "SELECT coalesce(max(observed_at), 0) FROM observation WHERE claim_id = $1";
constexpr std::string_view kLastAtOfKeyword =
    "SELECT coalesce(max(observed_at), 0) FROM observation WHERE keyword_id = $1";
constexpr std::string_view kLowestNo =
    "SELECT coalesce(min(look_no), 0) FROM observation WHERE claim_id = $1 AND stage = $2";

std::string_view route_word(Route route) {
  return route == Route::kPerson ? "person" : "machine";
}

Observation read_observation(const Row& row) {
  Observation o;
  row.read(o.id, o.claim, o.keyword, o.stage, o.look_no, o.look, o.observed_at, o.outcome, o.reason,
           o.negative_proved, o.provider, o.query, o.final_url, o.http_status, o.position,
           o.content_digest, o.detail);
  o.route = row.text(17) == "person" ? Route::kPerson : Route::kMachine;
  return o;
}

Status add_evidence(Connection& db, std::vector<Observation>& rows) {
  for (Observation& row : rows) {
    auto ids = db.all<EvidenceId>(
        kEvidenceOf, [](const Row& r) { return EvidenceId{r.integer(0)}; }, row.id);
    if (!ids) return tl::unexpected(ids.error());
    row.evidence = std::move(*ids);
  }
  return {};
}

Result<std::vector<Observation>> with_evidence(Connection& db,
                                               Result<std::vector<Observation>> rows) {
  if (!rows) return rows;
  auto added = add_evidence(db, *rows);
  if (!added) return tl::unexpected(added.error());
  return rows;
}

void add_number(Sha256& sum, std::int64_t number) {
  sum.update_field(fmt::format_int(number).c_str());
}

}  // namespace

Result<ObservationId> insert(Connection& db, const Observation& o) {
  auto id = db.scalar<ObservationId>(kInsert, o.claim, o.keyword, o.stage, o.look_no, o.look,
                                     o.observed_at, o.outcome, o.reason, o.negative_proved,
                                     route_word(o.route), o.provider, o.query, o.final_url,
                                     o.http_status, o.position, o.content_digest, o.detail);
  if (!id) return id;
  int ordinal = 0;
  for (const EvidenceId evidence : o.evidence) {
    auto added = db.run(kInsertEvidence, *id, ordinal++, evidence);
    if (!added) return tl::unexpected(added.error());
  }
  auto noted = Ledger(db).append("observation", id->value, digest(o), o.observed_at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<Observation> find(Connection& db, ObservationId id) {
  auto rows = with_evidence(db, db.all<Observation>(kFind, read_observation, id));
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no observation {}", id.value));
  }
  return std::move(rows->front());
}

Result<std::vector<Observation>> for_claim(Connection& db, ClaimId claim) {
  auto rows = db.all<Observation>(kForClaim, read_observation, claim);
  if (!rows || rows->empty()) return rows;
  std::map<ObservationId, std::vector<EvidenceId>> evidence;
  auto read = db.each(
      kEvidenceForClaim,
      [&](const Row& row) {
        evidence[ObservationId{row.integer(0)}].push_back(EvidenceId{row.integer(1)});
      },
      claim);
  if (!read) return tl::unexpected(read.error());
  for (Observation& row : *rows) {
    if (auto found = evidence.find(row.id); found != evidence.end()) {
      row.evidence = std::move(found->second);
    }
  }
  return rows;
}

Result<std::vector<Observation>> for_keyword(Connection& db, KeywordId keyword) {
  return with_evidence(db, db.all<Observation>(kForKeyword, read_observation, keyword));
}

Result<std::vector<Observation>> list(Connection& db, ObservationId after, int limit) {
  return with_evidence(db, db.all<Observation>(kList, read_observation, after.value, limit));
}

Result<ObservationId> newest(Connection& db) {
  return db.scalar<ObservationId>(kNewest);
}

Result<std::vector<StageAnswers>> answers_since(Connection& db, ObservationId after) {
  return db.all<StageAnswers>(
      kAnswersSince,
      [](const Row& row) {
        StageAnswers answers;
        row.read(answers.stage, answers.claims, answers.answered);
        return answers;
      },
      after.value);
}

Result<std::optional<Observation>> newest_found(Connection& db, ClaimId claim, const Stage& stage) {
  return db.first<Observation>(kNewestFound, read_observation, claim, to_string(stage));
}

Result<Time> last_at(Connection& db, ClaimId claim) {
  return db.scalar<Time>(kLastAt, claim);
}
Result<Time> last_at(Connection& db, KeywordId keyword) {
  return db.scalar<Time>(kLastAtOfKeyword, keyword);
}

Result<int> next_person_look_no(Connection& db, ClaimId claim, const Stage& stage) {
  auto lowest = db.scalar<int>(kLowestNo, claim, stage);
  if (!lowest) return lowest;
  return std::min(*lowest, 0) - 1;
}

std::string digest(const Observation& o) {
  Sha256 sum;
  add_number(sum, o.claim.value);
  add_number(sum, o.keyword.value);
  sum.update_field(to_string(o.stage));
  add_number(sum, o.look_no);
  add_number(sum, o.look.value);
  add_number(sum, to_millis(o.observed_at));
  sum.update_field(to_string(o.outcome));
  sum.update_field(to_string(o.reason));
  add_number(sum, o.negative_proved ? 1 : 0);
  sum.update_field(route_word(o.route));
  sum.update_field(o.provider);
  sum.update_field(o.query);
  sum.update_field(o.final_url);
  add_number(sum, o.http_status);
  sum.update_field(o.position ? fmt::format_int(*o.position).c_str() : "");
  sum.update_field(o.content_digest);
  sum.update_field(o.detail);
  for (const EvidenceId evidence : o.evidence) add_number(sum, evidence.value);
  return to_hex(sum.finish());
}

}  // namespace vouch::store::observations
