#include "daemon/attachment_writes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "checks/decide.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "store/attachments.h"
#include "store/claims.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

using Attachments = std::vector<store::Attachment>;

Status may_attach(const web::Actor& actor, const Claim& claim) {
  const bool own = actor.user && actor.user == claim.user;
  if (own || actor.role == Role::kAdmin) return {};
  return fail(ErrorCode::kDenied, "只有本人可以为自己的工作项附截图");
}

Result<Verdict> standing_verdict(store::Connection& db, ClaimId claim) {
  const auto stored = store::verdicts::get(db, claim);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return Verdict{};
  return checks::verdict_from_json((*stored)->json);
}

// By the platform's record, or because the site's own rules keep programs out.
bool is_for_people(const checks::ClaimPlan& plan, const Verdict& verdict) {
  return plan.assisted ||
         std::any_of(verdict.stages.begin(), verdict.stages.end(), [](const StageResult& stage) {
           return stage.stage.is_work() && stage.last_reason == Reason::kRobotsDisallowed;
         });
}

// One lot an entry, drawn with its first picture: more pictures are no more chances. A picture that
// stands behind another entry too is always looked at.
bool is_drawn(const Attachments& before, ClaimId same_as, int lot, int share) {
  const auto was_drawn = [](const store::Attachment& one) { return one.drawn.value_or(false); };
  if (same_as || std::any_of(before.begin(), before.end(), was_drawn)) return true;
  const auto had_lot = [](const store::Attachment& one) { return one.drawn.has_value(); };
  return std::none_of(before.begin(), before.end(), had_lot) && lot < share;
}

web::AttachAnswer answer_of(const store::Attachment& kept, ClaimId same_as, WorkVerdict work) {
  web::AttachAnswer out;
  out.id = kept.id;
  out.evidence = kept.evidence;
  out.sha256 = kept.sha256;
  out.size = kept.size;
  out.drawn = kept.drawn;
  out.same_as = same_as;
  out.work = work;
  return out;
}

Result<store::Attachment> put(store::WriteContext& context, const web::Actor& actor,
                              const Picture& picture, std::optional<bool> drawn) {
  const auto evidence = context.evidence.add(picture.evidence, store::EvidenceLane::kNegative);
  if (!evidence) return tl::unexpected(evidence.error());
  store::Attachment kept;
  kept.claim = picture.request.claim;
  kept.evidence = *evidence;
  kept.person = actor.user;
  kept.at = context.now;
  kept.name = picture.request.name;
  kept.content_type = picture.request.content_type;
  kept.sha256 = picture.evidence.payload_sha256;
  kept.size = picture.evidence.payload_size;
  kept.text = picture.request.text;
  kept.drawn = drawn;
  const auto id = store::attachments::insert(context.db, kept);
  if (!id) return tl::unexpected(id.error());
  kept.id = *id;
  const boost::json::object detail{
      {"evidence", evidence->value}, {"sha256", kept.sha256}, {"drawn", drawn.value_or(false)}};
  const Status noted = audited(context, actor, "attach", fmt::format("claim:{}", kept.claim.value),
                               boost::json::serialize(detail));
  if (!noted) return tl::unexpected(noted.error());
  return kept;
}

}  // namespace

Result<Attached> keep_picture(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const Picture& picture) {
  const auto claim = store::claims::find(context.db, picture.request.claim);
  if (!claim) return tl::unexpected(claim.error());
  if (const Status may = may_attach(actor, *claim); !may) return tl::unexpected(may.error());
  const auto verdict = standing_verdict(context.db, claim->id);
  if (!verdict) return tl::unexpected(verdict.error());
  const auto before = store::attachments::of_claim(context.db, claim->id);
  if (!before) return tl::unexpected(before.error());
  const auto same_as =
      store::attachments::other_claim_with(context.db, picture.evidence.payload_sha256, claim->id);
  if (!same_as) return tl::unexpected(same_as.error());
  const ClaimId other = same_as->value_or(ClaimId{});
  for (const store::Attachment& one : *before) {
    if (one.sha256 == picture.evidence.payload_sha256) {
      return Attached{answer_of(one, other, verdict->work), {}};
    }
  }
  if (verdict->work == WorkVerdict::kVoid) {
    return fail(ErrorCode::kConflict, "这一条已经作废，不用再附截图");
  }
  if (before->size() >= kPicturesAnEntry) {
    return fail(ErrorCode::kConflict, fmt::format("一条最多附 {} 张截图", kPicturesAnEntry));
  }
  const auto policy = rules.policy_of(*claim);
  if (!policy) return tl::unexpected(policy.error());
  const auto plan = rules.plan_of(*claim);
  if (!plan) return tl::unexpected(plan.error());
  std::optional<bool> drawn;
  if (is_for_people(*plan, *verdict)) {
    drawn = is_drawn(*before, other, picture.lot, (*policy)->evidence_sample);
  }
  const auto kept = put(context, actor, picture, drawn);
  if (!kept) return tl::unexpected(kept.error());
  auto change = judge_claim(context, rules, claim->id);
  if (!change) return tl::unexpected(change.error());
  Attached out{answer_of(*kept, other, change->verdict.work), std::move(*change)};
  return out;
}

}  // namespace vouch::daemon
