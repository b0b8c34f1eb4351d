#include "store/records.h"

#include <fmt/format.h>

#include "core/hash.h"

namespace vouch::store::records {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO record_version(kind, key, revision, effective_from, added_at, sha256, source, text)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view kNewest = R"sql(
  SELECT id, kind, key, revision, effective_from, added_at, sha256, source, text
  FROM record_version WHERE kind = $1 AND key = $2 ORDER BY revision DESC LIMIT 1)sql";
constexpr std::string_view kNewestOfKind = R"sql(
  SELECT v.id, v.kind, v.key, v.revision, v.effective_from, v.added_at, v.sha256, v.source, v.text
  FROM record_version v
  WHERE v.kind = $1 AND v.revision =
    (SELECT max(w.revision) FROM record_version w WHERE w.kind = v.kind AND w.key = v.key)
  ORDER BY v.key)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, kind, key, revision, effective_from, added_at, sha256, source, text
  FROM record_version WHERE id = $1)sql";
constexpr std::string_view kHistory = R"sql(
  SELECT id, kind, key, revision, effective_from, added_at, sha256, source, text
  FROM record_version WHERE kind = $1 AND key = $2 ORDER BY revision)sql";

RecordVersion read_version(const Row& row) {
  RecordVersion version;
  row.read(version.id, version.kind, version.key, version.revision, version.effective_from,
           version.added_at, version.sha256, version.source, version.text);
  return version;
}

}  // namespace

Result<std::optional<RecordVersionId>> insert_if_newer(Connection& db,
                                                       const RecordVersion& record) {
  const auto present = newest(db, record.kind, record.key);
  if (!present) return tl::unexpected(present.error());
  if (*present && (*present)->revision >= record.revision) return std::optional<RecordVersionId>();
  const auto id = db.scalar<RecordVersionId>(kInsert, record.kind, record.key, record.revision,
                                             record.effective_from, record.added_at,
                                             sha256_hex(record.text), record.source, record.text);
  if (!id) return tl::unexpected(id.error());
  return std::optional(*id);
}

Result<std::optional<RecordVersion>> newest(Connection& db, std::string_view kind,
                                            std::string_view key) {
  return db.first<RecordVersion>(kNewest, read_version, kind, key);
}

Result<std::vector<RecordVersion>> newest_of_kind(Connection& db, std::string_view kind) {
  return db.all<RecordVersion>(kNewestOfKind, read_version, kind);
}

Result<RecordVersion> find(Connection& db, RecordVersionId id) {
  auto found = db.first<RecordVersion>(kFind, read_version, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no record version {}", id.value));
  }
  return std::move(**found);
}

Result<std::vector<RecordVersion>> history(Connection& db, std::string_view kind,
                                           std::string_view key) {
  return db.all<RecordVersion>(kHistory, read_version, kind, key);
}

}  // namespace vouch::store::records
