// Paid promotion as supervisors see it: channels, the calculation in both directions, a month's
// budget on its days beside what was spent. Reading jobs and JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/paid.h"
#include "planning/paid_channels.h"
#include "planning/paid_days.h"
#include "planning/paid_funnel.h"
#include "web/facts.h"
#include "web/gather.h"
#include "web/paid_commands.h"

namespace vouch::web {

struct PaidChannelsView {
  Date on;
  std::vector<PaidChannel> in_force;
  std::vector<PaidChannel> versions;
  struct Learned {  // from what was spent in the last 90 days
    std::string channel;
    std::int64_t clicks = 0, orders = 0;
    Exact prior, rate;         // orders of clicks
    double low = 0, high = 0;  // Wilson, 95 %
    bool enough = false;
  };
  std::vector<Learned> learned;
};

struct PaidChannelMonth {
  std::string channel;
  std::string name;
  std::vector<PaidBudgetDay> days;
  std::vector<PaidSpend> spent;
  Fen amount;
  Fen spent_sum;
  planning::Pacing pacing;
  planning::PaidCounts counts;
  std::optional<Exact> planned_per_order;
  bool dear = false;
};

struct PaidBudgetView {
  Date month;
  Date today;
  std::optional<PaidBudget> budget;
  std::vector<PaidBudget> versions;
  std::vector<std::string> version_authors;
  std::vector<PaidChannelMonth> channels;
  std::vector<std::int64_t> weights;  // of the days
  Fen spent;
  planning::Pacing pacing;
  planning::PaidCounts counts;
  std::optional<planning::ResultCorrection> correction;  // where orders were planned
};

struct PaidQuestion {
  bool from_revenue = true;
  Fen amount;
  planning::FunnelRates rates;
  std::optional<Fen> limit;  // a budget that is given, of which a lever has to bring the revenue
};

namespace gather {

Result<PaidChannelsView> paid_channels(store::Connection& db, Date on, const Viewer& viewer);
Result<PaidBudgetView> paid_budget(store::Connection& db, Date month, const Calendar& calendar,
                                   const Viewer& viewer);

}  // namespace gather

std::string paid_channels_json(const PaidChannelsView& view);
std::string paid_budget_json(const PaidBudgetView& view);
std::string paid_answer_json(const PaidQuestion& question);
std::string replanned_json(const ReplannedPaid& replanned);

}  // namespace vouch::web
