#include "daemon/provider_chain.h"

#include <algorithm>

#include <fmt/format.h>

#include "engines/make_provider.h"
#include "store/spend.h"

namespace vouch::daemon {
namespace {

struct Used {
  store::Spend day;
  store::Spend month;
};

Date first_of_month(Date day) {
  const std::chrono::year_month_day date(day);
  return Date(date.year() / date.month() / 1);
}

Result<Used> used_so_far(store::Store& store, const std::string& provider, Date today) {
  std::function<Result<Used>(store::Connection&)> job = [&](store::Connection& db) -> Result<Used> {
    const auto day = store::spend::between(db, provider, today, today);
    if (!day) return tl::unexpected(day.error());
    const auto month = store::spend::between(db, provider, first_of_month(today), today);
    if (!month) return tl::unexpected(month.error());
    return Used{*day, *month};
  };
  return store.read_now<Used>(std::move(job));
}

engines::Allowance allowance_of(const config::ProviderSettings& settings,
                                const config::ProviderTraits& traits, const Used& used,
                                Date today) {
  engines::Allowance out;
  out.quota.daily = traits.daily_limit > 0 ? std::min(settings.daily_quota, traits.daily_limit)
                                           : settings.daily_quota;
  out.quota.day = today;
  out.quota.used = static_cast<int>(used.day.queries);
  out.budget.cap = settings.monthly_cap;
  out.budget.price = settings.price.value_or(traits.price_of(settings.engine));
  const std::chrono::year_month_day date(today);
  out.budget.month = date.year() / date.month();
  out.budget.spent = used.month.micros;
  return out;
}

std::string why_resting(const engines::Rest& rest, const ConnectedProvider& one, Date today) {
  if (rest.why == Reason::kQuotaExhausted) {
    const bool money = one.allowance.budget.left(today) < one.least_queries();
    return money ? "这个月的费用上限已用完" : "今天的查询次数已用完";
  }
  if (rest.why == Reason::kBlocked) return "多次遇到验证码或拒绝，暂停查询";
  return fmt::format("暂停查询：{}", chinese(rest.why));
}

}  // namespace

Status ProviderChain::connect() {
  const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
  std::vector<Connected> connected;
  for (const config::ProviderSettings& wanted : context_.rules->settings.providers) {
    const std::string kind(config::to_string(wanted.kind));
    const config::ProviderTraits* const traits = context_.rules->records.provider(kind);
    if (traits == nullptr) return fail(ErrorCode::kInvalid, "no record describes " + kind);
    auto provider =
        engines::make_provider(wanted, *traits, http_, context_.wall,
                               {&context_.rules->records, context_.rests, context_.captures});
    if (!provider) return tl::unexpected(provider.error());
    const auto used = used_so_far(context_.store, (*provider)->name(), today);
    if (!used) return tl::unexpected(used.error());
    auto made = std::make_shared<ConnectedProvider>();
    made->settings = wanted;
    made->allowance = allowance_of(wanted, *traits, *used, today);
    made->day.used_rank = static_cast<int>(used->day.rank_queries);
    made->counted_on = today;
    made->provider = std::move(*provider);
    connected.push_back(std::move(made));
  }
  providers_ = std::move(connected);
  return {};
}

bool ProviderChain::answers_for(const ConnectedProvider& one, const engines::Wanted& wanted) const {
  return engines::answers_for(one.settings, one.provider->traits(), wanted);
}

std::optional<engines::Rest> ProviderChain::must_rest(const ConnectedProvider& one) const {
  return engines::must_rest(one.allowance, one.least_queries(), context_.rules->calendar.zone(),
                            context_.wall.now());
}

std::optional<engines::Rest> ProviderChain::must_rest(const ConnectedProvider& one,
                                                      config::Purpose purpose) const {
  if (const auto rest = must_rest(one)) return rest;
  return engines::share_rest(one.allowance.quota, one.day, purpose, one.least_queries(),
                             context_.rules->calendar.zone(), context_.wall.now());
}

void ProviderChain::note_due(const std::set<std::string>& lanes) {
  for (const Connected& one : providers_) {
    const engines::Wanted rank{one->settings.engine, config::Purpose::kRank, {}};
    const engines::Wanted index{one->settings.engine, config::Purpose::kIndex, {}};
    one->day.rank_due = answers_for(*one, rank) && lanes.contains("rank:" + one->settings.engine);
    one->day.index_due =
        answers_for(*one, index) && lanes.contains("index:" + one->settings.engine);
  }
}

void ProviderChain::note_asked(ConnectedProvider& one, int rank_queries) const {
  const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
  if (one.counted_on != today) one.day.used_rank = 0;
  one.counted_on = today;
  one.day.used_rank += rank_queries;
}

int ProviderChain::room(const ConnectedProvider& one, config::Purpose purpose) const {
  return engines::room(one.allowance.quota, one.day, purpose, context_.rules->calendar.zone(),
                       context_.wall.now());
}

Connected ProviderChain::first(const engines::Wanted& wanted, const Tried& tried) const {
  for (const Connected& one : providers_) {
    if (tried.contains(one.get()) || !answers_for(*one, wanted)) continue;
    if (!must_rest(*one, wanted.purpose)) return one;
  }
  return nullptr;
}

engines::Rest ProviderChain::rest(const engines::Wanted& wanted) const {
  std::optional<engines::Rest> soonest;
  for (const Connected& one : providers_) {
    if (!answers_for(*one, wanted)) continue;
    const engines::Rest rest =
        must_rest(*one, wanted.purpose)
            .value_or(engines::Rest{Reason::kProviderError, context_.wall.now()});
    if (!soonest || rest.until < soonest->until) soonest = rest;
  }
  return soonest.value_or(
      engines::Rest{Reason::kEngineNotConnected, context_.wall.now() + std::chrono::hours(1)});
}

Connected ProviderChain::find(const std::string& name) const {
  for (const Connected& one : providers_) {
    if (one->settings.name == name || one->provider->name() == name) return one;
  }
  return nullptr;
}

Millis ProviderChain::longest_pace(const std::string& engine) const {
  Millis pace{0};
  for (const Connected& one : providers_) {
    if (one->settings.engine == engine) pace = std::max(pace, one->settings.min_delay);
  }
  return pace;
}

std::vector<web::ProviderFacts> ProviderChain::facts() const {
  std::vector<web::ProviderFacts> out;
  const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
  for (const Connected& one : providers_) {
    web::ProviderFacts facts;
    facts.name = one->provider->name();
    facts.engines = {one->settings.engine};
    const auto rest = must_rest(*one);
    const bool canary_bad = one->canary.state != engines::CanaryState::kPassed &&
                            one->canary.state != engines::CanaryState::kNotConfigured;
    const bool spent = rest && rest->why == Reason::kQuotaExhausted;  // unwell is something else
    facts.healthy = (!rest || spent) && !canary_bad;
    if (rest) facts.why = why_resting(*rest, *one, today);
    if (canary_bad) facts.why = one->canary.text;
    facts.last_ok_at = one->last_ok_at;
    facts.queries_today = one->allowance.quota.day == today ? one->allowance.quota.used : 0;
    facts.daily_quota = one->allowance.quota.daily;
    facts.spent_this_month = one->allowance.budget.spent;
    facts.monthly_cap = one->allowance.budget.cap;
    facts.currency = one->provider->traits().currency;
    out.push_back(std::move(facts));
  }
  return out;
}

}  // namespace vouch::daemon
