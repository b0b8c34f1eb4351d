// What the answers of vouchd say to people: JSON in, lines out. Pure.
#pragma once

#include <string>

namespace vouch::daemon::cli {

std::string status_words(const std::string& json);
std::string claims_words(const std::string& json);
std::string claim_words(const std::string& json);
std::string report_words(const std::string& json);
std::string pulled_words(const std::string& json);
std::string user_words(const std::string& json);
std::string team_words(const std::string& json);
std::string record_change_words(const std::string& json);  // a diff, field by field

// `public_url`: where the pages are reached, "" where that is not known.
std::string added_user_words(const std::string& json, bool leads, const std::string& public_url);
std::string site_words(const std::string& json);
std::string keyword_words(const std::string& json);
std::string rank_history_words(const std::string& json);
std::string rank_mover_words(const std::string& json);
std::string rank_figure_words(const std::string& json);
// "第 3 位", "未进前 50", "未测", with the day: of any object that holds a look.
std::string place_words(const std::string& json);
std::string leave_words(const std::string& json);
std::string platform_words(const std::string& json);
std::string proposal_words(const std::string& json);
std::string silence_words(const std::string& json);
std::string trouble_words(const std::string& json);
std::string waiver_words(const std::string& json);
std::string weeks_words(const std::string& json);
std::string week_words(const std::string& json);
std::string message_words(const std::string& json);
std::string delivery_words(const std::string& json);
std::string test_words(const std::string& json);
std::string withdrawn_words(const std::string& json);
std::string backup_words(const std::string& json);
std::string reload_words(const std::string& json);
std::string recheck_words(const std::string& json);
std::string capture_words(const std::string& json);
std::string handed_in_words(const std::string& json);
std::string token_words(const std::string& json);
std::string invitation_words(const std::string& json);

}  // namespace vouch::daemon::cli
