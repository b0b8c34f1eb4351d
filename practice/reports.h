// What people send: a report as JSON or as the office program's file, and the steps by which an
// operator sets the company up. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "practice/world.h"

namespace vouch::practice {

std::string report_json(const World& world, const Act& act);
std::string report_csv(const World& world, const Act& act);  // GBK, header line first

struct SetUpStep {
  std::string method;
  std::string target;
  std::string body;
};
std::vector<SetUpStep> set_up_steps(const World& world);

}  // namespace vouch::practice
