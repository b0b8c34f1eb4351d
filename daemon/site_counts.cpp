#include "daemon/site_counts.h"

#include <algorithm>
#include <set>

#include "checks/content_match.h"
#include "core/log.h"
#include "core/url.h"
#include "store/sites.h"
#include "store/spend.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "site counts";
constexpr Millis kHour = std::chrono::hours(22);  // of the company's day
constexpr Millis kEvery = std::chrono::hours(24 * 7 - 2);
constexpr Millis kTryAgain = std::chrono::hours(20);  // what was not measured, the next evening
constexpr int kLookedBack = 8;                        // attempts of a week, at most one an evening

// "official" where the tool is the engine's own for the owner of the site.
std::optional<std::string> kind_of(const ConnectedProvider& provider) {
  switch (provider.settings.kind) {
    case config::ProviderKind::kSearxng:
    case config::ProviderKind::kSerpApi:
    case config::ProviderKind::kPage:
      return "estimate";
    case config::ProviderKind::kBingWebmaster:
      return "official";
    case config::ProviderKind::kDataForSeo:
    case config::ProviderKind::kSearchConsole:
    case config::ProviderKind::kQianfan:
    case config::ProviderKind::k5118:
    case config::ProviderKind::kPerson:
      return std::nullopt;
  }
  return std::nullopt;
}

bool tells_of(const ConnectedProvider& provider, const std::string& domain) {
  if (provider.settings.kind != config::ProviderKind::kBingWebmaster) return true;
  const auto property = Url::parse(provider.settings.site);
  return property && (property->host() == domain || property->host() == "www." + domain);
}

struct Wish {
  std::string domain;
  std::string engine;
  std::string kind;
};

bool is_due(const std::vector<store::SiteCount>& newest_first, Time now) {
  // What is dated ahead of a clock that was put back is not new.
  return std::none_of(newest_first.begin(), newest_first.end(), [now](const store::SiteCount& one) {
    const Millis age = now - one.at;
    return age >= Millis(0) && age < (one.pages ? kEvery : kTryAgain);
  });
}

Result<std::vector<Wish>> due_wishes(store::Connection& db,
                                     const std::set<std::pair<std::string, std::string>>& sources,
                                     Time now) {
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  std::vector<Wish> out;
  for (const OwnSite& site : *sites) {
    for (const auto& [engine, kind] : sources) {
      const auto before = store::site_counts::history(db, site.domain, engine, kind, kLookedBack);
      if (!before) return tl::unexpected(before.error());
      if (is_due(*before, now)) out.push_back({site.domain, engine, kind});
    }
  }
  return out;
}

// A list about something else, or without one row of the site, says nothing of the site.
bool is_about(const engines::SearchAnswer& answer, const std::string& domain) {
  const std::vector<OwnSite> site = {OwnSite{{}, domain, {}}};
  const auto ours =
      std::count_if(answer.rows.begin(), answer.rows.end(), [&](const engines::SearchRow& row) {
        const auto url = Url::parse(row.url);
        return row.target_known && url && checks::is_own_host(url->host(), site);
      });
  return ours > 0 && ours * 2 >= std::ssize(answer.rows);
}

}  // namespace

Time next_count_at(const Zone& zone, Time now) {
  const Time today = zone.at(zone.date_of(now), kHour);
  return today > now ? today : zone.at(zone.date_of(now) + std::chrono::days(1), kHour);
}

store::SiteCount count_of(const engines::SearchAnswer& answer, const std::string& domain) {
  store::SiteCount out;
  out.domain = domain;
  if (!answer.valid()) {
    out.why = std::string(to_string(answer.reason));
  } else if (!answer.total) {
    out.why = "no_total";
  } else if (*answer.total > 0 && answer.kind == engines::AnswerKind::kList &&
             !is_about(answer, domain)) {
    out.why = std::string(to_string(Reason::kUntrusted));
  } else {
    out.pages = answer.total;
  }
  return out;
}

Task<Status> SiteCounts::measure(std::string domain, std::string engine, std::string kind) {
  for (const Connected& provider : engines_.providers()) {
    const auto tells = kind_of(*provider);
    if (provider->settings.engine != engine || tells != kind || !tells_of(*provider, domain))
      continue;
    engines::Question question = engines::site_question(engine, domain);
    const auto answer = co_await engines_.ask_aside(provider, std::move(question));
    if (!answer) continue;
    store::SiteCount count = count_of(*answer, domain);
    count.engine = engine;
    count.kind = kind;
    count.provider = provider->provider->name();
    count.at = context_.wall.now();
    const Rules rules = context_.rules;
    const store::Spend spent{count.provider, rules->calendar.zone().date_of(count.at),
                             answer->queries, answer->spent};
    std::function<Result<int>(store::WriteContext&)> job =
        [count, spent](store::WriteContext& writing) -> Result<int> {
      if (const Status kept = store::site_counts::insert(writing.db, count); !kept)
        return tl::unexpected(kept.error());
      if (spent.queries == 0 && spent.micros == 0) return 0;
      if (const Status added = store::spend::add(writing.db, spent); !added)
        return tl::unexpected(added.error());
      return 0;
    };
    const auto written = co_await context_.store.write<int>(std::move(job));
    if (!written) co_return tl::unexpected(written.error());
    if (count.pages) co_return Status();
  }
  co_return Status();
}

Task<Time> SiteCounts::run() {
  const Rules rules = context_.rules;
  const Time now = context_.wall.now();
  const Time next = next_count_at(rules->calendar.zone(), now);
  if (context_.held) co_return next;
  std::set<std::pair<std::string, std::string>> sources;
  for (const Connected& provider : engines_.providers()) {
    if (const auto kind = kind_of(*provider)) sources.emplace(provider->settings.engine, *kind);
  }
  if (sources.empty()) co_return next;
  std::function<Result<std::vector<Wish>>(store::Connection&)> read =
      [sources, now](store::Connection& db) { return due_wishes(db, sources, now); };
  const auto wishes = co_await context_.store.read<std::vector<Wish>>(std::move(read));
  if (!wishes) {
    log::error(kRoom, "{}", wishes.error().text());
    co_return next;
  }
  for (const Wish& wish : *wishes) {
    if (context_.alarms.stopping()) co_return next;
    const Status done = co_await measure(wish.domain, wish.engine, wish.kind);
    if (done) continue;
    log::error(kRoom, "{}", done.error().text());
    context_.store_failed(done.error());
    co_return next;
  }
  co_return next;
}

}  // namespace vouch::daemon
