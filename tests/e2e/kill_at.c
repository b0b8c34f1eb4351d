/* Ends the process it is loaded into (LD_PRELOAD) with SIGKILL just before its n-th step: a call that
 * makes something last or lets something out. Test code alone; vouchd knows nothing of it.
 *
 *   VOUCH_KILL_AT=n      the step to die at; 0 or unset: never, steps are only counted
 *   VOUCH_KILL_STEPS=f   f receives "n call path" lines, one a step (append)
 *   VOUCH_KILL_ONLY=s    count only steps whose line holds s
 *   VOUCH_KILL_POWER=1   die as if the power went: evidence files fall back to their last sync
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { kFiles = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long steps;
static long kill_at;
static int journal = -1;
static const char* only;
static int power;
static off_t synced[kFiles]; /* of evidence files: length at the last sync, +1; 0: not one */

static void* real(const char* name) {
  return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void) {
  const char* at = getenv("VOUCH_KILL_AT");
  const char* file = getenv("VOUCH_KILL_STEPS");
  kill_at = at ? atol(at) : 0;
  only = getenv("VOUCH_KILL_ONLY");
  power = getenv("VOUCH_KILL_POWER") != NULL;
  if (file) journal = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  unsetenv("LD_PRELOAD"); /* children of vouchd are no part of the experiment */
}

static void name_of(int fd, char* out, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t got = readlink(link, out, size - 1);
  out[got < 0 ? 0 : got] = 0;
}

static int is_evidence(const char* path) {
  return strstr(path, ".warc") != NULL;
}

/* Nothing that was not synced outlives the power. */
static void lose_power(void) {
  int (*cut)(int, off_t) = real("ftruncate");
  for (int fd = 0; fd < kFiles; ++fd) {
    if (synced[fd] > 0) (void)!cut(fd, synced[fd] - 1);
  }
}

static void step(const char* call, const char* path) {
  char line[512];
  pthread_mutex_lock(&lock);
  snprintf(line, sizeof line, "%ld %s %s\n", steps + 1, call, path);
  if (only == NULL || strstr(line, only) != NULL) {
    ++steps;
    if (journal >= 0) {
      static ssize_t (*write_)(int, const void*, size_t);
      if (!write_) write_ = real("write");
      (void)!write_(journal, line, strlen(line));
    }
    if (kill_at > 0 && steps == kill_at) {
      if (power) lose_power();
      kill(getpid(), SIGKILL);
      for (;;) pause();
    }
  }
  pthread_mutex_unlock(&lock);
}

/* A file in memory is a file; /dev/null and a terminal are not. */
static int is_device(const char* path) {
  return strncmp(path, "/dev/", 5) == 0 && strncmp(path, "/dev/shm/", 9) != 0;
}

static void step_fd(const char* call, int fd) {
  char path[400];
  name_of(fd, path, sizeof path);
  /* Steps of the state folder and of sockets; a wake-up through an eventfd or a log line is none. */
  if (strncmp(path, "anon_inode:", 11) == 0 || strncmp(path, "pipe:", 5) == 0 ||
      is_device(path) || fd <= 2)
    return;
  if (fd < kFiles && is_evidence(path) && synced[fd] == 0) {
    struct stat now;
    if (fstat(fd, &now) == 0) synced[fd] = now.st_size + 1;
  }
  /* The port behind a socket differs from run to run: its kind is name enough. */
  step(call, strncmp(path, "socket:", 7) == 0 ? "socket" : path);
}

static void remember_sync(int fd) {
  char path[400];
  struct stat now;
  name_of(fd, path, sizeof path);
  if (fd < kFiles && is_evidence(path) && fstat(fd, &now) == 0) synced[fd] = now.st_size + 1;
}

int close(int fd) {
  static int (*call)(int);
  if (!call) call = real("close");
  if (fd >= 0 && fd < kFiles) synced[fd] = 0;
  return call(fd);
}

int fsync(int fd) {
  static int (*call)(int);
  if (!call) call = real("fsync");
  step_fd("fsync", fd);
  const int done = call(fd);
  if (done == 0) remember_sync(fd);
  return done;
}

int fdatasync(int fd) {
  static int (*call)(int);
  if (!call) call = real("fdatasync");
  step_fd("fdatasync", fd);
  const int done = call(fd);
  if (done == 0) remember_sync(fd);
  return done;
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  static ssize_t (*call)(int, const void*, size_t, off_t);
  if (!call) call = real("pwrite");
  step_fd("pwrite", fd);
  return call(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  static ssize_t (*call)(int, const void*, size_t, off64_t);
  if (!call) call = real("pwrite64");
  step_fd("pwrite", fd);
  return call(fd, bytes, size, at);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  static ssize_t (*call)(int, const void*, size_t);
  if (!call) call = real("write");
  step_fd("write", fd);
  return call(fd, bytes, size);
}

ssize_t send(int fd, const void* bytes, size_t size, int flags) {
  static ssize_t (*call)(int, const void*, size_t, int);
  if (!call) call = real("send");
  step_fd("send", fd);
  return call(fd, bytes, size, flags);
}

ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const struct sockaddr* to,
               socklen_t length) {
  static ssize_t (*call)(int, const void*, size_t, int, const struct sockaddr*, socklen_t);
  if (!call) call = real("sendto");
  step_fd("send", fd);
  return call(fd, bytes, size, flags, to, length);
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  static ssize_t (*call)(int, const struct msghdr*, int);
  if (!call) call = real("sendmsg");
  step_fd("send", fd);
  return call(fd, message, flags);
}

ssize_t recv(int fd, void* bytes, size_t size, int flags) {
  static ssize_t (*call)(int, void*, size_t, int);
  if (!call) call = real("recv");
  const ssize_t got = call(fd, bytes, size, flags);
  if (got > 0) step_fd("recv", fd); /* after it came, before it is looked at */
  return got;
}

ssize_t recvmsg(int fd, struct msghdr* message, int flags) {
  static ssize_t (*call)(int, struct msghdr*, int);
  if (!call) call = real("recvmsg");
  const ssize_t got = call(fd, message, flags);
  if (got > 0) step_fd("recv", fd);
  return got;
}

int unlink(const char* path) {
  static int (*call)(const char*);
  if (!call) call = real("unlink");
  step("unlink", path);
  return call(path);
}

int rename(const char* from, const char* to) {
  static int (*call)(const char*, const char*);
  if (!call) call = real("rename");
  step("rename", to);
  return call(from, to);
}

int ftruncate(int fd, off_t size) {
  static int (*call)(int, off_t);
  if (!call) call = real("ftruncate");
  step_fd("ftruncate", fd);
  return call(fd, size);
}

int ftruncate64(int fd, off64_t size) {
  static int (*call)(int, off64_t);
  if (!call) call = real("ftruncate64");
  step_fd("ftruncate", fd);
  return call(fd, size);
}
