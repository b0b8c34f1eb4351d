// The kinds of claims that the scripts hand in, as a table: what is reported, what the page really
// shows and when, what people do about it, and what the shipped policies make of it. Pure data.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "practice/world.h"

namespace vouch::practice {

struct KindPhase {
  int from;  // minutes after the hand-in; negative: before
  Showing showing = Showing::kLive;
  bool mended = false;  // from now on the page holds what was asked for
};

struct KindAct {
  int after;  // minutes after the hand-in
  ActKind kind = ActKind::kAnswer;
  std::string_view text = {};
  bool accept = false;
  bool when_asked = false;  // while a look holds the page
};

enum class IndexLife {
  kNever,
  kSoon,     // before the first query
  kLate,     // after several
  kDropped,  // found, then lost while survival is watched
  kAny,      // by the dice: mostly soon
};

enum class KindTwist { kNone, kMoved, kDuplicate, kFlapping, kCopied };

struct ClaimKind {
  std::string_view name;
  std::string_view work_type = {};  // as people write it
  std::vector<std::string_view> sites = {};
  std::vector<KindPhase> phases = {};  // empty: nothing was ever there
  KeywordPlace keyword = KeywordPlace::kVisible;
  LinkForm link = LinkForm::kNone;
  bool noindex = false;
  bool other_title = false;  // the report names another title than the page has
  IndexLife index = IndexLife::kNever;
  std::string_view work = "VERIFIED";
  std::string_view reason = {};
  std::vector<KindAct> acts = {};
  int held_from = 0;  // the request that waits for the first act
  KindTwist twist = KindTwist::kNone;
  std::string_view days = "0123456789";  // of the ten working days on which it may be handed in
  int copies = 0;                        // at least so many in a fortnight
  int weight = 0;                        // among the fillers; 0: none

  [[nodiscard]] bool honest() const { return work == "VERIFIED" && acts.empty(); }
};

std::span<const ClaimKind> claim_kinds();
const ClaimKind* claim_kind(std::string_view name);  // null: no such kind

}  // namespace vouch::practice
