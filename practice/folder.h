// The practice folder D (docs/practice.md): its ports, and the files that are written before
// anything happens. Main thread, at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "practice/world.h"

namespace vouch::practice {

struct Ports {
  int sites = 0;  // of every *.localhost site
  int engine = 0;
  int mail = 0;
  int hook = 0;
  int vouchd = 0;
  int robots = 0;  // of chat robots and applications
};

struct Earlier {  // what an earlier start left behind
  std::string script;
  std::uint64_t seed = 0;
  int days = 0;
  Ports ports;
};

inline constexpr std::string_view kHookSecret =
    "whsec_cHJhY3RpY2Utd29ybGQtc2VjcmV0LTIwMjYtMTEtMDI=";

Result<std::optional<Earlier>> read_earlier(const std::filesystem::path& folder);

// vouch.toml, world.json, truth.jsonl and the webhook's secret.
Status write_folder(const std::filesystem::path& folder, const World& world, const Ports& ports);

// Whole or not at all.
Status write_file(const std::filesystem::path& file, std::string_view text, bool secret = false);

}  // namespace vouch::practice
