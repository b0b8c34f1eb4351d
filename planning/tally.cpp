#include "planning/tally.h"

namespace vouch::planning {

IndexTally& IndexTally::operator+=(const IndexTally& other) {
  indexed += other.indexed;
  watching += other.watching;
  not_indexed += other.not_indexed;
  unknown += other.unknown;
  not_sampled += other.not_sampled;
  lost += other.lost;
  return *this;
}

void IndexTally::add(IndexVerdict verdict, std::int64_t pages) {
  switch (verdict) {
    case IndexVerdict::kIndexed:
      indexed += pages;
      break;
    case IndexVerdict::kWatching:
      watching += pages;
      break;
    case IndexVerdict::kNotIndexed:
      not_indexed += pages;
      break;
    case IndexVerdict::kLost:
      lost += pages;
      break;
    case IndexVerdict::kCouldNotCheck:
      unknown += pages;
      break;
    case IndexVerdict::kNotSampled:
      not_sampled += pages;
      break;
    case IndexVerdict::kNotConnected:
    case IndexVerdict::kNotApplicable:
      break;
  }
}

std::int64_t IndexTally::decided() const {
  return indexed + not_indexed + lost;
}
std::int64_t IndexTally::due() const {
  return decided() + unknown;
}
std::int64_t IndexTally::eligible() const {
  return due() + watching + not_sampled;
}

SurvivalTally& SurvivalTally::operator+=(const SurvivalTally& other) {
  ended += other.ended;
  survived += other.survived;
  return *this;
}

Tally& Tally::operator+=(const Tally& other) {
  expected += other.expected;
  reported += other.reported;
  claims += other.claims;
  on_time += other.on_time;
  late += other.late;
  verified += other.verified;
  failed += other.failed;
  regressed += other.regressed;
  pending += other.pending;
  with_employee += other.with_employee;
  disputed += other.disputed;
  manual += other.manual;
  waived += other.waived;
  withdrawn += other.withdrawn;
  index += other.index;
  survival += other.survival;
  planning::add(plan, other.plan);
  return *this;
}

void Tally::add(WorkVerdict work, bool is_public, std::int64_t count) {
  if (work != WorkVerdict::kVoid && work != WorkVerdict::kWaived) {
    claims += count;
    on_time += count;
  }
  switch (work) {
    case WorkVerdict::kVoid:
      withdrawn += count;
      break;
    case WorkVerdict::kWaived:
      waived += count;
      break;
    case WorkVerdict::kDisputed:
      disputed += count;
      break;
    case WorkVerdict::kConfirmed:
      failed += count;
      break;
    case WorkVerdict::kAccepted:
    case WorkVerdict::kVerified:
      verified += count;
      break;
    case WorkVerdict::kRegressed:
    case WorkVerdict::kFailed:
      if (is_public) {
        (work == WorkVerdict::kFailed ? failed : regressed) += count;
      } else {
        pending += count;
        with_employee += count;
      }
      break;
    case WorkVerdict::kManual:
      manual += count;
      break;
    case WorkVerdict::kPending:
      pending += count;
      break;
  }
}

void Tally::add_late(std::int64_t count) {
  late += count;
  on_time -= count;
}

std::optional<double> Tally::coverage() const {
  return share(decided(), decided() + manual);
}

}  // namespace vouch::planning
