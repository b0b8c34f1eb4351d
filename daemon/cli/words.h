// Tables and sentences of `vouch status`, `vouch claims` and `vouch claim show` for people.
#pragma once

#include <string>

namespace vouch::daemon::cli {

std::string status_words(const std::string& json);
std::string claims_words(const std::string& json);
std::string claim_words(const std::string& json);
std::string report_words(const std::string& json);
std::string user_words(const std::string& json);
std::string team_words(const std::string& json);
std::string record_change_words(const std::string& json);  // a diff, field by field

}  // namespace vouch::daemon::cli
