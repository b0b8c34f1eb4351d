#include "daemon/cli/ask.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <boost/json.hpp>

#include "config/settings.h"
#include "core/text.h"
#include "daemon/cli/control_client.h"
#include "daemon/cli/output.h"

namespace vouch::daemon::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

}  // namespace

// vouchd works in another folder than the person who asks.
std::string absolute(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path full = std::filesystem::absolute(path, failed);
  return failed ? path : full.lexically_normal().string();
}

// A socket named by hand may be another daemon's than the configuration's.
std::string public_url(const Options& options) {
  if (!options.socket.empty() || !environment("VOUCH_SOCKET").empty()) return {};
  return vouch::config::load_file(options.config, vouch::config::Inspect::kText)
      .settings.daemon.public_url;
}

std::string socket_path(const Options& options) {
  if (!options.socket.empty()) return options.socket;
  if (const std::string named = environment("VOUCH_SOCKET"); !named.empty()) return named;
  const vouch::config::Loaded loaded =
      vouch::config::load_file(options.config, vouch::config::Inspect::kText);
  const std::string named = loaded.settings.daemon.socket.string();
  std::error_code failed;
  if (!named.empty() || !std::filesystem::exists(options.config, failed)) return named;
  // No TOML: a vouchd that runs on its usual socket can still be asked, and told to reload.
  return (loaded.settings.daemon.state_dir / "vouchd.sock").string();
}

int ask(const Options& options, std::string_view method, const std::string& target,
        const std::string& body, const std::function<std::string(const std::string&)>& words,
        std::string_view type) {
  const std::string socket = socket_path(options);
  if (socket.empty()) {
    std::fprintf(
        stderr,
        "vouch: %s: no configuration here; name it with --config, or the socket with --socket\n",
        options.config.c_str());
    return kCouldNotTell;
  }
  const ControlClient client(socket);
  const auto answer = client.call(method, target, body, type);
  if (!answer) return complain(answer.error());
  if (!is_good(*answer)) return complain(*answer);
  if (options.json || !words) {
    print_json(answer->body);
  } else {
    std::fputs(words(answer->body).c_str(), stdout);
  }
  return kOk;
}

Words says(std::string sentence) {
  return [sentence = std::move(sentence)](const std::string&) { return sentence + "\n"; };
}

int post(const Options& options, const std::string& target, const Body& body, const Words& words) {
  return ask(options, "POST", target, body.json(), words);
}

Body::Body(std::initializer_list<std::pair<const char*, const std::string*>> given) {
  for (const auto& [key, text] : given) {
    if (!text->empty()) add(key, std::string_view(*text));
  }
}

Body& Body::member(std::string_view key, std::string_view value) {
  if (!members_.empty()) members_ += ",";
  members_ += boost::json::serialize(boost::json::string(key)) + ":" + std::string(value);
  return *this;
}
Body& Body::add(std::string_view key, std::string_view text) {
  return member(key, boost::json::serialize(boost::json::string(text)));
}
Body& Body::add(std::string_view key, int number) {
  return member(key, std::to_string(number));
}
Body& Body::add(std::string_view key, const std::vector<int>& numbers) {
  return member(key, boost::json::serialize(boost::json::array(numbers.begin(), numbers.end())));
}
Body& Body::flag(std::string_view key, bool value) {
  return member(key, value ? "true" : "false");
}

std::string query(std::initializer_list<std::pair<const char*, std::string>> pairs) {
  std::string out;
  for (const auto& [key, value] : pairs) {
    if (!value.empty())
      out += (out.empty() ? "?" : "&") + std::string(key) + "=" + percent_encode(value);
  }
  return out;
}

}  // namespace vouch::daemon::cli
