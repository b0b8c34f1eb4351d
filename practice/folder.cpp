#include "practice/folder.h"

#include <sys/stat.h>

#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "practice/engines.h"
#include "practice/provider_desk.h"
#include "practice/truth.h"

namespace vouch::practice {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// One instance, asked for each engine by itself.
std::string provider_settings(const World& world, const Ports& ports) {
  const std::string known = in_quotes(world.url(*world.site(world.own_site), "/"));
  std::string text;
  for (const auto& [key, daily_quota] : world.engines) {
    const EngineHabits& engine = *engine_habits(key);
    const std::string name = world.engines.size() == 1 ? "practice" : "practice-" + key;
    text += fmt::format("[[provider]]\nname = \"{}\"\nkind = \"searxng\"\nengine = \"{}\"\n", name,
                        key);
    if (engine.instance_name != key)
      text += fmt::format("engine_name = \"{}\"\n", engine.instance_name);
    text += fmt::format("url = \"http://127.0.0.1:{}\"\ndaily_quota = {}\ncanary_url = {}\n\n",
                        ports.engine, daily_quota, known);
  }
  return text;
}

// Where new pages of the own site are handed in.
std::string submission_settings(const fs::path& folder, const World& world, const Ports& ports) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kRoutes = {
      {{"baidu_push", "/urls"},
       {"indexnow", "/indexnow"},
       {"bing_batch", "/webmaster/api.svc/json/SubmitUrlBatch"}}};
  const std::string site = in_quotes(world.url(*world.site(world.own_site), ""));
  std::string text;
  for (const auto& [route, path] : kRoutes) {
    text += fmt::format(
        "[[submission]]\nroute = \"{}\"\nsite = {}\nurl = \"http://127.0.0.1:{}{}\"\n"
        "credential_file = {}\n\n",
        route, site, ports.engine, path, in_quotes((folder / "submission-key").string()));
  }
  return text;
}

// Nothing that decides about claims differs from the shipped settings: addresses alone do.
std::string settings_text(const fs::path& folder, const World& world, const Ports& ports) {
  const Site& own = *world.site(world.own_site);
  const auto front = [&world](std::string_view key) {
    return in_quotes(world.url(*world.site(key), "/"));
  };
  return fmt::format(
      "# Written by vouch-practice: a company that does not exist, on this machine alone.\n"
      "[daemon]\nstate_dir = {}\nlisten = \"127.0.0.1:{}\"\n\n"
      "[company]\nname = {}\n\n"
      "[network]\ncontact = \"https://practice.example/\"\n"
      "allow = [\"127.0.0.0/8:{}\", \"[::1]/128:{}\"]\n"
      "control_urls = [{}, {}, {}]\n\n"
      "{}{}"
      "[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n"
      "from = \"vouch@qingquan.example\"\nfrom_name = \"核验\"\n\n"
      "[[webhook]]\nname = \"practice\"\nurl = \"http://127.0.0.1:{}/hook\"\nsecret_file = {}\n"
      "private_allowed = true\n\n"
      "[practice]\ndir = {}\n",
      in_quotes((folder / "state").string()), ports.vouchd, in_quotes(world.company), ports.sites,
      ports.sites, front("news"), front("b2b"), front(own.key), provider_settings(world, ports),
      submission_settings(folder, world, ports), ports.mail, ports.hook,
      in_quotes((folder / "webhook-secret").string()), in_quotes(folder.string()));
}

std::string world_text(const fs::path& folder, const World& world, const Ports& ports) {
  json::array people;
  for (const Person& person : world.people) {
    people.push_back(json::object{{"login", person.login},
                                  {"name", person.name},
                                  {"role", person.role},
                                  {"post", person.post},
                                  {"email", person.email},
                                  {"token", person.token}});
  }
  const json::object out{{"script", world.script},
                         {"seed", world.seed},
                         {"days", world.days},
                         {"start", to_rfc3339(world.start)},
                         {"end", to_rfc3339(world.end)},
                         {"company", world.company},
                         {"team", world.team},
                         {"own_site", world.site(world.own_site)->host},
                         {"ports", json::object{{"sites", ports.sites},
                                                {"engine", ports.engine},
                                                {"mail", ports.mail},
                                                {"hook", ports.hook},
                                                {"vouchd", ports.vouchd}}},
                         {"address", fmt::format("http://127.0.0.1:{}", ports.vouchd)},
                         {"socket", (folder / "state" / "vouchd.sock").string()},
                         {"webhook_secret", kHookSecret},
                         {"people", std::move(people)}};
  return json::serialize(out) + "\n";
}

int port_in(const json::value& ports, std::string_view name) {
  return static_cast<int>(ports.at(name).as_int64());
}

}  // namespace

Result<std::optional<Earlier>> read_earlier(const fs::path& folder) {
  const fs::path file = folder / "world.json";
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return std::optional<Earlier>();
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  try {
    const json::value value = json::parse(text);
    Earlier out;
    out.script = value.at("script").as_string();
    out.seed = value.at("seed").to_number<std::uint64_t>();
    out.days = value.at("days").to_number<int>();
    const json::value& ports = value.at("ports");
    out.ports = {port_in(ports, "sites"), port_in(ports, "engine"), port_in(ports, "mail"),
                 port_in(ports, "hook"), port_in(ports, "vouchd")};
    return std::optional<Earlier>(std::move(out));
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kCorrupt, problem.what(), file.string());
  }
}

Status write_file(const fs::path& file, std::string_view text, bool secret) {
  const fs::path fresh = file.string() + ".new";
  const mode_t before = ::umask(secret ? 0077 : 0022);
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  ::umask(before);
  out << text;
  out.close();
  std::error_code error;
  if (out) fs::rename(fresh, file, error);
  if (!out || error) return fail(ErrorCode::kIo, "cannot be written", file.string());
  return {};
}

Status write_folder(const fs::path& folder, const World& world, const Ports& ports) {
  std::string truth;
  for (const std::string& line : truth_lines(world)) truth += line + "\n";
  const std::string secret = std::string(kHookSecret) + "\n";
  if (auto done = write_file(folder / "webhook-secret", secret, true); !done) return done;
  const std::string key = std::string(kProviderKey) + "\n";
  if (auto done = write_file(folder / "submission-key", key, true); !done) return done;
  if (auto done = write_file(folder / "truth.jsonl", truth); !done) return done;
  // Tests change the configuration between two starts: an existing one stays.
  if (!fs::exists(folder / "vouch.toml")) {
    const auto done = write_file(folder / "vouch.toml", settings_text(folder, world, ports));
    if (!done) return done;
  }
  return write_file(folder / "world.json", world_text(folder, world, ports));
}

}  // namespace vouch::practice
