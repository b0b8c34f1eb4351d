#include "config/provider_record.h"

#include <cmath>

#include <fmt/format.h>

#include "config/value_checks.h"

namespace vouch::config {
namespace {

constexpr double kMicrosPerUnit = 1'000'000;
constexpr int kLargestBatch = 10'000;
constexpr double kDearest = 1000;  // a question; more is a slip of the pen

bool is_price(double value) {
  return value >= 0 && value <= kDearest;
}

Micros micros(double value) {
  return std::llround(value * kMicrosPerUnit);
}

void read_engines(Section& section, ProviderTraits& out) {
  section.require("engines");
  const toml::table* const table = section.table("engines");
  if (table == nullptr) return;
  for (const auto& [engine, node] : *table) {
    const toml::array* const words = node.as_array();
    std::vector<Purpose> purposes;
    for (std::size_t i = 0; words != nullptr && i < words->size(); ++i) {
      const std::optional<std::string> word = (*words)[i].value<std::string>();
      const std::optional<Purpose> purpose = word ? parse_purpose(*word) : std::nullopt;
      if (purpose) purposes.push_back(*purpose);
    }
    if (words == nullptr || words->empty() || purposes.size() != words->size()) {
      section.problem("engines",
                      fmt::format("{} wants a list of index, rank and stats", engine.str()));
      continue;
    }
    out.engines[std::string(engine.str())] = std::move(purposes);
  }
}

void read_paths(Section& section, ProviderTraits& out) {
  const toml::table* const table = section.table("paths");
  if (table == nullptr) return;
  for (const auto& [what, node] : *table) {
    const std::optional<std::string> path = node.value<std::string>();
    if (path && path->starts_with('/')) {
      out.paths[std::string(what.str())] = *path;
    } else {
      section.problem("paths", fmt::format("{} wants a path that begins with /", what.str()));
    }
  }
}

void read_batches(Section& section, ProviderTraits& out) {
  section.integer("largest_batch", out.largest_batch, 1, kLargestBatch);
  const toml::table* const table = section.table("batches");
  if (table == nullptr) return;
  for (const auto& [purpose, node] : *table) {
    const std::optional<int> most = node.value<int>();
    if (most && *most >= 1 && *most <= kLargestBatch && parse_purpose(purpose.str())) {
      out.batches[std::string(purpose.str())] = *most;
    } else {
      section.problem("batches", fmt::format("{} wants a purpose and the questions of one task",
                                             purpose.str()));
    }
  }
}

void read_prices(Section& section, ProviderTraits& out) {
  double price = 0;
  section.number("price", price, 0, kDearest);
  out.price = micros(price);
  const toml::table* const table = section.table("prices");
  if (table != nullptr) {
    for (const auto& [engine, node] : *table) {
      const std::optional<double> value = node.value<double>();
      if (value && is_price(*value)) {
        out.prices[std::string(engine.str())] = micros(*value);
      } else {
        section.problem("prices", fmt::format("{} wants a price of a question", engine.str()));
      }
    }
  }
  section.word("currency", out.currency, {"CNY", "USD"});
  if (out.currency.empty() && (out.price > 0 || !out.prices.empty())) {
    section.problem("currency", "is needed beside a price");
  }
}

}  // namespace

ProviderTraits read_provider_traits(Section& section) {
  ProviderTraits out;
  section.require("key");
  section.require("name");
  std::string key;
  if (section.text("key", key)) {
    const std::string complaint = wrong_name(key);
    if (!complaint.empty()) section.problem("key", complaint);
    out.key = key;
  }
  section.text("name", out.name);
  read_engines(section, out);
  std::string mode = "now";
  section.word("mode", mode, {"now", "poll"});
  out.mode = mode == "poll" ? AskMode::kPoll : AskMode::kNow;
  read_batches(section, out);
  std::string quota = "own";
  section.word("quota", quota, {"own", "prepaid", "daily"});
  out.quota = quota == "prepaid" ? QuotaClass::kPrepaid
              : quota == "daily" ? QuotaClass::kDaily
                                 : QuotaClass::kOwn;
  section.integer("daily_limit", out.daily_limit, 0, 1'000'000'000);
  read_prices(section, out);
  std::string endpoint;
  if (section.text("endpoint", endpoint)) {
    const std::string complaint = wrong_http_url(endpoint);
    if (!complaint.empty()) section.problem("endpoint", complaint);
    out.endpoint = endpoint;
  }
  read_paths(section, out);
  section.text("authorization", out.authorization);
  section.texts("redirects", out.redirects);
  constexpr Millis kSecond = std::chrono::seconds(1);
  constexpr Millis kDay = std::chrono::hours(24);
  section.duration("poll_after", out.poll_after, kSecond, kDay);
  section.duration("poll_every", out.poll_every, kSecond, kDay);
  section.duration("ticket_life", out.ticket_life, 60 * kSecond, 60 * kDay);
  section.text("experimental", out.experimental_why);
  out.experimental = !out.experimental_why.empty();
  return out;
}

}  // namespace vouch::config
