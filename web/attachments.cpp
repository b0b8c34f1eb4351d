#include "web/attachments.h"

#include <algorithm>

#include <boost/json.hpp>

#include "store/people.h"
#include "web/json_parts.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

json::value drawn_json(std::optional<bool> drawn) {
  return drawn ? json::value(*drawn) : json::value(nullptr);
}

// Of the entry: one picture that was drawn is enough.
std::optional<bool> drawn_of(const std::vector<AttachmentView>& pictures) {
  std::optional<bool> out;
  for (const AttachmentView& one : pictures) {
    if (one.picture.drawn) out = out.value_or(false) || *one.picture.drawn;
  }
  return out;
}

json::object picture_json(const AttachmentView& view) {
  const store::Attachment& picture = view.picture;
  return {
      {"id", picture.id.value},
      {"evidence", picture.evidence.value},
      {"name", parts::text(picture.name)},
      {"content_type", picture.content_type},
      {"size", picture.size},
      {"sha256", picture.sha256},
      {"text", parts::text(picture.text)},
      {"at", parts::moment(picture.at)},
      {"by", json::object{{"login", parts::text(view.login)}, {"name", parts::text(view.name)}}}};
}

}  // namespace

Result<std::vector<AttachmentView>> attachments_of(store::Connection& db, ClaimId claim,
                                                   const gather::Viewer& viewer) {
  const auto seen = gather::access(db, claim, viewer);
  if (!seen) return tl::unexpected(seen.error());
  auto pictures = store::attachments::of_claim(db, claim);
  if (!pictures) return tl::unexpected(pictures.error());
  std::vector<AttachmentView> out;
  out.reserve(pictures->size());
  for (store::Attachment& picture : *pictures) {
    AttachmentView view;
    if (picture.person) {
      const auto user = store::people::find_user(db, picture.person);
      if (!user) return tl::unexpected(user.error());
      view.login = user->login;
      view.name = user->name;
    }
    view.picture = std::move(picture);
    out.push_back(std::move(view));
  }
  return out;
}

Result<std::string> picture_type_of(store::Connection& db, EvidenceId evidence,
                                    const gather::Viewer& viewer) {
  const auto pictures = store::attachments::of_evidence(db, evidence);
  if (!pictures) return tl::unexpected(pictures.error());
  for (const store::Attachment& picture : *pictures) {
    const auto seen = gather::access(db, picture.claim, viewer);
    if (seen) return picture.content_type;
    if (seen.error().code != ErrorCode::kDenied) return tl::unexpected(seen.error());
  }
  return std::string();
}

std::string to_json(const std::vector<AttachmentView>& pictures) {
  return json::serialize(json::object{{"drawn", drawn_json(drawn_of(pictures))},
                                      {"items", parts::array_of(pictures, picture_json)}});
}

std::string to_json(const AttachAnswer& answer) {
  json::object out{{"id", answer.id.value},
                   {"evidence", answer.evidence.value},
                   {"sha256", answer.sha256},
                   {"size", answer.size},
                   {"drawn", drawn_json(answer.drawn)},
                   {"work", to_string(answer.work)}};
  if (answer.same_as) out["same_as"] = answer.same_as.value;
  return json::serialize(out);
}

}  // namespace vouch::web
