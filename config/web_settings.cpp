#include "config/web_settings.h"

#include <fmt/format.h>

#include "core/ip_range.h"
#include "core/url.h"

namespace vouch::config {

void read_web(Section section, const std::filesystem::path& here, WebSettings& out) {
  std::vector<std::string> proxies;
  section.texts("trusted_proxies", proxies);
  for (const std::string& proxy : proxies) {
    if (is_ip_range(proxy)) {
      out.trusted_proxies.push_back(proxy);
    } else {
      section.problem("trusted_proxies",
                      fmt::format("\"{}\" is no address or network such as \"127.0.0.1\" or "
                                  "\"10.1.0.0/16\"",
                                  proxy));
    }
  }
  section.path("certificate", out.certificate, here);
  section.path("key", out.key, here);
  if (section.has("certificate") != section.has("key")) {
    section.problem(section.has("certificate") ? "certificate" : "key",
                    "certificate and key go together: name both files or neither");
  }
  constexpr Millis kLeast = std::chrono::minutes(5);
  constexpr Millis kMost = std::chrono::hours(24 * 30);
  section.duration("session_idle", out.session_idle, kLeast, kMost);
  section.duration("session_life", out.session_life, kLeast, kMost);
  section.word("second_step", out.second_step, {"auto", "required", "offered"});
  section.finish();
}

bool Settings::second_step_required() const {
  if (web.second_step != "auto") return web.second_step == "required";
  const auto url = Url::parse(base_url());
  return url && !is_inside_host(url->host());
}

}  // namespace vouch::config
