#include "daemon/plan_writes.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/notice_facts.h"
#include "alerts/rules.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/claim_writes.h"
#include "daemon/planned_team.h"
#include "planning/plan_file.h"
#include "planning/week_plan.h"
#include "store/assets.h"
#include "store/keyword_plans.h"
#include "store/keywords.h"
#include "store/notices.h"
#include "store/people.h"
#include "store/reviews.h"
#include "store/work_plans.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace plans = store::work_plans;

constexpr int kMostPieces = 1000;
constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kNoteBytes = 600;

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

// One row as a line; what is wrong with it goes to `problems`.
class RowReader {
 public:
  RowReader(store::WriteContext& context, const Rulebook& rules, const Team& team, Date monday)
      : context_(context), rules_(rules), team_(team), monday_(monday) {}

  Result<PlanLine> read(const web::PlanRow& row) {
    row_ = row.row;
    PlanLine line;
    line.team = team_.id;
    line.monday = monday_;
    line.source = row.source;
    line.note = row.note;
    if (const Status known = asset(row.asset); !known) return tl::unexpected(known.error());
    line.asset = row.asset;
    if (row.note.size() > kNoteBytes) add("note", "备注太长");
    const auto person = member(row.login);
    if (!person) return tl::unexpected(person.error());
    line.user = *person;
    line.work_type = work_type(row.work_type);
    line.quantity = row.quantity;
    if (row.quantity < 1 || row.quantity > kMostPieces)
      add("quantity", fmt::format("数量写 1 到 {}", kMostPieces));
    for (const std::string& text : row.keywords) {
      const auto keyword = store::keywords::find_by_folded(context_.db, fold(text));
      if (!keyword) return tl::unexpected(keyword.error());
      if (*keyword && !is_of_the_week((*keyword)->id))
        add("keywords", fmt::format("“{}”不在这一周的关键词计划里", cut_utf8(text, 60)));
      if (*keyword) line.keywords.push_back((*keyword)->id);
      if (!*keyword) add("keywords", fmt::format("词库里没有“{}”，先加进词库", cut_utf8(text, 60)));
    }
    for (const std::string& text : row.platforms) {
      const Platform* platform = platform_named(rules_.records.platforms, text);
      if (platform != nullptr) line.platforms.push_back(platform->key);
      if (platform == nullptr)
        add("platforms", fmt::format("没有叫“{}”的平台", cut_utf8(text, 60)));
    }
    return line;
  }
  web::PlanProblems problems;

 private:
  void add(std::string_view field, std::string message) {
    problems.push_back(web::Problem{row_, std::string(field), std::move(message)});
  }
  // Where words were planned for the week, the work is for them (K03).
  [[nodiscard]] bool is_of_the_week(KeywordId keyword) {
    if (!words_) {
      const auto lines = store::keyword_plans::lines(context_.db, team_.id, monday_);
      words_ = lines ? *lines : std::vector<KeywordPlanLine>{};
    }
    return words_->empty() || std::any_of(words_->begin(), words_->end(), [&](const auto& line) {
             return line.keyword == keyword;
           });
  }
  Status asset(AssetId id) {
    if (!id) return {};
    const auto found = store::assets::find(context_.db, id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) add("asset", fmt::format("没有编号为 {} 的素材", id.value));
    return {};
  }
  // By login, or by a name that nobody else has.
  Result<UserId> member(const std::string& login) {
    auto user = store::people::user_by_login(context_.db, login);
    if (user && !*user) user = store::people::user_by_name(context_.db, login);
    if (!user) return tl::unexpected(user.error());
    const bool ours = *user && (*user)->active && (*user)->team == team_.id;
    if (ours) return (*user)->id;
    add("login", fmt::format("{} 不是这个团队的在职员工", cut_utf8(login, 60)));
    return UserId{};
  }
  std::string work_type(const std::string& text) {
    const WorkType* type = work_type_named(rules_.records.work_types, text);
    if (type != nullptr) return type->key;
    add("work_type", fmt::format("没有叫“{}”的工作类型", cut_utf8(text, 60)));
    return {};
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const Team& team_;
  Date monday_;
  int row_ = 0;
  std::optional<std::vector<KeywordPlanLine>> words_;
};

class DayPlanner {
 public:
  static Result<DayPlanner> make(store::WriteContext& context, const Rulebook& rules) {
    auto leave = store::people::leave(context.db);
    if (!leave) return tl::unexpected(leave.error());
    auto minutes = plans::work_minutes(context.db);
    if (!minutes) return tl::unexpected(minutes.error());
    return DayPlanner(context, rules, std::move(*leave), std::move(*minutes));
  }

  Result<std::vector<PlanDay>> days(const PlanLine& line, Date from,
                                    const std::vector<PlanDay>& kept = {}) const {
    const auto user = store::people::find_user(context_.db, line.user);
    if (!user) return tl::unexpected(user.error());
    const auto hours = minutes_.find(line.user);
    const planning::WorkDays worked =
        planning::work_days(*user, leave_, rules_.calendar, line.monday,
                            hours == minutes_.end() ? planning::kDayMinutes : hours->second);
    return planning::days_of(line, worked, from, kept);
  }

 private:
  DayPlanner(store::WriteContext& context, const Rulebook& rules, std::vector<Leave> leave,
             std::map<UserId, int> minutes)
      : context_(context), rules_(rules), leave_(std::move(leave)), minutes_(std::move(minutes)) {}

  store::WriteContext& context_;
  const Rulebook& rules_;
  std::vector<Leave> leave_;
  std::map<UserId, int> minutes_;
};

// Of a file; what is wrong with its cells goes to the answer.
std::vector<web::PlanRow> rows_of(planning::PlanFile file, web::ImportedPlan& out) {
  out.columns = std::move(file.columns);
  for (planning::TableProblem& one : file.problems)
    out.problems.push_back({one.row, std::move(one.field), std::move(one.message)});
  std::vector<web::PlanRow> rows;
  for (planning::PlanFileRow& row : file.rows) {
    rows.push_back({row.line, std::move(row.person), std::move(row.work_type), row.quantity,
                    std::move(row.keywords), std::move(row.platforms), LineSource::kNew,
                    AssetId{row.asset}, std::move(row.note)});
  }
  return rows;
}

// As it was understood: login, key, keys.
Result<web::PlanRow> shown_row(store::WriteContext& context, const web::PlanRow& given,
                               const PlanLine& line) {
  web::PlanRow out = given;
  const auto user = store::people::find_user(context.db, line.user);
  if (!user) return tl::unexpected(user.error());
  out.login = user->login;
  out.work_type = line.work_type;
  out.platforms = line.platforms;
  return out;
}

int sum_of(const std::vector<PlanDay>& days) {
  int sum = 0;
  for (const PlanDay& day : days) sum += day.quantity;
  return sum;
}

Status note(store::WriteContext& context, const web::Actor& actor, std::string_view action,
            const Team& team, Date monday, json::object detail) {
  detail["team"] = to_valid_utf8(team.name);
  detail["monday"] = to_iso_date(monday);
  return audited(context, actor, action,
                 fmt::format("plan:{}:{}", team.id.value, to_iso_date(monday)),
                 json::serialize(detail));
}

// The days of a line that nobody could work on are a problem of the row that asks for them.
Status give_days(store::WriteContext& context, const DayPlanner& planner, const PlanLine& line,
                 Date from, int row, web::PlanProblems& problems) {
  const auto days = planner.days(line, from);
  if (!days) return tl::unexpected(days.error());
  if (sum_of(*days) != line.quantity) {
    problems.push_back(web::Problem{row, "quantity", "这一周剩下的日子里，此人没有工作日"});
    return {};
  }
  return plans::put_days(context.db, line.id, *days);
}

Status changed(store::WriteContext& context, const web::Actor& actor, const PlanLine& before,
               const PlanLine& after, const std::string& reason) {
  PlanChange change;
  change.line = after.id;
  change.at = context.now;
  change.by = actor.user;
  change.reason = reason;
  change.quantity_before = before.quantity;
  change.quantity_after = after.quantity;
  change.user_before = before.user;
  change.user_after = after.user;
  return plans::add_change(context.db, change);
}

Status tell(store::WriteContext& context, NoticeKind kind, UserId reader, std::string key,
            alerts::NoticeFacts facts) {
  if (!reader) return {};
  Notice notice;
  notice.key = std::move(key);
  notice.kind = kind;
  notice.audience = kind == NoticeKind::kPlan ? Audience::kEmployee : Audience::kSupervisor;
  notice.recipient = reader;
  notice.created_at = context.now;
  notice.due_at = context.now;
  facts.at_once = true;
  notice.body = alerts::to_json(facts);
  const auto added = store::notices::insert_once(context.db, notice);
  if (!added) return tl::unexpected(added.error());
  return {};
}

std::string work_name(const Rulebook& rules, const std::string& key) {
  for (const WorkType& type : rules.records.work_types) {
    if (type.key == key) return type.name;
  }
  return key;
}

// Actions of reviews that stand in the plan now are offered no more.
Status take_up_actions(store::WriteContext& context, TeamId team,
                       const std::vector<PlanLine>& lines) {
  const auto actions = store::reviews::open_actions(context.db, team);
  if (!actions) return tl::unexpected(actions.error());
  for (const ReviewAction& action : *actions) {
    const bool planned = std::any_of(lines.begin(), lines.end(), [&](const PlanLine& line) {
      return line.source == LineSource::kAction && line.user == action.user &&
             line.work_type == action.work_type && line.note == action.text;
    });
    if (!planned) continue;
    const auto moved =
        store::reviews::set_state(context.db, action.id, ActionState::kPlanned, context.now);
    if (!moved) return tl::unexpected(moved.error());
  }
  return {};
}

// Each person what he has to do himself: "论坛发帖 8、问答 3".
Status tell_everybody(store::WriteContext& context, const Rulebook& rules, const Team& team,
                      Date monday, const std::vector<PlanLine>& lines) {
  std::map<UserId, std::string> words;
  for (const PlanLine& line : lines) {
    const auto asset = store::assets::find(context.db, line.asset);
    if (!asset) return tl::unexpected(asset.error());
    std::string& own = words[line.user];
    own += fmt::format("{}{} {}", own.empty() ? "" : "、", work_name(rules, line.work_type),
                       line.quantity);
    if (*asset) own += fmt::format("（分发《{}》）", (*asset)->title);
  }
  for (const auto& [user, detail] : words) {
    alerts::NoticeFacts facts;
    facts.subject = fmt::format("{} 起的一周", to_iso_date(monday));
    facts.detail = detail;
    const Status told =
        tell(context, NoticeKind::kPlan, user,
             fmt::format("plan|t{}|{}|u{}", team.id.value, to_iso_date(monday), user.value), facts);
    if (!told) return told;
  }
  return {};
}

// Of one line, to whoever it was and to whoever it is.
Status tell_change(store::WriteContext& context, const Rulebook& rules, const PlanLine& before,
                   const PlanLine& after, const std::string& reason) {
  const std::string name = work_name(rules, after.work_type);
  for (const UserId user : {before.user, after.user}) {
    alerts::NoticeFacts facts;
    facts.subject = fmt::format("{} 起的一周：{}", to_iso_date(after.monday), name);
    const int was = user == before.user ? before.quantity : 0;
    const int is = user == after.user ? after.quantity : 0;
    facts.detail = fmt::format("{} → {}（{}）", was, is, reason);
    const Status told = tell(
        context, NoticeKind::kPlan, user,
        fmt::format("plan|l{}|{}|u{}", after.id.value, to_millis(context.now), user.value), facts);
    if (!told) return told;
  }
  return {};
}

Result<UserId> successor_of(store::WriteContext& context, const PlanLine& line,
                            const std::string& login) {
  const auto user = store::people::user_by_login(context.db, login);
  if (!user) return tl::unexpected(user.error());
  const bool ours = *user && (*user)->active && (*user)->team == line.team;
  if (!ours) return refused(fmt::format("{} 不是这个团队的在职员工", cut_utf8(login, 60)), "login");
  if ((*user)->id == line.user) return refused("本来就是此人的", "login");
  return (*user)->id;
}

// What is left of the line from `from` on becomes the other person's.
Status hand_over(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                 const PlanLine& line, UserId to, const std::string& reason) {
  const auto planner = DayPlanner::make(context, rules);
  if (!planner) return tl::unexpected(planner.error());
  auto kept = plans::days_of(context.db, line.id);
  if (!kept) return tl::unexpected(kept.error());
  const Date from = std::max(today(context, rules), line.monday);
  std::erase_if(*kept, [&](const PlanDay& day) { return day.day >= from; });
  PlanLine rest = line;
  rest.id = PlanLineId{};
  rest.user = to;
  rest.quantity = line.quantity - sum_of(*kept);
  if (rest.quantity <= 0) return refused("这一行的日子都已过去，没有可转交的", "login");
  const auto id = plans::insert(context.db, rest);
  if (!id) return tl::unexpected(id.error());
  rest.id = *id;
  web::PlanProblems problems;
  if (const Status given = give_days(context, *planner, rest, from, 0, problems); !given)
    return given;
  if (!problems.empty()) return refused(problems.front().message, "login");
  PlanLine left = line;
  left.quantity = sum_of(*kept);
  if (const Status put = plans::update(context.db, left); !put) return put;
  if (const Status put = plans::put_days(context.db, left.id, *kept); !put) return put;
  if (const Status told = changed(context, actor, line, left, reason); !told) return told;
  PlanLine nothing = rest;
  nothing.quantity = 0;
  nothing.user = line.user;
  if (const Status put = changed(context, actor, nothing, rest, reason); !put) return put;
  if (const Status told = tell_change(context, rules, line, left, reason); !told) return told;
  PlanLine to_nobody = nothing;
  to_nobody.user = to;
  return tell_change(context, rules, to_nobody, rest, reason);
}

Status new_quantity(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                    const PlanLine& line, int quantity, const std::string& reason) {
  if (quantity < 0 || quantity > kMostPieces)
    return refused(fmt::format("数量写 0 到 {}", kMostPieces), "quantity");
  const auto planner = DayPlanner::make(context, rules);
  if (!planner) return tl::unexpected(planner.error());
  const auto kept = plans::days_of(context.db, line.id);
  if (!kept) return tl::unexpected(kept.error());
  PlanLine after = line;
  after.quantity = quantity;
  const Date from = std::max(today(context, rules), line.monday);
  const auto days = planner->days(after, from, *kept);
  if (!days) return tl::unexpected(days.error());
  if (sum_of(*days) < quantity) return refused("这一周剩下的日子里，此人没有工作日", "quantity");
  after.quantity = sum_of(*days);  // what was asked for on days that have passed stays asked
  if (const Status put = plans::update(context.db, after); !put) return put;
  if (const Status put = plans::put_days(context.db, line.id, *days); !put) return put;
  if (const Status put = changed(context, actor, line, after, reason); !put) return put;
  return tell_change(context, rules, line, after, reason);
}

}  // namespace

Result<web::PlanProblems> put_plan(store::WriteContext& context, const Rulebook& rules,
                                   const web::Actor& actor, const web::PutPlan& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  RowReader reader(context, rules, *team, request.monday);
  std::vector<PlanLine> lines;
  for (const web::PlanRow& row : request.rows) {
    auto line = reader.read(row);
    if (!line) return tl::unexpected(line.error());
    lines.push_back(std::move(*line));
  }
  if (!reader.problems.empty()) return std::move(reader.problems);
  if (const Status begun = plans::begin(context.db, team->id, request.monday); !begun)
    return tl::unexpected(begun.error());
  if (const Status cleared = plans::clear_draft(context.db, team->id, request.monday); !cleared) {
    if (cleared.error().code != ErrorCode::kConflict) return tl::unexpected(cleared.error());
    return fail(ErrorCode::kConflict, "这一周的计划已经发布：请逐行变更，并写明原因");
  }
  for (const PlanLine& line : lines) {
    const auto id = plans::insert(context.db, line);
    if (!id) return tl::unexpected(id.error());
  }
  const Status noted = note(context, actor, "plan.draft", *team, request.monday,
                            {{"lines", static_cast<std::int64_t>(lines.size())}});
  if (!noted) return tl::unexpected(noted.error());
  return web::PlanProblems{};
}

Result<web::ImportedPlan> import_plan(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::ImportPlan& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  web::ImportedPlan out;
  std::vector<web::PlanRow> given = request.rows;
  if (request.is_text) given = rows_of(planning::read_plan_file(request.text), out);
  if (given.size() > kMostRows) return refused(fmt::format("一次最多 {} 行", kMostRows), "rows");
  std::set<int> marred;
  for (const web::Problem& one : out.problems) marred.insert(one.row);
  RowReader reader(context, rules, *team, request.monday);
  for (const web::PlanRow& row : given) {
    const std::size_t before = reader.problems.size();
    const auto line = reader.read(row);
    if (!line) return tl::unexpected(line.error());
    if (reader.problems.size() > before || marred.contains(row.row)) continue;
    auto shown = shown_row(context, row, *line);
    if (!shown) return tl::unexpected(shown.error());
    out.rows.push_back(std::move(*shown));
  }
  for (web::Problem& one : reader.problems) out.problems.push_back(std::move(one));
  if (given.empty() && out.problems.empty()) out.problems.push_back({0, "", "没有一行计划"});
  std::stable_sort(out.problems.begin(), out.problems.end(),
                   [](const auto& left, const auto& right) { return left.row < right.row; });
  const auto plan = plans::find(context.db, team->id, request.monday);
  if (!plan) return tl::unexpected(plan.error());
  if (*plan && (*plan)->published_at)
    return fail(ErrorCode::kConflict, "这一周的计划已经发布：请逐行变更，并写明原因");
  if (request.dry_run || !out.problems.empty()) return out;
  const auto left =
      put_plan(context, rules, actor, web::PutPlan{request.monday, request.team, out.rows});
  if (!left) return tl::unexpected(left.error());
  out.problems = *left;
  out.written = left->empty();
  return out;
}

Result<web::PlanProblems> publish_plan(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const web::PublishPlan& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  const auto lines = plans::lines(context.db, team->id, request.monday);
  if (!lines) return tl::unexpected(lines.error());
  if (lines->empty()) return refused("这一周还没有排任何工作", "lines");
  const auto planner = DayPlanner::make(context, rules);
  if (!planner) return tl::unexpected(planner.error());
  const Date from = std::max(today(context, rules), request.monday);
  web::PlanProblems problems;
  int row = 0;
  for (const PlanLine& line : *lines) {
    if (const Status given = give_days(context, *planner, line, from, ++row, problems); !given)
      return tl::unexpected(given.error());
  }
  if (!problems.empty()) {
    // The transaction is undone as a whole: a refusal leaves no days behind.
    std::string all;
    for (const web::Problem& one : problems)
      all += fmt::format("{}第 {} 行：{}", all.empty() ? "" : "；", one.row, one.message);
    return refused(std::move(all), "lines");
  }
  const auto published =
      plans::publish(context.db, team->id, request.monday, context.now, actor.user);
  if (!published) return tl::unexpected(published.error());
  if (!*published) return fail(ErrorCode::kConflict, "这一周的计划已经发布");
  if (const Status taken = take_up_actions(context, team->id, *lines); !taken)
    return tl::unexpected(taken.error());
  if (const Status told = tell_everybody(context, rules, *team, request.monday, *lines); !told)
    return tl::unexpected(told.error());
  const Status noted = note(context, actor, "plan.publish", *team, request.monday,
                            {{"lines", static_cast<std::int64_t>(lines->size())}});
  if (!noted) return tl::unexpected(noted.error());
  return problems;
}

Result<web::PlanProblems> add_plan_line(store::WriteContext& context, const Rulebook& rules,
                                        const web::Actor& actor, const web::AddPlanLine& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  const auto plan = plans::find(context.db, team->id, request.monday);
  if (!plan) return tl::unexpected(plan.error());
  if (!*plan || !(*plan)->published_at)
    return fail(ErrorCode::kConflict, "这一周的计划还没有发布：直接改草稿就好");
  if (!is_reason(request.reason))
    return refused("请写明原因（至少 4 个汉字或 10 个字母）", "reason");
  RowReader reader(context, rules, *team, request.monday);
  auto line = reader.read(request.row);
  if (!line) return tl::unexpected(line.error());
  if (!reader.problems.empty()) return std::move(reader.problems);
  const auto id = plans::insert(context.db, *line);
  if (!id) return tl::unexpected(id.error());
  line->id = *id;
  const auto planner = DayPlanner::make(context, rules);
  if (!planner) return tl::unexpected(planner.error());
  web::PlanProblems problems;
  const Date from = std::max(today(context, rules), request.monday);
  if (const Status given = give_days(context, *planner, *line, from, request.row.row, problems);
      !given) {
    return tl::unexpected(given.error());
  }
  if (!problems.empty()) return refused(problems.front().message, "quantity");
  PlanLine nothing = *line;
  nothing.quantity = 0;
  if (const Status put = changed(context, actor, nothing, *line, request.reason); !put)
    return tl::unexpected(put.error());
  if (const Status told = tell_change(context, rules, nothing, *line, request.reason); !told)
    return tl::unexpected(told.error());
  const Status noted = note(context, actor, "plan.add", *team, request.monday,
                            {{"line", id->value}, {"reason", to_valid_utf8(request.reason)}});
  if (!noted) return tl::unexpected(noted.error());
  return problems;
}

Status change_plan_line(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::ChangePlanLine& request) {
  const auto line = plans::find(context.db, request.line);
  if (!line) return tl::unexpected(line.error());
  if (!*line) return fail(ErrorCode::kNotFound, "没有这一行计划");
  const auto named = store::people::find_team(context.db, (*line)->team);
  if (!named) return tl::unexpected(named.error());
  const auto team = planned_team(context, rules, actor, named->name);
  if (!team) return tl::unexpected(team.error());
  const auto plan = plans::find(context.db, team->id, (*line)->monday);
  if (!plan) return tl::unexpected(plan.error());
  if (!*plan || !(*plan)->published_at)
    return fail(ErrorCode::kConflict, "这一周的计划还没有发布：直接改草稿就好");
  if (const Status week = is_a_week_to_plan(context, rules, (*line)->monday); !week) return week;
  if (!is_reason(request.reason))
    return refused("请写明原因（至少 4 个汉字或 10 个字母）", "reason");
  if (!request.quantity && !request.login) return refused("没有要改的", "quantity");
  PlanLine present = **line;
  if (request.quantity) {
    const Status put =
        new_quantity(context, rules, actor, present, *request.quantity, request.reason);
    if (!put) return put;
    const auto after = plans::find(context.db, request.line);
    if (!after) return tl::unexpected(after.error());
    present = **after;
  }
  if (request.login) {
    const auto to = successor_of(context, present, *request.login);
    if (!to) return tl::unexpected(to.error());
    const Status given = hand_over(context, rules, actor, present, *to, request.reason);
    if (!given) return given;
  }
  return note(context, actor, "plan.change", *team, (*line)->monday,
              {{"line", request.line.value}, {"reason", to_valid_utf8(request.reason)}});
}

Result<int> note_missing_plans(store::WriteContext& context, const Rulebook& rules, Time planned) {
  const Date date = rules.calendar.zone().date_of(planned);
  const Date monday = planning::monday_of(date);
  const auto teams = plans::without_plan(context.db, monday);
  if (!teams) return tl::unexpected(teams.error());
  int told = 0;
  for (const TeamId id : *teams) {
    const auto team = store::people::find_team(context.db, id);
    if (!team) return tl::unexpected(team.error());
    alerts::NoticeFacts facts;
    facts.subject = team->name;
    facts.report_date = monday;
    const Status done =
        tell(context, NoticeKind::kPlanMissing, alerts::acting_supervisor(*team, date),
             fmt::format("noplan|t{}|{}", id.value, to_iso_date(monday)), facts);
    if (!done) return tl::unexpected(done.error());
    ++told;
  }
  return told;
}

Status set_work_hours(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                      const web::SetWorkHours& request) {
  if (request.minutes_a_day < 0 || request.minutes_a_day > 24 * 60)
    return refused("每天 0 到 1440 分钟", "minutes_a_day");
  const auto user = store::people::user_by_login(context.db, request.login);
  if (!user) return tl::unexpected(user.error());
  if (!*user)
    return fail(ErrorCode::kNotFound, fmt::format("没有叫 {} 的人", cut_utf8(request.login, 60)));
  if (actor.role != Role::kAdmin) {
    const auto led = store::people::teams_led_by(context.db, actor.user, today(context, rules));
    if (!led) return tl::unexpected(led.error());
    const bool leads = std::any_of(led->begin(), led->end(),
                                   [&](const Team& team) { return team.id == (*user)->team; });
    if (!leads) return fail(ErrorCode::kDenied, "只有此人的主管或代理可以改工时");
  }
  const Status put = plans::set_work_minutes(context.db, (*user)->id, request.minutes_a_day);
  if (!put) return put;
  return audited(context, actor, "user.hours", "user:" + (*user)->login,
                 json::serialize(json::object{{"minutes_a_day", request.minutes_a_day}}));
}

}  // namespace vouch::daemon
