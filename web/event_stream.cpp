#include "web/event_stream.h"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>

namespace vouch::web {

EventStream::EventStream(const boost::asio::any_io_executor& executor) : timer_(executor) {}

void EventStream::push(std::string_view event, std::string_view data) {
  if (closed_) return;
  waiting_.push_back(fmt::format("event: {}\ndata: {}\n\n", event, data));
  if (waiting_.size() > kMost) waiting_.pop_front();
  timer_.cancel();
}

void EventStream::close() {
  closed_ = true;
  timer_.cancel();
}

Task<std::optional<std::string>> EventStream::next(std::chrono::milliseconds heartbeat) {
  if (!closed_ && waiting_.empty()) {
    timer_.expires_after(heartbeat);
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  if (closed_) co_return std::optional<std::string>();
  if (waiting_.empty()) co_return std::optional<std::string>(":\n\n");
  std::string bytes;
  for (const std::string& one : waiting_) bytes += one;
  waiting_.clear();
  co_return std::optional<std::string>(std::move(bytes));
}

}  // namespace vouch::web
