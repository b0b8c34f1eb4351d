#include "crawler/net/user_agent.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::crawler {

std::string user_agent(std::string_view version, std::string_view contact) {
  std::string clean;
  std::copy_if(contact.begin(), contact.end(), std::back_inserter(clean),
               [](char c) { return c > ' ' && c < '\x7f' && c != '(' && c != ')'; });
  if (clean.empty()) return fmt::format("{}/{}", kProductToken, version);
  return fmt::format("{}/{} (+{})", kProductToken, version, clean);
}

}  // namespace vouch::crawler
