// Channels of paid promotion, budgets of months and what was spent, with all versions. Append-only.
#pragma once

#include <optional>
#include <vector>

#include "core/paid.h"
#include "store/sql.h"

namespace vouch::store::paid {

Result<PaidChannelId> insert(Connection& db, const PaidChannel& channel);
// In force on that day, one of each channel, by key.
Result<std::vector<PaidChannel>> channels_on(Connection& db, Date day);
// All versions, by channel and day.
Result<std::vector<PaidChannel>> channel_versions(Connection& db);

Result<PaidBudgetId> insert(Connection& db, const PaidBudget& budget,
                            const std::vector<PaidBudgetDay>& days);
Result<std::optional<PaidBudget>> newest(Connection& db, Date month);
Result<std::vector<PaidBudget>> versions(Connection& db, Date month);  // the oldest first
Result<std::vector<PaidBudgetDay>> days(Connection& db, PaidBudgetId budget);

Result<PaidSpendId> insert(Connection& db, const PaidSpend& spend);
// The newest of each day and channel, by day and channel.
Result<std::vector<PaidSpend>> spent(Connection& db, Date from, Date to);
Result<std::vector<PaidSpend>> spent_versions(Connection& db, Date from, Date to);

}  // namespace vouch::store::paid
