// Lists of the application as tables to be exported: what is on the screen, nothing more. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/audit.h"
#include "web/centres.h"
#include "web/claim_sentences.h"
#include "web/exceptions.h"
#include "web/figures.h"
#include "web/gather_waivers.h"
#include "web/rank_views.h"
#include "web/sheet.h"

namespace vouch::web {

// `with_index`: what engines say, which stands beside nobody else's name (design law 10).
Sheet claims_sheet(const std::vector<ClaimView>& claims, bool with_index, const Telling& telling);
Sheet matrix_sheet(const MatrixView& view, const Telling& telling);
// A row a person and type of work, his own first; what engines say beside `reader`'s name and in
// sums alone.
Sheet centre_sheet(const CentreView& view, const std::string& reader, const Telling& telling);
Sheet disputes_sheet(const std::vector<DisputeRow>& rows, const Telling& telling);
Sheet audit_sheet(const std::vector<store::AuditEntry>& entries,
                  const std::map<UserId, std::string>& names, const Telling& telling);

// A row a keyword.
Sheet keywords_sheet(const std::vector<store::BoardKeyword>& keywords, const Telling& telling);
// A row a place that is looked at; a keyword that nobody looks at has one too.
Sheet ranks_sheet(const std::vector<store::BoardKeyword>& keywords, Date today,
                  const Telling& telling);
Sheet waivers_sheet(const std::vector<WaiverRow>& rows, const Telling& telling);
Sheet users_sheet(const std::vector<User>& users, const std::map<TeamId, std::string>& teams,
                  const Telling& telling);

}  // namespace vouch::web
