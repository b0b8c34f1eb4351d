// Another process for a test: this test binary again, running one test of the suite StoreChild
// (which does nothing in an ordinary run). It talks over descriptor 3 and ends when descriptor 4 is
// closed.
#pragma once

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

extern char** environ;

namespace vouch::store {

class ChildProcess {
 public:
  ChildProcess(const std::string& role, const std::string& directory,
               const std::string& argument = {}) {
    std::array<int, 2> up{};
    std::array<int, 2> down{};
    EXPECT_EQ(::pipe2(up.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(down.data(), O_CLOEXEC), 0);
    // Out of the way of 3 and 4, which the child gets.
    const int talk = ::fcntl(up[1], F_DUPFD_CLOEXEC, 10);
    const int hear = ::fcntl(down[0], F_DUPFD_CLOEXEC, 10);
    ::close(up[1]);
    ::close(down[0]);
    from_child_ = up[0];
    to_child_ = down[1];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, talk, 3);
    posix_spawn_file_actions_adddup2(&actions, hear, 4);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> words = {"store_test", "--gtest_filter=StoreChild." + role};
    std::vector<std::string> settings = {"VOUCH_TEST_ROLE=" + role,
                                         "VOUCH_TEST_DIRECTORY=" + directory,
                                         "VOUCH_TEST_ARGUMENT=" + argument};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char*> env;
    for (std::string& setting : settings) env.push_back(setting.data());
    for (char** entry = environ; *entry != nullptr; ++entry) env.push_back(*entry);
    env.push_back(nullptr);
    EXPECT_EQ(::posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, argv.data(), env.data()),
              0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(talk);
    ::close(hear);
  }
  ~ChildProcess() {
    if (pid_ > 0) kill();
    ::close(from_child_);
    if (to_child_ >= 0) ::close(to_child_);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line the child said; none: it has ended.
  std::optional<std::string> line() {
    std::string out;
    char c = 0;
    while (true) {
      const ssize_t got = ::read(from_child_, &c, 1);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return std::nullopt;
      if (c == '\n') return out;
      out += c;
    }
  }
  // Waits until the child says something or ends, at most this long.
  void hear_for(std::chrono::milliseconds limit) const {
    pollfd heard{from_child_, POLLIN, 0};
    (void)::poll(&heard, 1, static_cast<int>(limit.count()));
  }
  void let_end() {
    ::close(to_child_);
    to_child_ = -1;
  }
  void kill() {
    ::kill(pid_, SIGKILL);
    wait();
  }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
  int from_child_ = -1;
  int to_child_ = -1;
};

// In the child.
inline std::optional<std::string> child_directory(const std::string& role) {
  const char* given = std::getenv("VOUCH_TEST_ROLE");
  if (given == nullptr || role != given) return std::nullopt;
  return std::getenv("VOUCH_TEST_DIRECTORY");
}
inline std::string child_argument() {
  const char* given = std::getenv("VOUCH_TEST_ARGUMENT");
  return given == nullptr ? "" : given;
}
inline void say_to_parent(const std::string& text) {
  const std::string line = text + "\n";
  [[maybe_unused]] const ssize_t written = ::write(3, line.data(), line.size());
}
inline void wait_for_parent() {
  char c = 0;
  while (::read(4, &c, 1) < 0 && errno == EINTR) {
  }
}

}  // namespace vouch::store
