// The JSON texts of the API (docs/openapi.yaml). Pure functions of views; canonical key order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/message.h"
#include "store/competitors.h"
#include "store/outbox.h"
#include "store/platform_proposals.h"
#include "store/site_counts.h"
#include "web/captures.h"
#include "web/commands.h"
#include "web/facts.h"
#include "web/views.h"

namespace vouch::web {

std::string to_json(const ClaimFile& file);
std::string to_json(const std::vector<ClaimView>& claims, std::optional<ClaimId> next);
std::string to_json(const ReportAnswer& answer);
std::string to_json(const RecheckAnswer& answer);
std::string to_json(const AddedUser& user);
std::string to_json(const TestAnswer& answer);
std::string to_json(const WithdrawnNegatives& answer);
std::string messages_json(const std::vector<Message>& messages);
std::string proposals_json(const std::vector<store::PlatformProposal>& proposals);
std::string to_json(const BackupAnswer& answer);
std::string to_json(const ReloadAnswer& answer);
std::string to_json(const StatusView& status, const HealthFacts& facts, Time now);
std::string to_json(const std::vector<User>& users, const std::vector<Team>& teams);
std::string teams_json(const std::vector<Team>& teams, const std::vector<User>& users);
std::string to_json(const std::vector<OwnSite>& sites,
                    const std::vector<store::SiteCountNow>& counts,
                    const std::vector<store::Competitor>& competitors);
std::string to_json(const std::vector<Leave>& leave, const std::vector<User>& users);
std::string to_json(const std::vector<store::Delivery>& deliveries,
                    std::optional<std::int64_t> next);
std::string to_json(const std::vector<CaptureItem>& items);
std::string to_json(const HandInAnswer& answer);
std::string bookmark_json(std::string_view script, Time expires_at);
std::string id_json(std::int64_t id);
std::string token_json(std::string_view token);
std::string ok_json();

}  // namespace vouch::web
