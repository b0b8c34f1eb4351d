#include "web/progress_feed.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace vouch::web {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kEvery{200};
constexpr std::size_t kLongestJob = 40;

bool is_job(std::string_view text) {
  return text.size() <= kLongestJob && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

struct ProgressFeed::Listening {
  Services& services;
  UserId user;
  std::string job;
  bool over = false;

  void push(std::int64_t done, std::int64_t total) const {
    const auto found = services.streams.find(user);
    if (found == services.streams.end()) return;
    const std::string data =
        fmt::format(R"({{"job":"{}","done":{},"total":{}}})", job, done, total);
    for (const auto& one : found->second) {
      if (const auto stream = one.lock()) stream->push("progress", data);
    }
  }
};

Result<std::string> ProgressFeed::read_job(const Target& target) {
  std::string job = target.get("job").value_or("");
  if (!is_job(job)) return fail(ErrorCode::kInvalid, "1 to 40 of the characters a-z 0-9 -", "job");
  return job;
}

Task<ProgressFeed> ProgressFeed::open(Services& services, UserId user, std::string job) {
  ProgressFeed out;
  if (job.empty() || !user) co_return out;
  out.progress_ = std::make_shared<WorkProgress>();
  out.to_ = std::make_shared<Listening>(Listening{services, user, std::move(job)});
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, tell(out.to_, out.progress_), asio::detached);
  co_return out;
}

Task<void> ProgressFeed::tell(std::shared_ptr<Listening> to,
                              std::shared_ptr<WorkProgress> progress) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::int64_t told = 0;
  while (!to->over) {
    const std::int64_t total = progress->total.load();
    const std::int64_t done = progress->done.load();
    if (done > told && done < total) to->push(done, total);
    told = std::max(told, done);
    timer.expires_after(kEvery);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void ProgressFeed::finish(std::int64_t total) {
  if (!to_ || to_->over) return;
  to_->over = true;
  to_->push(total, total);
}

ProgressFeed::~ProgressFeed() {
  if (to_) to_->over = true;
}

}  // namespace vouch::web
