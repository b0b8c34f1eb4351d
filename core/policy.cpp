#include "core/policy.h"

#include <algorithm>

#include "core/text.h"

namespace vouch {
namespace {

// `suffix` itself or a sub-domain of it.
bool host_ends_with(std::string_view host, std::string_view suffix) {
  if (!host.ends_with(suffix) || suffix.empty()) return false;
  return host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.';
}

template <class Record>
const Record* named(std::span<const Record> records, std::string_view text,
                    bool (*has_alias)(const Record&, const std::string&)) {
  const std::string wanted = fold(text);
  if (wanted.empty()) return nullptr;
  for (const Record& record : records) {
    if (fold(record.key) == wanted || fold(record.name) == wanted) return &record;
  }
  for (const Record& record : records) {
    if (has_alias(record, wanted)) return &record;
  }
  return nullptr;
}

bool any_folds_to(const std::vector<std::string>& aliases, const std::string& wanted) {
  return std::any_of(aliases.begin(), aliases.end(),
                     [&](const std::string& alias) { return fold(alias) == wanted; });
}

bool names(const Policy& policy, std::string_view work_type) {
  return std::find(policy.work_types.begin(), policy.work_types.end(), work_type) !=
         policy.work_types.end();
}

}  // namespace

const Platform* platform_for_host(std::span<const Platform> platforms, std::string_view host,
                                  std::span<const std::string> own_hosts) {
  const bool own =
      std::any_of(own_hosts.begin(), own_hosts.end(),
                  [&](const std::string& own_host) { return host_ends_with(host, own_host); });
  const Platform* best = nullptr;
  std::size_t best_length = 0;
  for (const Platform& platform : platforms) {
    if (own && platform.cls == "own") return &platform;
    for (const std::string& suffix : platform.hosts) {
      const bool fallback = suffix == "*";
      if (!fallback && !host_ends_with(host, suffix)) continue;
      const std::size_t length = fallback ? 0 : suffix.size();
      if (best == nullptr || length > best_length) {
        best = &platform;
        best_length = length;
      }
    }
  }
  return best;
}

const Platform* platform_named(std::span<const Platform> platforms, std::string_view text) {
  return named<Platform>(platforms, text, [](const Platform& platform, const std::string& wanted) {
    return any_folds_to(platform.aliases, wanted);
  });
}

const WorkType* work_type_named(std::span<const WorkType> work_types, std::string_view text) {
  return named<WorkType>(work_types, text, [](const WorkType& type, const std::string& wanted) {
    return any_folds_to(type.aliases, wanted);
  });
}

const Engine* engine_named(std::span<const Engine> engines, std::string_view text) {
  return named<Engine>(engines, text, [](const Engine&, const std::string&) { return false; });
}

const Policy* policy_for(std::span<const Policy> policies, std::string_view work_type,
                         std::string_view platform_class) {
  const Policy* both = nullptr;
  const Policy* by_type = nullptr;
  const Policy* fallback = nullptr;
  for (const Policy& policy : policies) {
    const bool same_class = policy.platform_class == platform_class && !platform_class.empty();
    if (policy.fallback && fallback == nullptr) fallback = &policy;
    if (policy.work_types.empty()) {
      if (same_class) return &policy;
      continue;
    }
    if (!names(policy, work_type)) continue;
    if (same_class && both == nullptr) both = &policy;
    if (policy.platform_class.empty() && by_type == nullptr) by_type = &policy;
  }
  if (both != nullptr) return both;
  return by_type != nullptr ? by_type : fallback;
}

}  // namespace vouch
