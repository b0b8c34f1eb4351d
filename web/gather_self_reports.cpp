#include <algorithm>

#include "planning/week_plan.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/plan_counts.h"
#include "store/report_words.h"
#include "store/turned.h"
#include "web/gather_views.h"
#include "web/numbers_in.h"
#include "web/plan_ground.h"
#include "web/report_ground.h"
#include "web/self_reports.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

namespace plans = store::work_plans;
using store::Connection;
using Kind = PersonDaysView::Day::Kind;

constexpr std::chrono::days kDay{1};
constexpr std::chrono::days kLastDay{6};
constexpr std::chrono::days kWeek{7};
constexpr std::chrono::days kLookedBack{60};  // of work whose finding may turn
constexpr std::chrono::days kLookedAhead{14};
constexpr int kPage = 200;
constexpr std::size_t kMostClaims = 2'000;
constexpr std::size_t kMostTurned = 200;  // of one report

// Oneself, those whom one leads, everybody for administrators; whether somebody else's login
// exists is not told.
Result<User> person_of(Connection& db, const std::string& login, const Viewer& viewer) {
  if (login.empty() || login == viewer.actor.login) {
    if (!viewer.actor.user)
      return fail(ErrorCode::kInvalid, "本机管理员没有自己的报告；请写明 user", "user");
    return store::people::find_user(db, viewer.actor.user);
  }
  const auto user = store::people::user_by_login(db, login);
  if (!user) return tl::unexpected(user.error());
  bool seen = *user && viewer.actor.role == Role::kAdmin;
  if (*user && viewer.actor.role == Role::kSupervisor) {
    const auto leads = leads_owner(db, viewer.actor.user, (*user)->id, viewer.today);
    if (!leads) return tl::unexpected(leads.error());
    seen = *leads;
  }
  if (!seen) return fail(ErrorCode::kNotFound, "没有这个人，或不在您的团队里", "user");
  return **user;
}

bool is_private(const ClaimView& view, bool own, bool all) {
  return !own && !all && view.verdict.work == WorkVerdict::kManual &&
         view.verdict.phase == FailedPhase::kWithEmployee;
}

// One person's report of some days, as the viewer may see it.
class Reporter {
 public:
  Reporter(Connection& db, Days days, const Rules& rules, const Viewer& viewer)
      : db_(db), days_(days), rules_(rules), viewer_(viewer) {}

  Status begin(SelfReport& out, const std::string& login) {
    auto user = person_of(db_, login, viewer_);
    if (!user) return tl::unexpected(user.error());
    user_ = std::move(*user);
    own_ = viewer_.actor.user && user_.id == viewer_.actor.user;
    out.person = {user_.login, user_.name, user_.post, {}, user_.active};
    if (user_.team) {
      const auto team = store::people::find_team(db_, user_.team);
      if (!team) return tl::unexpected(team.error());
      out.person.team = team->name;
    }
    auto leave = store::people::leave(db_, user_.id);
    if (!leave) return tl::unexpected(leave.error());
    leave_ = std::move(*leave);
    const auto words = store::keywords::list(db_);
    if (!words) return tl::unexpected(words.error());
    for (const Keyword& word : *words) keywords_[word.id] = word.text;
    out.over = last_moment(days_.to) <= viewer_.now;
    return {};
  }

  [[nodiscard]] const User& user() const { return user_; }
  [[nodiscard]] bool hides() const { return !own_ && viewer_.actor.role != Role::kAdmin; }
  [[nodiscard]] Time last_moment(Date day) const {
    return planning::hard_cut_off(rules_->calendar, day, rules_->cut_off);
  }
  [[nodiscard]] Kind kind_of(Date day) const {
    if (planning::on_leave(user_.id, leave_, day)) return Kind::kLeave;
    return works_on(day) ? Kind::kWorkday : Kind::kOff;
  }
  [[nodiscard]] bool works_on(Date day) const {
    const Date monday = planning::monday_of(day);
    const auto days = planning::work_days(user_, leave_, rules_->calendar, monday, 1);
    return days[static_cast<std::size_t>((day - monday).count())] > 0;
  }

  // The days of the report as if they were over: what is left of one that is not is no shortfall,
  // and `over` says so.
  Status add_plan(SelfReport& out) {
    PlanGround::Request request{days_, user_.id, Time::max()};
    const auto ground = PlanGround::load(db_, *rules_, request);
    if (!ground) return tl::unexpected(ground.error());
    const Date monday = planning::monday_of(days_.from);
    const auto lines = plans::lines_of(db_, user_.id, monday);
    if (!lines) return tl::unexpected(lines.error());
    out.has_plan = !lines->empty();
    if (const auto tally = ground->of(user_)) {
      for (const auto& [type, count] : tally->by_work) {
        if (count.unplanned > 0) out.unplanned[type] = count.unplanned;
        if (count.planned > 0 || count.over > 0) out.planned[type].count = count;
      }
    }
    for (const PlanLine& line : *lines) {
      const auto row = out.planned.find(line.work_type);
      if (row == out.planned.end()) continue;
      take_words(line, row->second.keywords, row->second.notes);
    }
    return {};
  }

  // Without a plan everything is beyond one.
  static void add_pieces(SelfReport& out, const std::vector<store::PlanPieces>& pieces) {
    if (out.has_plan) return;
    for (const store::PlanPieces& one : pieces) out.unplanned[one.work_type] += one.pieces;
  }

  Status add_turned(SelfReport& out) {
    const Zone& zone = rules_->calendar.zone();
    store::TurnedRequest request;
    request.user = user_.id;
    request.first_day = days_.from - kLookedBack;
    request.last_day = days_.to;
    request.from = zone.at(days_.from, Millis(0));
    request.to = zone.at(days_.to + kDay, Millis(0));
    const auto claims = store::turned(db_, request);
    if (!claims) return tl::unexpected(claims.error());
    for (const ClaimId claim : *claims) {
      if (out.turned.verified.size() + out.turned.came_back.size() >= kMostTurned) break;
      auto view = claim_view(db_, claim, viewer_);
      if (!view) return tl::unexpected(view.error());
      const WorkVerdict work = view->verdict.work;
      const bool good = work == WorkVerdict::kVerified || work == WorkVerdict::kAccepted;
      // What is masked reads pending, and has not turned for this reader.
      if (work == WorkVerdict::kPending ||
          is_private(*view, own_, viewer_.actor.role == Role::kAdmin))
        continue;
      (good ? out.turned.verified : out.turned.came_back).push_back(std::move(*view));
    }
    return {};
  }

  Status add_changes(SelfReport& out) {
    const Zone& zone = rules_->calendar.zone();
    const auto changes = plans::changes_of(db_, user_.id, zone.at(days_.from, Millis(0)),
                                           zone.at(days_.to + kDay, Millis(0)));
    if (!changes) return tl::unexpected(changes.error());
    if (changes->empty()) return {};
    const auto people = store::people::users(db_);
    if (!people) return tl::unexpected(people.error());
    std::map<UserId, std::string> names;
    for (const User& one : *people) names[one.id] = one.name;
    for (const plans::ChangeOf& one : *changes) {
      const PlanChange& change = one.change;
      out.changes.push_back({change, one.work_type, names[change.by], names[change.user_before],
                             names[change.user_after]});
    }
    return {};
  }

  // `day`: none: of the whole week.
  Status add_next(SelfReport& out, Date monday, std::optional<Date> day) {
    const auto lines = plans::lines_of(db_, user_.id, monday);
    if (!lines) return tl::unexpected(lines.error());
    for (const PlanLine& line : *lines) {
      int quantity = line.quantity;
      if (day) {
        quantity = 0;
        const auto days = plans::days_of(db_, line.id);
        if (!days) return tl::unexpected(days.error());
        for (const PlanDay& one : *days) quantity += one.day == *day ? one.quantity : 0;
      }
      if (quantity == 0) continue;
      ReportNext& row = out.next[line.work_type];
      row.quantity += quantity;
      take_words(line, row.keywords, row.notes);
    }
    return {};
  }

  Status add_words(SelfReport& out, ReportSpan span) {
    auto blockers = open_blockers_of(db_, user_.id, rules_, viewer_);
    if (!blockers) return tl::unexpected(blockers.error());
    out.blockers = std::move(*blockers);
    auto words = store::report_words::of_report(db_, user_.id, span, days_.from);
    if (!words) return tl::unexpected(words.error());
    out.words = std::move(*words);
    return {};
  }

 private:
  void take_words(const PlanLine& line, std::vector<std::string>& keywords,
                  std::vector<std::string>& notes) const {
    for (const KeywordId id : line.keywords) {
      const auto found = keywords_.find(id);
      const bool fresh = found != keywords_.end() && std::find(keywords.begin(), keywords.end(),
                                                               found->second) == keywords.end();
      if (fresh) keywords.push_back(found->second);
    }
    if (!line.note.empty()) notes.push_back(line.note);
  }

  Connection& db_;
  Days days_;
  const Rules& rules_;
  const Viewer& viewer_;
  User user_;
  bool own_ = false;
  std::vector<Leave> leave_;
  std::map<KeywordId, std::string> keywords_;
};

Status common(SelfReport& out, Reporter& reporter, ReportSpan span) {
  Status status = reporter.add_plan(out);
  if (status) status = reporter.add_turned(out);
  if (status) status = reporter.add_changes(out);
  if (status) status = reporter.add_words(out, span);
  return status;
}

Result<std::vector<ClaimView>> claims_of(Connection& db, const User& user, Date day,
                                         const Viewer& viewer) {
  std::vector<ClaimView> out;
  ListRequest wanted;
  wanted.login = user.login;
  wanted.since = wanted.until = day;
  wanted.limit = kPage;
  while (out.size() < kMostClaims) {
    auto page = claim_list(db, wanted, viewer);
    if (!page) return tl::unexpected(page.error());
    for (ClaimView& view : page->items) out.push_back(std::move(view));
    if (!page->next) break;
    wanted.after = *page->next;
  }
  return out;
}

std::vector<planning::FormSum> sums_of(
    const std::vector<store::work_numbers::DayNumbers>& numbers) {
  std::vector<planning::FormSum> out;
  for (const store::work_numbers::DayNumbers& row : numbers) {
    const planning::NumberForm* form = planning::number_form(row.form);
    if (form == nullptr) continue;
    auto sum = std::find_if(out.begin(), out.end(),
                            [&](const planning::FormSum& one) { return one.form == form; });
    if (sum == out.end()) sum = out.insert(out.end(), planning::FormSum(*form));
    sum->add(numbers_in(row.numbers));
  }
  return out;
}

Status add_days(Connection& db, WeekReportView& out, const Reporter& reporter, const Rules& rules,
                const std::vector<store::PlanPieces>& pieces, const Viewer& viewer) {
  const Days week{out.monday, out.monday + kLastDay};
  const auto reports = ReportGround::load(db, week, *rules, viewer.now);
  if (!reports) return tl::unexpected(reports.error());
  const auto asked = store::plan_counts::asked(db, reporter.user().id, out.monday, out.monday);
  if (!asked) return tl::unexpected(asked.error());
  const auto words = store::report_words::of_days(db, reporter.user().id, week.from, week.to);
  if (!words) return tl::unexpected(words.error());
  for (Date date = week.from; date <= week.to; date += kDay) {
    WeekReportView::Day day;
    day.date = date;
    day.kind = reporter.kind_of(date);
    day.expected = reports->is_expected(reporter.user(), date);
    day.reported_at = reports->reported(reporter.user().id, date);
    day.late = day.expected && day.reported_at && *day.reported_at > reports->last_moment(date);
    for (const store::PlanAsked& one : *asked) day.planned += one.day == date ? one.quantity : 0;
    for (const store::PlanPieces& one : pieces) {
      if (one.day != date) continue;
      const bool planned = std::any_of(
          asked->begin(), asked->end(),
          [&](const store::PlanAsked& line) { return line.work_type == one.work_type; });
      (planned ? day.done : day.unplanned) += one.pieces;
    }
    for (const ReportWords& one : *words) {
      if (one.day == date) day.words = one;
    }
    reports->add(out.tally, reporter.user(), date);
    out.days.push_back(std::move(day));
  }
  return {};
}

}  // namespace

Result<DayReportView> day_report(Connection& db, Date date, const std::string& login,
                                 const Rules& rules, const Viewer& viewer) {
  DayReportView out;
  out.date = date;
  Reporter reporter(db, {date, date}, rules, viewer);
  Status status = reporter.begin(out, login);
  if (status) status = common(out, reporter, ReportSpan::kDay);
  if (!status) return tl::unexpected(status.error());
  const User& user = reporter.user();
  const auto pieces = store::plan_counts::pieces(db, user.id, date, date);
  if (!pieces) return tl::unexpected(pieces.error());
  Reporter::add_pieces(out, *pieces);
  const auto reports = ReportGround::load(db, {date, date}, *rules, viewer.now);
  if (!reports) return tl::unexpected(reports.error());
  out.kind = reporter.kind_of(date);
  out.expected = reports->is_expected(user, date);
  if (out.expected) out.cut_off = reporter.last_moment(date);
  out.reported_at = reports->reported(user.id, date);
  auto claims = claims_of(db, user, date, viewer);
  if (!claims) return tl::unexpected(claims.error());
  out.claims = std::move(*claims);
  auto numbers = store::work_numbers::of_user(db, user.id, date, date);
  if (!numbers) return tl::unexpected(numbers.error());
  out.numbers = std::move(*numbers);
  for (Date day = date + kDay; day <= date + kLookedAhead && !out.tomorrow; day += kDay) {
    if (reporter.works_on(day)) out.tomorrow = day;
  }
  if (!out.tomorrow) return out;
  status = reporter.add_next(out, planning::monday_of(*out.tomorrow), out.tomorrow);
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<WeekReportView> week_report(Connection& db, Date monday, const std::string& login,
                                   const Rules& rules, const Viewer& viewer) {
  WeekReportView out;
  out.monday = monday;
  const Days week{monday, monday + kLastDay};
  Reporter reporter(db, week, rules, viewer);
  Status status = reporter.begin(out, login);
  if (status) status = common(out, reporter, ReportSpan::kWeek);
  if (status) status = reporter.add_next(out, monday + kWeek, std::nullopt);
  if (!status) return tl::unexpected(status.error());
  const User& user = reporter.user();
  const auto pieces = store::plan_counts::pieces(db, user.id, week.from, week.to);
  if (!pieces) return tl::unexpected(pieces.error());
  Reporter::add_pieces(out, *pieces);
  const auto counted = tallies_of_days(db, user.id, week, rules, viewer);
  if (!counted) return tl::unexpected(counted.error());
  for (const auto& [date, tally] : *counted) out.tally += tally;
  const auto ground = PlanGround::load(db, *rules, {week, user.id, viewer.now});
  if (!ground) return tl::unexpected(ground.error());
  out.tally.plan = ground->of(user);
  status = add_days(db, out, reporter, rules, *pieces, viewer);
  if (!status) return tl::unexpected(status.error());
  if (reporter.hides()) out.tally.with_employee = 0;
  const auto numbers = store::work_numbers::of_user(db, user.id, week.from, week.to);
  if (!numbers) return tl::unexpected(numbers.error());
  out.forms = sums_of(*numbers);
  return out;
}

}  // namespace vouch::web::gather
