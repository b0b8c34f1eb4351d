#include "store/migrate.h"

#include <fmt/format.h>

namespace vouch::store {
namespace {

Status apply(Connection& db, int version, const migrations::Step& step) {
  auto begun = db.script("BEGIN IMMEDIATE");
  if (!begun) return begun;
  Status done;
  for (const std::string_view part : step.parts) {
    done = db.script(part);
    if (!done) break;
  }
  if (done) done = db.script(fmt::format("PRAGMA user_version={}", version));
  if (done) done = db.script("COMMIT");
  if (!done) {
    if (db.in_transaction()) (void)db.script("ROLLBACK");
    Error error = done.error();
    error.message =
        fmt::format("bringing the database to version {} ({}) failed, it was left as it was: {}",
                    version, step.name, error.message);
    return tl::unexpected(error);
  }
  return {};
}

}  // namespace

int newest_schema() {
  return static_cast<int>(migrations::sqlite_steps().size());
}

Result<int> schema_version(Connection& db) {
  return db.scalar<int>("PRAGMA user_version");
}

Result<MigrationReport> migrate(Connection& db, const KeepCopy& keep,
                                std::span<const migrations::Step> steps) {
  const int newest = static_cast<int>(steps.size());
  auto version = schema_version(db);
  if (!version) return tl::unexpected(version.error());
  MigrationReport report;
  report.from = *version;
  report.to = newest;
  if (*version > newest) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("the database {} has version {}, this program knows {} and has changed "
                            "nothing",
                            db.path(), *version, newest));
  }
  if (*version == newest) return report;
  if (*version == 0) {
    auto tables = db.scalar<int>("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tl::unexpected(tables.error());
    if (*tables > 0) {
      return fail(
          ErrorCode::kUnsupported,
          fmt::format("{} is a database of another program: give Vouch a directory of its own",
                      db.path()));
    }
  } else {
    auto copy = keep(newest);
    if (!copy) return tl::unexpected(copy.error());
    report.backup = *copy;
  }
  for (int next = *version + 1; next <= newest; ++next) {
    auto done = apply(db, next, steps[static_cast<std::size_t>(next - 1)]);
    if (!done) return tl::unexpected(done.error());
  }
  return report;
}

}  // namespace vouch::store
