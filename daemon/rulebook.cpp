#include "daemon/rulebook.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "config/words.h"
#include "core/hash.h"
#include "core/random.h"
#include "engines/chain.h"
#include "store/records.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

bool is_connected(const Rulebook& book, const engines::Wanted& wanted) {
  const auto answers = [&](const config::ProviderSettings& provider) {
    const auto* const traits = book.records.provider(config::to_string(provider.kind));
    return traits != nullptr && engines::answers_for(provider, *traits, wanted);
  };
  return std::any_of(book.settings.providers.begin(), book.settings.providers.end(), answers);
}

Result<config::LoadedRecords> read_files(const config::Settings& settings) {
  const auto shipped = config::shipped_data_dir();
  if (!shipped) return tl::unexpected(shipped.error());
  std::vector<std::filesystem::path> folders = {*shipped};
  if (!settings.data.dir.empty()) folders.push_back(settings.data.dir);
  config::LoadedRecords loaded = config::load_records(folders);
  if (!loaded.ok()) {
    const config::Problem& first = loaded.problems.front();
    return fail(ErrorCode::kInvalid, fmt::format("{} ({} problems in the data files)", first.text(),
                                                 loaded.problems.size()));
  }
  return loaded;
}

struct Kept {
  std::vector<store::RecordVersion> versions;
  std::vector<config::RecordText> texts;
  config::Records in_force;
  std::vector<store::PlatformOverlay> overlays;
  std::uint64_t salt = 0;
};

Result<std::uint64_t> sampling_salt(store::WriteContext& context) {
  constexpr std::string_view kKey = "sampling_salt";
  const auto known = store::settings::get(context.db, kKey);
  if (!known) return tl::unexpected(known.error());
  if (*known) return hash64(**known, 0);
  SystemRandom random;
  const std::string made = random_token(random, 16);
  if (const Status put = store::settings::put(context.db, kKey, made); !put) {
    return tl::unexpected(put.error());
  }
  return hash64(made, 0);
}

// All or nothing: a revision that is stored stays for ever, so one that cannot be used must not be.
Result<Kept> keep_newer(store::WriteContext& context, const std::vector<config::RecordText>& texts,
                        const Zone& zone, Date today) {
  for (const config::RecordText& text : texts) {
    const auto added =
        store::records::insert_if_newer(context.db, as_version(text, zone, context.now));
    if (!added) return tl::unexpected(added.error());
  }
  auto versions = all_versions(context.db);
  if (!versions) return tl::unexpected(versions.error());
  Kept kept;
  for (const store::RecordVersion& version : *versions)
    kept.texts.push_back(as_text(version, zone));
  auto records = config::records_in_force(kept.texts, today);
  if (!records) return tl::unexpected(records.error());
  for (const config::Problem& lack : config::check_completeness(kept.texts, today)) {
    return fail(ErrorCode::kInvalid, lack.text());
  }
  const auto salt = sampling_salt(context);
  if (!salt) return tl::unexpected(salt.error());
  kept.salt = *salt;
  auto overlays = store::platform_proposals::overlays(context.db);
  if (!overlays) return tl::unexpected(overlays.error());
  kept.overlays = std::move(*overlays);
  kept.versions = std::move(*versions);
  kept.in_force = std::move(*records);
  return kept;
}

Status index_versions(Rulebook& book, const std::vector<store::RecordVersion>& versions, Time now) {
  for (const store::RecordVersion& version : versions) {
    const bool in_force =
        version.effective_from <= now;  // later rows of a key are higher revisions
    if (version.kind == "policy") {
      auto policy = config::policy_from_json(version.text);
      if (!policy) return tl::unexpected(policy.error());
      book.policies.emplace(version.id, std::move(*policy));
      if (in_force) book.policy_now[version.key] = version.id;
    } else if (version.kind == "platform") {
      auto platform = config::platform_from_json(version.text);
      if (!platform) return tl::unexpected(platform.error());
      book.platforms.emplace(version.id, std::move(*platform));
      if (in_force) book.platform_now[version.key] = version.id;
    }
  }
  return {};
}

// The platform as it counts for claims handed in at this moment; none: as its record says.
std::optional<Platform> with_confirmed(const Rulebook& book, const Platform& platform, Time at) {
  std::optional<Platform> changed;
  for (const checks::EngineStatus& engine : book.engines) {
    const auto confirmed = book.confirmed_at(platform.key, engine.key, at);
    if (!confirmed) continue;
    if (!changed) changed = platform;
    changed->engines[engine.key] = *confirmed;
  }
  return changed;
}

}  // namespace

store::RecordVersion as_version(const config::RecordText& text, const Zone& zone, Time now) {
  store::RecordVersion version;
  version.kind = std::string(config::to_string(text.kind));
  version.key = text.key;
  version.revision = text.revision;
  version.effective_from = zone.at(text.effective_from, Millis(0));
  version.added_at = now;
  version.source = text.source;
  version.text = text.text;
  return version;
}

config::RecordText as_text(const store::RecordVersion& version, const Zone& zone) {
  config::RecordText text;
  text.kind = config::parse_record_kind(version.kind).value();
  text.key = version.key;
  text.revision = static_cast<int>(version.revision);
  text.effective_from = zone.date_of(version.effective_from);
  text.source = version.source;
  text.text = version.text;
  text.sha256 = version.sha256;
  return text;
}

Result<std::vector<store::RecordVersion>> all_versions(store::Connection& db) {
  std::vector<store::RecordVersion> all;
  for (const std::string_view kind : config::record_kinds()) {
    const auto newest = store::records::newest_of_kind(db, kind);
    if (!newest) return tl::unexpected(newest.error());
    for (const store::RecordVersion& record : *newest) {
      auto history = store::records::history(db, kind, record.key);
      if (!history) return tl::unexpected(history.error());
      std::move(history->begin(), history->end(), std::back_inserter(all));
    }
  }
  return all;
}

Result<const Policy*> Rulebook::policy_of(const Claim& claim) const {
  const auto found = policies.find(claim.policy_version);
  if (found != policies.end()) return &found->second;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the policy of claim {} is missing", claim.id.value));
}

Result<const Platform*> Rulebook::platform_of(const Claim& claim) const {
  const auto found = platforms.find(claim.platform_version);
  if (found != platforms.end()) return &found->second;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the platform of claim {} is missing", claim.id.value));
}

Result<checks::ClaimPlan> Rulebook::plan_of(const Claim& claim,
                                            const std::vector<std::string>& left_out) const {
  const auto policy = policy_of(claim);
  if (!policy) return tl::unexpected(policy.error());
  const auto platform = platform_of(claim);
  if (!platform) return tl::unexpected(platform.error());
  std::vector<checks::EngineStatus> of_claim = engines;
  for (checks::EngineStatus& engine : of_claim) {
    engine.sampled = std::find(left_out.begin(), left_out.end(), engine.key) == left_out.end();
  }
  const std::optional<Platform> changed = with_confirmed(*this, **platform, claim.submitted_at);
  return checks::plan_claim(claim, **policy, changed ? *changed : **platform, of_claim);
}

std::optional<Expectation> Rulebook::confirmed_at(const std::string& platform,
                                                  const std::string& engine, Time at) const {
  std::optional<Expectation> now;
  for (const store::PlatformOverlay& one : overlays) {
    if (one.platform != platform || one.engine != engine || one.at > at) continue;
    now = config::parse_expectation(one.expectation);  // none for "shipped"
  }
  return now;
}

Expectation Rulebook::expectation_at(const std::string& platform, const std::string& engine,
                                     Time at) const {
  if (const auto confirmed = confirmed_at(platform, engine, at)) return *confirmed;
  for (const Platform& one : records.platforms) {
    if (one.key != platform) continue;
    const auto said = one.engines.find(engine);
    return said == one.engines.end() ? Expectation::kMeasure : said->second;
  }
  return Expectation::kMeasure;
}

namespace {

std::optional<std::string> verified_on(const config::RecordText& text) {
  if (text.kind == config::RecordKind::kPlatform) {
    const auto platform = config::platform_from_json(text.text);
    if (platform) return platform->verified_on;
  }
  if (text.kind == config::RecordKind::kProvider) {
    const auto provider = config::provider_traits_from_json(text.text);
    if (provider) return provider->verified_on;
  }
  return std::nullopt;
}

// When the records were last compared with the world, as the data files say it. A stored one that
// is in no file any more says so itself; where it does not, nothing is held against it.
std::vector<config::RecordText> compared(std::vector<config::RecordText> kept,
                                         const std::vector<config::RecordText>& files, Date today) {
  std::vector<config::RecordText> out;
  for (config::RecordText& text : kept) {
    const auto file = std::find_if(files.begin(), files.end(), [&](const config::RecordText& one) {
      return one.kind == text.kind && one.key == text.key && one.revision == text.revision;
    });
    if (file != files.end()) {
      text.origin = file->origin;
      text.verified_on = file->verified_on;
    } else {
      text.verified_on = verified_on(text).value_or(to_iso_date(today));
    }
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace

Result<Rules> make_rulebook(store::Store& store, const config::Settings& settings, Time now) {
  auto loaded = read_files(settings);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto zone = Zone::find(settings.company.zone);
  if (!zone) return tl::unexpected(zone.error());

  const Date today = zone->date_of(now);
  std::function<Result<Kept>(store::WriteContext&)> job = [&](store::WriteContext& context) {
    return keep_newer(context, loaded->texts, *zone, today);
  };
  auto kept = store.write_now<Kept>(job);
  if (!kept) return tl::unexpected(kept.error());

  auto book = std::make_shared<Rulebook>();
  book->settings = settings;
  book->calendar = config::make_calendar(kept->texts, kept->in_force, *zone);
  book->records = std::move(kept->in_force);
  book->sampling_salt = kept->salt;
  book->overlays = std::move(kept->overlays);
  for (const config::Problem& warning : loaded->warnings) book->warnings.push_back(warning.text());
  const auto stale = config::stale_records(compared(kept->texts, loaded->texts, today), today);
  if (!stale.empty()) book->warnings.push_back(config::stale_sentence(stale));
  if (const Status indexed = index_versions(*book, kept->versions, now); !indexed) {
    return tl::unexpected(indexed.error());
  }
  for (const Engine& engine : book->records.engines) {
    const auto connected = [&](config::Purpose purpose) {
      return is_connected(*book, engines::Wanted{engine.key, purpose, {}});
    };
    book->engines.push_back({engine.key, connected(config::Purpose::kIndex)});
    if (connected(config::Purpose::kRank)) book->ranking_engines.push_back(engine.key);
  }
  return Rules(std::move(book));
}

}  // namespace vouch::daemon
