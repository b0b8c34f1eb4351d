#include "daemon/catch_up.h"

#include <algorithm>
#include <span>

#include "core/log.h"

namespace vouch::daemon {
namespace {

constexpr const char* kRoom = "look";
constexpr std::string_view kIndexStage = "index:";
constexpr std::int64_t kNewest = 4000;  // observations read at a start
constexpr std::size_t kAtOnce = 500;    // looks moved in one transaction

using PutOff = std::vector<store::PutOffLook>;

// A wall, a login, an unknown layout would meet the look again: those keep their terms.
bool was_silence(CatchUp::Of of, Reason why) {
  const Heard heard = of == CatchUp::Of::kPages ? heard_of_page(why, 0)
                                                : heard_of_engine(Outcome::kInconclusive, why);
  return heard == Heard::kSilence;
}

Result<std::vector<QueuedLook>> due_now(store::WriteContext& context,
                                        std::span<const store::PutOffLook> put_off) {
  std::vector<QueuedLook> moved;
  moved.reserve(put_off.size());
  for (const store::PutOffLook& one : put_off) {
    store::Look look = one.look;
    look.due_at = context.now;
    const auto done = store::looks::postpone(context.db, look.id, look.attempt, look.due_at);
    if (!done) return tl::unexpected(done.error());
    if (*done) moved.push_back(queued(look));
  }
  return moved;
}

}  // namespace

Status CatchUp::load() {
  std::function<Result<std::vector<store::HeardLook>>(store::Connection&)> job =
      [](store::Connection& db) { return store::looks::newest_heard(db, kNewest); };
  auto newest = context_.store.read_now<std::vector<store::HeardLook>>(std::move(job));
  if (!newest) return tl::unexpected(newest.error());
  std::reverse(newest->begin(), newest->end());
  for (const store::HeardLook& look : *newest) {
    const bool index = look.stage.starts_with(kIndexStage);
    if (index != (of_ == Of::kEngines)) continue;
    const std::string where = index ? look.stage.substr(kIndexStage.size()) : look.site;
    const Heard heard = index ? heard_of_engine(look.outcome, look.reason)
                              : heard_of_page(look.reason, look.http_status);
    outages_.note(where, heard, look.observed_at);
  }
  return {};
}

Task<> CatchUp::note(std::string where, Heard heard, Time at) {
  auto ended = outages_.note(where, heard, at);
  if (!ended) co_return;
  // That one engine answers says nothing of the others' walls: each brings its own looks.
  if (of_ == Of::kEngines) ended->where = where;
  co_await bring_forward(*ended);
}

Task<> CatchUp::bring_forward(EndedOutage ended) {
  const bool pages = of_ == Of::kPages;
  const std::string lane = pages ? "page" : std::string(kIndexStage) + ended.where;
  const std::string stage = pages ? "live" : lane;
  std::function<Result<PutOff>(store::Connection&)> find =
      [lane, stage, since = ended.since, now = context_.wall.now()](store::Connection& db) {
        return store::looks::put_off(db, lane, stage, since, now);
      };
  auto found = co_await context_.store.read<PutOff>(std::move(find));
  if (!found) {
    log::warning(kRoom, "what an outage put off was not found: {}", found.error().text());
    co_return;
  }
  std::erase_if(*found, [&](const store::PutOffLook& one) {
    const bool elsewhere = pages && !ended.where.empty() && one.look.site != ended.where;
    return elsewhere || !was_silence(of_, one.why);
  });
  if (found->empty()) co_return;
  log::info(
      kRoom, "{} is heard again after {} min: {} looks that were put off are due now",
      ended.where.empty() ? "the web" : ended.where,
      std::chrono::duration_cast<std::chrono::minutes>(context_.wall.now() - ended.since).count(),
      found->size());
  const auto all = std::make_shared<const PutOff>(std::move(*found));
  for (std::size_t from = 0; from < all->size(); from += kAtOnce) {
    std::function<Result<std::vector<QueuedLook>>(store::WriteContext&)> move =
        [all, from](store::WriteContext& context) {
          const std::size_t count = std::min(kAtOnce, all->size() - from);
          return due_now(context, std::span(*all).subspan(from, count));
        };
    auto moved = co_await context_.store.write<std::vector<QueuedLook>>(std::move(move));
    if (!moved) {
      log::warning(kRoom, "what an outage put off keeps its term: {}", moved.error().text());
      context_.store_failed(moved.error());
      co_return;
    }
    ClaimChange change;
    change.put = std::move(*moved);
    context_.apply(change);
  }
}

}  // namespace vouch::daemon
