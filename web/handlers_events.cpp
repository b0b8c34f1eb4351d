#include "web/handlers.h"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/log.h"
#include "store/inbox.h"
#include "web/gather_accounts.h"

namespace vouch::web::handlers {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kEvery{3};
constexpr int kUnreadEvery = 5;    // turns, where nothing else changed
constexpr std::size_t kMost = 10;  // streams of one person

struct News {
  bool still_in = false;
  std::int64_t unread = 0;
};

std::function<Result<News>(store::Connection&)> news_of(const Services& services,
                                                        const Actor& actor) {
  const Entrance& entrance = services.entrance;
  const Time now = entrance.clock != nullptr ? entrance.clock->now() : services.health.now();
  return [actor, rules = entrance.sessions, now](store::Connection& db) -> Result<News> {
    const auto in = gather::still_in(db, actor, rules, now);
    if (!in) return tl::unexpected(in.error());
    const auto unread = store::inbox::unread(db, actor.user);
    if (!unread) return tl::unexpected(unread.error());
    return News{*in, *unread};
  };
}

// Tells one browser of what changed since it last heard, until the connection ends or what let it
// in does not any more.
Task<void> feed(Services& services, std::shared_ptr<EventStream> stream, Actor actor) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::uint64_t told = services.health.changes();
  std::int64_t unread = -1;
  for (int turn = 0; !stream->closed(); ++turn) {
    const std::uint64_t changes = services.health.changes();
    if (changes != told || turn % kUnreadEvery == 0) {
      std::function<Result<News>(store::Connection&)> job = news_of(services, actor);
      const auto news = co_await services.store.read<News>(std::move(job));
      if (news && !news->still_in) break;
      if (news && news->unread != unread) {
        unread = news->unread;
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
  stream->close();
}

// Windows that somebody left open: the oldest ends where he has more than a few.
void keep_few(std::vector<std::weak_ptr<EventStream>>& streams) {
  std::erase_if(streams, [](const auto& one) { return one.expired(); });
  while (streams.size() > kMost) {
    if (const auto oldest = streams.front().lock()) oldest->close();
    streams.erase(streams.begin());
  }
}

}  // namespace

Task<HttpResponse> events(Services& services, Call call) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  HttpResponse response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.headers.push_back(HeaderField{"X-Accel-Buffering", "no"});
  response.events = std::make_shared<EventStream>(executor);
  if (!call.actor.user || call.request.method != "GET") {
    response.events->close();
    co_return response;
  }
  std::vector<std::weak_ptr<EventStream>>& own = services.streams[call.actor.user];
  own.push_back(response.events);
  keep_few(own);
  asio::co_spawn(executor, feed(services, response.events, std::move(call.actor)), asio::detached);
  co_return response;
}

}  // namespace vouch::web::handlers
