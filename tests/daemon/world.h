// The daemon's parts on a real store in a folder of its own, over a scripted web and engine, with a
// clock moved by hand or by the agenda, and a sender that writes down. A crash drops the parts as
// they are and opens the store anew.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/agenda.h"
#include "daemon/commands.h"
#include "daemon/notice_writes.h"
#include "daemon/robots_keeper.h"
#include "daemon/start.h"
#include "store/claims.h"
#include "store/looks.h"
#include "store/notices.h"
#include "store/observations.h"
#include "store/outbox.h"
#include "store/verdicts.h"
#include "tests/daemon/small_fakes.h"

namespace vouch::daemon::test {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().text());
}

// What one run of the daemon holds. Members end in reverse order, the loop last.
struct Parts {
  Parts(store::Store& store, WebAndEngine& web, const WallClock& wall, const SteadyClock& steady,
        SharedMoment& moment, SharedMoment& world_next, Random& random, WrittenSender& sender,
        const config::Settings& settings)
      : alarms(wall, activity),
        context{loop.get_executor(),
                wall,
                steady,
                random,
                activity,
                alarms,
                store,
                parse,
                queue,
                must(make_rulebook(store, settings, wall.now())),
                {},
                true,
                true,
                {},
                {},
                {}},
        robots(store),
        fetcher(web, robots, wall, crawler::PageFetcher::Options{}),
        sites(wall, alarms, crawler::PolitenessLimits{}),
        polite(fetcher, sites, alarms, wall, settings.politeness.min_delay),
        canary(polite, wall),
        pages(context, sites, polite, canary),
        engines(context, web),
        notices(context),
        dispatcher(store, wall, steady, {{"mail", &sender}},
                   [this](store::WriteContext& writing, const alerts::ChannelTrouble& trouble) {
                     const auto noted = note_trouble(writing, *context.rules, trouble);
                     return noted ? Status() : Status(tl::unexpected(noted.error()));
                   }),
        pace(loop.get_executor(), moment, world_next, 0),
        agenda(context, Agenda::Parts{pages, engines, notices, dispatcher, pace}),
        commands(context, engines, DaemonCommands::Hooks{{}, {}, [] {}}) {
    dispatcher.set_quiet([this](Time now) {
      return alerts::quiet_until(context.rules->calendar, quiet_hours(*context.rules), now);
    });
    context.wake = [this] { pace.wake(); };
    context.store_failed = [this](const Error& error) {
      const bool refusal = error.code == ErrorCode::kInvalid || error.code == ErrorCode::kDenied ||
                           error.code == ErrorCode::kConflict ||
                           error.code == ErrorCode::kUnavailable ||
                           error.code == ErrorCode::kNotFound;
      if (!refusal) troubles.push_back(error.text());
    };
    must(engines.connect());
    must(load_looks(store, sites, queue));
    must(pages.load());
    must(engines.load());
    std::vector<Url> controls;
    for (const std::string& text : settings.network.control_urls)
      controls.push_back(Url::parse(text).value());
    canary.set_controls(std::move(controls));
    must(notices.load());
  }

  boost::asio::io_context loop{1};
  ParsePool parse{2};
  Activity activity;
  Alarms alarms;
  LookQueue queue;
  Context context;
  RobotsKeeper robots;
  crawler::PageFetcher fetcher;
  SiteKeeper sites;
  PoliteFetcher polite;
  PageCanary canary;
  PageLooks pages;
  EngineLooks engines;
  NoticeDesk notices;
  alerts::Dispatcher dispatcher;
  PracticePace pace;
  Agenda agenda;
  DaemonCommands commands;
  std::vector<std::string> troubles;  // what the store answered and should not have
};

class World {
 public:
  // Shipped records; mail is configured, no engine is.
  explicit World(Time start = at("2026-11-24", 14, 30),
                 const std::function<void(config::Settings&)>& adjust = {});
  ~World() { close(); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void open();    // store and parts, as at a start of the daemon
  void crash();   // gone, whatever they were doing
  void reload();  // `settings` are in force for rules and providers, whatever is under way
  void close();
  Parts& parts() { return *parts_; }
  Context& context() { return parts_->context; }
  const Rulebook& rules() { return *parts_->context.rules; }
  store::Store& store() { return *store_; }

  [[nodiscard]] Time now() const { return moment_->load(); }
  void set(Time moment) { moment_->store(moment); }
  void pass(Millis span) { set(now() + span); }

  // The agenda works by itself, moving the clock, up to and with this moment.
  void run_until(Time end);
  // Turns the loop until `done`; fails the test where that never comes.
  void turn_until(const std::function<bool()>& done);
  // Without the agenda: the clock moves to the next sleeper where nobody is awake.
  void wake_until(const std::function<bool()>& done);
  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    boost::asio::co_spawn(parts_->loop, std::move(task),
                          [&result](std::exception_ptr thrown, T value) {
                            if (thrown) std::rethrow_exception(thrown);
                            result = std::move(value);
                          });
    turn_until([&result] { return result.has_value(); });
    return std::move(*result);
  }
  void run(Task<> task);

  template <class T>
  T write(std::function<Result<T>(store::WriteContext&)> job) {
    return must(store_->write_now<T>(std::move(job)));
  }
  template <class T>
  Result<T> try_write(std::function<Result<T>(store::WriteContext&)> job) {
    return store_->write_now<T>(std::move(job));
  }
  template <class T>
  T read(std::function<Result<T>(store::Connection&)> job) {
    return must(store_->read_now<T>(std::move(job)));
  }
  std::int64_t count(const std::string& sql);

  UserId user(const std::string& login);
  web::Actor actor(const std::string& login);
  void leave(const std::string& login, std::string_view from, std::string_view to);

  // Handed in now through the command; the claim of the first row.
  ClaimId report(const std::string& login, const std::string& url,
                 const std::string& work_type = "forum_post");
  Result<web::ReportAnswer> submit(const std::string& login, web::SubmitReport request);

  Verdict verdict(ClaimId claim);
  StageResult stage(ClaimId claim, const Stage& stage);
  std::vector<Observation> observations(ClaimId claim);
  std::vector<store::Look> looks(ClaimId claim, std::string_view lane);
  std::optional<store::Look> pending(ClaimId claim, std::string_view lane);
  std::vector<Notice> notices(ClaimId claim);
  std::optional<Notice> notice(ClaimId claim, NoticeKind kind, Audience audience);
  std::vector<Message> mails_to(const std::string& login);  // sent, in order
  std::string text_of(const Message& message);

  // Takes the look of this lane from the queue, whatever its moment, and runs it to its end.
  void look(ClaimId claim, std::string_view lane = "page");

  WebAndEngine web;
  WrittenSender sender;
  HandSteady steady;
  config::Settings settings;
  std::string folder;

 private:
  void open_store();
  void found_company();

  SafeRandom random_;
  std::unique_ptr<SharedMoment> moment_;
  std::unique_ptr<SharedMoment> world_next_;
  std::unique_ptr<PracticeClock> clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Parts> parts_;
  bool agenda_runs_ = false;
};

inline const Stage kLive{StageKind::kLive, {}};
inline const Stage kContent{StageKind::kContent, {}};
inline const Stage kBaidu{StageKind::kIndex, "baidu"};

}  // namespace vouch::daemon::test
