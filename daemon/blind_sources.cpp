#include "daemon/blind_sources.h"

#include <algorithm>
#include <charconv>

#include "core/log.h"
#include "store/settings.h"
#include "store/withdrawals.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "blind";
constexpr Millis kEvery = std::chrono::hours(6);
constexpr Millis kTryAgain = std::chrono::hours(1);
constexpr int kDaysOfClaims = 60;                      // pages are watched for 30 days and a little
constexpr Millis kNews = std::chrono::hours(14 * 24);  // older windows were found before
constexpr std::size_t kClaimsAtOnce = 100;
constexpr std::string_view kJudgedUpTo = "withdrawals:judged";  // setting: id of a withdrawal

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

Result<int> write_windows(store::WriteContext& context, const Windows& windows) {
  for (const checks::BlindWindow& window : windows) {
    const auto id = store::withdrawals::insert(
        context.db,
        {0, window.provider, window.engine, window.from, window.to, context.now, {}, {}});
    if (!id) return tl::unexpected(id.error());
  }
  return static_cast<int>(windows.size());
}

struct Unjudged {
  store::Withdrawal withdrawal;  // id 0: none is left
  std::vector<ClaimId> claims;
};

// The oldest window whose claims were not all judged again: a stop may lie between its
// transactions.
Result<Unjudged> next_unjudged(store::Connection& db) {
  const auto text = store::settings::get(db, kJudgedUpTo);
  if (!text) return tl::unexpected(text.error());
  std::int64_t judged = 0;
  if (*text) std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), judged);
  const auto rows = store::withdrawals::all(db);
  if (!rows) return tl::unexpected(rows.error());
  Unjudged out;
  for (const store::Withdrawal& row : *rows) {
    const bool earlier = out.withdrawal.id == 0 || row.id < out.withdrawal.id;
    if (row.id > judged && earlier) out.withdrawal = row;
  }
  if (out.withdrawal.id == 0) return out;
  auto claims = store::withdrawals::claims_in(db, out.withdrawal);
  if (!claims) return tl::unexpected(claims.error());
  out.claims = std::move(*claims);
  return out;
}

Task<Status> finish_judging(Context& context, Rules rules) {
  for (;;) {
    std::function<Result<Unjudged>(store::Connection&)> find = next_unjudged;
    auto next = co_await context.store.read<Unjudged>(std::move(find));
    if (!next) co_return tl::unexpected(next.error());
    const store::Withdrawal window = next->withdrawal;
    if (window.id == 0) co_return Status();
    const auto judged = co_await judge_again(context, rules, std::move(next->claims));
    if (!judged) co_return tl::unexpected(judged.error());
    std::function<Result<int>(store::WriteContext&)> note =
        [id = window.id](store::WriteContext& writing) -> Result<int> {
      const Status kept = store::settings::put(writing.db, kJudgedUpTo, std::to_string(id));
      if (!kept) return tl::unexpected(kept.error());
      return 0;
    };
    const auto noted = co_await context.store.write<int>(std::move(note));
    if (!noted) co_return tl::unexpected(noted.error());
    log::notice(kRoom, "{} was blind from {} to {}: its negatives of {} claims are withdrawn",
                window.provider, to_rfc3339(window.from), to_rfc3339(window.to), *judged);
  }
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
  Status done;
  if (!windows->empty()) {
    std::function<Result<int>(store::WriteContext&)> write =
        [found = *windows](store::WriteContext& writing) { return write_windows(writing, found); };
    const auto written = co_await context.store.write<int>(std::move(write));
    if (!written) done = tl::unexpected(written.error());
  }
  if (done) done = co_await finish_judging(context, rules);
  if (!done) {
    log::error(kRoom, "{}", done.error().text());
    context.store_failed(done.error());
    co_return now + kTryAgain;
  }
  co_return now + kEvery;
}

}  // namespace vouch::daemon
