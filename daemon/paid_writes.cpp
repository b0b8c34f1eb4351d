#include "daemon/paid_writes.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/paid_days.h"
#include "planning/paid_funnel.h"
#include "store/paid.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace paid = store::paid;

constexpr std::size_t kKeyBytes = 40, kNameBytes = 120, kWordsBytes = 600;
constexpr std::int64_t kMostFen = 1'000'000'000'000'000;
constexpr std::int64_t kMostCount = 1'000'000'000'000;
constexpr int kMostWeight = 1000;  // ten workdays in one

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= kKeyBytes && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
           letter == '-';
  });
}

Date end_of(Date month) {
  const std::chrono::year_month_day first(month);
  return Date(first.year() / first.month() / std::chrono::last);
}

Status is_month(Date month) {
  if (std::chrono::year_month_day(month).day() == std::chrono::day(1)) return {};
  return refused("预算按月，写 2026-11 这样的月份", "month");
}

Status check_reason(const std::string& reason, bool needed) {
  if (reason.size() > kWordsBytes) return refused("原因太长", "reason");
  if (needed && trim(reason).empty()) return refused("改动请写明原因", "reason");
  return {};
}

planning::DayWeights weights_of(const PaidBudget& budget) {
  return {budget.workday, budget.weekend, budget.holiday, budget.makeup};
}

Status check_count(const std::optional<std::int64_t>& count, std::string_view field, int row) {
  if (!count || (*count >= 0 && *count <= kMostCount)) return {};
  return refused("要是不小于 0 的整数", fmt::format("rows[{}].{}", row, field));
}

// Parts of what is more: clicks of impressions, visits of clicks ...
Status check_spend(const PaidSpend& row, int number, const std::set<std::string>& known, Date now) {
  const auto field = [number](std::string_view name) {
    return fmt::format("rows[{}].{}", number, name);
  };
  if (!known.contains(row.channel))
    return refused("没有这个渠道，先在渠道表里加上", field("channel"));
  if (row.day > now) return refused("还没到的日子不能填花费", field("day"));
  if (row.spent.value < 0 || row.spent.value > kMostFen) return refused("花费不对", field("spent"));
  if (row.revenue.value < 0 || row.revenue.value > kMostFen)
    return refused("成交金额不对", field("revenue"));
  const struct {
    std::string_view name;
    const std::optional<std::int64_t>& count;
    const std::optional<std::int64_t>* whole;
    std::string_view words;
  } parts[] = {{"impressions", row.impressions, nullptr, ""},
               {"clicks", row.clicks, &row.impressions, "点击不能比展现多"},
               {"visits", row.visits, nullptr, ""},
               {"inquiries", row.inquiries, nullptr, ""},
               {"leads", row.leads, &row.inquiries, "有效线索不能比询盘多"},
               {"orders", row.orders, nullptr, ""}};
  for (const auto& part : parts) {
    if (const Status fits = check_count(part.count, part.name, number); !fits) return fits;
    const bool more =
        part.whole != nullptr && part.count && *part.whole && *part.count > **part.whole;
    if (more) return refused(std::string(part.words), field(part.name));
  }
  return {};
}

bool says_the_same(const PaidSpend& left, const PaidSpend& right) {
  return left.spent == right.spent && left.impressions == right.impressions &&
         left.clicks == right.clicks && left.visits == right.visits &&
         left.inquiries == right.inquiries && left.leads == right.leads &&
         left.orders == right.orders && left.revenue == right.revenue;
}

// Each channel's amount on the days of the month.
std::vector<PaidBudgetDay> days_of(const Calendar& calendar, const PaidBudget& budget,
                                   const std::vector<std::pair<std::string, Fen>>& channels) {
  const auto weights =
      planning::weights_of_days(calendar, budget.month, end_of(budget.month), weights_of(budget));
  std::vector<PaidBudgetDay> out;
  for (const auto& [channel, amount] : channels) {
    const std::vector<Fen> days = planning::daily_budget(amount, weights);
    for (std::size_t i = 0; i < days.size(); ++i)
      out.push_back({channel, budget.month + std::chrono::days(i), days[i]});
  }
  return out;
}

}  // namespace

Result<PaidChannelId> put_paid_channel(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const PaidChannel& request) {
  static_cast<void>(rules);
  if (!is_key(request.channel)) return refused("渠道代号用小写字母、数字、- 和 _", "channel");
  if (trim(request.name).empty() || request.name.size() > kNameBytes)
    return refused("写渠道的名称（40 字以内）", "name");
  planning::FunnelRates rates{request.clicked, request.arrived, request.inquired, request.valid,
                              request.closed,  request.click,   request.order,    request.margin};
  if (const Status fits = planning::check_rates(rates); !fits) return tl::unexpected(fits.error());
  if (request.most_clicks_a_day && *request.most_clicks_a_day < 1)
    return refused("每天点击上限要大于 0", "most_clicks_a_day");
  const auto before = paid::channels_on(context.db, request.effective_from);
  if (!before) return tl::unexpected(before.error());
  const bool known = std::ranges::any_of(
      *before, [&](const PaidChannel& one) { return one.channel == request.channel; });
  if (const Status said = check_reason(request.reason, known); !said)
    return tl::unexpected(said.error());
  PaidChannel row = request;
  row.name = to_valid_utf8(trim(request.name));
  row.reason = to_valid_utf8(request.reason);
  row.at = context.now;
  row.by = actor.user;
  const auto id = paid::insert(context.db, row);
  if (!id) return id;
  const Status noted =
      audited(context, actor, "paid.channel", "paid_channel:" + row.channel,
              json::serialize(json::object{{"from", to_iso_date(row.effective_from)},
                                           {"click", row.click.value},
                                           {"reason", row.reason}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<PaidBudgetId> put_paid_budget(store::WriteContext& context, const Rulebook& rules,
                                     const web::Actor& actor, const web::PutPaidBudget& request) {
  if (const Status month = is_month(request.month); !month) return tl::unexpected(month.error());
  const auto before = paid::newest(context.db, request.month);
  if (!before) return tl::unexpected(before.error());
  if (const Status said = check_reason(request.reason, before->has_value()); !said)
    return tl::unexpected(said.error());
  for (const int weight : {request.workday, request.weekend, request.holiday, request.makeup}) {
    if (weight < 0 || weight > kMostWeight) return refused("每天的权重写 0 到 10", "weights");
  }
  const auto known = paid::channels_on(context.db, end_of(request.month));
  if (!known) return tl::unexpected(known.error());
  PaidBudget budget;
  std::set<std::string> seen;
  for (const auto& [channel, amount] : request.channels) {
    const bool exists = std::ranges::any_of(
        *known, [&](const PaidChannel& one) { return one.channel == channel && one.active; });
    if (!exists) return refused(fmt::format("没有渠道 {}，先在渠道表里加上", channel), "channels");
    if (!seen.insert(channel).second) return refused("同一个渠道写了两次", "channels");
    if (amount.value < 0 || amount.value > kMostFen) return refused("金额不对", "channels");
    budget.amount += amount;
  }
  budget.month = request.month;
  budget.revenue = request.revenue;
  budget.wanted_orders = request.wanted_orders;
  budget.method = request.method;
  budget.workday = request.workday;
  budget.weekend = request.weekend;
  budget.holiday = request.holiday;
  budget.makeup = request.makeup;
  budget.at = context.now;
  budget.by = actor.user;
  budget.reason = to_valid_utf8(request.reason);
  std::vector<PaidBudgetDay> days = days_of(rules.calendar, budget, request.channels);
  Fen placed;
  for (const PaidBudgetDay& day : days) placed += day.amount;
  if (placed != budget.amount) return refused("所有日子的权重都是 0，预算无处可放", "weights");
  const auto id = paid::insert(context.db, budget, days);
  if (!id) return id;
  json::object detail{{"amount", budget.amount.value}, {"reason", budget.reason}};
  if (*before) detail["before"] = (*before)->amount.value;
  const Status noted = audited(context, actor, "paid.budget",
                               "paid_budget:" + to_iso_date(budget.month), json::serialize(detail));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<web::ReplannedPaid> replan_paid(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const web::ReplanPaid& request) {
  if (const Status month = is_month(request.month); !month) return tl::unexpected(month.error());
  const auto versions = paid::versions(context.db, request.month);
  if (!versions) return tl::unexpected(versions.error());
  // What the month may cost, and what its days are measured by, is what was last set by hand.
  const auto set = std::find_if(versions->rbegin(), versions->rend(), [](const PaidBudget& one) {
    return one.method != BudgetMethod::kReplan;
  });
  if (set == versions->rend()) return fail(ErrorCode::kNotFound, "这个月还没有预算");
  const Date now = today(context, rules), last = end_of(request.month);
  if (now <= request.month) return fail(ErrorCode::kConflict, "这个月还没开始，直接改预算即可");
  if (now > last) return fail(ErrorCode::kConflict, "这个月已经过完");
  if (!request.dry_run) {
    if (const Status said = check_reason(request.reason, true); !said)
      return tl::unexpected(said.error());
  }
  const auto planned = paid::days(context.db, set->id);
  if (!planned) return tl::unexpected(planned.error());
  const auto in_force = paid::days(context.db, versions->back().id);
  if (!in_force) return tl::unexpected(in_force.error());
  std::map<std::pair<std::string, Date>, Fen> asked;  // of the days that have passed
  for (const PaidBudgetDay& day : *in_force) asked[{day.channel, day.day}] = day.amount;
  const auto spent = paid::spent(context.db, request.month, now - std::chrono::days(1));
  if (!spent) return tl::unexpected(spent.error());
  std::map<std::string, Fen> gone;
  for (const PaidSpend& row : *spent) gone[row.channel] += row.spent;
  std::map<std::string, std::vector<Fen>> by_channel;
  for (const PaidBudgetDay& day : *planned) by_channel[day.channel].push_back(day.amount);
  PaidBudget budget = *set;
  const auto weights =
      planning::weights_of_days(rules.calendar, budget.month, last, weights_of(budget));
  const auto first = static_cast<std::size_t>((now - budget.month).count());
  web::ReplannedPaid out;
  std::vector<PaidBudgetDay> days;
  for (const auto& [channel, plan] : by_channel) {
    Fen amount;  // of this channel in the month
    for (const Fen day : plan) amount += day;
    const planning::Replanned rest = planning::replan(amount, gone[channel], plan, weights, first);
    web::ReplannedChannel one{channel, {}, rest.unplaced};
    for (std::size_t i = 0; i < plan.size(); ++i) {
      const Date date = budget.month + std::chrono::days(i);
      const PaidBudgetDay day{channel, date,
                              i < first ? asked[{channel, date}] : rest.days[i - first]};
      days.push_back(day);
      if (i >= first) one.days.push_back(day);
    }
    out.channels.push_back(std::move(one));
  }
  if (request.dry_run) return out;
  budget.method = BudgetMethod::kReplan;
  budget.at = context.now;
  budget.by = actor.user;
  budget.reason = to_valid_utf8(request.reason);
  const auto id = paid::insert(context.db, budget, days);
  if (!id) return tl::unexpected(id.error());
  const Status noted =
      audited(context, actor, "paid.replan", "paid_budget:" + to_iso_date(budget.month),
              json::serialize(json::object{{"reason", budget.reason}}));
  if (!noted) return tl::unexpected(noted.error());
  return out;
}

Result<int> put_paid_spend(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const web::PutPaidSpend& request) {
  const auto versions = paid::channel_versions(context.db);
  if (!versions) return tl::unexpected(versions.error());
  std::set<std::string> known;
  for (const PaidChannel& channel : *versions) known.insert(channel.channel);
  if (request.rows.empty()) return refused("没有一行花费", "rows");
  Date from = request.rows.front().day, to = from;
  for (std::size_t i = 0; i < request.rows.size(); ++i) {
    const PaidSpend& row = request.rows[i];
    const Status fits = check_spend(row, static_cast<int>(i) + 1, known, today(context, rules));
    if (!fits) return tl::unexpected(fits.error());
    from = std::min(from, row.day);
    to = std::max(to, row.day);
  }
  const auto before = paid::spent(context.db, from, to);
  if (!before) return tl::unexpected(before.error());
  std::map<std::pair<Date, std::string>, PaidSpend> newest;
  for (const PaidSpend& row : *before) newest[{row.day, row.channel}] = row;
  int written = 0;
  for (PaidSpend row : request.rows) {
    const auto found = newest.find({row.day, row.channel});
    if (found != newest.end() && says_the_same(found->second, row)) continue;
    row.at = context.now;
    row.by = actor.user;
    const auto id = paid::insert(context.db, row);
    if (!id) return tl::unexpected(id.error());
    newest[{row.day, row.channel}] = row;
    ++written;
  }
  const Status noted =
      audited(context, actor, "paid.spend",
              fmt::format("paid_spend:{}:{}", to_iso_date(from), to_iso_date(to)),
              json::serialize(json::object{{"rows", request.rows.size()}, {"written", written}}));
  if (!noted) return tl::unexpected(noted.error());
  return written;
}

}  // namespace vouch::daemon
