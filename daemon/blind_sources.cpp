#include "daemon/blind_sources.h"

#include <algorithm>

#include "core/log.h"
#include "store/withdrawals.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "blind";
constexpr Millis kEvery = std::chrono::hours(6);
constexpr Millis kTryAgain = std::chrono::hours(1);
constexpr int kDaysOfClaims = 60;                      // pages are watched for 30 days and a little
constexpr Millis kNews = std::chrono::hours(14 * 24);  // older windows were found before
constexpr std::size_t kClaimsAtOnce = 100;

using Windows = std::vector<checks::BlindWindow>;

bool covers(const checks::BlindWindow& known, const checks::BlindWindow& window) {
  return known.provider == window.provider && known.engine == window.engine &&
         known.from <= window.from && window.to <= known.to;
}

Result<Windows> new_windows(store::Connection& db, Date today, Time now) {
  const auto looks = store::withdrawals::index_looks(db, today - std::chrono::days(kDaysOfClaims));
  if (!looks) return tl::unexpected(looks.error());
  std::vector<checks::IndexSeen> seen;
  seen.reserve(looks->size());
  for (const store::IndexLook& look : *looks) {
    seen.push_back({look.claim, look.site, look.engine, look.provider, look.found, look.at});
  }
  const auto known = known_windows(db);
  if (!known) return known;
  Windows found = checks::blind_windows(seen);
  std::erase_if(found, [&](const checks::BlindWindow& window) {
    return window.to < now - kNews ||
           std::any_of(known->begin(), known->end(),
                       [&](const auto& one) { return covers(one, window); });
  });
  return found;
}

// The window and the claims it concerns.
Result<std::vector<ClaimId>> write_window(store::WriteContext& context,
                                          const checks::BlindWindow& window) {
  const store::Withdrawal withdrawal{
      0, window.provider, window.engine, window.from, window.to, context.now, {}, {}};
  const auto id = store::withdrawals::insert(context.db, withdrawal);
  if (!id) return tl::unexpected(id.error());
  return store::withdrawals::claims_in(context.db, withdrawal);
}

}  // namespace

Result<Windows> known_windows(store::Connection& db) {
  const auto rows = store::withdrawals::all(db);
  if (!rows) return tl::unexpected(rows.error());
  Windows out;
  out.reserve(rows->size());
  for (const store::Withdrawal& row : *rows) {
    out.push_back({row.provider, row.engine, row.from, row.to, row.at});
  }
  return out;
}

Task<Result<int>> judge_again(Context& context, Rules rules, std::vector<ClaimId> claims) {
  int judged = 0;
  for (std::size_t from = 0; from < claims.size(); from += kClaimsAtOnce) {
    const std::size_t end = std::min(claims.size(), from + kClaimsAtOnce);
    const std::vector<ClaimId> some(claims.begin() + static_cast<std::ptrdiff_t>(from),
                                    claims.begin() + static_cast<std::ptrdiff_t>(end));
    std::function<Result<std::vector<ClaimChange>>(store::WriteContext&)> job =
        [some, rules](store::WriteContext& writing) -> Result<std::vector<ClaimChange>> {
      std::vector<ClaimChange> changes;
      for (const ClaimId claim : some) {
        auto change = judge_claim(writing, *rules, claim);
        if (!change) return tl::unexpected(change.error());
        changes.push_back(std::move(*change));
      }
      return changes;
    };
    const auto changes = co_await context.store.write<std::vector<ClaimChange>>(std::move(job));
    if (!changes) co_return tl::unexpected(changes.error());
    for (const ClaimChange& change : *changes) context.apply(change);
    judged += static_cast<int>(some.size());
  }
  context.notices_changed = true;
  co_return judged;
}

Task<Time> find_blind_sources(Context& context) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  const Date today = rules->calendar.zone().date_of(now);
  std::function<Result<Windows>(store::Connection&)> search = [today, now](store::Connection& db) {
    return new_windows(db, today, now);
  };
  const auto windows = co_await context.store.read<Windows>(std::move(search));
  if (!windows) {
    log::error(kRoom, "{}", windows.error().text());
    co_return now + kTryAgain;
  }
  for (const checks::BlindWindow& window : *windows) {
    std::function<Result<std::vector<ClaimId>>(store::WriteContext&)> write =
        [window](store::WriteContext& writing) { return write_window(writing, window); };
    const auto claims = co_await context.store.write<std::vector<ClaimId>>(std::move(write));
    Result<int> judged = 0;
    if (claims) judged = co_await judge_again(context, rules, *claims);
    if (!claims || !judged) {  // what is written is judged with at each claim's next look
      const Error& error = claims ? judged.error() : claims.error();
      log::error(kRoom, "{}", error.text());
      context.store_failed(error);
      co_return now + kTryAgain;
    }
    log::notice(kRoom, "{} was blind from {} to {}: its negatives of {} claims are withdrawn",
                window.provider, to_rfc3339(window.from), to_rfc3339(window.to), *judged);
  }
  co_return now + kEvery;
}

}  // namespace vouch::daemon
