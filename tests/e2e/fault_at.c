/* Makes the disk of the process it is loaded into (LD_PRELOAD) fail as a file says. Test code
 * alone; vouchd knows nothing of it. tests/e2e/machine_faults.py writes the file and explains its
 * words.
 *
 *   VOUCH_FAULT_PLAN=f   read at every operation while it exists; without it nothing fails
 *   VOUCH_FAULT_UNDER=d  only files below this folder
 *   VOUCH_FAULT_STEPS=s  s receives "n operation path" lines, one an operation that counts (append)
 *
 * The plan is one line of words: ops=write,sync,truncate,read match=... from=N times=N errno=N
 * torn=0|1 kill=0|1. Operations that match are counted since the plan was written; those
 * from..from+times-1 fail (times=0: all that follow).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct plan {
  char ops[64];
  char match[128];
  long from;
  long times;
  int error;
  int torn;
  int kill;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char* plan_file;
static const char* under;
static const char* steps_file;
static struct plan plan;
static struct timespec plan_time; /* of the plan that was read last */
static ino_t plan_inode;
static long counted; /* under this plan */
static long steps;

static void* real(const char* name) {
  return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void) {
  plan_file = getenv("VOUCH_FAULT_PLAN");
  under = getenv("VOUCH_FAULT_UNDER");
  steps_file = getenv("VOUCH_FAULT_STEPS");
  unsetenv("LD_PRELOAD"); /* children of vouchd are no part of the experiment */
}

static void read_plan(const struct stat* facts) {
  char text[512];
  const int fd = open(plan_file, O_RDONLY | O_CLOEXEC);
  static ssize_t (*read_)(int, void*, size_t);
  if (!read_) read_ = real("read");
  memset(&plan, 0, sizeof plan);
  plan.error = EIO;
  plan.from = 1;
  if (fd < 0) return;
  const ssize_t got = read_(fd, text, sizeof text - 1);
  close(fd);
  text[got < 0 ? 0 : got] = 0;
  char* rest = NULL;
  for (char* word = strtok_r(text, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
    char* value = strchr(word, '=');
    if (!value) continue;
    *value++ = 0;
    if (strcmp(word, "ops") == 0) snprintf(plan.ops, sizeof plan.ops, "%s", value);
    if (strcmp(word, "match") == 0) snprintf(plan.match, sizeof plan.match, "%s", value);
    if (strcmp(word, "from") == 0) plan.from = atol(value);
    if (strcmp(word, "times") == 0) plan.times = atol(value);
    if (strcmp(word, "errno") == 0) plan.error = atoi(value);
    if (strcmp(word, "torn") == 0) plan.torn = atoi(value);
    if (strcmp(word, "kill") == 0) plan.kill = atoi(value);
  }
  plan_time = facts->st_mtim;
  plan_inode = facts->st_ino;
  counted = 0;
}

static void note(const char* op, const char* path) {
  static ssize_t (*write_)(int, const void*, size_t);
  static int journal = -1;
  char line[512];
  if (!write_) write_ = real("write");
  if (journal < 0) journal = open(steps_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const int size = snprintf(line, sizeof line, "%ld %s %s\n", ++steps, op, path);
  (void)!write_(journal, line, (size_t)size);
}

/* Whether this operation fails; *torn: a part of it is done first. */
static int fails(const char* op, int fd, int* torn) {
  char link[64], path[400];
  struct stat facts;
  *torn = 0;
  if (!under) return 0;
  const int kept = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t got = readlink(link, path, sizeof path - 1);
  path[got < 0 ? 0 : got] = 0;
  int failed = 0;
  if (strncmp(path, under, strlen(under)) == 0) {
    pthread_mutex_lock(&lock);
    if (steps_file) note(op, path);
    if (plan_file && stat(plan_file, &facts) == 0) {
      if (facts.st_ino != plan_inode || facts.st_mtim.tv_sec != plan_time.tv_sec ||
          facts.st_mtim.tv_nsec != plan_time.tv_nsec)
        read_plan(&facts);
      if (strstr(plan.ops, op) && (!plan.match[0] || strstr(path, plan.match))) {
        ++counted;
        failed = counted >= plan.from && (plan.times == 0 || counted < plan.from + plan.times);
      }
    }
    *torn = failed && plan.torn;
    pthread_mutex_unlock(&lock);
  }
  errno = kept;
  return failed;
}

static int fail(void) {
  if (plan.kill) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  errno = plan.error;
  return -1;
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  static ssize_t (*call)(int, const void*, size_t, off64_t);
  int torn;
  if (!call) call = real("pwrite64");
  if (fails("write", fd, &torn)) {
    if (torn) (void)!call(fd, bytes, size / 2, at);
    return fail();
  }
  return call(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  return pwrite64(fd, bytes, size, at);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  static ssize_t (*call)(int, const void*, size_t);
  int torn;
  if (!call) call = real("write");
  if (fails("write", fd, &torn)) {
    if (torn) (void)!call(fd, bytes, size / 2);
    return fail();
  }
  return call(fd, bytes, size);
}

ssize_t pread64(int fd, void* bytes, size_t size, off64_t at) {
  static ssize_t (*call)(int, void*, size_t, off64_t);
  int torn;
  if (!call) call = real("pread64");
  if (fails("read", fd, &torn)) return fail();
  return call(fd, bytes, size, at);
}

ssize_t pread(int fd, void* bytes, size_t size, off_t at) {
  return pread64(fd, bytes, size, at);
}

int fsync(int fd) {
  static int (*call)(int);
  int torn;
  if (!call) call = real("fsync");
  return fails("sync", fd, &torn) ? fail() : call(fd);
}

int fdatasync(int fd) {
  static int (*call)(int);
  int torn;
  if (!call) call = real("fdatasync");
  return fails("sync", fd, &torn) ? fail() : call(fd);
}

int ftruncate64(int fd, off64_t size) {
  static int (*call)(int, off64_t);
  int torn;
  if (!call) call = real("ftruncate64");
  return fails("truncate", fd, &torn) ? fail() : call(fd, size);
}

int ftruncate(int fd, off_t size) {
  return ftruncate64(fd, size);
}
