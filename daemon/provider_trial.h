// `vouch provider test NAME`: one real question, what was understood of the answer in plain words,
// and the answer itself without secrets, so that a person with a key can prove or repair an
// adapter. Pure but for save_trial().
#pragma once

#include <filesystem>
#include <string>

#include "config/settings.h"
#include "engines/answer.h"
#include "engines/question.h"

namespace vouch::daemon {

// About the control page where one is named, else about the property or a plain word.
engines::Question trial_question(const config::ProviderSettings& settings,
                                 const config::ProviderTraits& traits);

struct TrialReport {
  bool ok = false;
  std::string detail;  // for people
  std::string saved;   // JSON: question, what was understood, every exchange
};
TrialReport report_trial(const config::ProviderSettings& settings,
                         const engines::Question& question, const engines::SearchAnswer& answer);

// provider-tests/NAME.json below the state directory; each test replaces the one before.
std::filesystem::path trial_file(const std::filesystem::path& state, const std::string& name);
Status save_trial(const std::filesystem::path& state, const std::string& name,
                  const std::string& text);

}  // namespace vouch::daemon
