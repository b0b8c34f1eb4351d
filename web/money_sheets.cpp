#include "web/money_sheets.h"

#include <map>

namespace vouch::web {
namespace {

SheetCell yuan(std::int64_t fen) {
  return static_cast<double>(fen) / 100;
}
SheetCell number(std::int64_t count) {
  return static_cast<double>(count);
}
SheetCell number(const std::optional<std::int64_t>& count) {
  if (!count) return {};
  return number(*count);
}

std::string scope_name(const TargetRow& row, const Telling& telling) {
  if (row.target.holder.scope == TargetScope::kCompany)
    return std::string(pick(telling.lang, "公司", "Company"));
  return row.name;
}

std::vector<std::string> heads(const Telling& telling,
                               std::initializer_list<std::pair<const char*, const char*>> words) {
  std::vector<std::string> out;
  for (const auto& [zh, en] : words) out.emplace_back(pick(telling.lang, zh, en));
  return out;
}

}  // namespace

Sheet targets_sheet(const TargetsView& view, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "目标", "Targets");
  out.columns = heads(telling, {{"月份", "Month"},
                                {"对象", "Of"},
                                {"目标", "Target"},
                                {"锁定", "Locked"},
                                {"实际", "Reached"},
                                {"达成率", "Attainment"},
                                {"答复", "Answer"},
                                {"原因", "Reason"}});
  const bool money = view.place.metric == TargetMetric::kRevenue;
  const auto amount = [money](std::int64_t value) { return money ? yuan(value) : number(value); };
  const auto line = [&](const TargetRow& row) {
    SheetCell rate;
    if (row.actual && row.target.amount > 0)
      rate = SheetShare{static_cast<double>(*row.actual) / static_cast<double>(row.target.amount)};
    std::string answer;
    if (row.answer)
      answer = pick(telling.lang, row.answer->agreed ? "确认" : "异议",
                    row.answer->agreed ? "agreed" : "objected");
    if (row.answer && !row.answer->note.empty()) answer += "：" + row.answer->note;
    out.rows.push_back(
        {number(row.target.month), scope_name(row, telling), amount(row.target.amount),
         std::string(row.target.locked ? pick(telling.lang, "是", "yes") : ""),
         row.actual ? amount(*row.actual) : SheetCell{}, rate, answer, row.target.reason});
  };
  for (const TargetRow& month : view.months) {
    line(month);
    if (month.target.month != view.month) continue;
    for (const TargetRow& part : view.parts) line(part);
  }
  return out;
}

Sheet paid_sheet(const std::vector<PaidBudgetView>& months, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "付费推广", "Paid promotion");
  out.columns = heads(telling, {{"日期", "Date"},
                                {"渠道", "Channel"},
                                {"预算（元）", "Planned (yuan)"},
                                {"花费（元）", "Spent (yuan)"},
                                {"展现", "Impressions"},
                                {"点击", "Clicks"},
                                {"访问", "Visits"},
                                {"询盘", "Inquiries"},
                                {"有效线索", "Leads"},
                                {"成交", "Orders"},
                                {"成交金额（元）", "Revenue (yuan)"}});
  for (const PaidBudgetView& month : months) {
    for (const PaidChannelMonth& channel : month.channels) {
      struct Day {
        SheetCell planned;
        const PaidSpend* spent = nullptr;
      };
      std::map<Date, Day> days;
      for (const PaidBudgetDay& day : channel.days) days[day.day].planned = yuan(day.amount.value);
      for (const PaidSpend& row : channel.spent) days[row.day].spent = &row;
      for (const auto& [date, day] : days) {
        std::vector<SheetCell> row{to_iso_date(date), channel.name, day.planned};
        if (day.spent == nullptr) {
          row.resize(out.columns.size());
        } else {
          const PaidSpend& spent = *day.spent;
          for (const SheetCell& cell :
               {yuan(spent.spent.value), number(spent.impressions), number(spent.clicks),
                number(spent.visits), number(spent.inquiries), number(spent.leads),
                number(spent.orders), yuan(spent.revenue.value)})
            row.push_back(cell);
        }
        out.rows.push_back(std::move(row));
      }
    }
  }
  return out;
}

}  // namespace vouch::web
