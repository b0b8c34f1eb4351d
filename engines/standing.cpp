#include "engines/standing.h"

#include <algorithm>

#include "core/url.h"
#include "engines/find_in_rows.h"

namespace vouch::engines {
namespace {

const std::string* domain_of(const Url& url, const std::vector<std::string>& domains) {
  const auto found = std::find_if(domains.begin(), domains.end(), [&](const std::string& domain) {
    return is_on_domain(url.host(), domain);
  });
  return found == domains.end() ? nullptr : &*found;
}

}  // namespace

Standing standing(std::span<const SearchRow> rows, int depth, bool trusted,
                  const StandingTargets& targets) {
  Standing out;
  out.depth = depth;
  bool stands_somewhere = false;
  for (const SearchRow& row : rows) {
    const auto url = Url::parse(row.url);
    if (!url || !url->is_http()) continue;
    const std::string* own = domain_of(*url, targets.own_domains);
    if (row.position <= 0) {  // it stands there, nobody knows where
      stands_somewhere = stands_somewhere || own != nullptr;
      continue;
    }
    const std::string* rival = own == nullptr ? domain_of(*url, targets.competitors) : nullptr;
    if (own == nullptr && rival == nullptr) continue;
    RankRow kept;
    kept.position = row.position;
    kept.owner = own != nullptr ? RowOwner::kOwnPage : RowOwner::kCompetitor;
    kept.domain = own != nullptr ? *own : *rival;
    kept.url = row.url;
    if (own != nullptr && (out.position == 0 || row.position < out.position)) {
      out.position = row.position;
      out.url = row.url;
      out.wrong_page =
          !targets.target_url.empty() && !same_page(targets.target_url, *url, LooseKeyRules());
    }
    out.rows.push_back(std::move(kept));
  }
  if (out.position > 0) {
    out.state = RankState::kRanked;
    out.depth = std::max(out.depth, out.position);
  } else if (trusted && depth > 0 && !stands_somewhere) {
    out.state = RankState::kNotInTop;
  }
  return out;
}

}  // namespace vouch::engines
