#include "web/answers.h"
#include "web/assets.h"
#include "web/content_commands.h"
#include "web/desk_handlers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kUsual = 100;
constexpr int kMost = 500;
constexpr std::size_t kTextBytes = 20'000;
constexpr std::size_t kMostPeople = 50;
constexpr std::string_view kUnreadable = "没有读懂";

HttpResponse not_served() {
  return problem(503, "这个程序不登记素材 (content is not served here)");
}

}  // namespace

Task<HttpResponse> list_assets(Services& services, Call call) {
  AssetId before;
  if (const auto word = call.target.get("before")) {
    const auto id = parse_id<AssetId>(*word);
    if (!id) co_return problem(400, "before 是上一页的 next");
    before = *id;
  }
  const auto limit = read_limit(call.target, kUsual, kMost);
  if (!limit) co_return problem(limit.error());
  ReadJob<AssetList> job = [words = call.target.get("q").value_or(""), before,
                            most = *limit](store::Connection& db) {
    return gather::assets(db, words, before, most);
  };
  const Result<AssetList> list = co_await services.store.read<AssetList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, assets_json(*list));
}

Task<HttpResponse> get_asset(Services& services, Call call) {
  const auto id = parse_id<AssetId>(call.params[0]);
  if (!id) co_return problem(404, "没有这份素材");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<AssetFile> job = [wanted = *id, viewer](store::Connection& db) {
    return gather::asset(db, wanted, viewer);
  };
  const Result<AssetFile> file = co_await services.store.read<AssetFile>(std::move(job));
  if (!file) co_return problem(file.error());
  co_return json_answer(200, asset_json(*file, services.health.names()));
}

Task<HttpResponse> add_asset(Services& services, Call call) {
  if (services.ports.content == nullptr) co_return not_served();
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddAsset request;
  request.title = body->need_text("title");
  request.text = body->text("text", kTextBytes).value_or("");
  request.url = body->text("url", 8000).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<AssetId> added =
      co_await services.ports.content->add_asset(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> link_asset(Services& services, Call call) {
  if (services.ports.content == nullptr) co_return not_served();
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一项");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  LinkAsset request;
  request.claim = *id;
  const auto asset = body->number("asset");
  if (!asset) body->reject("asset", "写素材的编号；0 表示没有");
  request.asset = AssetId{asset.value_or(0)};
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.ports.content->link_asset(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> get_shares(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一项");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<SharesView> job = [wanted = *id, viewer](store::Connection& db) {
    return gather::shares(db, wanted, viewer);
  };
  const Result<SharesView> view = co_await services.store.read<SharesView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, shares_json(*view));
}

Task<HttpResponse> set_shares(Services& services, Call call) {
  if (services.ports.content == nullptr) co_return not_served();
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一项");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  SetShares request;
  request.claim = *id;
  request.reason = body->need_text("reason");
  for (const auto& [login, share] : body->number_map("shares", kMostPeople)) {
    const bool fits = share >= 1 && share <= kWholeShare;
    request.shares.emplace_back(login, fits ? static_cast<int>(share) : 0);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.ports.content->set_shares(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
