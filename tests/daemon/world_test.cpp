// The world of this folder's tests (world.h); named so that the room's one binary takes it in.

#include "tests/daemon/world.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>
#include <boost/json.hpp>

#include "checks/decide.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/people.h"
#include "store/sites.h"

namespace vouch::daemon::test {
namespace {

constexpr std::chrono::seconds kHangs{20};  // of real time: the loop waits for nothing

std::unique_ptr<SharedMoment> moment_file(const std::string& path) {
  std::ofstream(path, std::ios::binary) << std::string(8, '\0');
  return must(SharedMoment::open(path));
}

}  // namespace

World::World(Time start, const std::function<void(config::Settings&)>& adjust) {
  log::set_level(log::Level::kError);
  const bool in_memory = ::access("/dev/shm", W_OK) == 0;  // nothing here survives the test
  std::string name = in_memory ? "/dev/shm/vouch-daemon-XXXXXX" : "/tmp/vouch-daemon-XXXXXX";
  folder = ::mkdtemp(name.data());
  moment_ = moment_file(folder + "/clock");
  world_next_ = moment_file(folder + "/world_next");
  clock_ = std::make_unique<PracticeClock>(*moment_);
  web.pages = fakes::FakeHttp(clock_.get());
  set(start);
  world_next_->store(start);
  settings.company.name = "蓝鲸网络";
  settings.daemon.state_dir = folder;
  settings.mail.host = "mail.example";
  settings.mail.from = "vouch@lanjing.example";
  settings.network.control_urls = {"http://control.example/"};
  settings.alerts.weekly_digest = false;
  settings.practice.dir = folder;  // the agenda moves the clock
  if (adjust) adjust(settings);
  web.page("http://control.example/", "对照", "这一页总在。");

  open_store();
  found_company();
  open();
}

void World::open_store() {
  store::StoreOptions options;
  options.directory = folder + "/state";
  options.clock = clock_.get();
  options.random = &random_;
  options.quick_check = false;
  std::filesystem::create_directory(options.directory);
  store_ = must(store::Store::open(std::move(options)));
}

void World::open() {
  if (!store_) open_store();
  parts_ = std::make_unique<Parts>(*store_, web, *clock_, steady, *moment_, *world_next_, random_,
                                   sender, settings);
  agenda_runs_ = false;
}

void World::crash() {
  store_->stop();  // what was committed stays; nothing completes into a loop that is gone
  parts_.reset();
  store_.reset();
}

void World::reload() {
  context().rules = must(make_rulebook(*store_, settings, now()));
  must(parts_->engines.connect());
}

void World::close() {
  if (parts_) {
    EXPECT_EQ(parts_->troubles, std::vector<std::string>());
  }
  if (store_) crash();
  std::filesystem::remove_all(folder);
}

void World::found_company() {
  write<int>([](store::WriteContext& context) -> Result<int> {
    const Time long_ago = context.now - std::chrono::hours(24 * 60);
    Team team;
    team.name = "推广一组";
    team.id = must(store::people::insert_team(context.db, team));
    const auto add = [&](const char* login, const char* named, Role role, TeamId of) {
      User user;
      user.login = login;
      user.name = named;
      user.email = std::string(login) + "@lanjing.example";
      user.role = role;
      user.team = of;
      user.report_weekdays = role == Role::kEmployee ? 0b0011111U : 0U;
      user.link_token = std::string(login) + std::string(32 - std::string(login).size(), 'L');
      return must(store::people::insert_user(context.db, user, long_ago));
    };
    team.supervisor = add("wang", "王主管", Role::kSupervisor, team.id);
    team.deputy = add("zhao", "赵代理", Role::kSupervisor, TeamId{});
    team.deputy_from = Date(std::chrono::days(0));
    team.deputy_to = Date(std::chrono::days(1));
    add("lilei", "李雷", Role::kEmployee, team.id);
    add("hanmeimei", "韩梅梅", Role::kEmployee, team.id);
    Team other;
    other.name = "推广二组";
    other.id = must(store::people::insert_team(context.db, other));
    add("zhaoliu", "赵六", Role::kEmployee, other.id);
    add("root", "孙管理", Role::kAdmin, TeamId{});
    must(store::people::update_team(context.db, team));
    must(store::sites::insert(context.db, OwnSite{SiteId{}, "lanjing.example", "官网"}));
    must(store::channels::upsert(context.db, "mail", ChannelKind::kMail));
    return 0;
  });
}

void World::turn_until(const std::function<bool()>& done) {
  const auto given_up = std::chrono::steady_clock::now() + kHangs;
  while (!done()) {
    if (parts_->loop.stopped()) parts_->loop.restart();
    parts_->loop.run_one_for(std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() > given_up) {
      const auto next = parts_->agenda.next_due();
      throw std::runtime_error(fmt::format(
          "the loop waits for something that never comes: now {}, next {}, in flight {}, notices "
          "{}, outbox {}",
          to_rfc3339(now()), next ? to_rfc3339(*next) : "none", parts_->activity.count(),
          context().notices_changed, context().outbox_changed));
    }
  }
}

void World::wake_until(const std::function<bool()>& done) {
  turn_until([&] {
    if (done()) return true;
    const auto sleeper = parts_->alarms.next();
    if (sleeper && parts_->activity.idle()) {
      if (*sleeper > now()) set(*sleeper);
      parts_->alarms.fire(now());
    }
    return false;
  });
}

void World::run(Task<> task) {
  bool ended = false;
  boost::asio::co_spawn(parts_->loop, std::move(task), [&ended](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
    ended = true;
  });
  turn_until([&ended] { return ended; });
}

void World::run_until(Time end) {
  world_next_->store(end);
  if (!agenda_runs_) {
    boost::asio::co_spawn(parts_->loop, parts_->agenda.run(), boost::asio::detached);
    agenda_runs_ = true;
  }
  parts_->pace.wake();
  turn_until([this, end] {
    const auto next = parts_->agenda.next_due();
    return now() >= end && parts_->activity.idle() && !context().notices_changed &&
           !context().outbox_changed && (!next || *next > end);
  });
}

std::int64_t World::count(const std::string& sql) {
  return read<std::int64_t>([&sql](store::Connection& db) { return db.scalar<std::int64_t>(sql); });
}

UserId World::user(const std::string& login) {
  return read<std::optional<User>>(
             [&login](store::Connection& db) { return store::people::user_by_login(db, login); })
      .value()
      .id;
}

web::Actor World::actor(const std::string& login) {
  const User found = read<std::optional<User>>([&login](store::Connection& db) {
                       return store::people::user_by_login(db, login);
                     }).value();
  return web::Actor{found.id, found.role, found.login, web::Via::kToken};
}

void World::leave(const std::string& login, std::string_view from, std::string_view to) {
  const Leave row{user(login), day(from), day(to)};
  write<bool>(
      [&row](store::WriteContext& context) { return store::people::add_leave(context.db, row); });
}

Result<web::ReportAnswer> World::submit(const std::string& login, web::SubmitReport request) {
  return run(parts_->commands.submit_report(actor(login), std::move(request)));
}

ClaimId World::report(const std::string& login, const std::string& url,
                      const std::string& work_type) {
  web::SubmitReport request;
  web::ReportRow row;
  row.row = 1;
  row.url = url;
  row.work_type = work_type;
  row.title = "不锈钢阀门选型";
  request.rows.push_back(std::move(row));
  return must(submit(login, std::move(request))).accepted.at(0).claim;
}

Verdict World::verdict(ClaimId claim) {
  const auto stored = read<std::optional<store::StoredVerdict>>(
      [claim](store::Connection& db) { return store::verdicts::get(db, claim); });
  return must(checks::verdict_from_json(stored.value().json));
}

StageResult World::stage(ClaimId claim, const Stage& wanted) {
  for (const StageResult& result : verdict(claim).stages) {
    if (result.stage == wanted) return result;
  }
  throw std::runtime_error("no such stage");
}

std::vector<Observation> World::observations(ClaimId claim) {
  return read<std::vector<Observation>>(
      [claim](store::Connection& db) { return store::observations::for_claim(db, claim); });
}

std::vector<store::Look> World::looks(ClaimId claim, std::string_view lane) {
  auto all = read<std::vector<store::Look>>(
      [claim](store::Connection& db) { return store::looks::for_claim(db, claim); });
  std::erase_if(all, [lane](const store::Look& look) { return look.lane != lane; });
  return all;
}

std::optional<store::Look> World::pending(ClaimId claim, std::string_view lane) {
  return read<std::optional<store::Look>>([claim, lane](store::Connection& db) {
    return store::looks::pending_in_lane(db, claim, lane);
  });
}

std::vector<Notice> World::notices(ClaimId claim) {
  return read<std::vector<Notice>>(
      [claim](store::Connection& db) { return store::notices::for_claim(db, claim); });
}

std::optional<Notice> World::notice(ClaimId claim, NoticeKind kind, Audience audience) {
  for (const Notice& notice : notices(claim)) {
    if (notice.kind == kind && notice.audience == audience) return notice;
  }
  return std::nullopt;
}

std::vector<Message> World::mails_to(const std::string& login) {
  std::vector<Message> out;
  const UserId id = user(login);
  for (const Message& message : sender.sent) {
    if (message.recipient == id) out.push_back(message);
  }
  return out;
}

std::string World::text_of(const Message& message) {
  return std::string(boost::json::parse(message.body).at("text").as_string());
}

void World::look(ClaimId claim, std::string_view lane) {
  const auto wanted = pending(claim, lane);
  if (!wanted) throw std::runtime_error("no look is pending");
  if (wanted->due_at > now()) set(wanted->due_at);
  const std::string gate = wanted->site;
  const Time opens = gate.empty() ? now() : parts_->sites.opens_at(gate);
  if (opens > now()) set(opens);
  parts_->queue.erase(wanted->id);
  QueuedLook taken = queued(*wanted);
  taken.due_at = from_millis(0);
  parts_->queue.set_open_at(gate, from_millis(0));
  parts_->queue.put(taken);
  auto given = parts_->queue.take(now());
  if (!given || given->id != wanted->id) throw std::runtime_error("another look came first");
  bool ended = false;
  auto run_it = [this](QueuedLook one) -> Task<> {
    const Activity::Guard guard = parts_->activity.begin();
    if (one.gate.starts_with("engine:")) {
      co_await parts_->engines.run(std::move(one));
    } else {
      co_await parts_->pages.run(std::move(one));
    }
  };
  boost::asio::co_spawn(parts_->loop, run_it(std::move(*given)),
                        [&ended](std::exception_ptr thrown) {
                          if (thrown) std::rethrow_exception(thrown);
                          ended = true;
                        });
  wake_until([&ended] { return ended; });
}

}  // namespace vouch::daemon::test
