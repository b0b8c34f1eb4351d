// Vouch's own look pipeline over the corpus, composed as in daemon/: agenda and queue, politeness
// (without waiting), robots from the store, the libcurl thread, the parse pool, page facts,
// findings, canary, evidence and the one transaction, durable before it counts.
//   vouch-bench-looks --corpus DIR --dir STATE [--pages N] [--parse-threads N]
// Reads one word a line, makes that pass over all claims and prints one JSON line: "first",
// "changed", "not-modified", "same-bytes" (what the server does meanwhile is bench.py's matter);
// "positive" keeps only the claims whose page is as reported; "facts" checks the reader itself.
#include <pthread.h>

#include <atomic>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "bench/looks/company.h"
#include "bench/looks/measure.h"
#include "bench/looks/tasks.h"
#include "bench/looks/truth.h"
#include "core/log.h"
#include "core/version.h"
#include "crawler/net/curl_http_client.h"
#include "crawler/net/user_agent.h"
#include "daemon/agenda.h"
#include "daemon/robots_keeper.h"
#include "store/looks.h"

namespace vouch::bench {
namespace {

// Real time, moved forward between passes.
class MovedClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override {
    return SystemWallClock().now() + Millis(moved_.load());
  }
  void pass(Millis span) { moved_ += span.count(); }

 private:
  std::atomic<std::int64_t> moved_{0};
};

// Everything about politeness but the waiting; a polite crawl of 200 hosts is bound by its pauses.
crawler::PolitenessLimits without_pauses() {
  crawler::PolitenessLimits limits;
  limits.min_delay = Millis(0);
  limits.delay_factor = 0;
  limits.daily_cap = 1'000'000;
  return limits;
}

crawler::AddressGuard loopback_allowed() {
  return crawler::AddressGuard({crawler::AllowedRange::parse("127.0.0.0/8:1-65535").value()}, {});
}

crawler::CurlOptions curl_options() {
  crawler::CurlOptions options;
  options.user_agent = crawler::user_agent(kVersion, "");
  return options;
}

std::unique_ptr<store::Store> open_store(const std::string& dir, const WallClock& clock,
                                         Random& random) {
  std::filesystem::create_directories(dir);
  store::StoreOptions options;
  options.directory = dir;
  options.clock = &clock;
  options.random = &random;
  options.quick_check = false;
  auto store = store::Store::open(std::move(options));
  if (!store) throw std::runtime_error(store.error().text());
  return std::move(*store);
}

daemon::Rules rules_of(store::Store& store, Time now) {
  auto rules = daemon::make_rulebook(store, config::Settings(), now);
  if (!rules) throw std::runtime_error(rules.error().text());
  return *rules;
}

class Bench {
 public:
  Bench(std::string corpus, const std::string& dir, std::size_t pages, unsigned parse_threads)
      : corpus_(std::move(corpus)),
        tasks_(read_tasks(corpus_, pages)),
        dir_(dir),
        store_(open_store(dir, wall_, random_)),
        parse_(parse_threads),
        alarms_(wall_, activity_),
        context_{loop_.get_executor(),
                 wall_,
                 steady_,
                 random_,
                 activity_,
                 alarms_,
                 *store_,
                 parse_,
                 queue_,
                 rules_of(*store_, wall_.now()),
                 {},
                 false,
                 false,
                 {},
                 {},
                 {}},
        http_(curl_options(), loopback_allowed(), wall_),
        robots_(*store_),
        fetcher_(http_, robots_, wall_, crawler::PageFetcher::Options{}),
        sites_(wall_, alarms_, without_pauses()),
        polite_(fetcher_, sites_, alarms_, wall_, Millis(0)),
        canary_(polite_, wall_),
        pages_(context_, sites_, polite_, canary_),
        engines_(context_, http_),
        notices_(context_),
        dispatcher_(*store_, wall_, steady_, {}, {}),
        pace_(loop_.get_executor(), wall_),
        agenda_(context_, daemon::Agenda::Parts{pages_, engines_, notices_, dispatcher_, pace_}) {
    context_.wake = [this] { pace_.wake(); };
    context_.store_failed = [](const Error& error) {
      throw std::runtime_error("the store failed: " + error.text());
    };
    std::function<Result<clockid_t>(store::WriteContext&)> job =
        [](store::WriteContext&) -> Result<clockid_t> {
      clockid_t clock{};
      pthread_getcpuclockid(pthread_self(), &clock);
      return clock;
    };
    writer_clock_ = store_->write_now<clockid_t>(std::move(job)).value();
    reported_ = report_all(*store_, context_.rules, tasks_);
    boost::asio::co_spawn(loop_, agenda_.run(), boost::asio::detached);
  }

  ~Bench() {
    agenda_.stop();
    loop_.run();
    http_.stop();
    store_->stop();
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  std::string pass(const std::string& name) {
    std::vector<daemon::QueuedLook> looks = std::move(reported_.looks);
    reported_.looks.clear();
    if (looks.empty()) {
      wall_.pass(std::chrono::minutes(30));
      looks = ask_again(*store_, context_.rules, reported_.claims);
    }
    const std::size_t wanted = looks.size();
    if (wanted != reported_.claims.size()) throw std::runtime_error("a claim has no look");
    for (const daemon::QueuedLook& look : looks) context_.queue.put(look);
    const std::size_t done_before = done();
    const std::int64_t evidence_before = evidence_bytes();
    const double writer_before = writer_seconds();
    const auto groups_before = store_->stats().groups;
    forget_peak_memory();
    const Stopwatch watch;
    context_.wake();
    while (done() < done_before + wanted) loop_.run_one();
    const Usage usage = watch.read();
    const double writer = writer_seconds() - writer_before;
    const double peak = peak_memory_megabytes();
    const auto groups = store_->stats().groups - groups_before;
    ++looks_each_;
    const Checked checked = check_observations(*store_, tasks_, reported_.claims, looks_each_);
    return fmt::format(
        "{{\"pass\":\"{}\",\"pages\":{},\"wall\":{:.4f},\"cpu\":{:.4f},\"writer_cpu\":{:.4f},"
        "\"wrong\":{},\"first_wrong\":\"{}\",\"peak_mb\":{:.1f},\"evidence_bytes\":{},"
        "\"groups\":{}}}",
        name, wanted, usage.wall, usage.cpu, writer, checked.wrong, checked.first, peak,
        evidence_bytes() - evidence_before, groups);
  }

  std::string facts() {
    const Checked checked = check_facts(corpus_, "first", tasks_);
    return fmt::format("{{\"pass\":\"facts\",\"pages\":{},\"wrong\":{},\"first_wrong\":\"{}\"}}",
                       checked.rows, checked.wrong, checked.first);
  }

  // A negative is always fetched whole: from here on only claims whose page is as reported.
  std::string keep_positive() {
    std::vector<Task> tasks;
    std::vector<ClaimId> claims;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (!tasks_[i].has_keyword || !tasks_[i].has_link) {
        leave_out(reported_.claims[i]);
        continue;
      }
      tasks.push_back(tasks_[i]);
      claims.push_back(reported_.claims[i]);
    }
    tasks_ = std::move(tasks);
    reported_.claims = std::move(claims);
    return fmt::format("{{\"pass\":\"positive\",\"pages\":{}}}", tasks_.size());
  }

 private:
  void leave_out(ClaimId claim) {
    std::function<Result<std::vector<store::Look>>(store::Connection&)> job =
        [claim](store::Connection& db) { return store::looks::pending_for_claim(db, claim); };
    const auto pending = store_->read_now<std::vector<store::Look>>(std::move(job));
    if (!pending) throw std::runtime_error(pending.error().text());
    for (const store::Look& look : *pending) context_.queue.erase(look.id);
  }

  [[nodiscard]] std::size_t done() const {
    return std::accumulate(context_.counters.looks.begin(), context_.counters.looks.end(),
                           std::size_t{0},
                           [](std::size_t sum, const auto& reason) { return sum + reason.second; });
  }

  [[nodiscard]] double writer_seconds() const {
    timespec time{};
    clock_gettime(writer_clock_, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }

  [[nodiscard]] std::int64_t evidence_bytes() const {
    std::int64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(store_->evidence_directory())) {
      if (file.is_regular_file()) bytes += static_cast<std::int64_t>(file.file_size());
    }
    return bytes;
  }

  std::string corpus_;
  std::vector<Task> tasks_;
  std::string dir_;
  MovedClock wall_;
  SystemSteadyClock steady_;
  SystemRandom random_;
  boost::asio::io_context loop_{1};
  std::unique_ptr<store::Store> store_;
  daemon::ParsePool parse_;
  daemon::Activity activity_;
  daemon::Alarms alarms_;
  daemon::LookQueue queue_;
  daemon::Context context_;
  crawler::CurlHttpClient http_;
  daemon::RobotsKeeper robots_;
  crawler::PageFetcher fetcher_;
  daemon::SiteKeeper sites_;
  daemon::PoliteFetcher polite_;
  daemon::PageCanary canary_;
  daemon::PageLooks pages_;
  daemon::EngineLooks engines_;
  daemon::NoticeDesk notices_;
  alerts::Dispatcher dispatcher_;
  daemon::RealPace pace_;
  daemon::Agenda agenda_;
  clockid_t writer_clock_{};
  Reported reported_;
  std::size_t looks_each_ = 0;
};

}  // namespace
}  // namespace vouch::bench

int main(int argc, char** argv) {
  using namespace vouch::bench;
  std::string corpus;
  std::string dir;
  std::size_t pages = 1'000'000;
  unsigned parse_threads = 2;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--corpus") corpus = value;
    if (name == "--dir") dir = value;
    if (name == "--pages") pages = std::stoul(value);
    if (name == "--parse-threads") parse_threads = static_cast<unsigned>(std::stoul(value));
  }
  vouch::log::set_level(vouch::log::Level::kWarning);
  try {
    Bench bench(corpus, dir, pages, parse_threads);
    std::cout << "{\"pass\":\"ready\"}" << std::endl;
    for (std::string word; std::getline(std::cin, word);) {
      std::string answer;
      if (word == "facts") {
        answer = bench.facts();
      } else if (word == "positive") {
        answer = bench.keep_positive();
      } else {
        answer = bench.pass(word);
      }
      std::cout << answer << std::endl;
    }
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "vouch-bench-looks: " << problem.what() << std::endl;
    return 1;
  }
}
