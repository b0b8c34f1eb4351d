#include "web/gather.h"

#include <algorithm>
#include <map>

#include "checks/decide.h"
#include "config/records.h"
#include "core/hash.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/evidence.h"
#include "store/looks.h"
#include "store/lookups.h"
#include "store/notices.h"
#include "store/observations.h"
#include "store/people.h"
#include "store/ranks.h"
#include "store/records.h"
#include "store/verdicts.h"
#include "web/gather_texts.h"
#include "web/gather_views.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

Result<Verdict> verdict_of(Connection& db, const Claim& claim) {
  const auto stored = store::verdicts::get(db, claim.id);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) {  // handed in a moment ago
    Verdict fresh;
    fresh.claim = claim.id;
    fresh.since = claim.submitted_at;
    return fresh;
  }
  auto verdict = checks::verdict_from_json((*stored)->json);
  if (verdict) verdict->claim = claim.id;
  return verdict;
}

Result<bool> became_public(Connection& db, ClaimId claim) {
  const auto notices = store::notices::for_claim(db, claim);
  if (!notices) return tl::unexpected(notices.error());
  return std::any_of(notices->begin(), notices->end(), [](const Notice& notice) {
    return notice.audience == Audience::kSupervisor && notice.state == NoticeState::kShown &&
           (notice.kind == NoticeKind::kNeedsCorrection || notice.kind == NoticeKind::kRegressed);
  });
}

// By which a masked reader's observations are chosen.
Verdict measure_of(const ClaimAccess& seen) {
  Verdict verdict = seen.verdict;
  if (seen.private_past) verdict.work = WorkVerdict::kPending;
  return verdict;
}

Result<ClaimAccess> access_to(Connection& db, Claim claim, const Viewer& viewer) {
  ClaimAccess out;
  out.is_own = viewer.actor.user && viewer.actor.user == claim.user;
  bool leads = false;
  if (viewer.actor.role == Role::kSupervisor) {
    const auto led = leads_owner(db, viewer.actor.user, claim.user, viewer.today);
    if (!led) return tl::unexpected(led.error());
    leads = *led;
  }
  out.sight = sight_of(viewer.actor, claim.user, leads);
  if (out.sight == Sight::kNone && viewer.actor.user) {
    const auto caretaker = store::claims::caretaker(db, claim.id);
    if (!caretaker) return tl::unexpected(caretaker.error());
    if (*caretaker && **caretaker == viewer.actor.user) out.sight = Sight::kFull;
  }
  if (out.sight == Sight::kNone)
    return fail(ErrorCode::kDenied, "this entry belongs to somebody else");
  auto verdict = verdict_of(db, claim);
  if (!verdict) return tl::unexpected(verdict.error());
  out.verdict = std::move(*verdict);
  if (out.sight == Sight::kMasked && out.verdict.phase == FailedPhase::kCorrected) {
    const auto known = became_public(db, claim.id);
    if (!known) return tl::unexpected(known.error());
    out.private_past = !*known;
  }
  out.claim = std::move(claim);
  return out;
}

Status add_looks(Connection& db, ClaimFile& file, const ClaimAccess& seen, Time now) {
  const auto looks = store::looks::for_claim(db, seen.claim.id);
  if (!looks) return tl::unexpected(looks.error());
  // The timer stands at the end of grace.
  const bool withheld = seen.sight == Sight::kMasked && is_undecided(seen.verdict, now);
  for (const store::Look& look : *looks) {
    if (withheld && look.kind == store::LookKind::kTimer) continue;
    file.looks.push_back(
        LookView{look.lane, look.look_no, look.due_at, std::string(store::to_string(look.state))});
  }
  return {};
}

std::string name_of(Connection& db, UserId id) {
  if (!id) return {};
  const auto user = store::people::find_user(db, id);
  return user ? user->name : std::string();
}

Status add_observations(Connection& db, ClaimFile& file, const ClaimAccess& seen, Time now) {
  auto observations = store::observations::for_claim(db, file.view.claim.id);
  if (!observations) return tl::unexpected(observations.error());
  const auto evidence = store::evidence::for_claim(db, file.view.claim.id);
  if (!evidence) return tl::unexpected(evidence.error());
  if (seen.sight == Sight::kMasked)
    *observations = shown_of(measure_of(seen), std::move(*observations), now);
  for (Observation& observation : *observations) {
    ObservationView view;
    for (const EvidenceId id : observation.evidence) {
      const auto found = evidence->find(id);
      if (found == evidence->end()) continue;
      const store::EvidenceRow& row = found->second;
      view.evidence.push_back(EvidenceView{row.id, row.sha256, row.size, row.kind, row.captured_at,
                                           row.state == store::EvidenceState::kPresent});
    }
    view.observation = std::move(observation);
    file.observations.push_back(std::move(view));
  }
  return {};
}

Status add_people(Connection& db, ClaimFile& file) {
  auto decisions = store::decisions::for_claim(db, file.view.claim.id);
  if (!decisions) return tl::unexpected(decisions.error());
  for (Decision& decision : *decisions) {
    DecisionView view;
    if (decision.actor) {
      const auto actor = store::people::find_user(db, decision.actor);
      if (actor) {
        view.actor_login = actor->login;
        view.actor_name = actor->name;
      }
    }
    view.decision = std::move(decision);
    file.decisions.push_back(std::move(view));
  }
  auto disputes = store::disputes::for_claim(db, file.view.claim.id);
  if (!disputes) return tl::unexpected(disputes.error());
  for (Dispute& dispute : *disputes) {
    DisputeView view;
    view.opened_by_name = name_of(db, dispute.opened_by);
    view.closed_by_name = name_of(db, dispute.closed_by);
    view.dispute = std::move(dispute);
    file.disputes.push_back(std::move(view));
  }
  return {};
}

// A person reads what he was told himself; administrators read all.
Status add_notices(Connection& db, ClaimFile& file, const Viewer& viewer) {
  auto notices = store::notices::for_claim(db, file.view.claim.id);
  if (!notices) return tl::unexpected(notices.error());
  for (Notice& notice : *notices) {
    const bool own = notice.recipient && notice.recipient == viewer.actor.user;
    const bool told = notice.audience == Audience::kEmployee || notice.state == NoticeState::kShown;
    if (viewer.actor.role == Role::kAdmin || (own && told))
      file.notices.push_back(std::move(notice));
  }
  return {};
}

Result<ClaimView> view_of(Connection& db, const User& owner, ClaimAccess seen, Time now) {
  ClaimView view;
  view.login = owner.login;
  view.name = owner.name;
  view.verdict =
      seen.sight == Sight::kMasked ? masked(std::move(seen.verdict), now) : std::move(seen.verdict);
  if (seen.private_past) view.verdict = without_correction(std::move(view.verdict));
  view.claim = std::move(seen.claim);
  const auto match = text_match(db, view.claim.id, seen.sight, now);
  if (!match) return tl::unexpected(match.error());
  view.text_match = *match;
  const auto next = store::looks::next_for_claim(db, view.claim.id);
  if (!next) return tl::unexpected(next.error());
  view.next_look_at = *next;
  return view;
}

}  // namespace

bool is_vendor(const User& user) {
  return user.role == Role::kEmployee && user.post == kVendorPost;
}

Actor actor_of(const User& user, Via via) {
  Actor actor{user.id, user.role, user.login, via};
  actor.vendor = is_vendor(user);
  return actor;
}

Result<std::optional<Actor>> actor_by_token(Connection& db, std::string_view token) {
  const auto holder = store::people::user_by_token(db, token);
  if (!holder) return tl::unexpected(holder.error());
  if (!*holder || !(*holder)->user.active) return std::nullopt;
  Actor actor = actor_of((*holder)->user, Via::kToken);
  actor.read_only = (*holder)->read_only;
  return actor;
}

Result<std::optional<User>> user_by_link(Connection& db, std::string_view link_token) {
  static constexpr std::size_t kShortest = 16;
  if (link_token.size() < kShortest) return std::nullopt;
  auto user = store::people::user_by_link_token(db, link_token);
  if (!user) return tl::unexpected(user.error());
  if (!*user || !(*user)->active || !constant_time_equal((*user)->link_token, link_token))
    return std::nullopt;
  return user;
}

Result<ClaimAccess> access(Connection& db, ClaimId id, const Viewer& viewer) {
  auto claim = store::claims::find(db, id);
  if (!claim) return tl::unexpected(claim.error());
  return access_to(db, std::move(*claim), viewer);
}

Result<ClaimAccess> access(Connection& db, DisputeId id, const Viewer& viewer) {
  const auto dispute = store::disputes::find(db, id);
  if (!dispute) return tl::unexpected(dispute.error());
  return access(db, dispute->claim, viewer);
}

Result<ClaimFile> claim_file(Connection& db, ClaimId id, const Viewer& viewer) {
  auto seen = access(db, id, viewer);
  if (!seen) return tl::unexpected(seen.error());
  const auto owner = store::people::find_user(db, seen->claim.user);
  if (!owner) return tl::unexpected(owner.error());
  ClaimFile file;
  file.leads_owner = seen->sight == Sight::kMasked;
  auto view = view_of(db, *owner, *seen, viewer.now);
  if (!view) return tl::unexpected(view.error());
  file.view = std::move(*view);
  Status status = add_looks(db, file, *seen, viewer.now);
  if (status) status = add_observations(db, file, *seen, viewer.now);
  if (status) status = add_people(db, file);
  if (status) status = add_notices(db, file, viewer);
  if (!status) return tl::unexpected(status.error());
  auto texts = text_matches(db, id, seen->sight, viewer.now);
  if (!texts) return tl::unexpected(texts.error());
  file.text_matches = std::move(*texts);
  auto places = store::ranks::of_claim(db, id);
  if (!places) return tl::unexpected(places.error());
  file.places = std::move(*places);
  auto submitted = store::submissions::of_claim(db, id, file.view.claim.url);
  if (!submitted) return tl::unexpected(submitted.error());
  file.submissions = std::move(*submitted);
  if (file.view.claim.policy_version) {
    const auto record = store::records::find(db, file.view.claim.policy_version);
    if (record) {
      const auto policy = config::policy_from_json(record->text);
      if (policy) file.policy = *policy;
    }
  }
  return file;
}

Status may_read_evidence(Connection& db, EvidenceId id, const Viewer& viewer) {
  if (viewer.actor.role == Role::kAdmin) return {};
  const auto owners = store::lookups::observations_of(db, id);
  if (!owners) return tl::unexpected(owners.error());
  if (owners->empty()) return fail(ErrorCode::kNotFound, "no such evidence");
  bool allowed = false;
  for (const ObservationId owner : *owners) {
    const auto observation = store::observations::find(db, owner);
    if (!observation) return tl::unexpected(observation.error());
    if (!observation->claim) return {};  // what an engine answered about a keyword is nobody's
    const auto seen = access(db, observation->claim, viewer);
    if (!seen && seen.error().code != ErrorCode::kDenied) return tl::unexpected(seen.error());
    if (!seen) continue;
    // The same bytes may stand behind what is withheld.
    allowed = seen->sight == Sight::kFull || may_show(measure_of(*seen), *observation, viewer.now);
    if (!allowed) break;
  }
  if (allowed) return {};
  return fail(ErrorCode::kDenied, "this evidence belongs to somebody else's entry");
}

namespace {

// What the oldest way of listing knows: the filters of the first releases, ascending.
bool is_plain(const ListRequest& request) {
  return request.order == store::claims::Order::kOldest && request.platform.empty() &&
         request.work_type.empty() && !request.keyword && !request.index && !request.late &&
         request.words.empty() && !request.others_alone &&
         (!request.phase || !request.work.empty());
}

struct Found {
  std::vector<Claim> claims;
  std::optional<ClaimId> next;
};

Result<Found> find_plainly(Connection& db, const ListRequest& request, const Viewer& viewer) {
  const auto filters = list_filters(db, request, viewer);
  if (!filters) return tl::unexpected(filters.error());
  std::map<ClaimId, Claim> merged;
  for (const store::claims::Filter& filter : *filters) {
    auto found = store::claims::list(db, filter, request.after, request.limit + 1);
    if (!found) return tl::unexpected(found.error());
    for (Claim& claim : *found) merged.emplace(claim.id, std::move(claim));
  }
  Found out;
  for (auto& [id, claim] : merged) {
    if (static_cast<int>(out.claims.size()) == request.limit) {
      out.next = out.claims.back().id;
      break;
    }
    out.claims.push_back(std::move(claim));
  }
  return out;
}

Result<Found> find_by_filters(Connection& db, const ListRequest& request, const Viewer& viewer) {
  const auto wanted = browse_of(db, request, viewer);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto page = store::claims::browse(db, *wanted, request.order, request.after, request.limit);
  if (!page) return tl::unexpected(page.error());
  Found out;
  out.next = page->next;
  for (const ClaimId id : page->ids) {
    auto claim = store::claims::find(db, id);
    if (!claim) return tl::unexpected(claim.error());
    out.claims.push_back(std::move(*claim));
  }
  return out;
}

}  // namespace

Result<ClaimView> claim_view(Connection& db, ClaimId id, const Viewer& viewer) {
  auto seen = access(db, id, viewer);
  if (!seen) return tl::unexpected(seen.error());
  const auto owner = store::people::find_user(db, seen->claim.user);
  if (!owner) return tl::unexpected(owner.error());
  return view_of(db, *owner, std::move(*seen), viewer.now);
}

Result<ClaimList> claim_list(Connection& db, const ListRequest& request, const Viewer& viewer) {
  auto found =
      is_plain(request) ? find_plainly(db, request, viewer) : find_by_filters(db, request, viewer);
  if (!found) return tl::unexpected(found.error());
  const auto people = store::people::users(db);
  if (!people) return tl::unexpected(people.error());
  std::map<UserId, const User*> names;
  for (const User& user : *people) names[user.id] = &user;

  ClaimList out;
  out.next = found->next;
  for (Claim& claim : found->claims) {
    const auto owner = names.find(claim.user);
    if (owner == names.end()) continue;
    if (request.others_alone && claim.user == viewer.actor.user) continue;
    auto seen = access_to(db, std::move(claim), viewer);
    if (!seen) return tl::unexpected(seen.error());
    auto view = view_of(db, *owner->second, std::move(*seen), viewer.now);
    if (!view) return tl::unexpected(view.error());
    const bool asked_for =
        request.phase != FailedPhase::kCorrected || view->verdict.phase == FailedPhase::kCorrected;
    if (asked_for) out.items.push_back(std::move(*view));
  }
  return out;
}

Result<std::vector<PersonalLink>> personal_links(Connection& db) {
  const auto people = store::people::users(db);
  if (!people) return tl::unexpected(people.error());
  std::vector<PersonalLink> out;
  for (const User& user : *people) {
    if (user.active && !user.link_token.empty())
      out.push_back(PersonalLink{user.name, user.role, user.link_token});
  }
  std::stable_sort(out.begin(), out.end(), [](const PersonalLink& left, const PersonalLink& right) {
    return left.role == Role::kSupervisor && right.role != Role::kSupervisor;
  });
  return out;
}

}  // namespace vouch::web::gather
