#include "store/migrate.h"

#include <filesystem>

#include <fmt/format.h>

#include "store/file.h"
#include "store/migrations/steps.h"

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

Result<std::string> copy_before(Connection& db, const std::string& directory, int version,
                                Time now) {
  std::error_code code;
  std::filesystem::create_directories(directory, code);
  const std::string path =
      fmt::format("{}/before-migration-v{}-{}.db", directory, version, to_millis(now));
  auto copied = db.run("VACUUM INTO $1", path);
  if (!copied) return tl::unexpected(copied.error());
  auto synced = sync_path(path);
  if (synced) synced = real_files().sync_directory(directory);
  if (!synced) return tl::unexpected(synced.error());
  return path;
}

}  // namespace

int newest_schema() {
  return static_cast<int>(migrations::sqlite_steps().size());
}

Result<int> schema_version(Connection& db) {
  return db.scalar<int>("PRAGMA user_version");
}

Result<MigrationReport> migrate(Connection& db, const std::string& backup_directory, Time now) {
  auto version = schema_version(db);
  if (!version) return tl::unexpected(version.error());
  MigrationReport report;
  report.from = *version;
  report.to = newest_schema();
  if (*version > newest_schema()) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("the database {} has version {}, this program knows {}: use the newer "
                            "program, or restore a backup made before the upgrade",
                            db.path(), *version, newest_schema()));
  }
  if (*version == newest_schema()) return report;
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
    auto copy = copy_before(db, backup_directory, *version, now);
    if (!copy) return tl::unexpected(copy.error());
    report.backup = *copy;
  }
  for (int next = *version + 1; next <= newest_schema(); ++next) {
    auto done = apply(db, next, migrations::sqlite_steps()[static_cast<std::size_t>(next - 1)]);
    if (!done) return tl::unexpected(done.error());
  }
  return report;
}

}  // namespace vouch::store
