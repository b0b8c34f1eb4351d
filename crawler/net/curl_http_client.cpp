#include "crawler/net/curl_http_client.h"

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>

#include "crawler/net/transfer.h"

namespace vouch::crawler {
namespace {

constexpr int kTurnMillis = 1000;  // an idle thread still shows that it lives
constexpr std::size_t kPoolSize = 32;

void init_curl_once() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)result;
}

}  // namespace

class CurlHttpClient::Engine {
 public:
  Engine(CurlOptions options, AddressGuard guard, const WallClock& wall)
      : options_(std::move(options)), guard_(std::move(guard)), wall_(wall) {
    init_curl_once();
    beat();
    thread_ = std::thread([this] { run(); });
  }
  ~Engine() { stop(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Any thread. `done` is called exactly once, from the fetch thread or, after stop(), from here.
  std::uint64_t submit(FetchRequest request, Completion<Exchange> done) {
    const std::uint64_t id = next_id_.fetch_add(1);
    auto transfer = std::make_unique<Transfer>(id, std::move(request), std::move(done), guard_,
                                               options_, wall_, buffered_bytes_);
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_) {
        ++in_flight_;
        arrived_.push_back(std::move(transfer));
        curl_multi_wakeup(multi_);
      }
    }
    if (transfer) transfer->give_up();
    return id;
  }

  void cancel(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    cancelled_.push_back(id);
    curl_multi_wakeup(multi_);
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      // The thread ends, and the multi handle with it, only after it has seen the flag.
      if (!stopping_) curl_multi_wakeup(multi_);
      stopping_ = true;
    }
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] const AddressGuard& guard() const { return guard_; }
  [[nodiscard]] const CurlOptions& options() const { return options_; }
  [[nodiscard]] const WallClock& wall() const { return wall_; }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.load(); }
  [[nodiscard]] SteadyClock::Point alive_at() const {
    return SteadyClock::Point(SteadyClock::Point::duration(alive_at_.load()));
  }

 private:
  using Waiting = std::vector<std::unique_ptr<Transfer>>;

  void beat() { alive_at_.store(std::chrono::steady_clock::now().time_since_epoch().count()); }

  void run() {
    while (take_mail()) {
      start_waiting();
      int running = 0;
      curl_multi_perform(multi_, &running);
      finish_done();
      start_waiting();
      beat();
      curl_multi_poll(multi_, nullptr, 0, kTurnMillis, nullptr);
    }
    give_up_all();
    for (CURL* easy : pool_) curl_easy_cleanup(easy);
    pool_.clear();
    curl_multi_cleanup(multi_);
  }

  // False once stop() was called.
  bool take_mail() {
    Waiting arrived;
    std::vector<std::uint64_t> cancelled;
    bool stopping = false;
    {
      const std::lock_guard lock(mutex_);
      arrived.swap(arrived_);
      cancelled.swap(cancelled_);
      stopping = stopping_;
    }
    for (auto& transfer : arrived) waiting_.push_back(std::move(transfer));
    for (const std::uint64_t id : cancelled) drop(id);
    return !stopping;
  }

  void start_waiting() {
    while (!waiting_.empty() && active_.size() < options_.max_transfers &&
           (active_.empty() || buffered_bytes_ < options_.max_buffered_bytes)) {
      std::unique_ptr<Transfer> transfer = std::move(waiting_.front());
      waiting_.pop_front();
      CURL* easy = take_easy();
      transfer->start(easy);
      curl_multi_add_handle(multi_, easy);
      active_.emplace(transfer->id(), std::move(transfer));
    }
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;  // the message dies with remove_handle
      Transfer* finished = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &finished);
      const auto node = active_.extract(finished->id());
      finished->finish(code);
      retire(*finished);
    }
  }

  void drop(std::uint64_t id) {
    if (const auto node = active_.extract(id)) {
      node.mapped()->give_up();
      retire(*node.mapped());
      return;
    }
    for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
      if ((*it)->id() != id) continue;
      (*it)->give_up();
      --in_flight_;
      waiting_.erase(it);
      return;
    }
  }

  void give_up_all() {
    while (!active_.empty()) drop(active_.begin()->first);
    for (auto& transfer : waiting_) {
      transfer->give_up();
      --in_flight_;
    }
    waiting_.clear();
  }

  void retire(Transfer& transfer) {
    --in_flight_;  // answered; whoever sees the connection close must not find it counted
    CURL* easy = transfer.release_easy();
    curl_multi_remove_handle(multi_, easy);
    if (pool_.size() < kPoolSize) {
      curl_easy_reset(easy);
      pool_.push_back(easy);
    } else {
      curl_easy_cleanup(easy);
    }
  }

  CURL* take_easy() {
    if (pool_.empty()) return curl_easy_init();
    CURL* easy = pool_.back();
    pool_.pop_back();
    return easy;
  }

  const CurlOptions options_;
  const AddressGuard guard_;
  const WallClock& wall_;
  CURLM* const multi_ = (init_curl_once(), curl_multi_init());

  std::mutex mutex_;  // guards the four below
  bool stopping_ = false;
  Waiting arrived_;
  std::vector<std::uint64_t> cancelled_;

  std::atomic<std::uint64_t> next_id_{1};
  std::atomic<std::size_t> in_flight_{0};
  std::atomic<SteadyClock::Point::rep> alive_at_{0};

  // The fetch thread's own.
  std::deque<std::unique_ptr<Transfer>> waiting_;
  std::map<std::uint64_t, std::unique_ptr<Transfer>> active_;
  std::vector<CURL*> pool_;
  std::size_t buffered_bytes_ = 0;

  std::thread thread_;
};

namespace {

// As await_callback, and the coroutine's cancellation reaches the transfer.
template <class Engine>
Task<Exchange> await_transfer(std::shared_ptr<Engine> engine, FetchRequest request) {
  auto initiate = [engine = std::move(engine), request = std::move(request)](auto handler) mutable {
    using Handler = decltype(handler);
    struct Pending {
      explicit Pending(Handler&& h)
          : handler(std::move(h)), work(boost::asio::get_associated_executor(handler)) {}
      Handler handler;
      boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler>> work;
    };
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    auto pending = std::make_shared<Pending>(std::move(handler));
    Completion<Exchange> done = [pending](Exchange exchange) {
      auto shared = std::make_shared<Exchange>(std::move(exchange));
      boost::asio::post(pending->work.get_executor(), [pending, shared]() mutable {
        Handler ready = std::move(pending->handler);
        pending->work.reset();
        std::move(ready)(std::move(*shared));
      });
    };
    const std::uint64_t id = engine->submit(std::move(request), std::move(done));
    if (slot.is_connected()) {
      // A late cancellation names an id that is gone, and does nothing.
      slot.assign([weak = std::weak_ptr<Engine>(engine), id](boost::asio::cancellation_type) {
        if (const auto alive = weak.lock()) alive->cancel(id);
      });
    }
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Exchange)>(
      std::move(initiate), boost::asio::use_awaitable);
}

}  // namespace

CurlHttpClient::CurlHttpClient(CurlOptions options, AddressGuard guard, const WallClock& wall)
    : engine_(std::make_shared<Engine>(std::move(options), std::move(guard), wall)) {}

CurlHttpClient::~CurlHttpClient() {
  stop();
}

Task<Exchange> CurlHttpClient::fetch(FetchRequest request) {
  const auto engine = engine_;
  if (auto refusal = refuse(request, engine->guard(), engine->options())) {
    Exchange exchange;
    exchange.hops.push_back(unsent_hop(request, engine->wall().now()));
    exchange.failure = refusal->reason;
    exchange.failure_text = std::move(refusal->text);
    co_return exchange;
  }
  Exchange answered = co_await await_transfer(engine, std::move(request));
  co_return answered;
}

void CurlHttpClient::stop() {
  engine_->stop();
}

SteadyClock::Point CurlHttpClient::alive_at() const {
  return engine_->alive_at();
}

std::size_t CurlHttpClient::in_flight() const {
  return engine_->in_flight();
}

}  // namespace vouch::crawler
