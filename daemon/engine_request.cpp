#include "daemon/engine_request.h"

namespace vouch::daemon {
namespace {

engines::RankTarget rank_target(const LeasedLook& look, const std::vector<OwnSite>& sites) {
  engines::RankTarget target;
  target.keyword = look.keyword.id;
  target.look = look.row.id;
  target.look_no = look.row.look_no;
  target.text = look.keyword.text;
  target.urls.reserve(sites.size());
  for (const OwnSite& site : sites) target.urls.push_back("https://" + site.domain + "/");
  return target;
}

engines::IndexTarget index_target(const LeasedLook& look, const Rulebook& rules) {
  engines::IndexTarget target;
  target.claim = look.claim.id;
  target.look = look.row.id;
  target.look_no = look.row.look_no;
  target.url = look.claim.url;
  target.title = look.claim.title;
  const std::vector<std::string>& addresses = look.addresses.same;
  if (addresses.size() > 1) target.other_urls.assign(addresses.begin() + 1, addresses.end());
  target.doubtful_urls = look.addresses.doubtful;
  target.unread_name = look.addresses.unread;
  if (const auto platform = rules.platform_of(look.claim)) {
    target.rules.identity_params = (*platform)->identity_params;
    target.rules.drop_params = (*platform)->drop_params;
  }
  return target;
}

std::string title_form(const Rulebook& rules, const config::ProviderSettings& provider) {
  const SerpLayout* const layout = rules.records.serp_layout(provider.engine, provider.device);
  return layout == nullptr ? std::string() : layout->request.exact_title;
}

}  // namespace

engines::Wanted wanted_of(const LeasedLook& look) {
  const std::string_view lane = look.row.lane;  // "index:baidu"
  const bool rank = look.row.kind == store::LookKind::kRank;
  return {lane.substr(lane.find(':') + 1), rank ? config::Purpose::kRank : config::Purpose::kIndex,
          look.claim.url};
}

engines::BatchRequest request_for(const std::vector<LeasedLook>& looks,
                                  const std::vector<OwnSite>& sites,
                                  const config::ProviderSettings& provider,
                                  const config::ProviderTraits& traits, const Rulebook& rules) {
  engines::BatchRequest request;
  request.canary_url = provider.canary_url;
  request.canary_query = provider.canary_query;
  request.lists_only =
      !engines::answers_for(provider, traits, {provider.engine, config::Purpose::kIndex, {}});
  request.rank_pages = provider.pages;
  request.page_size = provider.page_size;
  request.place = provider.place;
  request.device =
      provider.device == "mobile" ? engines::Device::kMobile : engines::Device::kDesktop;
  request.title_form = title_form(rules, provider);
  for (const LeasedLook& look : looks) {
    if (look.row.kind == store::LookKind::kRank) {
      request.rank.push_back(rank_target(look, sites));
    } else {
      request.index.push_back(index_target(look, rules));
    }
  }
  return request;
}

}  // namespace vouch::daemon
