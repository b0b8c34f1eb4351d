#include "daemon/content_writes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "daemon/audited.h"
#include "daemon/claim_writes.h"
#include "daemon/planned_team.h"
#include "planning/week_plan.h"
#include "planning/work_split.h"
#include "store/assets.h"
#include "store/claims.h"
#include "store/people.h"
#include "store/shares.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kTitleBytes = 900;
constexpr std::size_t kTextBytes = 20'000;

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

// Its owner, and whoever leads him today; for what an administrator may do as well.
enum class Also { kNobody, kAdministrators };
Result<Claim> own_or_led(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, ClaimId id, Also also) {
  auto claim = store::claims::find(context.db, id);
  if (!claim) return claim;
  if (actor.user && actor.user == claim->user) return claim;
  if (also == Also::kAdministrators && actor.role == Role::kAdmin) return claim;
  const auto owner = store::people::find_user(context.db, claim->user);
  if (!owner) return tl::unexpected(owner.error());
  const auto led = store::people::teams_led_by(context.db, actor.user, today(context, rules));
  if (!led) return tl::unexpected(led.error());
  const bool leads = std::any_of(led->begin(), led->end(), [&](const Team& team) {
    return team.id && team.id == owner->team;
  });
  if (!leads) return fail(ErrorCode::kDenied, "这是本人和他的主管才能定的");
  return claim;
}

// The entry's hundredths by largest remainder, so that they add up.
void round_shares(std::vector<Share>& shares) {
  std::vector<std::int64_t> weights;
  for (const Share& share : shares) weights.push_back(share.basis_points);
  const std::vector<int> split = planning::split(kWholeEntry, weights);
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].hundredths = split[i];
}

Result<std::vector<Share>> read_shares(store::WriteContext& context, const Claim& claim,
                                       const web::SetShares& request) {
  std::vector<Share> out;
  std::set<UserId> seen;
  int sum = 0;
  for (const auto& [login, basis_points] : request.shares) {
    const auto user = store::people::user_by_login(context.db, login);
    if (!user) return tl::unexpected(user.error());
    const bool there = *user && ((*user)->active || (*user)->id == claim.user);
    if (!there) return refused(fmt::format("{} 不是在职的员工", cut_utf8(login, 60)), "shares");
    const auto away = store::people::on_leave(context.db, (*user)->id, claim.work_date);
    if (!away) return tl::unexpected(away.error());
    if (*away && (*user)->id != claim.user)
      return refused(fmt::format("{} 那天休假", cut_utf8(login, 60)), "shares");
    if (!seen.insert((*user)->id).second)
      return refused(fmt::format("{} 写了两次", cut_utf8(login, 60)), "shares");
    if (basis_points < 1 || basis_points > kWholeShare)
      return refused("每个人的份额是 1 到 10000 个基点", "shares");
    sum += basis_points;
    out.push_back({(*user)->id, basis_points, 0});
  }
  if (out.empty()) return refused("写明各人的份额", "shares");
  if (sum != kWholeShare)
    return refused(fmt::format("份额合计要正好是 10000 个基点（100%），现在是 {}", sum), "shares");
  round_shares(out);
  return out;
}

}  // namespace

Result<AssetId> add_asset(store::WriteContext& context, const Rulebook&, const web::Actor& actor,
                          const web::AddAsset& request) {
  Asset asset;
  asset.title = collapse_space(request.title);
  asset.text = request.text;
  if (asset.title.empty() || asset.title.size() > kTitleBytes)
    return refused("写一个标题，不超过 300 字", "title");
  if (asset.text.size() > kTextBytes) return refused("正文太长", "text");
  if (asset.text.empty() && request.url.empty())
    return refused("写正文，或者已发布页面的网址", "url");
  if (!request.url.empty()) {
    const auto url = Url::parse(request.url);
    if (!url || !url->is_http())
      return refused(fmt::format("“{}”不是网址", cut_utf8(request.url, 80)), "url");
    asset.url = url->href();
    asset.url_key = strict_key(*url);
  }
  asset.made_by = actor.user;
  asset.at = context.now;
  const auto id = store::assets::insert(context.db, asset);
  if (!id) return id;
  const Status noted =
      audited(context, actor, "asset.add", fmt::format("asset:{}", id->value),
              json::serialize(json::object{{"title", to_valid_utf8(asset.title)}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Status link_asset(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::LinkAsset& request) {
  const auto claim = own_or_led(context, rules, actor, request.claim, Also::kAdministrators);
  if (!claim) return tl::unexpected(claim.error());
  const auto asset = store::assets::find(context.db, request.asset);
  if (!asset) return tl::unexpected(asset.error());
  if (request.asset && !*asset)
    return fail(ErrorCode::kInvalid, fmt::format("没有编号为 {} 的素材", request.asset.value),
                "asset");
  const auto before = store::assets::link_of(context.db, request.claim);
  if (!before) return tl::unexpected(before.error());
  const AssetId was = *before ? (*before)->asset : AssetId{};
  if (was == request.asset) return {};
  const Status linked = store::assets::link(
      context.db, {request.claim, request.asset, context.now, actor.user, AssetLinkedBy::kPerson});
  if (!linked) return linked;
  return audited(context, actor, "asset.link", fmt::format("claim:{}", request.claim.value),
                 json::serialize(json::object{{"asset", request.asset.value}}));
}

Status set_shares(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::SetShares& request) {
  const auto claim = own_or_led(context, rules, actor, request.claim, Also::kNobody);
  if (!claim) return tl::unexpected(claim.error());
  if (!is_reason(request.reason))
    return refused("请写明原因（至少 4 个汉字或 10 个字母）", "reason");
  const auto shares = read_shares(context, *claim, request);
  if (!shares) return tl::unexpected(shares.error());
  const ShareVersion version{request.claim, context.now, actor.user, request.reason, *shares};
  if (const Status put = store::shares::insert(context.db, version); !put) return put;
  json::object detail;
  for (const auto& [login, basis_points] : request.shares) detail[login] = basis_points;
  return audited(context, actor, "claim.shares", fmt::format("claim:{}", request.claim.value),
                 json::serialize(json::object{{"shares", std::move(detail)},
                                              {"reason", to_valid_utf8(request.reason)}}));
}

Status link_at_hand_in(store::WriteContext& context, const Claim& claim, AssetId chosen) {
  if (claim.marks.baseline) return {};
  if (chosen) {
    const auto asset = store::assets::find(context.db, chosen);
    if (!asset) return tl::unexpected(asset.error());
    if (!*asset) return {};
    return store::assets::link(context.db,
                               {claim.id, chosen, context.now, claim.user, AssetLinkedBy::kHandIn});
  }
  const auto planned =
      store::assets::planned(context.db, claim.user, planning::monday_of(claim.work_date),
                             claim.work_type, claim.platform);
  if (!planned) return tl::unexpected(planned.error());
  if (planned->size() != 1) return {};
  return store::assets::link(
      context.db, {claim.id, planned->front(), context.now, UserId{}, AssetLinkedBy::kPlan});
}

}  // namespace vouch::daemon
