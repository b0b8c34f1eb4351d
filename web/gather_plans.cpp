#include <algorithm>
#include <map>

#include "store/assets.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/reviews.h"
#include "store/work_plans.h"
#include "web/plans.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

namespace plans = store::work_plans;
using store::Connection;

constexpr std::chrono::days kLastDay{6};
constexpr std::chrono::days kWeek{7};

// Names of people and words, read once.
class Lookup {
 public:
  static Result<Lookup> load(Connection& db) {
    Lookup out;
    auto users = store::people::users(db);
    if (!users) return tl::unexpected(users.error());
    out.users_ = std::move(*users);
    const auto keywords = store::keywords::list(db);
    if (!keywords) return tl::unexpected(keywords.error());
    for (const Keyword& keyword : *keywords) out.words_[keyword.id] = keyword.text;
    out.db_ = &db;
    return out;
  }
  [[nodiscard]] const std::vector<User>& users() const { return users_; }
  [[nodiscard]] const User* find(UserId id) const {
    const auto found =
        std::find_if(users_.begin(), users_.end(), [&](const User& user) { return user.id == id; });
    return found == users_.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::string name(UserId id) const {
    const User* user = find(id);
    return user == nullptr ? std::string() : user->name;
  }
  // Empty: none, or none that can be read.
  [[nodiscard]] Asset asset(AssetId id) const {
    auto found = store::assets::find(*db_, id);
    return found && *found ? std::move(**found) : Asset{};
  }
  [[nodiscard]] std::vector<std::string> words(const std::vector<KeywordId>& ids) const {
    std::vector<std::string> out;
    for (const KeywordId id : ids) {
      const auto found = words_.find(id);
      if (found != words_.end()) out.push_back(found->second);
    }
    return out;
  }

 private:
  std::vector<User> users_;
  std::map<KeywordId, std::string> words_;
  Connection* db_ = nullptr;
};

Result<planning::Done> done_in(Connection& db, TeamId team, Date monday) {
  const auto rows = plans::done(db, team, monday, monday + kLastDay);
  if (!rows) return tl::unexpected(rows.error());
  planning::Done out;
  for (const plans::DonePieces& row : *rows) out[{row.user, row.work_type}] += row.pieces;
  return out;
}

std::vector<PlanLineView> views_of(const std::vector<PlanLine>& lines, const Lookup& lookup) {
  std::vector<PlanLineView> out;
  out.reserve(lines.size());
  for (const PlanLine& line : lines) {
    PlanLineView view;
    view.line = line;
    const User* user = lookup.find(line.user);
    if (user != nullptr) view.login = user->login;
    view.keywords = lookup.words(line.keywords);
    view.asset_title = lookup.asset(line.asset).title;
    out.push_back(std::move(view));
  }
  return out;
}

PlanPerson person_of(const User& user, const std::vector<Leave>& leave, int minutes, Date monday,
                     const ReadingRules& rules) {
  PlanPerson out;
  out.id = user.id;
  out.login = user.login;
  out.name = user.name;
  out.post = user.post;
  out.minutes_a_day = minutes;
  out.days = planning::work_days(user, leave, rules.calendar, monday, minutes);
  for (std::size_t i = 0; i < out.on_leave.size(); ++i) {
    out.on_leave[i] = std::any_of(leave.begin(), leave.end(), [&](const Leave& one) {
      const Date day = monday + std::chrono::days(i);
      return one.user == user.id && one.from <= day && day <= one.to;
    });
  }
  return out;
}

// Members who are there, and whoever has a line.
Status add_people(Connection& db, PlanView& out, const Team& team,
                  const std::vector<PlanLine>& lines, const Lookup& lookup,
                  const ReadingRules& rules) {
  const auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  const auto minutes = plans::work_minutes(db);
  if (!minutes) return tl::unexpected(minutes.error());
  const auto minutes_of = [&](std::string_view key) {
    const auto type = std::find_if(rules.work_types.begin(), rules.work_types.end(),
                                   [&](const WorkType& one) { return one.key == key; });
    return type == rules.work_types.end() ? 0 : type->standard_minutes;
  };
  for (const User& user : lookup.users()) {
    const bool planned = std::any_of(lines.begin(), lines.end(),
                                     [&](const PlanLine& line) { return line.user == user.id; });
    const bool member = user.team == team.id && user.active && user.role == Role::kEmployee;
    if (!planned && !member) continue;
    const auto own = minutes->find(user.id);
    PlanPerson person =
        person_of(user, *leave, own == minutes->end() ? planning::kDayMinutes : own->second,
                  out.monday, rules);
    person.capacity = planning::capacity_of(lines, user.id, person.days, minutes_of);
    out.people.push_back(std::move(person));
  }
  return {};
}

Status add_changes(Connection& db, PlanView& out, TeamId team, const Lookup& lookup) {
  const auto changes = plans::changes(db, team, out.monday);
  if (!changes) return tl::unexpected(changes.error());
  for (const PlanChange& change : *changes) {
    PlanChangeView view;
    view.change = change;
    view.by = lookup.name(change.by);
    view.before = lookup.name(change.user_before);
    view.after = lookup.name(change.user_after);
    for (const PlanLineView& line : out.lines) {
      if (line.line.id == change.line) view.work_type = line.line.work_type;
    }
    out.changes.push_back(std::move(view));
  }
  return {};
}

}  // namespace

Result<PlanView> plan(Connection& db, Date monday, const std::string& team, const Rules& rules,
                      const Viewer& viewer) {
  const auto wanted = team_seen(db, team, viewer);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto lookup = Lookup::load(db);
  if (!lookup) return tl::unexpected(lookup.error());
  PlanView out;
  out.monday = monday;
  out.team = wanted->name;
  const std::chrono::year_month_day last{monday + kLastDay};
  out.calendar_known = rules->calendar.has_year(static_cast<int>(last.year()));
  const auto found = plans::find(db, wanted->id, monday);
  if (!found) return tl::unexpected(found.error());
  if (*found) {
    out.published_at = (*found)->published_at;
    out.published_by = lookup->name((*found)->published_by);
  }
  const auto lines = plans::lines(db, wanted->id, monday);
  if (!lines) return tl::unexpected(lines.error());
  const auto days = plans::days(db, wanted->id, monday);
  if (!days) return tl::unexpected(days.error());
  const auto done = done_in(db, wanted->id, monday);
  if (!done) return tl::unexpected(done.error());
  out.lines = views_of(*lines, *lookup);
  const std::vector<int> pieces = planning::filled(*lines, *done);
  for (std::size_t i = 0; i < out.lines.size(); ++i) {
    out.lines[i].done = pieces[i];
    for (const PlanDay& day : *days) {
      if (day.line == out.lines[i].line.id) out.lines[i].days.push_back(day);
    }
  }
  out.overlaps = planning::overlaps(*lines);
  if (const Status people = add_people(db, out, *wanted, *lines, *lookup, *rules); !people)
    return tl::unexpected(people.error());
  if (const Status told = add_changes(db, out, wanted->id, *lookup); !told)
    return tl::unexpected(told.error());
  return out;
}

Result<PlanOffers> plan_offers(Connection& db, Date monday, const std::string& team,
                               const Viewer& viewer) {
  const auto wanted = team_seen(db, team, viewer);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto lookup = Lookup::load(db);
  if (!lookup) return tl::unexpected(lookup.error());
  const Date before = monday - kWeek;
  auto lines = plans::lines(db, wanted->id, before);
  if (!lines) return tl::unexpected(lines.error());
  const auto plan = plans::find(db, wanted->id, before);
  if (!plan) return tl::unexpected(plan.error());
  // Whoever has left the team gets nothing.
  std::erase_if(*lines, [&](const PlanLine& line) {
    const User* user = lookup->find(line.user);
    return user == nullptr || !user->active || user->team != wanted->id;
  });
  const auto done = done_in(db, wanted->id, before);
  if (!done) return tl::unexpected(done.error());
  PlanOffers out;
  out.copied = views_of(planning::copied(*lines), *lookup);
  const bool published = *plan && (*plan)->published_at;
  if (published) out.carried = views_of(planning::carried(*lines, *done), *lookup);
  const auto actions = store::reviews::open_actions(db, wanted->id);
  if (!actions) return tl::unexpected(actions.error());
  std::vector<PlanLine> wanted_lines;
  for (const ReviewAction& action : *actions) {
    if (action.work_type.empty() || action.monday >= monday) continue;
    PlanLine line;
    line.monday = monday;
    line.user = action.user;
    line.work_type = action.work_type;
    line.quantity = action.quantity;
    line.source = LineSource::kAction;
    line.note = action.text;
    wanted_lines.push_back(std::move(line));
  }
  out.actions = views_of(wanted_lines, *lookup);
  return out;
}

Result<std::vector<OwnPlanRow>> own_plan(Connection& db, UserId user, Date day) {
  const Date monday = planning::monday_of(day);
  const auto lines = plans::lines_of(db, user, monday);
  if (!lines) return tl::unexpected(lines.error());
  std::vector<OwnPlanRow> out;
  if (lines->empty()) return out;
  const auto lookup = Lookup::load(db);
  if (!lookup) return tl::unexpected(lookup.error());
  const auto done = plans::done_by(db, user, monday, monday + kLastDay);
  if (!done) return tl::unexpected(done.error());
  for (const PlanLine& line : *lines) {
    auto row = std::find_if(out.begin(), out.end(),
                            [&](const OwnPlanRow& one) { return one.work_type == line.work_type; });
    if (row == out.end())
      row = out.insert(out.end(), OwnPlanRow{line.work_type, 0, 0, 0, 0, {}, {}, {}});
    const auto days = plans::days_of(db, line.id);
    if (!days) return tl::unexpected(days.error());
    row->week += line.quantity;
    for (const PlanDay& one : *days) {
      if (one.day == day) row->today += one.quantity;
    }
    for (std::string& word : lookup->words(line.keywords)) row->keywords.push_back(std::move(word));
    if (line.asset) row->assets.push_back(lookup->asset(line.asset));
    if (!line.note.empty()) row->note += (row->note.empty() ? "" : "；") + line.note;
  }
  for (OwnPlanRow& row : out) {
    for (const plans::DonePieces& piece : *done) {
      if (piece.work_type != row.work_type) continue;
      row.week_done += piece.pieces;
      if (piece.day == day) row.today_done += piece.pieces;
    }
  }
  return out;
}

}  // namespace vouch::web::gather

namespace vouch::web {

Result<Date> read_monday(const std::string& text) {
  const auto day = parse_date(text);
  if (!day) return fail(ErrorCode::kInvalid, "看不懂日期，写成 2026-11-23", "monday");
  if (planning::monday_of(*day) != *day)
    return fail(ErrorCode::kInvalid, "一周从星期一开始", "monday");
  return *day;
}

}  // namespace vouch::web
