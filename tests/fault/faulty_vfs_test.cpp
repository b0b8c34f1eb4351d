// SQLite's side of the faulty disk: a VFS that lets "unix" do the work unless the plan says
// otherwise.
#include <cstring>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/sql.h"
#include "tests/fault/faulty_disk.h"
#include "tests/store/store_fixture.h"

namespace vouch::store::fault {
namespace {

struct File {
  sqlite3_file base;
  const char* path;  // SQLite keeps it until the file is closed
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}
sqlite3_file* under(sqlite3_file* file) {
  return of(file)->real();
}
FaultyDisk& disk() {
  return FaultyDisk::instance();
}
sqlite3_vfs* unix_vfs() {
  static sqlite3_vfs* real = sqlite3_vfs_find("unix");
  return real;
}

int do_close(sqlite3_file* file) {
  return under(file)->pMethods->xClose(under(file));
}
int do_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  if (disk().next(Op::kRead, of(file)->path) != 0) return SQLITE_IOERR_READ;
  return under(file)->pMethods->xRead(under(file), bytes, size, offset);
}
int do_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  std::size_t part = 0;
  const int error = disk().next(Op::kWrite, of(file)->path, static_cast<std::size_t>(size), &part);
  const int done = error == 0 ? size : static_cast<int>(part);
  if (done > 0) {
    disk().note_write(of(file)->path, offset, bytes, static_cast<std::size_t>(done));
    const int code = under(file)->pMethods->xWrite(under(file), bytes, done, offset);
    if (code != SQLITE_OK) return code;
  }
  if (error == ENOSPC) return SQLITE_FULL;  // as "unix" does
  return error == 0 ? SQLITE_OK : SQLITE_IOERR_WRITE;
}
int do_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (disk().next(Op::kTruncate, of(file)->path) != 0) return SQLITE_IOERR_TRUNCATE;
  disk().note_truncate(of(file)->path, size);
  return under(file)->pMethods->xTruncate(under(file), size);
}
int do_sync(sqlite3_file* file, int flags) {
  if (disk().next(Op::kSync, of(file)->path) != 0) return SQLITE_IOERR_FSYNC;
  const int code = under(file)->pMethods->xSync(under(file), flags);
  if (code == SQLITE_OK) disk().note_sync(of(file)->path);
  return code;
}
int do_size(sqlite3_file* file, sqlite3_int64* size) {
  return under(file)->pMethods->xFileSize(under(file), size);
}
int do_lock(sqlite3_file* file, int level) {
  return under(file)->pMethods->xLock(under(file), level);
}
int do_unlock(sqlite3_file* file, int level) {
  return under(file)->pMethods->xUnlock(under(file), level);
}
int do_check(sqlite3_file* file, int* reserved) {
  return under(file)->pMethods->xCheckReservedLock(under(file), reserved);
}
int do_control(sqlite3_file* file, int op, void* argument) {
  return under(file)->pMethods->xFileControl(under(file), op, argument);
}
int do_sector(sqlite3_file* file) {
  return under(file)->pMethods->xSectorSize(under(file));
}
int do_device(sqlite3_file* file) {
  return under(file)->pMethods->xDeviceCharacteristics(under(file));
}
int do_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return under(file)->pMethods->xShmMap(under(file), page, size, extend, out);
}
int do_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return under(file)->pMethods->xShmLock(under(file), offset, count, flags);
}
void do_shm_barrier(sqlite3_file* file) {
  under(file)->pMethods->xShmBarrier(under(file));
}
int do_shm_unmap(sqlite3_file* file, int remove) {
  return under(file)->pMethods->xShmUnmap(under(file), remove);
}

const sqlite3_io_methods kMethods = {
    2,           do_close,       do_read,      do_write,   do_truncate, do_sync,   do_size,
    do_lock,     do_unlock,      do_check,     do_control, do_sector,   do_device, do_shm_map,
    do_shm_lock, do_shm_barrier, do_shm_unmap, nullptr,    nullptr};

int do_open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  of(file)->base.pMethods = nullptr;
  of(file)->path = path == nullptr ? "" : path;
  const int code = unix_vfs()->xOpen(unix_vfs(), path, under(file), flags, out_flags);
  if (under(file)->pMethods != nullptr) of(file)->base.pMethods = &kMethods;
  return code;
}
int do_delete(sqlite3_vfs*, const char* path, int sync) {
  if (disk().next(Op::kRemove, path) != 0) return SQLITE_IOERR_DELETE;
  return unix_vfs()->xDelete(unix_vfs(), path, sync);
}
int do_sleep(sqlite3_vfs*, int microseconds) {
  disk().note_sleep();
  return unix_vfs()->xSleep(unix_vfs(), microseconds);
}

}  // namespace

FaultyDisk::FaultyDisk() {
  static sqlite3_vfs vfs = *unix_vfs();
  vfs.zName = "vouch-faulty";
  vfs.pNext = nullptr;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + unix_vfs()->szOsFile;
  vfs.xOpen = do_open;
  vfs.xDelete = do_delete;
  vfs.xSleep = do_sleep;
  sqlite3_vfs_register(&vfs, 1);
}

namespace {

// The disk itself is tested, so that the sweeps do not pass because nothing failed.
TEST(FaultyDisk, counts_fails_and_tears_what_the_plan_names) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "x.db").string();
  FaultyDisk& faulty = disk();
  auto db = Connection::open(path, Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(db->script("CREATE TABLE t(a)"));
  faulty.arm({Effect::kError, {Op::kWrite, Op::kSync}, 0, 1, ""});
  ASSERT_TRUE(db->script("INSERT INTO t VALUES(1)"));
  const std::int64_t operations = faulty.counted();
  EXPECT_GE(operations, 3) << "two writes of a frame and a sync";

  for (std::int64_t at = 1; at <= operations; ++at) {
    faulty.arm({at % 2 == 0 ? Effect::kError : Effect::kTorn, {Op::kWrite, Op::kSync}, at, 1, ""});
    const auto failed = db->script("INSERT INTO t VALUES(2)");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kIo);
    EXPECT_EQ(faulty.failed(), 1);
  }
  faulty.arm({Effect::kNoSpace, {Op::kWrite}, 1, 0, "-wal"});
  EXPECT_EQ(db->script("INSERT INTO t VALUES(3)").error().code, ErrorCode::kNoSpace);
  faulty.mend();
  ASSERT_TRUE(db->script("INSERT INTO t VALUES(4)"));
  EXPECT_EQ(db->scalar<std::int64_t>("SELECT count(*) FROM t").value(), 2);
}

TEST(FaultyDisk, loses_unsynced_writes_when_the_power_goes) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "file").string();
  FaultyDisk& faulty = disk();
  FilesOnFaultyDisk files;
  std::set<std::string> seen;
  for (unsigned seed = 0; seed < 40; ++seed) {
    ::unlink(path.c_str());
    faulty.arm({Effect::kPowerCut, {Op::kWrite}, 3, 1, ""});
    {
      auto file = files.open_append(path).value();
      ASSERT_TRUE(file->write_at(0, std::string(2048, 'a')));
      ASSERT_TRUE(file->sync());
      ASSERT_TRUE(files.sync_directory(folder.path().string()));
      ASSERT_TRUE(file->write_at(2048, std::string(2048, 'b')));
      ASSERT_FALSE(file->write_at(4096, std::string(2048, 'c')));
      ASSERT_FALSE(file->sync()) << "nothing works after it";
    }
    std::mt19937 dice(seed);
    faulty.lose_what_was_not_synced(dice);
    const std::string left = bytes_of(path);
    EXPECT_EQ(left.substr(0, 2048), std::string(2048, 'a')) << "what was synced stays";
    seen.insert(left.substr(2048));
  }
  EXPECT_GE(seen.size(), 4U) << "nothing, a part, all of it, the later without the earlier";
  faulty.mend();
}

}  // namespace
}  // namespace vouch::store::fault
