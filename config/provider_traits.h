// What is known about one kind of data source (数据源): which engines it answers for and what for,
// how it is asked, what it costs, where it lies. Records of config/data/providers.toml; plain
// values, any thread may read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace vouch::config {

// kStats: averages over days; they are never a rank and prove neither presence nor absence.
enum class Purpose { kIndex, kRank, kStats };
std::string_view to_string(Purpose purpose);  // "index" "rank" "stats"
std::optional<Purpose> parse_purpose(std::string_view text);

// kNow: answers at once. kPoll: takes a task and is asked for the answers later.
enum class AskMode { kNow, kPoll };
std::string_view to_string(AskMode mode);  // "now" "poll"

// What stops us first: a limit that we set ourselves, money paid in advance, or the source's own
// limit of a day.
enum class QuotaClass { kOwn, kPrepaid, kDaily };
std::string_view to_string(QuotaClass quota);  // "own" "prepaid" "daily"

// Money in millionths of the currency's unit: a query costs parts of a Fen.
using Micros = std::int64_t;

struct ProviderTraits {
  std::string key;   // the `kind` of [[provider]]: "serpapi"
  std::string name;  // for people
  std::map<std::string, std::vector<Purpose>> engines;
  AskMode mode = AskMode::kNow;
  int largest_batch = 1;               // questions of one task
  std::map<std::string, int> batches;  // of purposes that differ
  QuotaClass quota = QuotaClass::kOwn;
  int daily_limit = 0;                       // the source's own; 0: none known
  std::string currency;                      // "CNY", "USD"; empty: costs nothing
  Micros price = 0;                          // a question, at list price
  std::map<std::string, Micros> prices;      // of engines that differ
  std::string endpoint;                      // base URL; empty: the settings name one
  std::map<std::string, std::string> paths;  // below the endpoint, by what is asked
  std::string authorization;                 // scheme before the key: "Bearer", "APIKEY"
  std::vector<std::string> redirects;  // "www.baidu.com/link": such a URL hides where it leads
  Millis poll_after{60'000};           // first look for the answers of a task
  Millis poll_every{60'000};
  Millis ticket_life = std::chrono::hours(24);  // then the source has forgotten a task
  bool experimental = false;
  std::string experimental_why;
  std::string verified_on;
  std::string source;

  [[nodiscard]] bool serves(std::string_view engine, Purpose purpose) const;
  [[nodiscard]] Micros price_of(const std::string& engine) const;
  [[nodiscard]] int batch_of(Purpose purpose) const;
  bool operator==(const ProviderTraits&) const = default;
};

std::string to_json(const ProviderTraits& traits);
Result<ProviderTraits> provider_traits_from_json(std::string_view text);

}  // namespace vouch::config
