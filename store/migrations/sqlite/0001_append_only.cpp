#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

// The third trigger of a table stands against INSERT OR REPLACE by programs that leave
// recursive_triggers off: there a replaced row fires no delete trigger.
const std::string_view kAppendOnly0001 = R"sql(
CREATE TRIGGER observation_keeps_rows BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'observation is append-only: a row may not be deleted'); END;
CREATE TRIGGER observation_keeps_values BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'observation is append-only: a row may not be changed'); END;
CREATE TRIGGER observation_keeps_ids BEFORE INSERT ON observation
WHEN EXISTS(SELECT 1 FROM observation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'observation is append-only: a row may not be replaced'); END;

CREATE TRIGGER observation_evidence_keeps_rows BEFORE DELETE ON observation_evidence
BEGIN SELECT RAISE(ABORT, 'observation_evidence is append-only: a row may not be deleted'); END;
CREATE TRIGGER observation_evidence_keeps_values BEFORE UPDATE ON observation_evidence
BEGIN SELECT RAISE(ABORT, 'observation_evidence is append-only: a row may not be changed'); END;
CREATE TRIGGER observation_evidence_keeps_ids BEFORE INSERT ON observation_evidence
WHEN EXISTS(SELECT 1 FROM observation_evidence WHERE observation_id = NEW.observation_id AND ordinal = NEW.ordinal)
BEGIN SELECT RAISE(ABORT, 'observation_evidence is append-only: a row may not be replaced'); END;

CREATE TRIGGER evidence_keeps_rows BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: a row may not be deleted'); END;
CREATE TRIGGER evidence_keeps_values BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: a row may not be changed'); END;
CREATE TRIGGER evidence_keeps_ids BEFORE INSERT ON evidence
WHEN EXISTS(SELECT 1 FROM evidence WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: a row may not be replaced'); END;

CREATE TRIGGER decision_keeps_rows BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only: a row may not be deleted'); END;
CREATE TRIGGER decision_keeps_values BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only: a row may not be changed'); END;
CREATE TRIGGER decision_keeps_ids BEFORE INSERT ON decision
WHEN EXISTS(SELECT 1 FROM decision WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'decision is append-only: a row may not be replaced'); END;

CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'ledger is append-only: a row may not be deleted'); END;
CREATE TRIGGER ledger_keeps_values BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'ledger is append-only: a row may not be changed'); END;
CREATE TRIGGER ledger_keeps_ids BEFORE INSERT ON ledger
WHEN EXISTS(SELECT 1 FROM ledger WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'ledger is append-only: a row may not be replaced'); END;

CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only: a row may not be deleted'); END;
CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only: a row may not be changed'); END;
CREATE TRIGGER audit_keeps_ids BEFORE INSERT ON audit
WHEN EXISTS(SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit is append-only: a row may not be replaced'); END;

CREATE TRIGGER disposal_keeps_rows BEFORE DELETE ON disposal
BEGIN SELECT RAISE(ABORT, 'disposal is append-only: a row may not be deleted'); END;
CREATE TRIGGER disposal_keeps_values BEFORE UPDATE ON disposal
BEGIN SELECT RAISE(ABORT, 'disposal is append-only: a row may not be changed'); END;
CREATE TRIGGER disposal_keeps_ids BEFORE INSERT ON disposal
WHEN EXISTS(SELECT 1 FROM disposal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'disposal is append-only: a row may not be replaced'); END;

CREATE TRIGGER delivery_keeps_rows BEFORE DELETE ON delivery
BEGIN SELECT RAISE(ABORT, 'delivery is append-only: a row may not be deleted'); END;
CREATE TRIGGER delivery_keeps_values BEFORE UPDATE ON delivery
BEGIN SELECT RAISE(ABORT, 'delivery is append-only: a row may not be changed'); END;
CREATE TRIGGER delivery_keeps_ids BEFORE INSERT ON delivery
WHEN EXISTS(SELECT 1 FROM delivery WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'delivery is append-only: a row may not be replaced'); END;

CREATE TRIGGER gap_keeps_rows BEFORE DELETE ON gap
BEGIN SELECT RAISE(ABORT, 'gap is append-only: a row may not be deleted'); END;
CREATE TRIGGER gap_keeps_values BEFORE UPDATE ON gap
BEGIN SELECT RAISE(ABORT, 'gap is append-only: a row may not be changed'); END;
CREATE TRIGGER gap_keeps_ids BEFORE INSERT ON gap
WHEN EXISTS(SELECT 1 FROM gap WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'gap is append-only: a row may not be replaced'); END;

CREATE TRIGGER record_version_keeps_rows BEFORE DELETE ON record_version
BEGIN SELECT RAISE(ABORT, 'record_version is append-only: a row may not be deleted'); END;
CREATE TRIGGER record_version_keeps_values BEFORE UPDATE ON record_version
BEGIN SELECT RAISE(ABORT, 'record_version is append-only: a row may not be changed'); END;
CREATE TRIGGER record_version_keeps_ids BEFORE INSERT ON record_version
WHEN EXISTS(SELECT 1 FROM record_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'record_version is append-only: a row may not be replaced'); END;

CREATE TRIGGER dispute_keeps_rows BEFORE DELETE ON dispute
BEGIN SELECT RAISE(ABORT, 'a dispute may not be deleted'); END;
CREATE TRIGGER dispute_keeps_opening
BEFORE UPDATE OF id, claim_id, stage, opened_by, text, opened_at, due_at ON dispute
BEGIN SELECT RAISE(ABORT, 'how a dispute was opened may not be changed'); END;
CREATE TRIGGER dispute_closes_once BEFORE UPDATE ON dispute
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed dispute may not be changed'); END;

CREATE TRIGGER claim_keeps_rows BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim may not be deleted'); END;
CREATE TRIGGER claim_keeps_words
BEFORE UPDATE OF id, report_id, user_id, work_day, submitted_at, work_type, platform, title, raw_url,
  url, link_target, policy_version_id, platform_version_id ON claim
BEGIN SELECT RAISE(ABORT, 'what was claimed may not be changed'); END;
)sql";

}  // namespace vouch::store::migrations
