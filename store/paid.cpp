#include "store/paid.h"

#include <algorithm>
#include <array>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr auto kMethods = std::to_array<std::string_view>({"budget", "revenue", "replan"});
static_assert(kMethods.size() == static_cast<std::size_t>(BudgetMethod::kReplan) + 1);

std::optional<BudgetMethod> parse_method(std::string_view text) {
  const auto found = std::ranges::find(kMethods, text);
  if (found == kMethods.end()) return std::nullopt;
  return static_cast<BudgetMethod>(found - kMethods.begin());
}

void read_column(const Row& row, int column, Fen& out) {
  out.value = row.integer(column);
}
void read_column(const Row& row, int column, Ppm& out) {
  out.value = row.integer(column);
}
void read_column(const Row& row, int column, BudgetMethod& out) {
  read_word(row, column, out, parse_method, "method of a budget");
}
void read_column(const Row& row, int column, std::optional<Fen>& out) {
  out.reset();
  if (!row.is_null(column)) out = Fen{row.integer(column)};
}

PaidChannel read_channel(const Row& row) {
  PaidChannel out;
  int column = 0;
  const auto take = [&](auto&... values) { (read_column(row, column++, values), ...); };
  take(out.id, out.channel, out.name, out.effective_from, out.clicked, out.arrived, out.inquired,
       out.valid, out.closed, out.click, out.order, out.margin, out.most_clicks_a_day, out.active,
       out.at, out.by, out.reason);
  return out;
}

PaidBudget read_budget(const Row& row) {
  PaidBudget out;
  int column = 0;
  const auto take = [&](auto&... values) { (read_column(row, column++, values), ...); };
  take(out.id, out.month, out.amount, out.revenue, out.wanted_orders, out.method, out.workday,
       out.weekend, out.holiday, out.makeup, out.at, out.by, out.reason);
  return out;
}

PaidSpend read_spend(const Row& row) {
  PaidSpend out;
  int column = 0;
  const auto take = [&](auto&... values) { (read_column(row, column++, values), ...); };
  take(out.id, out.day, out.channel, out.spent, out.impressions, out.clicks, out.visits,
       out.inquiries, out.leads, out.orders, out.revenue, out.source, out.at, out.by);
  return out;
}

}  // namespace

namespace paid {
namespace {

constexpr std::string_view kInsertChannel = R"sql(
  INSERT INTO paid_channel(channel, name, effective_from, clicked, arrived, inquired, valid, closed,
    click, order_value, margin, most_clicks_a_day, active, at, by_user, reason)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id)sql";
constexpr std::string_view kChannelsOn = R"sql(
  SELECT id, channel, name, effective_from, clicked, arrived, inquired, valid, closed, click,
    order_value, margin, most_clicks_a_day, active, at, by_user, reason
  FROM paid_channel c WHERE effective_from <= $1
    AND NOT EXISTS(SELECT 1 FROM paid_channel n WHERE n.channel = c.channel
      AND n.effective_from <= $1
      AND (n.effective_from > c.effective_from
           OR (n.effective_from = c.effective_from AND n.id > c.id)))
  ORDER BY channel)sql";
constexpr std::string_view kChannelVersions = R"sql(
  SELECT id, channel, name, effective_from, clicked, arrived, inquired, valid, closed, click,
    order_value, margin, most_clicks_a_day, active, at, by_user, reason
  FROM paid_channel ORDER BY channel, effective_from, id)sql";
constexpr std::string_view kInsertBudget = R"sql(
  INSERT INTO paid_budget(month, amount, revenue, wanted_orders, method, workday, weekend, holiday,
    makeup, at, by_user, reason)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)sql";
constexpr std::string_view kInsertDay =
    "INSERT INTO paid_budget_day(budget_id, channel, day, amount) VALUES($1, $2, $3, $4)";
constexpr std::string_view kNewest = R"sql(
  SELECT id, month, amount, revenue, wanted_orders, method, workday, weekend, holiday, makeup, at,
    by_user, reason
  FROM paid_budget WHERE month = $1 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kVersions = R"sql(
  SELECT id, month, amount, revenue, wanted_orders, method, workday, weekend, holiday, makeup, at,
    by_user, reason
  FROM paid_budget WHERE month = $1 ORDER BY id)sql";
constexpr std::string_view kDays = R"sql(
  SELECT channel, day, amount FROM paid_budget_day WHERE budget_id = $1 ORDER BY channel, day)sql";
constexpr std::string_view kInsertSpend = R"sql(
  INSERT INTO paid_spend(day, channel, spent, impressions, clicks, visits, inquiries, leads, orders,
    revenue, source, at, by_user)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id)sql";
constexpr std::string_view kSpent = R"sql(
  SELECT id, day, channel, spent, impressions, clicks, visits, inquiries, leads, orders, revenue,
    source, at, by_user
  FROM paid_spend s WHERE day BETWEEN $1 AND $2
    AND NOT EXISTS(SELECT 1 FROM paid_spend n
      WHERE n.day = s.day AND n.channel = s.channel AND n.id > s.id)
  ORDER BY day, channel)sql";
constexpr std::string_view kSpentVersions = R"sql(
  SELECT id, day, channel, spent, impressions, clicks, visits, inquiries, leads, orders, revenue,
    source, at, by_user
  FROM paid_spend WHERE day BETWEEN $1 AND $2 ORDER BY day, channel, id)sql";

std::optional<std::int64_t> amount_of(const std::optional<Fen>& money) {
  if (!money) return std::nullopt;
  return money->value;
}

}  // namespace

Result<PaidChannelId> insert(Connection& db, const PaidChannel& channel) {
  return db.scalar<PaidChannelId>(
      kInsertChannel, channel.channel, channel.name, channel.effective_from, channel.clicked.value,
      channel.arrived.value, channel.inquired.value, channel.valid.value, channel.closed.value,
      channel.click.value, channel.order.value, channel.margin.value, channel.most_clicks_a_day,
      channel.active, channel.at, channel.by, channel.reason);
}

Result<std::vector<PaidChannel>> channels_on(Connection& db, Date day) {
  return db.all<PaidChannel>(kChannelsOn, read_channel, day);
}

Result<std::vector<PaidChannel>> channel_versions(Connection& db) {
  return db.all<PaidChannel>(kChannelVersions, read_channel);
}

Result<PaidBudgetId> insert(Connection& db, const PaidBudget& budget,
                            const std::vector<PaidBudgetDay>& days) {
  const auto id = db.scalar<PaidBudgetId>(
      kInsertBudget, budget.month, budget.amount.value, amount_of(budget.revenue),
      budget.wanted_orders, kMethods[static_cast<std::size_t>(budget.method)], budget.workday,
      budget.weekend, budget.holiday, budget.makeup, budget.at, budget.by, budget.reason);
  if (!id) return id;
  for (const PaidBudgetDay& day : days) {
    const auto put = db.run(kInsertDay, *id, day.channel, day.day, day.amount.value);
    if (!put) return tl::unexpected(put.error());
  }
  return id;
}

Result<std::optional<PaidBudget>> newest(Connection& db, Date month) {
  return db.first<PaidBudget>(kNewest, read_budget, month);
}

Result<std::vector<PaidBudget>> versions(Connection& db, Date month) {
  return db.all<PaidBudget>(kVersions, read_budget, month);
}

Result<std::vector<PaidBudgetDay>> days(Connection& db, PaidBudgetId budget) {
  return db.all<PaidBudgetDay>(
      kDays,
      [](const Row& row) {
        PaidBudgetDay out;
        store::read_column(row, 0, out.channel);
        store::read_column(row, 1, out.day);
        out.amount = {row.integer(2)};
        return out;
      },
      budget);
}

Result<PaidSpendId> insert(Connection& db, const PaidSpend& spend) {
  return db.scalar<PaidSpendId>(kInsertSpend, spend.day, spend.channel, spend.spent.value,
                                spend.impressions, spend.clicks, spend.visits, spend.inquiries,
                                spend.leads, spend.orders, spend.revenue.value, spend.source,
                                spend.at, spend.by);
}

Result<std::vector<PaidSpend>> spent(Connection& db, Date from, Date to) {
  return db.all<PaidSpend>(kSpent, read_spend, from, to);
}

Result<std::vector<PaidSpend>> spent_versions(Connection& db, Date from, Date to) {
  return db.all<PaidSpend>(kSpentVersions, read_spend, from, to);
}

}  // namespace paid
}  // namespace vouch::store
