#include "daemon/index_sampling.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "checks/sampling.h"
#include "core/log.h"
#include "core/url.h"
#include "engines/chain.h"
#include "engines/shares.h"
#include "planning/time_to_event.h"
#include "store/samples.h"
#include "store/submissions.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::string_view kRoom = "sampling";
// 4 to 5 looks a claim (domain §5.7), most of them with the second question by title.
constexpr double kQueriesPerClaim = 8;
constexpr double kDaysOfMonth = 30.4;
constexpr double kDayMillis = 86'400'000;
constexpr Millis kWindow = std::chrono::hours(14 * 24);
constexpr Millis kLearnedFrom = std::chrono::hours(200 * 24);
constexpr double kPriorDays = 200;  // of looking, in every bin: what the shipped values weigh
constexpr Millis kEvery = std::chrono::hours(24);
constexpr int kAlwaysLookedUp = 1;  // priority

std::string to_text(const checks::IndexHazard& hazard) {
  json::array bins;
  for (const double chance : hazard.per_day) bins.emplace_back(chance);
  return json::serialize(bins);
}

std::optional<checks::IndexHazard> hazard_of(const std::string& text) {
  boost::system::error_code failed;
  const json::value bins = json::parse(text, failed);
  checks::IndexHazard hazard;
  if (failed || !bins.is_array() || bins.get_array().size() != hazard.per_day.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < hazard.per_day.size(); ++i) {
    if (!bins.get_array()[i].is_number()) return std::nullopt;
    hazard.per_day[i] = bins.get_array()[i].to_number<double>();
  }
  return hazard;
}

// Chances of one engine, platform by platform, and the scale at which all waiting pages together
// take the quota.
std::vector<store::StoredPace> paces_of(const std::string& engine, double queries_a_day,
                                        const std::vector<store::SeenIndexed>& seen,
                                        const std::vector<store::samples::WaitingRow>& waiting,
                                        Time now) {
  std::map<std::string, std::vector<checks::IndexHistory>> by_platform;
  for (const store::SeenIndexed& page : seen) {
    by_platform[page.platform].push_back({page.first_days, page.last_absent_days, page.found_days});
  }
  for (const auto& page : waiting) by_platform.try_emplace(page.platform);
  std::map<std::string, checks::IndexHazard> hazards;
  for (const auto& [platform, pages] : by_platform) {
    hazards[platform] = checks::learn(checks::shipped_hazard(), kPriorDays, pages);
  }
  std::vector<checks::WaitingPage> all;
  all.reserve(waiting.size());
  for (const auto& page : waiting) all.push_back({1, hazards[page.platform].at(page.age_days)});
  const double scale = checks::looks_scale(all, queries_a_day);
  std::vector<store::StoredPace> out;
  if (scale <= 0) return out;
  for (const auto& [platform, hazard] : hazards) {
    out.push_back({engine, platform, scale, to_text(hazard), now});
  }
  return out;
}

store::IndexSpeed speed_of(const std::string& engine, const std::vector<store::SeenIndexed>& seen,
                           Time now) {
  std::vector<planning::Waited> all;
  all.reserve(seen.size());
  for (const store::SeenIndexed& page : seen) {
    all.push_back({page.found_days.value_or(page.last_absent_days), page.found_days.has_value()});
  }
  const planning::WaitingCurve curve = planning::waiting_curve(all);
  store::IndexSpeed speed;
  speed.engine = engine;
  speed.pages = std::ssize(seen);
  speed.indexed = static_cast<std::int64_t>(curve.happened);
  speed.median_days = curve.median();
  double longest = 0;
  for (const planning::Waited& page : all) longest = std::max(longest, page.days);
  if (longest >= 7) speed.in_7_days = 1 - curve.waiting_at(7);
  if (longest >= 30) speed.in_30_days = 1 - curve.waiting_at(30);
  speed.at = now;
  return speed;
}

using FirstTold = std::map<std::string, Time>;  // by loose key

void note_told(FirstTold& told, const std::string& key, Time at) {
  if (key.empty()) return;
  const auto [known, fresh] = told.emplace(key, at);
  if (!fresh) known->second = std::min(known->second, at);
}

FirstTold first_told(const std::vector<store::submissions::Told>& told) {
  FirstTold out;
  for (const store::submissions::Told& one : told) {
    note_told(out, one.page, one.at);
    if (const auto url = Url::parse(one.url)) note_told(out, loose_key(*url), one.at);
  }
  return out;
}

// A page that was found before the engine was told of it owes nothing to being told.
bool was_told_first(const store::SeenIndexed& page, const FirstTold& told) {
  const auto found = told.find(page.page);
  if (found == told.end()) return false;
  const double days = static_cast<double>((found->second - page.handed_in).count()) / kDayMillis;
  return !page.found_days || days < *page.found_days;
}

std::vector<store::SubmittedSpeed> split_speeds(const std::string& engine,
                                                const std::vector<store::SeenIndexed>& seen,
                                                const FirstTold& told, Time now) {
  std::vector<store::SubmittedSpeed> out;
  for (const bool submitted : {false, true}) {
    std::vector<store::SeenIndexed> group;
    for (const store::SeenIndexed& page : seen) {
      if (was_told_first(page, told) == submitted) group.push_back(page);
    }
    const store::IndexSpeed speed = speed_of(engine, group, now);
    out.push_back({engine, submitted, speed.pages, speed.indexed, speed.median_days, now});
  }
  return out;
}

struct Learned {  // of one engine
  std::string engine;
  bool is_short = false;
  std::vector<store::StoredPace> paces;
  store::IndexSpeed speed;
  std::vector<store::SubmittedSpeed> by_submission;  // empty: nothing was submitted
};

Result<Learned> learn_of(store::Connection& db, const Rulebook& rules, const std::string& engine,
                         Time now) {
  Learned out;
  out.engine = engine;
  const auto share = sampled_share(db, rules, engine, 0, now);
  if (!share) return tl::unexpected(share.error());
  const auto seen = store::samples::seen_indexed(db, engine, now - kLearnedFrom);
  if (!seen) return tl::unexpected(seen.error());
  out.speed = speed_of(engine, *seen, now);
  const auto told = store::submissions::told(db, engine);
  if (!told) return tl::unexpected(told.error());
  if (!told->empty()) out.by_submission = split_speeds(engine, *seen, first_told(*told), now);
  out.is_short = *share < 1;
  if (!out.is_short) return out;
  const auto waiting = store::samples::waiting(db, engine, now);
  if (!waiting) return tl::unexpected(waiting.error());
  // A look without a result asks twice.
  const double looks_a_day = queries_a_day(rules, engine, config::Purpose::kIndex) / 2;
  out.paces = paces_of(engine, looks_a_day, *seen, *waiting, now);
  return out;
}

Result<int> write_learned(store::WriteContext& context, const std::vector<Learned>& learned) {
  int engines_short = 0;
  for (const Learned& one : learned) {
    engines_short += one.is_short ? 1 : 0;
    const Status paced = store::samples::put_paces(context.db, one.engine, one.paces);
    if (!paced) return tl::unexpected(paced.error());
    for (const store::SubmittedSpeed& part : one.by_submission) {
      const Status put = store::samples::put_speed(context.db, part);
      if (!put) return tl::unexpected(put.error());
    }
    if (one.speed.pages == 0) continue;
    const Status sped = store::samples::put_speed(context.db, one.speed);
    if (!sped) return tl::unexpected(sped.error());
  }
  return engines_short;
}

}  // namespace

double queries_a_day(const Rulebook& rules, const std::string& engine, config::Purpose purpose) {
  double sum = 0;
  for (const config::ProviderSettings& provider : rules.settings.providers) {
    const auto* const traits = rules.records.provider(config::to_string(provider.kind));
    const engines::Wanted wanted{engine, purpose, {}};
    if (traits == nullptr || !engines::answers_for(provider, *traits, wanted)) continue;
    if (!provider.site.empty()) continue;  // for own pages alone
    double most = provider.daily_quota;
    if (traits->daily_limit > 0) most = std::min<double>(most, traits->daily_limit);
    const auto price = static_cast<double>(provider.price.value_or(traits->price_of(engine)));
    if (provider.monthly_cap && price > 0) {
      most = std::min(most, static_cast<double>(*provider.monthly_cap) / price / kDaysOfMonth);
    }
    sum += most;
  }
  return sum * (purpose == config::Purpose::kIndex ? engines::kIndexShare : engines::kRankShare);
}

Result<double> sampled_share(store::Connection& db, const Rulebook& rules,
                             const std::string& engine, std::int64_t more, Time now) {
  const auto arrivals = store::samples::arrivals(db, engine, now - kWindow);
  if (!arrivals) return tl::unexpected(arrivals.error());
  // Both days counted: the reports of two mornings are those of two days.
  const Zone& zone = rules.calendar.zone();
  const Date first = zone.date_of(arrivals->claims > 0 ? arrivals->first : now);
  const auto days = static_cast<double>((zone.date_of(now) - first).count() + 1);
  checks::IndexLoad load;
  load.queries_a_day = queries_a_day(rules, engine, config::Purpose::kIndex);
  load.claims_a_day = static_cast<double>(arrivals->claims + more) / days;
  load.queries_a_claim = kQueriesPerClaim;
  return checks::sampled_share(load);
}

Result<double> SampleDraw::share(const std::string& engine) {
  const auto known = shares_.find(engine);
  if (known != shares_.end()) return known->second;
  const auto share = sampled_share(context_.db, rules_, engine, claims_, context_.now);
  if (share) shares_[engine] = *share;
  return share;
}

Status SampleDraw::draw(const Claim& claim) {
  if (claim.marks.baseline) return {};
  const auto plan = rules_.plan_of(claim);
  if (!plan) return tl::unexpected(plan.error());
  std::optional<std::int64_t> number;
  for (const checks::StagePlan& stage : plan->stages) {
    if (stage.stage.kind != StageKind::kIndex || !stage.applicable || stage.required) continue;
    const auto part = share(stage.stage.engine);
    if (!part) return tl::unexpected(part.error());
    if (*part >= 1) continue;
    if (!number) {
      const auto priority = best_priority(context_.db, claim);
      if (!priority) return tl::unexpected(priority.error());
      if (*priority <= kAlwaysLookedUp) return {};
      const auto count = store::samples::count_of_day(context_.db, claim.user, claim.work_date);
      if (!count) return tl::unexpected(count.error());
      number = *count;
    }
    const std::string who =
        fmt::format("{}|{}|{}", claim.user.value, to_iso_date(claim.work_date), stage.stage.engine);
    store::IndexSample sample;
    sample.claim = claim.id;
    sample.engine = stage.stage.engine;
    sample.drawn = checks::is_drawn(rules_.sampling_salt, who, static_cast<int>(*number), *part);
    sample.share = *part;
    sample.at = context_.now;
    if (const Status kept = store::samples::insert(context_.db, sample); !kept) return kept;
  }
  return {};
}

Result<checks::ClaimPlan> sampled_plan(store::Connection& db, const Rulebook& rules,
                                       const Claim& claim) {
  const auto left_out = store::samples::left_out(db, claim.id);
  if (!left_out) return tl::unexpected(left_out.error());
  auto plan = rules.plan_of(claim, *left_out);
  if (!plan) return plan;
  const auto paces = store::samples::paces_of(db, claim.platform);
  if (!paces) return tl::unexpected(paces.error());
  for (const store::StoredPace& pace : *paces) {
    const auto hazard = hazard_of(pace.hazard);
    if (hazard) plan->paces.push_back({pace.engine, pace.scale, *hazard});
  }
  return plan;
}

Task<Time> refresh_paces(Context& context) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  using All = std::vector<Learned>;
  std::function<Result<All>(store::Connection&)> read =
      [rules, now](store::Connection& db) -> Result<All> {
    All all;
    for (const checks::EngineStatus& engine : rules->engines) {
      if (!engine.connected) continue;
      auto one = learn_of(db, *rules, engine.key, now);
      if (!one) return tl::unexpected(one.error());
      all.push_back(std::move(*one));
    }
    return all;
  };
  auto learned = co_await context.store.read<All>(std::move(read));
  if (!learned) {
    log::error(kRoom, "{}", learned.error().text());
    co_return now + std::chrono::hours(1);
  }
  std::function<Result<int>(store::WriteContext&)> write =
      [all = std::move(*learned)](store::WriteContext& writing) {
        return write_learned(writing, all);
      };
  const auto written = co_await context.store.write<int>(std::move(write));
  if (!written) {
    log::error(kRoom, "{}", written.error().text());
    context.store_failed(written.error());
    co_return now + std::chrono::hours(1);
  }
  if (*written > 0)
    log::notice(kRoom, "the quota of {} engines is short: claims are drawn", *written);
  co_return now + kEvery;
}

}  // namespace vouch::daemon
