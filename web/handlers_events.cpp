#include "web/handlers.h"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/log.h"
#include "store/inbox.h"

namespace vouch::web::handlers {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kEvery{3};
constexpr int kUnreadEvery = 5;  // turns, where nothing else changed

// Tells one browser of what changed since it last heard, until the connection ends. The session
// itself is looked at with the next request.
Task<void> feed(Services& services, std::shared_ptr<EventStream> stream, UserId user) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::uint64_t told = services.health.changes();
  std::int64_t unread = -1;
  for (int turn = 0; !stream->closed(); ++turn) {
    const std::uint64_t changes = services.health.changes();
    if (changes != told || turn % kUnreadEvery == 0) {
      std::function<Result<std::int64_t>(store::Connection&)> job = [user](store::Connection& db) {
        return store::inbox::unread(db, user);
      };
      const auto now = co_await services.store.read<std::int64_t>(std::move(job));
      if (now && *now != unread) {
        unread = *now;
        stream->push("inbox", fmt::format(R"({{"unread":{}}})", unread));
      }
    }
    if (changes != told) {
      stream->push("claims", fmt::format(R"({{"changed":{}}})", changes - told));
      told = changes;
    }
    timer.expires_after(kEvery);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

}  // namespace

Task<HttpResponse> events(Services& services, Call call) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  HttpResponse response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.headers.push_back(HeaderField{"X-Accel-Buffering", "no"});
  response.events = std::make_shared<EventStream>(executor);
  if (call.actor.user) {
    asio::co_spawn(executor, feed(services, response.events, call.actor.user), asio::detached);
  }
  co_return response;
}

}  // namespace vouch::web::handlers
