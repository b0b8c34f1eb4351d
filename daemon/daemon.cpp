#include "daemon/daemon.h"

#include <csignal>

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "alerts/dispatcher.h"
#include "core/log.h"
#include "core/version.h"
#include "crawler/net/curl_http_client.h"
#include "crawler/net/user_agent.h"
#include "daemon/account_desk.h"
#include "daemon/agenda.h"
#include "daemon/capture_intake.h"
#include "daemon/capture_store.h"
#include "daemon/chores.h"
#include "daemon/commands.h"
#include "daemon/desk_commands.h"
#include "daemon/health.h"
#include "daemon/keyed_write_desk.h"
#include "daemon/letter_ways.h"
#include "daemon/money_desk.h"
#include "daemon/notice_writes.h"
#include "daemon/outlets.h"
#include "daemon/page_rests.h"
#include "daemon/report_puller.h"
#include "daemon/robots_keeper.h"
#include "daemon/room.h"
#include "daemon/site_counts.h"
#include "daemon/start.h"
#include "daemon/systemd.h"
#include "store/backup.h"
#include "store/sites.h"
#include "web/app.h"
#include "web/http_server.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "daemon";
constexpr std::chrono::seconds kDrainRequests{5};
constexpr std::chrono::seconds kDrainWork{20};
constexpr std::chrono::hours kUpgrade{1};  // asked of the service manager, for a large database

log::Level level_of(const std::string& text) {
  if (text == "debug") return log::Level::kDebug;
  if (text == "notice") return log::Level::kNotice;
  if (text == "warning") return log::Level::kWarning;
  if (text == "error") return log::Level::kError;
  return log::Level::kInfo;
}

crawler::PolitenessLimits limits_of(const config::PolitenessSettings& settings) {
  crawler::PolitenessLimits limits;
  limits.min_delay = settings.min_delay;
  limits.max_delay = settings.max_delay;
  if (settings.daily_cap_per_host > 0) limits.daily_cap = settings.daily_cap_per_host;
  return limits;
}

Result<crawler::AddressGuard> guard_of(const config::Settings& settings) {
  std::vector<crawler::AllowedRange> allowed;
  for (const config::AllowedRange& range : settings.network.allow) {
    auto parsed = crawler::AllowedRange::parse(range.text);
    if (!parsed) return tl::unexpected(parsed.error());
    allowed.push_back(*parsed);
  }
  std::vector<crawler::Endpoint> own;
  if (const auto address = crawler::IpAddress::parse(settings.daemon.listen_host)) {
    own.push_back({*address, settings.daemon.listen_port});
  }
  return crawler::AddressGuard(std::move(allowed), std::move(own));
}

crawler::CurlOptions curl_options(const config::Settings& settings) {
  crawler::CurlOptions options;
  options.user_agent = crawler::user_agent(kVersion, settings.network.contact);
  options.proxy = settings.network.proxy;
  if (!settings.network.ca_file.empty()) options.ca_file = settings.network.ca_file;
  return options;
}

crawler::PageFetcher::Options fetcher_options(const config::Settings& settings) {
  crawler::PageFetcher::Options options;
  options.robots_permitted = settings.politeness.ignore_robots_hosts;
  return options;
}

}  // namespace

struct Daemon::Parts {
  explicit Parts(DaemonOptions given) : options(std::move(given)) {}

  DaemonOptions options;
  boost::asio::io_context loop{1};
  SystemWallClock system_wall;
  SystemSteadyClock steady;
  SystemRandom random;
  std::unique_ptr<SharedMoment> practice_moment;
  std::unique_ptr<SharedMoment> practice_next;
  std::unique_ptr<PracticeClock> practice_clock;
  std::unique_ptr<Pace> pace;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<ParsePool> parse;
  Activity activity;
  std::unique_ptr<Alarms> alarms;
  LookQueue queue;
  std::unique_ptr<Context> context;
  std::unique_ptr<Room> room;
  std::unique_ptr<crawler::CurlHttpClient> http;
  std::unique_ptr<RobotsKeeper> robots;
  std::unique_ptr<crawler::PageFetcher> fetcher;
  std::unique_ptr<SiteKeeper> sites;
  std::unique_ptr<PoliteFetcher> polite;
  std::unique_ptr<PageCanary> canary;
  std::unique_ptr<PageLooks> pages;
  std::unique_ptr<CaptureStore> waiting;
  std::unique_ptr<CaptureIntake> captures;
  std::unique_ptr<StoredPageRests> rests;
  std::unique_ptr<EngineLooks> engines;
  std::unique_ptr<SubmissionDesk> submissions;
  std::unique_ptr<SiteCounts> site_counts;
  std::unique_ptr<NoticeDesk> notices;
  Outlets outlets;
  std::vector<Outlets> retired;  // of earlier configurations; a send may still be under way
  std::unique_ptr<alerts::Dispatcher> dispatcher;
  std::unique_ptr<Agenda> agenda;
  std::unique_ptr<DaemonHealth> health;
  std::unique_ptr<DaemonCommands> commands;
  std::unique_ptr<AccountDesk> accounts;
  config::WebSettings web_in_force;  // since the start
  bool second_step_in_force = false;
  std::unique_ptr<KeyedWriteDesk> keyed_writes;
  std::unique_ptr<MoneyDesk> money;
  std::unique_ptr<DeskCommands> desks;
  std::unique_ptr<ReportPuller> reports;
  std::unique_ptr<web::App> app;
  std::unique_ptr<web::HttpServer> server;
  std::unique_ptr<boost::asio::signal_set> stop_signals;
  std::unique_ptr<boost::asio::signal_set> reload_signal;
  std::unique_ptr<boost::asio::steady_timer> watchdog;
  std::uint16_t port = 0;
  int exit_code = 0;
  bool stopping = false;
  bool gave_up = false;

  [[nodiscard]] const WallClock& wall() const {
    if (practice_clock) return *practice_clock;
    return system_wall;
  }

  Status open();
  Status open_clock();
  Status open_store();
  Status compose();
  Status load_work();
  Status listen();
  Status note_gap();
  Status load_controls();

  Result<web::ReloadAnswer> reload();
  void on_reload_signal();
  void stop(int code);
  void give_up(const std::string& why);
  Task<> serve();
  Task<> drain();
  Task<> wait_for_stop();
  Task<> watch();
  Task<> watch_store();
};

Status Daemon::Parts::open_clock() {
  const std::filesystem::path& dir = options.settings.practice.dir;
  if (dir.empty()) {
    pace = std::make_unique<RealPace>(loop.get_executor(), system_wall);
    return {};
  }
  auto moment = SharedMoment::open(dir / "clock");
  if (!moment) return tl::unexpected(moment.error());
  auto next = SharedMoment::open(dir / "world_next");
  if (!next) return tl::unexpected(next.error());
  practice_moment = std::move(*moment);
  practice_next = std::move(*next);
  practice_clock = std::make_unique<PracticeClock>(*practice_moment);
  pace = std::make_unique<PracticePace>(loop.get_executor(), *practice_moment, *practice_next,
                                        options.practice_speed);
  return {};
}

Status Daemon::Parts::open_store() {
  store::StoreOptions opening;
  opening.directory = options.settings.daemon.state_dir;
  opening.clock = &wall();
  opening.random = &random;
  opening.software = std::string("vouch ") + kVersion;
  opening.before_upgrade = [](int from, int to) {
    systemd::notify(
        fmt::format("EXTEND_TIMEOUT_USEC={}\nSTATUS=bringing the database from version {} to {}",
                    std::chrono::microseconds(kUpgrade).count(), from, to));
  };
  auto opened = store::Store::open(std::move(opening));
  if (!opened) return tl::unexpected(opened.error());
  store = std::move(*opened);
  for (const std::string& warning : store->warnings()) log::warning(kRoom, "{}", warning);
  return {};
}

Status Daemon::Parts::compose() {
  auto rules = make_rulebook(*store, options.settings, wall().now());
  if (!rules) return tl::unexpected(rules.error());
  for (const std::string& warning : (*rules)->warnings) log::warning(kRoom, "{}", warning);
  auto guard = guard_of(options.settings);
  if (!guard) return tl::unexpected(guard.error());

  parse = std::make_unique<ParsePool>(std::max(2u, std::thread::hardware_concurrency()));
  alarms = std::make_unique<Alarms>(wall(), activity);
  context = std::make_unique<Context>(Context{loop.get_executor(),
                                              wall(),
                                              steady,
                                              random,
                                              activity,
                                              *alarms,
                                              *store,
                                              *parse,
                                              queue,
                                              *rules,
                                              {},
                                              true,
                                              true,
                                              {},
                                              {},
                                              {}});
  context->wake = [this] {  // at the end of every task too
    context->requeue_landed();
    pace->wake();
  };
  context->store_failed = [this](const Error& error) {
    if (store->poisoned()) {
      give_up(error.text());
    } else if (error.code == ErrorCode::kNoSpace && !stopping) {
      room->hold();
    }
  };
  room = std::make_unique<Room>(*context);
  http = std::make_unique<crawler::CurlHttpClient>(curl_options(options.settings),
                                                   std::move(*guard), wall());
  robots = std::make_unique<RobotsKeeper>(*store);
  fetcher = std::make_unique<crawler::PageFetcher>(*http, *robots, wall(),
                                                   fetcher_options(options.settings));
  sites = std::make_unique<SiteKeeper>(wall(), *alarms, limits_of(options.settings.politeness));
  polite = std::make_unique<PoliteFetcher>(*fetcher, *sites, *alarms, wall(),
                                           options.settings.politeness.min_delay);
  canary = std::make_unique<PageCanary>(*polite, wall());
  pages = std::make_unique<PageLooks>(*context, *sites, *polite, *canary);
  waiting = std::make_unique<CaptureStore>(*store, wall());
  captures = std::make_unique<CaptureIntake>(*context);
  rests = std::make_unique<StoredPageRests>(*store);
  context->captures = waiting.get();
  context->rests = rests.get();
  engines = std::make_unique<EngineLooks>(*context, *http);
  if (const Status connected = engines->connect(); !connected) return connected;
  submissions = std::make_unique<SubmissionDesk>(*context, *http);
  if (const Status known = submissions->connect(); !known) return known;
  notices = std::make_unique<NoticeDesk>(*context);

  auto made = make_outlets(*store, options.settings, *http, wall());
  if (!made) return tl::unexpected(made.error());
  outlets = std::move(*made);
  for (const std::string& warning : outlets.warnings) log::warning(kRoom, "{}", warning);
  alerts::Dispatcher::OnTrouble on_trouble =
      [this](store::WriteContext& writing, const alerts::ChannelTrouble& trouble) -> Status {
    const Rules now_in_force = context->rules;
    const auto noted = note_trouble(writing, *now_in_force, trouble);
    if (!noted) return tl::unexpected(noted.error());
    return go_another_way(writing, *now_in_force, trouble);
  };
  dispatcher = std::make_unique<alerts::Dispatcher>(*store, wall(), steady, outlets.by_channel,
                                                    std::move(on_trouble));
  dispatcher->set_quiet([this](Time now) {
    const Rules now_in_force = context->rules;
    return alerts::quiet_until(now_in_force->calendar, quiet_hours(*now_in_force), now);
  });

  agenda = std::make_unique<Agenda>(*context,
                                    Agenda::Parts{*pages, *engines, *notices, *dispatcher, *pace});
  health = std::make_unique<DaemonHealth>(*context, *agenda, *engines, *http);
  health->watch(*submissions);
  agenda->add({"submissions", wall().now(), [this] { return submissions->run(); },
               [this] { return submissions->wanted(); }});
  site_counts = std::make_unique<SiteCounts>(*context, *engines);
  agenda->add({"site counts", next_count_at((*rules)->calendar.zone(), wall().now()),
               [this] { return site_counts->run(); }});
  DaemonCommands::Hooks hooks;
  hooks.reload = [this] { return reload(); };
  hooks.sender = [this](const std::string& name) -> alerts::Sender* {
    const auto found = outlets.by_channel.find(name);
    return found == outlets.by_channel.end() ? nullptr : found->second;
  };
  hooks.sites_changed = [this] {
    const Status read = load_controls();
    if (!read) log::warning(kRoom, "control pages: {}", read.error().text());
  };
  hooks.take_turn = [this](std::string name) { return dispatcher->take_turn(std::move(name)); };
  hooks.channel_mended = [this](std::string name) {
    return dispatcher->channel_mended(std::move(name));
  };
  commands = std::make_unique<DaemonCommands>(*context, *engines, std::move(hooks));
  web_in_force = options.settings.web;
  second_step_in_force = options.settings.second_step_required();
  accounts = std::make_unique<AccountDesk>(*context, system_wall, account_rules(options.settings));
  keyed_writes = std::make_unique<KeyedWriteDesk>(*context);
  app = std::make_unique<web::App>(*store, *commands, *health, ::geteuid(), captures.get(),
                                   entrance_of(options.settings, *accounts, system_wall),
                                   keyed_writes.get());
  money = std::make_unique<MoneyDesk>(*context);
  desks = std::make_unique<DeskCommands>(*context);
  reports = std::make_unique<ReportPuller>(*context, *http);
  app->connect(web::Ports{desks.get(), desks.get(), reports.get(), money.get(), money.get()});
  agenda->add({"written reports", wall().now() + std::chrono::minutes(5),
               [this] { return reports->run(); }});
  agenda->add(
      {"accounts", wall().now() + std::chrono::minutes(5), [this] { return accounts->tidy(); }});
  return add_chores(*agenda, *context, *health, [this] { return pace->passed(); });
}

Status Daemon::Parts::note_gap() {
  return daemon::note_gap(*store);
}

Status Daemon::Parts::load_controls() {
  std::function<Result<std::vector<OwnSite>>(store::Connection&)> job = [](store::Connection& db) {
    return store::sites::list(db);
  };
  const auto own = store->read_now<std::vector<OwnSite>>(std::move(job));
  if (!own) return tl::unexpected(own.error());
  std::vector<Url> controls;
  for (const std::string& text : context->rules->settings.network.control_urls) {
    if (auto url = Url::parse(text)) controls.push_back(std::move(*url));
  }
  for (const OwnSite& site : *own) {
    if (auto url = Url::parse("https://" + site.domain + "/")) controls.push_back(std::move(*url));
  }
  canary->set_controls(std::move(controls));
  return {};
}

Status Daemon::Parts::load_work() {
  // When an engine was asked last is not stored: a start keeps its whole pause.
  for (const config::ProviderSettings& provider : options.settings.providers) {
    queue.set_open_at(engine_gate(provider.engine), wall().now() + provider.min_delay);
  }
  if (const Status read = load_looks(*store, *sites, queue); !read) return read;
  if (const Status controls = load_controls(); !controls) return controls;
  if (const Status heard = pages->load(); !heard) return heard;
  if (const Status heard = engines->load(); !heard) return heard;
  return notices->load();
}

Status Daemon::Parts::listen() {
  server = std::make_unique<web::HttpServer>(loop, *app, wall());
  const config::DaemonSettings& daemon = options.settings.daemon;
  const bool v6 = daemon.listen_host.find(':') != std::string::npos;
  const std::string host = v6 ? "[" + daemon.listen_host + "]" : daemon.listen_host;
  const config::WebSettings& web = options.settings.web;
  if (web.tls()) {
    if (const Status usable = server->use_certificate(web.certificate, web.key); !usable)
      return usable;
  }
  const auto bound = server->listen_tcp(fmt::format("{}:{}", host, daemon.listen_port));
  if (!bound) return tl::unexpected(bound.error());
  port = *bound;
  return server->listen_unix(daemon.socket);
}

Status Daemon::Parts::open() {
  for (auto step : {&Parts::open_clock, &Parts::open_store, &Parts::note_gap, &Parts::compose,
                    &Parts::load_work, &Parts::listen}) {
    if (const Status done = (this->*step)(); !done) return done;
  }
  return {};
}

Result<web::ReloadAnswer> Daemon::Parts::reload() {
  systemd::reloading();
  web::ReloadAnswer answer;
  const config::Loaded loaded = config::load_file(options.config_file);
  std::optional<Error> problem;
  if (!loaded.ok()) problem = Error{ErrorCode::kInvalid, loaded.problems.front().text(), {}};
  Rules fresh;
  if (!problem) {
    auto rules = make_rulebook(*store, loaded.settings, wall().now());
    if (rules) {
      fresh = *rules;
    } else {
      problem = rules.error();
    }
  }
  if (problem) {
    health->note_reload(false);
    log::error(kRoom, "reload refused, the running configuration stays: {}", problem->text());
    systemd::notify("READY=1\nSTATUS=reload refused: " + problem->message);
    return tl::unexpected(*problem);
  }
  const config::Settings& before = options.settings;
  const config::Settings& after = loaded.settings;
  if (before.daemon.state_dir != after.daemon.state_dir)
    answer.needs_restart.emplace_back("[daemon] state_dir");
  if (before.daemon.listen_host != after.daemon.listen_host ||
      before.daemon.listen_port != after.daemon.listen_port) {
    answer.needs_restart.emplace_back("[daemon] listen");
  }
  if (web_in_force != after.web || second_step_in_force != after.second_step_required())
    answer.needs_restart.emplace_back("[web]");
  if (web_in_force.tls() && web_in_force == after.web) {  // renewed under the same name
    const Status renewed = server->use_certificate(after.web.certificate, after.web.key);
    if (!renewed) {
      log::error(kRoom, "the old certificate stays: {}", renewed.error().text());
      answer.needs_restart.push_back("[web] certificate: " + renewed.error().message);
    }
  }
  if (before.network.proxy != after.network.proxy || before.network.allow != after.network.allow) {
    answer.needs_restart.emplace_back("[network]");
  }
  auto made = make_outlets(*store, after, *http, wall());
  if (!made) return tl::unexpected(made.error());
  dispatcher->set_senders(made->by_channel);
  // Senders in use finish first: what they hold is kept until the next reload.
  std::swap(outlets, *made);
  retired.push_back(std::move(*made));
  options.settings = after;
  context->rules = fresh;
  for (const std::string& warning : fresh->warnings) log::warning(kRoom, "{}", warning);
  sites->set_limits(limits_of(after.politeness));
  polite->set_min_delay(after.politeness.min_delay);
  log::set_level(level_of(after.daemon.log_level));
  if (const Status connected = engines->connect(); !connected)
    return tl::unexpected(connected.error());
  if (const Status known = submissions->connect(); !known) return tl::unexpected(known.error());
  if (const Status controls = load_controls(); !controls) return tl::unexpected(controls.error());
  if (const Status planned = notices->load(); !planned) return tl::unexpected(planned.error());
  health->note_reload(true);
  answer.changed.emplace_back("rules, channels, providers, politeness, alerts");
  log::notice(kRoom, "configuration reloaded");
  systemd::notify("READY=1\nSTATUS=configuration reloaded");
  pace->wake();
  return answer;
}

void Daemon::Parts::on_reload_signal() {
  reload_signal->async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    const auto done = reload();
    if (!done) log::error(kRoom, "{}", done.error().text());
    on_reload_signal();
  });
}

void Daemon::Parts::stop(int code) {
  if (stopping) return;
  stopping = true;
  exit_code = code;
  room->let_go();
  boost::asio::co_spawn(loop, drain(), boost::asio::detached);
}

Task<> Daemon::Parts::wait_for_stop() {
  co_await stop_signals->async_wait(boost::asio::use_awaitable);
  log::notice(kRoom, "stopping: finishing what is under way");
  stop(0);
  co_await stop_signals->async_wait(boost::asio::use_awaitable);
  log::warning(kRoom, "second signal: stopping at once");
  loop.stop();
}

Task<> Daemon::Parts::watch() {
  const auto interval = systemd::watchdog_interval();
  if (!interval) co_return;
  watchdog = std::make_unique<boost::asio::steady_timer>(loop);
  while (!stopping) {
    watchdog->expires_after(*interval / 3);
    co_await watchdog->async_wait(boost::asio::use_awaitable);
    if (health->alive()) systemd::notify("WATCHDOG=1");
  }
}

void Daemon::Parts::give_up(const std::string& why) {
  if (gave_up) return;
  gave_up = true;
  log::error(kRoom, "the store cannot go on, stopping: {}", why);
  if (store->damaged()) log::error(kRoom, "{}", way_back(options.settings));
  stop(1);
  exit_code = store->damaged() ? kExitDamaged : 1;
}

// Damage found by a read or the check after the start, or at a checkpoint, is nobody's failed
// write.
Task<> Daemon::Parts::watch_store() {
  boost::asio::steady_timer timer(loop);
  while (!gave_up) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
    if (store->poisoned()) {
      give_up(store->poisoned_why());
    } else if (!stopping) {
      co_await room->look();
    }
  }
}

Task<> Daemon::Parts::serve() {
  const auto recovered = co_await dispatcher->recover();
  if (!recovered) {
    log::error(kRoom, "outbox: {}", recovered.error().text());
    stop(1);
    co_return;
  }
  if (*recovered > 0)
    log::notice(
        kRoom,
        "{} messages may have been sent before the last stop; sending again with the same id",
        *recovered);
  co_await health->refresh();
  systemd::notify(fmt::format("READY=1\nSTATUS=listening on port {}", port));
  log::notice(kRoom, "ready: {} looks planned, port {}, {}", queue.size(), port,
              options.settings.base_url());
  co_await agenda->run();
}

Task<> Daemon::Parts::drain() {
  systemd::notify("STOPPING=1");
  health->set_draining();
  agenda->stop();
  co_await server->drain(kDrainRequests);
  boost::asio::steady_timer timer(loop);
  const SteadyClock::Point deadline = steady.now() + kDrainWork;
  while (!activity.idle() && steady.now() < deadline) {
    alarms->fire_all();
    timer.expires_after(std::chrono::milliseconds(50));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  loop.stop();
}

Daemon::Daemon(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Daemon::~Daemon() {
  // Threads that complete into the loop end before what they complete into.
  if (parts_->http) parts_->http->stop();
  parts_->outlets.owned.clear();
  parts_->retired.clear();
  parts_->parse.reset();
  if (parts_->store) parts_->store->stop();
}

Result<std::unique_ptr<Daemon>> Daemon::create(DaemonOptions options) {
  log::set_level(level_of(options.settings.daemon.log_level));
  auto parts = std::make_unique<Parts>(std::move(options));
  const Status opened = parts->open();
  std::unique_ptr<Daemon> daemon(new Daemon(std::move(parts)));
  if (!opened) return tl::unexpected(opened.error());
  return daemon;
}

std::string Daemon::address() const {
  return fmt::format("http://{}:{}", parts_->options.settings.daemon.listen_host, parts_->port);
}

int Daemon::run() {
  Parts& parts = *parts_;
  parts.stop_signals = std::make_unique<boost::asio::signal_set>(parts.loop, SIGTERM, SIGINT);
  parts.reload_signal = std::make_unique<boost::asio::signal_set>(parts.loop, SIGHUP);
  boost::asio::co_spawn(parts.loop, parts.wait_for_stop(), boost::asio::detached);
  boost::asio::co_spawn(parts.loop, parts.watch(), boost::asio::detached);
  boost::asio::co_spawn(parts.loop, parts.watch_store(), boost::asio::detached);
  boost::asio::co_spawn(parts.loop, parts.serve(), boost::asio::detached);
  parts.on_reload_signal();
  parts.loop.run();
  log::notice(kRoom, "stopped");
  return parts.exit_code;
}

std::string way_back(const config::Settings& settings) {
  const auto newest = store::backup::newest(settings.backup.dir);
  const std::string from = newest ? newest->string() : "FOLDER_OF_THE_BACKUP";
  const std::string where =
      newest ? std::string()
             : fmt::format(" (none was found in {})", settings.backup.dir.empty()
                                                          ? "[backup] dir, which is not set"
                                                          : settings.backup.dir.string());
  return fmt::format(
      "nothing starts it again by itself until that is done: vouch restore {}{}; the damaged state "
      "is kept beside it",
      from, where);
}

config::LoadedRecords load_rules(const config::Settings& settings) {
  const auto folder = config::shipped_data_dir();
  if (!folder) {
    config::LoadedRecords none;
    none.problems.push_back({folder.error().text(), 0, "the shipped rules cannot be read"});
    return none;
  }
  std::vector<std::filesystem::path> folders = {*folder};
  if (!settings.data.dir.empty()) folders.push_back(settings.data.dir);
  return config::load_records(folders);
}

bool check_configuration(const std::filesystem::path& file,
                         const std::function<void(const std::string&)>& say) {
  const config::Loaded loaded = config::load_file(file);
  for (const config::Problem& problem : loaded.problems) say(problem.text());
  for (const config::Problem& warning : loaded.warnings) say("warning: " + warning.text());
  if (!loaded.ok()) return false;
  const config::LoadedRecords records = load_rules(loaded.settings);
  for (const config::Problem& problem : records.problems) say(problem.text());
  if (!records.ok()) return false;
  const auto zone = Zone::find(loaded.settings.company.zone);
  if (!zone) {
    say(zone.error().text());
    return false;
  }
  const Date today = zone->date_of(SystemWallClock().now());
  const auto in_force = config::records_in_force(records.texts, today);
  if (!in_force) {
    say(in_force.error().text());
    return false;
  }
  const auto lacks = config::check_providers(loaded.settings, *in_force, file.string());
  for (const config::Problem& problem : lacks) say(problem.text());
  if (!lacks.empty()) return false;
  config::Surroundings surroundings;
  for (const Engine& engine : in_force->engines) {
    surroundings.engines.push_back(engine.key);
    surroundings.engine_names.push_back(engine.name);
  }
  surroundings.year = static_cast<int>(std::chrono::year_month_day(today).year());
  surroundings.calendar_has_year =
      config::make_calendar(records.texts, *in_force, *zone).has_year(surroundings.year);
  for (const std::string& line : config::describe_channels_off(loaded.settings, surroundings))
    say(line);
  const std::string stale = config::stale_sentence(config::stale_records(records.texts, today));
  if (!stale.empty()) say("warning: " + stale);
  say("configuration is good");
  return true;
}

}  // namespace vouch::daemon
