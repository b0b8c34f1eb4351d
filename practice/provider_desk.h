// Stubs of the licensed and official interfaces to search engines, over the world's own index and
// order: SerpApi, DataForSEO, 5118, Search Console, Bing Webmaster, Qianfan; and where new pages
// are handed in. Each in the shape of its documents (reference: search-engines.md, part 1), told
// apart by their paths. Tasks live in memory. Any thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

inline constexpr std::string_view kProviderKey = "practice-key";  // and login "practice"

struct ProviderTask {
  std::string engine;
  std::vector<std::string> questions;
  int depth = 10;
  bool direct = true;  // rows name their targets
  bool ranks = false;  // 5118: keywords, not URLs
  int asked = 0;       // how often for its answer; the first time it is still being worked on
};

class ProviderDesk {
 public:
  explicit ProviderDesk(const World& world) : world_(world) {}

  // None: the path is no provider's.
  std::optional<HttpAnswer> answer(Time now, const HttpRequest& request);

  // The task's number, from 1.
  std::size_t add(ProviderTask task);
  // The task as it was before this question after it; none: there is no such task.
  std::optional<ProviderTask> ask(std::size_t number);
  std::vector<std::size_t> waiting(std::string_view engine);  // asked after once at least
  // Addresses pushed to Baidu; what is left of this UTC day, none: more than was left.
  std::optional<int> take_pushes(Time now, int count, int most);

 private:
  const World& world_;
  std::mutex mutex_;
  std::vector<ProviderTask> tasks_;
  std::map<std::int64_t, int> pushes_;  // by day
};

}  // namespace vouch::practice
