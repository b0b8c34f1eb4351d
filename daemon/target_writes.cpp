#include "daemon/target_writes.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/target.h"
#include "store/people.h"
#include "store/targets.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace targets = store::targets;
using planning::TargetShare;
using planning::TargetTree;

constexpr std::int64_t kMost = 1'000'000'000'000'000;  // 10^13 yuan in fen
constexpr std::size_t kWordsBytes = 600;
constexpr int kFirstYear = 2000, kLastYear = 2100;
constexpr std::size_t kCompared = 3;  // months

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

using planning::first_day;
using planning::last_day;

// The holder that the place names, where the actor may set its targets.
Result<TargetHolder> holder_of(store::WriteContext& context, const Rulebook& rules,
                               const web::Actor& actor, const web::TargetPlace& place) {
  if (place.year < kFirstYear || place.year > kLastYear) return refused("年份不对", "year");
  if (!place.team.empty() || actor.role != Role::kAdmin) {
    const auto team = planned_team(context, rules, actor, place.team);
    if (!team) return tl::unexpected(team.error());
    return TargetHolder::of(team->id);
  }
  return TargetHolder::company();
}

class Change {
 public:
  static Result<Change> begin(store::WriteContext& context, const web::TargetPlace& place,
                              const std::string& reason) {
    if (reason.size() > kWordsBytes) return refused("原因太长", "reason");
    const auto newest = targets::newest(context.db, place.metric, place.year);
    if (!newest) return tl::unexpected(newest.error());
    return Change(place, reason, *newest);
  }

  TargetTree& tree() { return tree_; }

  // A target that people have seen is not changed without a word.
  Status needs_reason(const TargetHolder& holder, int from_month) const {
    for (int month = from_month; month <= planning::kMonths; ++month) {
      const MonthTarget* row = tree_.find(holder, month);
      if (row == nullptr || row->amount == 0) continue;
      if (trim(reason_).empty()) return refused("改动已有的目标请写明原因", "reason");
    }
    return {};
  }

  Result<web::TargetsSet> end(store::WriteContext& context, const web::Actor& actor,
                              const TargetHolder& holder, bool dry_run) {
    web::TargetsSet out;
    out.changed = tree_.changed();
    const auto steep = steep_ones(context, out.changed);
    if (!steep) return tl::unexpected(steep.error());
    out.steep = *steep;
    if (dry_run) return out;
    json::array rows;
    for (MonthTarget& row : out.changed) {
      row.at = context.now;
      row.by = actor.user;
      row.reason = to_valid_utf8(reason_);
      const auto id = targets::insert(context.db, row);
      if (!id) return tl::unexpected(id.error());
      row.id = *id;
      rows.push_back({{"scope", to_string(row.holder.scope)},
                      {"holder", row.holder.holder},
                      {"month", row.month},
                      {"amount", row.amount}});
    }
    const Status noted =
        audited(context, actor, "target.set",
                fmt::format("target:{}:{}:{}:{}", to_string(place_.metric), place_.year,
                            to_string(holder.scope), holder.holder),
                json::serialize(json::object{{"reason", to_valid_utf8(reason_)}, {"rows", rows}}));
    if (!noted) return tl::unexpected(noted.error());
    return out;
  }

 private:
  Change(const web::TargetPlace& place, const std::string& reason,
         std::span<const MonthTarget> newest)
      : place_(place), reason_(reason), tree_(place.metric, place.year, newest) {}

  // Against what the same holder reached in the months before that have anything on record.
  Result<std::vector<web::SteepTarget>> steep_ones(store::WriteContext& context,
                                                   const std::vector<MonthTarget>& changed) const {
    std::vector<web::SteepTarget> out;
    if (changed.empty()) return out;
    const auto rows = targets::actuals(context.db, place_.metric, first_day(place_.year - 1, 10),
                                       last_day(place_.year, 12));
    if (!rows) return tl::unexpected(rows.error());
    std::map<std::pair<TargetHolder, Date>, std::int64_t> reached;
    for (const Actual& row : *rows) {
      const std::chrono::year_month_day day(row.from);
      const Date month(day.year() / day.month() / 1);
      reached[{row.holder, month}] += row.amount;
      if (row.holder.scope == TargetScope::kUser)
        reached[{TargetHolder::of(TeamId{row.holder.parent}), month}] += row.amount;
      if (row.holder.scope != TargetScope::kCompany)
        reached[{TargetHolder::company(), month}] += row.amount;
    }
    for (const MonthTarget& target : changed) {
      std::vector<std::int64_t> last;
      const auto month = std::chrono::year(target.year) / target.month;
      for (std::size_t back = kCompared; back > 0; --back) {
        const auto found = reached.find(
            {target.holder, Date((month - std::chrono::months(static_cast<int>(back))) / 1)});
        if (found != reached.end()) last.push_back(found->second);
      }
      if (planning::is_steep(target.amount, last))
        out.push_back(
            {target.holder, target.month, target.amount, *std::ranges::max_element(last)});
    }
    return out;
  }

  web::TargetPlace place_;
  std::string reason_;
  TargetTree tree_;
};

Status check_shares(std::span<const TargetShare> shares, std::string_view field) {
  for (const TargetShare& share : shares) {
    if (share.weight < 0 || share.weight > kMost) return refused("比例不能小于 0", field);
    if (share.locked && (*share.locked < 0 || *share.locked > kMost))
      return refused("锁定的数不能小于 0", field);
  }
  return {};
}

// A team's months come from the company's where that is split among teams.
Status is_free(const TargetTree& tree, const TargetHolder& holder) {
  if (holder.scope != TargetScope::kTeam) return {};
  for (int month = 1; month <= planning::kMonths; ++month) {
    for (const MonthTarget* part : tree.parts(TargetHolder::company(), month)) {
      if (part->holder == holder && tree.find(TargetHolder::company(), month) != nullptr)
        return fail(ErrorCode::kConflict, "团队的目标由公司目标分解而来，请改公司的分解");
    }
  }
  return {};
}

// Login or team of a part as a holder; its weight where none is said.
Result<TargetShare> share_of(store::WriteContext& context, const Rulebook& rules,
                             const TargetHolder& whole, const web::PutTargetParts& request,
                             const web::TargetPart& part, std::span<const Leave> leave) {
  const std::string field = fmt::format("parts[{}]", part.row);
  TargetShare share;
  share.locked = part.locked;
  share.weight = part.weight.value_or(1);
  if (whole.scope == TargetScope::kCompany) {
    const auto team = store::people::team_by_name(context.db, part.name);
    if (!team) return tl::unexpected(team.error());
    if (!*team) return refused(fmt::format("没有叫 {} 的团队", cut_utf8(part.name, 80)), field);
    share.holder = TargetHolder::of((*team)->id);
    return share;
  }
  const auto user = store::people::user_by_login(context.db, part.name);
  if (!user) return tl::unexpected(user.error());
  const bool ours = *user && (*user)->active && (*user)->team.value == whole.holder;
  if (!ours)
    return refused(fmt::format("{} 不是这个团队的在职员工", cut_utf8(part.name, 60)), field);
  share.holder = TargetHolder::of((*user)->id, (*user)->team);
  if (part.weight) return share;
  if (part.capacity < 0 || part.capacity > 200) return refused("产能写 0 到 200（%）", field);
  const int days =
      planning::workdays_of(rules.calendar, first_day(request.place.year, request.month),
                            last_day(request.place.year, request.month), (*user)->id, leave);
  share.weight = planning::person_weight(part.capacity, days);
  return share;
}

// A leader enters for his team and its people, an administrator for all.
Result<TargetHolder> holder_of_actual(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const std::string& team_name,
                                      const std::string& login) {
  if (login.empty() && team_name.empty() && actor.role == Role::kAdmin)
    return TargetHolder::company();
  if (login.empty()) {
    const auto team = planned_team(context, rules, actor, team_name);
    if (!team) return tl::unexpected(team.error());
    return TargetHolder::of(team->id);
  }
  const auto user = store::people::user_by_login(context.db, login);
  if (!user) return tl::unexpected(user.error());
  if (!*user || !(*user)->team) return refused("没有这个人，或他不在任何团队", "login");
  const auto team = store::people::find_team(context.db, (*user)->team);
  if (!team) return tl::unexpected(team.error());
  const auto allowed = planned_team(context, rules, actor, team->name);
  if (!allowed) return tl::unexpected(allowed.error());
  return TargetHolder::of((*user)->id, team->id);
}

Status may_change(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const TargetHolder& holder) {
  if (actor.role == Role::kAdmin) return {};
  if (holder.scope == TargetScope::kCompany)
    return fail(ErrorCode::kDenied, "公司的数由管理员填写");
  const TeamId id{holder.scope == TargetScope::kTeam ? holder.holder : holder.parent};
  const auto team = store::people::find_team(context.db, id);
  if (!team) return tl::unexpected(team.error());
  const auto allowed = planned_team(context, rules, actor, team->name);
  if (!allowed) return tl::unexpected(allowed.error());
  return {};
}

}  // namespace

Result<web::TargetsSet> put_target_year(store::WriteContext& context, const Rulebook& rules,
                                        const web::Actor& actor,
                                        const web::PutTargetYear& request) {
  const auto holder = holder_of(context, rules, actor, request.place);
  if (!holder) return tl::unexpected(holder.error());
  if (request.total < 0 || request.total > kMost) return refused("目标不能小于 0", "total");
  if (request.months.size() != planning::kMonths) return refused("要有 12 个月", "months");
  if (const Status fits = check_shares(request.months, "months"); !fits)
    return tl::unexpected(fits.error());
  auto change = Change::begin(context, request.place, request.reason);
  if (!change) return tl::unexpected(change.error());
  if (const Status free = is_free(change->tree(), *holder); !free)
    return tl::unexpected(free.error());
  if (const Status said = change->needs_reason(*holder, 1); !said)
    return tl::unexpected(said.error());
  const Status set = change->tree().set_year(*holder, request.total, request.months);
  if (!set) return tl::unexpected(set.error());
  return change->end(context, actor, *holder, request.dry_run);
}

Result<web::TargetsSet> put_target_parts(store::WriteContext& context, const Rulebook& rules,
                                         const web::Actor& actor,
                                         const web::PutTargetParts& request) {
  const auto holder = holder_of(context, rules, actor, request.place);
  if (!holder) return tl::unexpected(holder.error());
  if (request.month < 1 || request.month > planning::kMonths)
    return refused("月份写 1 到 12", "month");
  const auto leave = store::people::leave(context.db);
  if (!leave) return tl::unexpected(leave.error());
  std::vector<TargetShare> shares;
  for (const web::TargetPart& part : request.parts) {
    const auto share = share_of(context, rules, *holder, request, part, *leave);
    if (!share) return tl::unexpected(share.error());
    const bool twice = std::ranges::any_of(
        shares, [&](const TargetShare& other) { return other.holder == share->holder; });
    if (twice) return refused("写了两次", fmt::format("parts[{}]", part.row));
    shares.push_back(*share);
  }
  if (const Status fits = check_shares(shares, "parts"); !fits) return tl::unexpected(fits.error());
  auto change = Change::begin(context, request.place, request.reason);
  if (!change) return tl::unexpected(change.error());
  if (!change->tree().parts(*holder, request.month).empty() && trim(request.reason).empty())
    return refused("改动已有的分解请写明原因", "reason");
  const Status set = change->tree().set_parts(*holder, request.month, shares);
  if (!set) return tl::unexpected(set.error());
  return change->end(context, actor, *holder, request.dry_run);
}

Result<web::TargetsSet> roll_targets(store::WriteContext& context, const Rulebook& rules,
                                     const web::Actor& actor, const web::RollTargets& request) {
  const auto holder = holder_of(context, rules, actor, request.place);
  if (!holder) return tl::unexpected(holder.error());
  if (trim(request.reason).empty()) return refused("结转缺口请写明原因", "reason");
  auto change = Change::begin(context, request.place, request.reason);
  if (!change) return tl::unexpected(change.error());
  if (const Status free = is_free(change->tree(), *holder); !free)
    return tl::unexpected(free.error());
  const int year = request.place.year;
  const auto rows =
      targets::actuals(context.db, request.place.metric, first_day(year, 1), last_day(year, 12));
  if (!rows) return tl::unexpected(rows.error());
  planning::Amounts wanted, weights, reached;
  for (int month = 1; month <= planning::kMonths; ++month) {
    const MonthTarget* row = change->tree().find(*holder, month);
    if (row == nullptr) return fail(ErrorCode::kConflict, "先定全年的目标，再结转缺口");
    wanted.push_back(row->amount);
    weights.push_back(row->weight);
    if (last_day(year, month) >= today(context, rules)) continue;
    const auto sum =
        planning::reached(*holder, *rows, first_day(year, month), last_day(year, month));
    if (!sum)
      return fail(ErrorCode::kConflict,
                  fmt::format("{} 月还没有填实际业绩，不能当作 0 结转", month));
    reached.push_back(*sum);
  }
  if (reached.empty()) return fail(ErrorCode::kConflict, "这一年还没有过完的月份");
  const auto rolled = planning::roll_forward(wanted, reached, weights);
  if (!rolled) return fail(ErrorCode::kConflict, rolled.error().message);
  const std::span<const std::int64_t> rest = std::span(*rolled).subspan(reached.size());
  const Status set = change->tree().set_months(*holder, static_cast<int>(reached.size()) + 1, rest);
  if (!set) return tl::unexpected(set.error());
  return change->end(context, actor, *holder, request.dry_run);
}

Result<ActualId> add_actual(store::WriteContext& context, const Rulebook& rules,
                            const web::Actor& actor, const web::AddActual& request) {
  const auto holder = holder_of_actual(context, rules, actor, request.team, request.login);
  if (!holder) return tl::unexpected(holder.error());
  const std::chrono::year_month_day from(request.from), to(request.to);
  if (request.to < request.from || from.year() != to.year() || from.month() != to.month())
    return refused("起止日期要在同一个月内", "to");
  if (request.to > today(context, rules)) return refused("还没到的日子不能填实际", "to");
  if (request.amount < -kMost || request.amount > kMost) return refused("数太大", "amount");
  if (request.note.size() > kWordsBytes) return refused("备注太长", "note");
  Actual row;
  row.metric = request.metric;
  row.holder = *holder;
  row.from = request.from;
  row.to = request.to;
  row.amount = request.amount;
  row.source = request.source;
  row.note = to_valid_utf8(request.note);
  row.at = context.now;
  row.by = actor.user;
  const auto id = targets::insert(context.db, row);
  if (!id) return id;
  const Status noted = audited(context, actor, "actual.add", fmt::format("actual:{}", id->value),
                               json::serialize(json::object{{"amount", row.amount}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<ActualId> correct_actual(store::WriteContext& context, const Rulebook& rules,
                                const web::Actor& actor, const web::CorrectActual& request) {
  const auto found = targets::find(context.db, request.actual);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "没有这一条实际数");
  Actual row = **found;
  if (const Status may = may_change(context, rules, actor, row.holder); !may)
    return tl::unexpected(may.error());
  if (trim(request.reason).empty() || request.reason.size() > kWordsBytes)
    return refused("请写明更正的原因（200 字以内）", "reason");
  if (request.amount < -kMost || request.amount > kMost) return refused("数太大", "amount");
  const std::int64_t before = row.amount;
  row.revises = row.id;
  row.amount = request.amount;
  row.note = to_valid_utf8(request.reason);
  row.source = "manual";
  row.at = context.now;
  row.by = actor.user;
  const auto id = targets::insert(context.db, row);
  if (!id) return id;
  const Status noted =
      audited(context, actor, "actual.correct", fmt::format("actual:{}", request.actual.value),
              json::serialize(
                  json::object{{"before", before}, {"after", row.amount}, {"reason", row.note}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Status answer_target(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                     const web::AnswerTarget& request) {
  static_cast<void>(rules);
  const auto found = targets::find(context.db, request.target);
  if (!found) return tl::unexpected(found.error());
  const bool own = *found && (*found)->holder.scope == TargetScope::kUser && actor.user &&
                   (*found)->holder.holder == actor.user.value;
  if (!own) return fail(ErrorCode::kNotFound, "没有这个目标，或不是您的");
  const auto all = targets::versions(context.db, (*found)->metric, (*found)->holder, (*found)->year,
                                     (*found)->month);
  if (!all) return tl::unexpected(all.error());
  if (all->back().id != request.target)
    return fail(ErrorCode::kConflict, "目标已经改过，请看新的再答复");
  if (!request.agreed && trim(request.note).empty()) return refused("有异议请写明理由", "note");
  if (request.note.size() > kWordsBytes) return refused("写得太长", "note");
  const Status put = targets::answer(context.db, {request.target, actor.user, request.agreed,
                                                  to_valid_utf8(request.note), context.now});
  if (!put) return put;
  return audited(context, actor, request.agreed ? "target.agree" : "target.object",
                 fmt::format("target:{}", request.target.value));
}

}  // namespace vouch::daemon
