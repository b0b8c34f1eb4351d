// One loopback port and a thread for each connection: blocking reads and writes, raw sockets. Owned
// by the program's main thread; `serve` runs on the connection's thread and returns to close it.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "core/result.h"

namespace vouch::practice {

class Connection {  // blocking; used by its own thread
 public:
  explicit Connection(int fd) : fd_(fd) {}

  bool receive(std::string& bytes);  // appends what came; false: closed
  bool send(std::string_view bytes);
  void reset();  // the next close sends RST

 private:
  int fd_;
};

class Listener {
 public:
  using Serve = std::function<void(Connection&)>;
  // `port` 0: a free one.
  static Result<std::unique_ptr<Listener>> open(int port, Serve serve);
  ~Listener();  // ends every connection and waits for their threads
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }

  // Closed: connections break and new ones are refused; the port stays ours if it was named.
  void set_open(bool open);

 private:
  Listener(int fd, int port, Serve serve);
  void accept_all();
  void run(int fd);

  int fd_;
  int port_;
  Serve serve_;
  std::mutex mutex_;
  std::condition_variable none_left_;
  std::condition_variable opened_;
  std::set<int> connections_;
  bool stopping_ = false;
  bool open_ = true;
  std::thread acceptor_;
};

// A port that is free now, for another program.
Result<int> free_port();

}  // namespace vouch::practice
