#include "planning/target_tree.h"

#include <algorithm>
#include <numeric>

#include "planning/apportion.h"

namespace vouch::planning {
namespace {

bool stands_below(const TargetHolder& part, const TargetHolder& whole) {
  switch (whole.scope) {
    case TargetScope::kCompany:
      return part.scope == TargetScope::kTeam;
    case TargetScope::kTeam:
      return part.scope == TargetScope::kUser && part.parent == whole.holder;
    case TargetScope::kUser:
      return false;
  }
  return false;
}

struct Shares {
  std::vector<std::int64_t> weights;
  std::vector<std::optional<std::int64_t>> locked;

  void add(std::int64_t weight, std::optional<std::int64_t> lock) {
    weights.push_back(weight);
    locked.push_back(lock);
  }
};

}  // namespace

TargetTree::TargetTree(TargetMetric metric, int year, std::span<const MonthTarget> newest)
    : metric_(metric), year_(year) {
  for (const MonthTarget& row : newest) rows_[{row.month, row.holder}] = row;
}

const MonthTarget* TargetTree::find(const TargetHolder& holder, int month) const {
  const auto found = rows_.find({month, holder});
  return found == rows_.end() ? nullptr : &found->second;
}

std::int64_t TargetTree::year_of(const TargetHolder& holder) const {
  std::int64_t sum = 0;
  for (int month = 1; month <= kMonths; ++month) {
    if (const MonthTarget* row = find(holder, month)) sum += row->amount;
  }
  return sum;
}

std::vector<const MonthTarget*> TargetTree::parts(const TargetHolder& holder, int month) const {
  std::vector<const MonthTarget*> out;
  for (const auto& [key, row] : rows_) {
    const bool gone = row.weight == 0 && row.amount == 0 && !row.locked;
    if (key.first == month && !gone && stands_below(row.holder, holder)) out.push_back(&row);
  }
  return out;
}

bool TargetTree::is_split(const TargetHolder& holder) const {
  for (int month = 1; month <= kMonths; ++month) {
    if (!parts(holder, month).empty()) return true;
  }
  return false;
}

Status TargetTree::put(const TargetHolder& holder, int month, std::int64_t amount,
                       std::int64_t weight, bool locked) {
  MonthTarget& row = rows_[{month, holder}];
  const bool same =
      row.year == year_ && row.amount == amount && row.weight == weight && row.locked == locked;
  const bool moved = row.amount != amount;
  row.metric = metric_;
  row.holder = holder;
  row.year = year_;
  row.month = month;
  row.amount = amount;
  row.weight = weight;
  row.locked = locked;
  if (!same) changed_[{month, holder}] = true;
  if (!moved) return {};
  return split_again(holder, month);
}

Status TargetTree::split_again(const TargetHolder& holder, int month) {
  const std::vector<const MonthTarget*> now = parts(holder, month);
  if (now.empty()) return {};
  std::vector<TargetShare> again;
  for (const MonthTarget* part : now) {
    TargetShare share{part->holder, part->weight, std::nullopt};
    if (part->locked) share.locked = part->amount;
    again.push_back(share);
  }
  return set_parts(holder, month, again);
}

Status TargetTree::set_year(const TargetHolder& holder, std::int64_t total,
                            std::span<const TargetShare> months) {
  Shares shares;
  for (const TargetShare& month : months) shares.add(month.weight, month.locked);
  const auto amounts = apportion_around(total, shares.weights, shares.locked);
  if (!amounts) return tl::unexpected(amounts.error());
  for (int month = 1; month <= kMonths; ++month) {
    const auto i = static_cast<std::size_t>(month - 1);
    const Status done =
        put(holder, month, (*amounts)[i], shares.weights[i], shares.locked[i].has_value());
    if (!done) return done;
  }
  return {};
}

Status TargetTree::set_parts(const TargetHolder& holder, int month,
                             std::span<const TargetShare> parts_wanted) {
  const MonthTarget* whole = find(holder, month);
  if (whole == nullptr) return fail(ErrorCode::kNotFound, "这个月还没有目标，先定全年的");
  Shares shares;
  for (const TargetShare& part : parts_wanted) shares.add(part.weight, part.locked);
  const auto amounts = apportion_around(whole->amount, shares.weights, shares.locked);
  if (!amounts) return tl::unexpected(amounts.error());
  std::vector<TargetHolder> gone;
  for (const MonthTarget* part : parts(holder, month)) gone.push_back(part->holder);
  for (std::size_t i = 0; i < parts_wanted.size(); ++i) {
    const TargetHolder& part = parts_wanted[i].holder;
    std::erase(gone, part);
    const Status done =
        put(part, month, (*amounts)[i], shares.weights[i], shares.locked[i].has_value());
    if (!done) return done;
  }
  for (const TargetHolder& part : gone) {
    const Status done = put(part, month, 0, 0, false);
    if (!done) return done;
  }
  return {};
}

Status TargetTree::set_months(const TargetHolder& holder, int month,
                              std::span<const std::int64_t> amounts) {
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const int number = month + static_cast<int>(i);
    const MonthTarget* now = find(holder, number);
    const Status done =
        put(holder, number, amounts[i], now ? now->weight : 0, now != nullptr && now->locked);
    if (!done) return done;
  }
  return {};
}

std::vector<MonthTarget> TargetTree::changed() const {
  std::vector<MonthTarget> out;
  for (const auto& [key, yes] : changed_) out.push_back(rows_.at(key));
  return out;
}

std::optional<std::int64_t> reached(const TargetHolder& whole, std::span<const Actual> entries,
                                    Date from, Date to) {
  std::optional<std::int64_t> sum;
  for (const Actual& entry : entries) {
    const bool counts =
        whole.scope == TargetScope::kCompany || entry.holder == whole ||
        (entry.holder.scope == TargetScope::kUser && stands_below(entry.holder, whole));
    if (counts && from <= entry.from && entry.from <= to) sum = sum.value_or(0) + entry.amount;
  }
  return sum;
}

Date first_day(int year, int month) {
  return Date(std::chrono::year(year) / month / 1);
}

Date last_day(int year, int month) {
  return Date(std::chrono::year(year) / month / std::chrono::last);
}

}  // namespace vouch::planning
