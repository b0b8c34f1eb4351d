// Server-sent events of one connection (WHATWG HTML 9.2): a short queue between whoever has news
// and the server that writes them. Main loop only.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/async.h"

namespace vouch::web {

class EventStream {
 public:
  explicit EventStream(const boost::asio::any_io_executor& executor);

  // `data`: one line of JSON. The oldest news gives way where nobody reads.
  void push(std::string_view event, std::string_view data);
  void close();
  [[nodiscard]] bool closed() const { return closed_; }

  // The next bytes to write; a comment when nothing happened for `heartbeat`; none: closed.
  Task<std::optional<std::string>> next(std::chrono::milliseconds heartbeat);

 private:
  static constexpr std::size_t kMost = 100;
  std::deque<std::string> waiting_;
  boost::asio::steady_timer timer_;
  bool closed_ = false;
};

}  // namespace vouch::web
