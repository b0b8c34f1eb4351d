// With which passwords the world's people sign in: one account a role, of the newcomer's script
// alone. Drawn at the first start, kept in D/accounts.json (0600), set by the way that everybody
// goes: an invitation by the operator.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "practice/world.h"

namespace vouch::practice {

struct Account {
  std::string login;
  std::string password;
};

// None where the world has nobody who signs in.
Result<std::vector<Account>> accounts_of(const std::filesystem::path& folder, const World& world);

}  // namespace vouch::practice
