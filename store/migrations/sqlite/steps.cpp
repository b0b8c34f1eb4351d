#include "store/migrations/steps.h"

#include <array>

#include "store/migrations/sqlite/schema_0001.h"
#include "store/migrations/sqlite/schema_0002.h"
#include "store/migrations/sqlite/schema_0003.h"
#include "store/migrations/sqlite/schema_0004.h"
#include "store/migrations/sqlite/schema_0005.h"
#include "store/migrations/sqlite/schema_0006.h"
#include "store/migrations/sqlite/schema_0007.h"
#include "store/migrations/sqlite/schema_0008.h"
#include "store/migrations/sqlite/schema_0009.h"
#include "store/migrations/sqlite/schema_0010.h"
#include "store/migrations/sqlite/schema_0011.h"
#include "store/migrations/sqlite/schema_0012.h"
#include "store/migrations/sqlite/schema_0013.h"
#include "store/migrations/sqlite/schema_0014.h"
#include "store/migrations/sqlite/schema_0015.h"
#include "store/migrations/sqlite/schema_0016.h"
#include "store/migrations/sqlite/schema_0017.h"
#include "store/migrations/sqlite/schema_0018.h"
#include "store/migrations/sqlite/schema_0019.h"
#include "store/migrations/sqlite/schema_0020.h"

namespace vouch::store::migrations {

std::span<const Step> sqlite_steps() {
  static const std::array<std::string_view, 5> first = {kPeople0001, kClaims0001, kObservations0001,
                                                        kMessages0001, kAppendOnly0001};
  static const std::array<std::string_view, 1> texts = {kTexts0002};
  static const std::array<std::string_view, 1> page_memory = {kPageMemory0003};
  static const std::array<std::string_view, 2> scale = {kListIndexes0004, kCounts0004};
  static const std::array<std::string_view, 1> ranks = {kRanks0005};
  static const std::array<std::string_view, 1> tickets = {kTickets0006};
  static const std::array<std::string_view, 1> captures = {kCaptures0007};
  static const std::array<std::string_view, 2> submissions = {kSubmissions0008, kSiteCounts0008};
  static const std::array<std::string_view, 2> by_hand = {kByHand0009, kPlatforms0009};
  static const std::array<std::string_view, 1> letters = {kLetters0010};
  static const std::array<std::string_view, 1> silences = {kSilences0011};
  static const std::array<std::string_view, 1> inbox = {kInbox0012};
  static const std::array<std::string_view, 3> weeks = {kWeeklies0013, kEscalations0013,
                                                        kWaivers0013};
  static const std::array<std::string_view, 2> application = {kAccounts0014, kLists0014};
  static const std::array<std::string_view, 1> attachments = {kAttachments0015};
  static const std::array<std::string_view, 2> links = {kOwnerLinks0016, kKeyedWrites0016};
  static const std::array<std::string_view, 4> plans = {kPlans0017, kKeywordFacts0017, kReviews0017,
                                                        kNumbers0017};
  static const std::array<std::string_view, 2> reports = {kCentres0018, kReports0018};
  static const std::array<std::string_view, 4> desks = {kInquiries0019, kAssets0019, kCredit0019,
                                                        kReportSources0019};
  static const std::array<std::string_view, 2> targets = {kTargets0020, kPaid0020};
  static const std::array<Step, 20> steps = {Step{"first", first},
                                             Step{"texts", texts},
                                             Step{"page memory", page_memory},
                                             Step{"scale", scale},
                                             Step{"ranks", ranks},
                                             Step{"tickets", tickets},
                                             Step{"captures", captures},
                                             Step{"submissions", submissions},
                                             Step{"by hand", by_hand},
                                             Step{"letters", letters},
                                             Step{"silences", silences},
                                             Step{"inbox", inbox},
                                             Step{"weeks", weeks},
                                             Step{"application", application},
                                             Step{"attachments", attachments},
                                             Step{"owner links and keyed writes", links},
                                             Step{"plans", plans},
                                             Step{"reports", reports},
                                             Step{"inquiries and content", desks},
                                             Step{"targets and paid promotion", targets}};
  return steps;
}

}  // namespace vouch::store::migrations
