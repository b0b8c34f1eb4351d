#include "daemon/provider_chain.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hash.h"
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

// What the store knows, and never less than what is counted already: a batch under way is written
// down when it ends.
void count_used(ProviderState& state, const Used& used, Date today) {
  engines::Quota& quota = state.allowance.quota;
  const int asked = static_cast<int>(used.day.queries);
  quota.used = quota.day == today ? std::max(quota.used, asked) : asked;
  quota.day = today;
  engines::Budget& budget = state.allowance.budget;
  const std::chrono::year_month_day date(today);
  const std::chrono::year_month month = date.year() / date.month();
  budget.spent =
      budget.month == month ? std::max(budget.spent, used.month.micros) : used.month.micros;
  budget.month = month;
  const int ranks = static_cast<int>(used.day.rank_queries);
  state.day.used_rank = state.counted_on == today ? std::max(state.day.used_rank, ranks) : ranks;
  state.counted_on = today;
}

void set_limits(engines::Allowance& allowance, const config::ProviderSettings& settings,
                const config::ProviderTraits& traits) {
  allowance.quota.daily = traits.daily_limit > 0
                              ? std::min(settings.daily_quota, traits.daily_limit)
                              : settings.daily_quota;
  allowance.budget.cap = settings.monthly_cap;
  allowance.budget.price = settings.price.value_or(traits.price_of(settings.engine));
}

// Whose refusals and back-off they were. The secret itself is not kept.
Result<std::uint64_t> account_of(const config::ProviderSettings& settings) {
  std::uint64_t out = hash64(settings.url);
  out = hash64(settings.login, out);
  out = hash64(settings.site, out);
  if (!settings.secret.set()) return out;
  const auto secret = config::read_secret(settings.secret);
  if (!secret) return tl::unexpected(secret.error());
  return hash64(*secret, out);
}

std::string why_resting(const engines::Rest& rest, const ConnectedProvider& one, Date today) {
  if (rest.why == Reason::kQuotaExhausted) {
    const bool money = one.state->allowance.budget.left(today) < one.least_queries();
    return money ? "这个月的费用上限已用完" : "今天的查询次数已用完";
  }
  if (rest.why == Reason::kBlocked) return "多次遇到验证码或拒绝，暂停查询";
  return fmt::format("暂停查询：{}", chinese(rest.why));
}

}  // namespace

Status ProviderChain::connect() {
  const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
  struct Fresh {
    Connected provider;
    const config::ProviderTraits* traits;
    Used used;
    std::uint64_t account;
  };
  std::vector<Fresh> all;
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
    const auto account = account_of(wanted);
    if (!account) return tl::unexpected(account.error());
    auto made = std::make_shared<ConnectedProvider>();
    made->settings = wanted;
    made->provider = std::move(*provider);
    all.push_back({std::move(made), traits, *used, *account});
  }
  providers_.clear();
  for (Fresh& fresh : all) {
    ConnectedProvider& made = *fresh.provider;
    Known& known = known_[made.provider->name()];
    const std::string asked_about = made.settings.engine + " " + made.settings.canary_url;
    const bool same_account = known.state != nullptr && known.account == fresh.account;
    if (known.state == nullptr) known.state = std::make_shared<ProviderState>();
    if (!same_account) {
      known.state->allowance.breaker = {};
      known.state->allowance.rests_until.reset();
    }
    if (!same_account || known.asked_about != asked_about) {
      known.health = std::make_shared<ProviderHealth>();
    }
    known.account = fresh.account;
    known.asked_about = asked_about;
    count_used(*known.state, fresh.used, today);
    set_limits(known.state->allowance, made.settings, *fresh.traits);
    made.state = known.state;
    made.health = known.health;
    providers_.push_back(std::move(fresh.provider));
  }
  return {};
}

bool ProviderChain::answers_for(const ConnectedProvider& one, const engines::Wanted& wanted) const {
  return engines::answers_for(one.settings, one.provider->traits(), wanted);
}

std::optional<engines::Rest> ProviderChain::must_rest(const ConnectedProvider& one) const {
  return engines::must_rest(one.state->allowance, one.least_queries(),
                            context_.rules->calendar.zone(), context_.wall.now());
}

std::optional<engines::Rest> ProviderChain::must_rest(const ConnectedProvider& one,
                                                      config::Purpose purpose) const {
  if (const auto rest = must_rest(one)) return rest;
  return engines::share_rest(one.state->allowance.quota, one.state->day, purpose,
                             one.least_queries(), context_.rules->calendar.zone(),
                             context_.wall.now());
}

void ProviderChain::note_due(const std::set<std::string>& lanes) {
  for (const Connected& one : providers_) {
    const engines::Wanted rank{one->settings.engine, config::Purpose::kRank, {}};
    const engines::Wanted index{one->settings.engine, config::Purpose::kIndex, {}};
    one->state->day.rank_due =
        answers_for(*one, rank) && lanes.contains("rank:" + one->settings.engine);
    one->state->day.index_due =
        answers_for(*one, index) && lanes.contains("index:" + one->settings.engine);
  }
}

void ProviderChain::note_asked(ConnectedProvider& one, int rank_queries) const {
  const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
  ProviderState& state = *one.state;
  if (state.counted_on != today) state.day.used_rank = 0;
  state.counted_on = today;
  state.day.used_rank += rank_queries;
}

int ProviderChain::room(const ConnectedProvider& one, config::Purpose purpose) const {
  return engines::room(one.state->allowance.quota, one.state->day, purpose,
                       context_.rules->calendar.zone(), context_.wall.now());
}

Connected ProviderChain::first(const engines::Wanted& wanted, const Tried& tried) const {
  for (const Connected& one : providers_) {
    if (tried.contains(one->provider->name()) || !answers_for(*one, wanted)) continue;
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
    const engines::CanaryResult& canary = one->health->canary;
    const bool canary_bad = canary.state != engines::CanaryState::kPassed &&
                            canary.state != engines::CanaryState::kNotConfigured;
    const bool spent = rest && rest->why == Reason::kQuotaExhausted;  // unwell is something else
    facts.healthy = (!rest || spent) && !canary_bad;
    if (rest) facts.why = why_resting(*rest, *one, today);
    if (canary_bad) facts.why = canary.text;
    facts.last_ok_at = one->health->last_ok_at;
    const engines::Allowance& allowance = one->state->allowance;
    facts.queries_today = allowance.quota.day == today ? allowance.quota.used : 0;
    facts.daily_quota = allowance.quota.daily;
    facts.spent_this_month = allowance.budget.spent;
    facts.monthly_cap = allowance.budget.cap;
    facts.currency = one->provider->traits().currency;
    out.push_back(std::move(facts));
  }
  return out;
}

}  // namespace vouch::daemon
