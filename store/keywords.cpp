#include "store/keywords.h"

#include <fmt/format.h>

namespace vouch::store::keywords {
namespace {

// A retired keyword that is entered again comes back under its old id.
constexpr std::string_view kInsert = R"sql(
  INSERT INTO keyword(text, folded, priority) VALUES($1, $2, $3)
  ON CONFLICT(folded) DO UPDATE SET text = $1, priority = $3, retired = 0
    WHERE keyword.retired = 1
  RETURNING id)sql";
constexpr std::string_view kSetPriority = "UPDATE keyword SET priority = $2 WHERE id = $1";
constexpr std::string_view kSetTarget = "UPDATE keyword SET target_url = $2 WHERE id = $1";
constexpr std::string_view kTarget = "SELECT target_url FROM keyword WHERE id = $1";
constexpr std::string_view kCount = "SELECT count(*) FROM keyword WHERE retired = 0";
constexpr std::string_view kRetire = "UPDATE keyword SET retired = 1 WHERE id = $1 AND retired = 0";
constexpr std::string_view kFind = "SELECT id, text, folded, priority FROM keyword WHERE id = $1";
constexpr std::string_view kFindByFolded =
    "SELECT id, text, folded, priority FROM keyword WHERE folded = $1 AND retired = 0";
constexpr std::string_view kList =
    "SELECT id, text, folded, priority FROM keyword WHERE retired = 0 ORDER BY priority, id";

Keyword read_keyword(const Row& row) {
  Keyword keyword;
  row.read(keyword.id, keyword.text, keyword.folded, keyword.priority);
  return keyword;
}

Error missing(KeywordId id) {
  return {ErrorCode::kNotFound, fmt::format("there is no keyword {}", id.value), {}};
}

}  // namespace

Result<KeywordId> insert(Connection& db, const Keyword& keyword) {
  const auto id = db.first<KeywordId>(
      kInsert, [](const Row& row) { return KeywordId{row.integer(0)}; }, keyword.text,
      keyword.folded, keyword.priority);
  if (!id) return tl::unexpected(id.error());
  if (!*id) {
    return fail(ErrorCode::kConflict,
                fmt::format("'{}' is in the keyword library already", keyword.text), "text");
  }
  return **id;
}

Status set_priority(Connection& db, KeywordId id, int priority) {
  const auto changed = db.run(kSetPriority, id, priority);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return tl::unexpected(missing(id));
  return {};
}

Status set_target(Connection& db, KeywordId id, std::string_view url) {
  const auto changed = db.run(kSetTarget, id, url);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return tl::unexpected(missing(id));
  return {};
}

Result<std::string> target(Connection& db, KeywordId id) {
  auto found = db.first<std::string>(
      kTarget, [](const Row& row) { return std::string(row.text(0)); }, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(missing(id));
  return std::move(**found);
}

Result<bool> remove(Connection& db, KeywordId id) {
  const auto changed = db.run(kRetire, id);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

Result<Keyword> find(Connection& db, KeywordId id) {
  auto found = db.first<Keyword>(kFind, read_keyword, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return tl::unexpected(missing(id));
  return std::move(**found);
}

Result<std::optional<Keyword>> find_by_folded(Connection& db, std::string_view folded) {
  return db.first<Keyword>(kFindByFolded, read_keyword, folded);
}

Result<std::vector<Keyword>> list(Connection& db) {
  return db.all<Keyword>(kList, read_keyword);
}

Result<std::int64_t> count(Connection& db) {
  return db.scalar<std::int64_t>(kCount);
}

}  // namespace vouch::store::keywords
