#include "bench/scale/filling.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/scale/fates.h"
#include "bench/scale/must.h"
#include "bench/scale/tables.h"
#include "checks/decide.h"
#include "core/clock.h"
#include "core/text.h"
#include "daemon/rulebook.h"
#include "planning/week_plan.h"
#include "store/claims.h"
#include "store/hosts.h"
#include "store/keywords.h"
#include "store/notices.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/verdicts.h"
#include "store/work_plans.h"

namespace vouch::bench {
namespace {

constexpr int kSites = 3000;
constexpr int kKeywords = 500;
constexpr int kTeamSize = 10;
constexpr std::int64_t kRowsATransaction = 20'000;
constexpr int kPlannedWeeks = 14;
constexpr std::chrono::days kWeek{7};
constexpr std::chrono::days kNextLooks{30};  // pending looks are due within so many days
constexpr std::array<const char*, 4> kWorkTypes = {"soft_article", "article_original",
                                                   "media_article", "forum_post"};

// Nothing needs to survive a crash while the file is being made.
constexpr std::string_view kLoose =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; "
    "PRAGMA cache_size=-800000; PRAGMA locking_mode=EXCLUSIVE";
constexpr std::string_view kTight =
    "PRAGMA analysis_limit=400; ANALYZE; PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL";

struct Company {
  std::vector<UserId> employees;
  std::vector<UserId> supervisors;  // of employee i: i / kTeamSize
  std::vector<TeamId> teams;        // the same
  RecordVersionId policy;
  RecordVersionId platform;
};

Company found(store::WriteContext& context, const daemon::Rulebook& rules, int people) {
  Company out;
  out.policy = rules.policy_now.at("soft_article");
  out.platform = rules.platform_now.begin()->second;
  store::Connection& db = context.db;
  const auto add = [&](std::string login, std::string name, Role role, TeamId team,
                       std::string post = {}) {
    User user;
    user.post = std::move(post);
    user.link_token = login + std::string(32 - login.size(), 'L');
    user.login = std::move(login);
    user.name = std::move(name);
    user.role = role;
    user.team = team;
    if (role == Role::kEmployee) user.report_weekdays = 0b11111;
    const UserId id = must(store::people::insert_user(db, user, context.now));
    store::ApiToken token;
    token.user = id;
    token.label = "bench";
    token.created_at = context.now;
    must(
        store::people::add_token(db, token, user.login + std::string(64 - user.login.size(), 'T')));
    return id;
  };
  add("root", "管理员", Role::kAdmin, {});
  TeamId team;
  for (int i = 0; i < people; ++i) {
    if (i % kTeamSize == 0) {
      const int number = i / kTeamSize + 1;
      Team fresh;
      fresh.name = fmt::format("推广{}组", number);
      fresh.supervisor =
          add(fmt::format("s{:03}", number), fmt::format("主管{}", number), Role::kSupervisor, {});
      out.supervisors.push_back(fresh.supervisor);
      team = must(store::people::insert_team(db, fresh));
      out.teams.push_back(team);
    }
    out.employees.push_back(add(fmt::format("e{:03}", i), fmt::format("员工{}", i), Role::kEmployee,
                                team, i % 4 == 0 ? "editor" : "promoter"));
  }
  return out;
}

std::string site_of(int number) {
  return fmt::format("site{:04}.example.com", number);
}

std::string keyword_of(int number) {
  return fmt::format("核验关键词{:03}", number);
}

void add_library(store::Connection& db, Time now) {
  for (int i = 0; i < kKeywords; ++i) {
    Keyword keyword;
    keyword.text = keyword_of(i);
    keyword.folded = fold(keyword.text);
    must(store::keywords::insert(db, keyword));
  }
  for (int i = 0; i < kSites; ++i) {
    store::HostState state;
    state.site = site_of(i);
    state.next_at = now;
    state.delay = Millis(2000);
    state.updated_at = now;
    must(store::hosts::put(db, state));
  }
  tables::add_disposed_file(db, now);
}

std::vector<Date> working_days(Date today, int count) {
  std::vector<Date> days;
  for (Date day = today; static_cast<int>(days.size()) < count; day -= std::chrono::days(1)) {
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    if (weekday <= 5 || day == today) days.push_back(day);
  }
  std::reverse(days.begin(), days.end());
  return days;
}

// Part `i` of `parts` of a whole that need not divide evenly.
std::int64_t share(std::int64_t whole, std::int64_t i, std::int64_t parts) {
  return whole * (i + 1) / parts - whole * i / parts;
}

class Filler {
 public:
  Filler(store::Connection& db, const Size& size, Company company, Time now)
      : db_(db), size_(size), company_(std::move(company)), now_(now) {}

  Filled run() {
    begin();
    add_library(db_, now_);
    const int months = static_cast<int>(std::max<std::int64_t>(
        1, size_.claims / (std::int64_t{size_.people} * size_.claims_a_month)));
    const Date today = Zone::shanghai().date_of(now_);
    const std::vector<Date> days = working_days(today, months * 22);
    const auto day_count = static_cast<std::int64_t>(days.size());
    for (std::int64_t d = 0; d < day_count; ++d) {
      const Date day = days[static_cast<std::size_t>(d)];
      const auto age_days = static_cast<int>((today - day).count());
      const std::int64_t of_day = share(size_.claims, d, day_count);
      for (int p = 0; p < size_.people; ++p) {
        add_report(p, day, age_days, share(of_day, p, size_.people));
      }
    }
    add_extra_looks();
    add_plans(today);
    must(db_.script("COMMIT"));
    return done_;
  }

 private:
  void begin() { must(db_.script("BEGIN")); }

  // Published plans of the last weeks: each person has a line of each type of work.
  void add_plans(Date today) {
    const Date first = planning::monday_of(today) - kPlannedWeeks * kWeek;
    for (Date monday = first; monday <= today; monday += kWeek) {
      for (std::size_t i = 0; i < company_.teams.size(); ++i) {
        const TeamId team = company_.teams[i];
        must(store::work_plans::begin(db_, team, monday));
        const auto first_of = static_cast<std::size_t>(kTeamSize) * i;
        const auto end = std::min(first_of + kTeamSize, company_.employees.size());
        for (std::size_t p = first_of; p < end; ++p) {
          for (const char* type : kWorkTypes) add_line(team, monday, company_.employees[p], type);
        }
        must(store::work_plans::publish(db_, team, monday,
                                        Zone::shanghai().at(monday, std::chrono::hours(9)),
                                        company_.supervisors[i]));
      }
    }
  }

  void add_line(TeamId team, Date monday, UserId user, const char* type) {
    PlanLine line;
    line.team = team;
    line.monday = monday;
    line.user = user;
    line.work_type = type;
    line.quantity = 25;
    const PlanLineId id = must(store::work_plans::insert(db_, line));
    std::vector<PlanDay> days;
    for (int day = 0; day < 5; ++day) days.push_back({id, monday + std::chrono::days(day), 5});
    must(store::work_plans::put_days(db_, id, days));
  }

  void count_row() {
    if (++rows_ % kRowsATransaction != 0) return;
    must(db_.script("COMMIT"));
    begin();
  }

  unsigned roll(unsigned below) { return static_cast<unsigned>(random_() % below); }

  // Half of the work goes to thirty sites.
  int pick_site() { return static_cast<int>(roll(2) == 0 ? roll(30) : roll(kSites)); }

  void add_report(int person, Date day, int age_days, std::int64_t claims) {
    if (claims == 0) return;
    Report report;
    report.user = company_.employees[static_cast<std::size_t>(person)];
    report.date = day;
    report.submitted_at =
        std::min(now_ - Millis(60'000), Zone::shanghai().at(day, std::chrono::hours(17)));
    report.source = "csv";
    report.idempotency_key = fmt::format("{}-{}", person, to_iso_date(day));
    report.id = must(store::reports::insert(db_, report));
    for (std::int64_t i = 0; i < claims; ++i) add_claim(report, person, age_days);
  }

  void add_claim(const Report& report, int person, int age_days) {
    Claim claim;
    claim.report = report.id;
    claim.user = report.user;
    claim.work_date = report.date;
    claim.submitted_at = report.submitted_at;
    claim.work_type = kWorkTypes[roll(kWorkTypes.size())];
    claim.platform = "own";
    claim.site = site_of(pick_site());
    const std::int64_t number = done_.claims + 1;
    const int keyword = static_cast<int>(roll(kKeywords));
    claim.title =
        fmt::format("{}怎么选？看完这篇第{}号推广文章就明白了", keyword_of(keyword), number);
    claim.url = fmt::format("https://{}/article/{}.html", claim.site, number);
    claim.raw_url = claim.url;
    claim.strict_key = claim.site + claim.url.substr(8 + claim.site.size());
    claim.loose_key = claim.strict_key;
    claim.keywords = {keyword_of(keyword)};
    claim.link_target = "www.company.example";
    claim.policy_version = company_.policy;
    claim.platform_version = company_.platform;
    claim.id = must(store::claims::insert(db_, claim));
    const Fate fate = fate_of(age_days, roll(1000), roll(1000));
    const Verdict verdict = verdict_of(claim, fate);
    must(store::verdicts::put(db_, verdict, checks::to_json(verdict)));
    add_looks(claim, fate, share(size_.observations, done_.claims, size_.claims));
    add_notices(claim, fate, company_.supervisors[static_cast<std::size_t>(person / kTeamSize)]);
    ++done_.claims;
    count_row();
  }

  // A third of the observations' looks are of the page (two stages each), the others of engines.
  void add_looks(const Claim& claim, const Fate& fate, std::int64_t observations) {
    const std::int64_t pages = observations * 35 / 100;
    for (std::int64_t i = 0; i < pages; ++i) {
      const Reason reason = i + 2 >= pages ? fate.reason : Reason::kOk;
      add_page_look(claim, static_cast<int>(i) + 1,
                    reason == Reason::kTimer ? Reason::kTimeout : reason);
    }
    for (std::int64_t i = 0; i < observations - 2 * pages; ++i) {
      add_index_look(claim, i % 2 == 0 ? "index:baidu" : "index:bing", static_cast<int>(i / 2) + 1);
    }
    add_pending(claim, static_cast<int>(pages) + 1);
  }

  std::int64_t add_done_look(const Claim& claim, std::string lane, std::string_view kind, int no) {
    const std::int64_t id = ++done_.looks;
    tables::add_look(db_, {id, claim.id, std::move(lane), no, kind, "done",
                           claim.submitted_at + std::chrono::hours(20 * no), claim.site});
    return id;
  }

  void add_page_look(const Claim& claim, int no, Reason reason) {
    const std::int64_t look = add_done_look(claim, "page", "page", no);
    const Time at = claim.submitted_at + std::chrono::hours(20 * no);
    tables::add_evidence(db_, ++evidence_, claim.url, at);
    for (const char* stage : {"live", "content"}) {
      tables::add_observation(
          db_, {++done_.observations, claim.id, stage, no, look, at, reason, claim.url});
      tables::tie(db_, done_.observations, evidence_);
    }
  }

  void add_index_look(const Claim& claim, const std::string& lane, int no) {
    const std::int64_t look = add_done_look(claim, lane, "index", no);
    const Reason reason = roll(2) == 0 ? Reason::kOk : Reason::kSerpNoMatch;
    tables::add_observation(db_, {++done_.observations,
                                  claim.id,
                                  lane,
                                  no,
                                  look,
                                  claim.submitted_at + std::chrono::hours(20 * no),
                                  reason,
                                  {}});
  }

  // Not before tomorrow: a daemon that is measured on this database fetches nothing.
  void add_pending(const Claim& claim, int no) {
    const Time due = now_ + std::chrono::hours(24) +
                     Millis(static_cast<std::int64_t>(
                         random_() % static_cast<std::uint64_t>(Millis(kNextLooks).count())));
    tables::add_look(db_,
                     {++done_.looks, claim.id, "page", no, "page", "pending", due, claim.site});
    ++done_.pending;
  }

  void add_extra_looks() {
    int no = 1;
    while (done_.pending < size_.extra_looks) {
      ++no;
      for (std::int64_t i = 1; i <= done_.claims && done_.pending < size_.extra_looks; ++i) {
        Claim claim;
        claim.id = ClaimId{i};
        claim.site = site_of(pick_site());
        add_pending(claim, no);
        count_row();
      }
    }
  }

  void add_notices(const Claim& claim, const Fate& fate, UserId supervisor) {
    if (!is_negative(fate)) return;
    Notice notice;
    notice.kind = fate.work == WorkVerdict::kRegressed ? NoticeKind::kRegressed
                                                       : NoticeKind::kNeedsCorrection;
    notice.claim = claim.id;
    notice.created_at = claim.submitted_at + std::chrono::hours(1);
    notice.due_at = notice.created_at;
    notice.state = NoticeState::kShown;
    notice.body = "{}";
    notice.recipient = claim.user;
    notice.key = fmt::format("{}|live|1|employee", claim.id.value);
    must(store::notices::insert_once(db_, notice));
    if (fate.phase != FailedPhase::kWithSupervisor) return;
    notice.audience = Audience::kSupervisor;
    notice.recipient = supervisor;
    notice.key = fmt::format("{}|live|1|supervisor", claim.id.value);
    must(store::notices::insert_once(db_, notice));
  }

  store::Connection& db_;
  const Size& size_;
  Company company_;
  Time now_;
  std::mt19937_64 random_{20261127};
  Filled done_;
  std::int64_t evidence_ = 0;
  std::int64_t rows_ = 0;
};

// Schema, rules and people as the daemon itself makes them.
Company prepare(const std::filesystem::path& directory, const Size& size) {
  store::StoreOptions options;
  options.directory = directory;
  options.quick_check = false;
  const auto store = must(store::Store::open(std::move(options)));
  const daemon::Rules rules =
      must(daemon::make_rulebook(*store, config::Settings(), SystemWallClock().now()));
  std::function<Result<Company>(store::WriteContext&)> job =
      [&](store::WriteContext& context) -> Result<Company> {
    return found(context, *rules, size.people);
  };
  return must(store->write_now<Company>(std::move(job)));
}

}  // namespace

Filled fill(const std::filesystem::path& directory, const Size& size) {
  Company company = prepare(directory, size);
  const auto db = must(store::Connection::open((directory / "vouch.db").string(),
                                               store::Connection::Mode::kReadWrite));
  must(db->script(kLoose));
  const Filled done = Filler(*db, size, std::move(company), SystemWallClock().now()).run();
  must(db->script(kTight));
  return done;
}

}  // namespace vouch::bench
