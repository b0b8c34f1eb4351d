#include "web/handlers.h"

#include <fmt/format.h>

#include "core/picture.h"
#include "web/answers.h"
#include "web/attachments.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kNameBytes = 200;
constexpr std::size_t kTextBytes = 4000;

Attach picture_of(Call& call, ClaimId claim) {
  Attach out;
  out.claim = claim;
  out.name = call.target.get("name").value_or("");
  out.text = call.target.get("text").value_or("");
  out.bytes = std::move(call.request.body);
  out.content_type = std::string(picture_type(out.bytes));
  return out;
}

}  // namespace

Task<HttpResponse> attach(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "there is no such claim");
  Attach request = picture_of(call, *id);
  if (request.content_type.empty())
    co_return problem(415, "这不是图片：请上传 PNG、JPEG、GIF 或 WebP");
  if (request.name.size() > kNameBytes || request.text.size() > kTextBytes)
    co_return problem(400,
                      fmt::format("name takes {} bytes at most, text {}", kNameBytes, kTextBytes));
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<gather::ClaimAccess> job = [claim = *id, viewer](store::Connection& db) {
    return gather::access(db, claim, viewer);
  };
  Result<gather::ClaimAccess> seen =
      co_await services.store.read<gather::ClaimAccess>(std::move(job));
  if (!seen) co_return problem(seen.error());
  Result<AttachAnswer> kept =
      co_await services.commands.attach(std::move(call.actor), std::move(request));
  if (!kept) co_return problem(kept.error());
  co_return json_answer(201, to_json(*kept));
}

Task<HttpResponse> list_attachments(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "there is no such claim");
  const gather::Viewer viewer = services.viewer(call.actor);
  using Pictures = std::vector<AttachmentView>;
  ReadJob<Pictures> job = [claim = *id, viewer](store::Connection& db) {
    return attachments_of(db, claim, viewer);
  };
  Result<Pictures> pictures = co_await services.store.read<Pictures>(std::move(job));
  if (!pictures) co_return problem(pictures.error());
  co_return json_answer(200, to_json(*pictures));
}

}  // namespace vouch::web::handlers
