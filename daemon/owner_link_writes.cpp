#include "daemon/owner_link_writes.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "store/owner_links.h"

namespace vouch::daemon {
namespace {

constexpr int kMostDays = 366;
constexpr std::size_t kTokenCharacters = 40;

std::string subject_of(OwnerLinkId id) {
  return "owner_link:" + std::to_string(id.value);
}

std::string name_of(const web::Actor& actor) {
  return actor.login.empty() ? "local" : actor.login;
}

std::string detail_of(const OwnerLink& link) {
  return boost::json::serialize(boost::json::object{{"label", to_valid_utf8(link.label)},
                                                    {"expires_at", to_rfc3339(link.expires_at)}});
}

}  // namespace

Result<web::AddedOwnerLink> write_owner_link(store::WriteContext& context, const web::Actor& actor,
                                             Random& random, const web::AddOwnerLink& request) {
  OwnerLink link;
  link.label = std::string(trim(request.label));
  if (link.label.empty()) return fail(ErrorCode::kInvalid, "请写明这个链接给谁、做什么用", "label");
  if (request.days < 1 || request.days > kMostDays)
    return fail(ErrorCode::kInvalid, fmt::format("链接有效 1 到 {} 天", kMostDays), "days");
  link.by = actor.user;
  link.author = name_of(actor);
  link.at = context.now;
  link.expires_at = context.now + std::chrono::hours(24 * request.days);
  const std::string token = random_token(random, kTokenCharacters);
  const auto id = store::owner_links::insert(context.db, link, token);
  if (!id) return tl::unexpected(id.error());
  const Status noted = audited(context, actor, "owner_link.add", subject_of(*id), detail_of(link));
  if (!noted) return tl::unexpected(noted.error());
  return web::AddedOwnerLink{*id, token, link.expires_at};
}

Status write_owner_link_end(store::WriteContext& context, const web::Actor& actor, OwnerLinkId id) {
  const auto link = store::owner_links::find(context.db, id);
  if (!link) return tl::unexpected(link.error());
  const bool may = *link && (actor.role == Role::kAdmin || (*link)->by == actor.user);
  if (!may) return fail(ErrorCode::kNotFound, "没有这个链接，或不是您做的");
  if (!(*link)->opens(context.now)) return fail(ErrorCode::kConflict, "这个链接已经失效");
  const auto ended = store::owner_links::end(context.db, id, context.now, name_of(actor));
  if (!ended) return tl::unexpected(ended.error());
  return audited(context, actor, "owner_link.end", subject_of(id));
}

Status write_owner_link_use(store::WriteContext& context, OwnerLinkId id) {
  const auto link = store::owner_links::find(context.db, id);
  if (!link) return tl::unexpected(link.error());
  if (!*link) return fail(ErrorCode::kNotFound, "没有这个链接");
  if ((*link)->noted_lately(context.now)) return {};
  const Status used = store::owner_links::used(context.db, id, context.now);
  if (!used) return used;
  web::Actor nobody;
  nobody.via = web::Via::kLink;
  return audited(context, nobody, "owner_link.open", subject_of(id));
}

}  // namespace vouch::daemon
