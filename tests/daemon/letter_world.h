// A store with a few people, mail, and a clock that jumps to what is due next; claims are given
// their verdicts by hand. For tests of what is told by letter.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/notice_facts.h"
#include "checks/decide.h"
#include "daemon/letter_writes.h"
#include "daemon/notice_writes.h"
#include "store/channels.h"
#include "store/claims.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/verdicts.h"

namespace vouch::daemon {

using std::chrono::hours;
using std::chrono::minutes;

inline const Stage kLive{StageKind::kLive, {}};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().text());
}

// Local time of Shanghai; 2026-11-23 is a Monday.
inline Time at(std::string_view date, int hour, int minute = 0) {
  return Zone::shanghai().at(parse_date(date).value(), hours(hour) + minutes(minute));
}

struct HandClock final : WallClock {
  Time time;
  [[nodiscard]] Time now() const override { return time; }
};

struct LetterWorld {
  explicit LetterWorld(Time start = at("2026-11-24", 14, 30)) {
    std::string shape = (std::filesystem::temp_directory_path() / "vouch-letters-XXXXXX").string();
    folder = ::mkdtemp(shape.data());
    clock.time = start;
    rules.settings.mail.host = "mail.example";
    rules.settings.daemon.public_url = "https://vouch.example";
    open();
    write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::channels::upsert(context.db, "mail", ChannelKind::kMail));
      return 0;
    });
    add_user("lilei", Role::kEmployee);
    add_user("root", Role::kAdmin);
  }
  ~LetterWorld() {
    store.reset();
    std::filesystem::remove_all(folder);
  }
  LetterWorld(const LetterWorld&) = delete;
  LetterWorld& operator=(const LetterWorld&) = delete;

  void open() {
    store::StoreOptions options;
    options.directory = folder;
    options.clock = &clock;
    options.quick_check = false;
    store = must(store::Store::open(std::move(options)));
  }
  void restart() {
    store->stop();
    store.reset();
    open();
  }
  template <class T>
  T write(std::function<Result<T>(store::WriteContext&)> job) {
    return must(store->write_now<T>(std::move(job)));
  }
  template <class T>
  T read(std::function<Result<T>(store::Connection&)> job) {
    return must(store->read_now<T>(std::move(job)));
  }
  void pass(Millis span) { clock.time += span; }

  UserId add_user(const std::string& login, Role role) {
    return users[login] = write<UserId>([&](store::WriteContext& context) -> Result<UserId> {
             User user;
             user.login = login;
             user.name = login;
             user.email = login + "@lanjing.example";
             user.role = role;
             user.link_token = login + std::string(32 - login.size(), 'L');
             return store::people::insert_user(context.db, user, context.now);
           });
  }

  // Claims that have failed their live stage: verdict and notice to their author, as the
  // transaction of the last look would have written them.
  std::vector<ClaimId> failed(const std::string& login, int number) {
    const UserId author = users.at(login);
    std::vector<ClaimId> claims;
    write<int>([&](store::WriteContext& context) -> Result<int> {
      Report report;
      report.user = author;
      report.date = parse_date("2026-11-23").value();
      report.submitted_at = context.now;
      report.source = "csv";
      const ReportId handed_in = must(store::reports::insert(context.db, report));
      for (int row = 0; row < number; ++row) {
        Claim claim;
        claim.report = handed_in;
        claim.user = author;
        claim.work_date = report.date;
        claim.work_type = "forum_post";
        claim.platform = "forum";
        claim.raw_url = claim.url = fmt::format("http://forum.example/{}", ++pages);
        claim.strict_key = claim.loose_key = claim.url;
        claim.site = "forum.example";
        claims.push_back(must(store::claims::insert(context.db, claim)));
        judge(context, claims.back(), WorkVerdict::kFailed, StageState::kFail);
        must(store::notices::insert_once(context.db, negative(claims.back(), author, context.now)));
      }
      return 0;
    });
    return claims;
  }
  static void judge(store::WriteContext& context, ClaimId claim, WorkVerdict work,
                    StageState state) {
    StageResult live;
    live.stage = kLive;
    live.state = state;
    live.reason = Reason::kHttp404;
    live.episode = 1;
    live.since = live.episode_at = live.last_observed_at = context.now;
    Verdict verdict;
    verdict.claim = claim;
    verdict.work = work;
    verdict.stages = {live};
    must(store::verdicts::put(context.db, verdict, checks::to_json(verdict)));
  }
  static Notice negative(ClaimId claim, UserId author, Time now) {
    alerts::NoticeFacts facts;
    facts.stage = kLive;
    facts.state = StageState::kFail;
    facts.reason = Reason::kHttp404;
    facts.episode = 1;
    facts.url = "http://forum.example/x";
    facts.title = fmt::format("标题{}", claim.value);
    facts.confirmations = 2;
    facts.spacing = hours(2);
    Notice notice;
    notice.key = alerts::notice_key(claim, kLive, 1, Audience::kEmployee);
    notice.kind = NoticeKind::kNeedsCorrection;
    notice.recipient = author;
    notice.claim = claim;
    notice.created_at = notice.due_at = now;
    notice.body = alerts::to_json(facts);
    return notice;
  }
  void decide(ClaimId claim, WorkVerdict work, StageState state) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      judge(context, claim, work, state);
      return 0;
    });
  }
  void found(ClaimId claim) { decide(claim, WorkVerdict::kVerified, StageState::kPass); }
  // Found, with the correction of what its author was told.
  void correct(ClaimId claim) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      Notice notice =
          must(store::notices::find_by_key(
                   context.db, alerts::notice_key(claim, kLive, 1, Audience::kEmployee)))
              .value();
      notice.key += "|correction";
      notice.kind = NoticeKind::kCorrection;
      notice.state = NoticeState::kPending;
      notice.created_at = notice.due_at = context.now;
      must(store::notices::insert_once(context.db, notice));
      return 0;
    });
    found(claim);
  }

  // Every step of the desk that is due now.
  void settle() {
    while (write<int>([&](store::WriteContext& c) { return show_due(c, rules); }) > 0) {
    }
    while (write<int>([&](store::WriteContext& c) { return tell_groups(c, rules); }) > 0) {
    }
  }
  // Everything that is due up to and with this moment, each at its own.
  void run_until(Time end) {
    for (;;) {
      const auto next = read<std::optional<Time>>([](store::Connection& db) {
        const auto notice = must(store::notices::next_due(db));
        const auto letter = must(store::letters::next_due(db));
        return Result<std::optional<Time>>(notice && letter ? std::min(*notice, *letter)
                                           : notice         ? notice
                                                            : letter);
      });
      if (!next || *next > end) break;
      clock.time = std::max(clock.time, *next);
      settle();
    }
    clock.time = end;
  }

  std::vector<Message> letters() {  // the newest first
    return read<std::vector<Message>>(
        [](store::Connection& db) { return store::outbox::list(db, std::nullopt, 100'000); });
  }
  std::vector<std::string> subjects() {  // in their order
    std::vector<std::string> out;
    for (const Message& message : letters()) out.insert(out.begin(), message.subject);
    return out;
  }
  static std::string text_of(const Message& message) {
    return std::string(boost::json::parse(message.body).at("text").as_string());
  }
  NoticeState state_of(ClaimId claim) {
    return read<std::optional<Notice>>([&](store::Connection& db) {
             return store::notices::find_by_key(
                 db, alerts::notice_key(claim, kLive, 1, Audience::kEmployee));
           })
        .value()
        .state;
  }
  std::int64_t count(const std::string& sql) {
    return read<std::int64_t>([&](store::Connection& db) { return db.scalar<std::int64_t>(sql); });
  }

  std::string folder;
  HandClock clock;
  Rulebook rules;
  std::unique_ptr<store::Store> store;
  std::map<std::string, UserId> users;
  int pages = 0;
};

}  // namespace vouch::daemon
