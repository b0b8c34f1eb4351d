#include "practice/folder.h"

#include <sys/stat.h>

#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "practice/engines.h"
#include "practice/provider_desk.h"
#include "practice/robot_desk.h"
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

std::string robot_settings(const fs::path& folder, const World& world, const Ports& ports) {
  const std::string base = fmt::format("http://127.0.0.1:{}", ports.robots);
  const auto file = [&](const RobotPlace& robot, std::string_view what) {
    return in_quotes((folder / robot_file(robot, what)).string());
  };
  std::string text;
  for (const RobotPlace& robot : world.robots) {
    text += fmt::format("[[robot]]\nname = {}\nkind = {}\nprivate_allowed = true\n",
                        in_quotes(robot.name), in_quotes(robot.kind));
    if (robot.kind == "wecom_app") {
      text += fmt::format("corp_id = {}\nagent_id = {}\nbase_url = {}\nsecret_file = {}\n",
                          in_quotes(kRobotCompany), kRobotAgent, in_quotes(base),
                          file(robot, "secret"));
      std::string users;
      for (const std::string& login : robot.users) {
        users += fmt::format("{}{} = {}", users.empty() ? "" : ", ", login,
                             in_quotes(robot_person(login)));
      }
      text += fmt::format("users = {{ {} }}\n\n", users);
      continue;
    }
    text += fmt::format("address_file = {}\n", file(robot, "address"));
    if (!robot.user.empty()) text += fmt::format("user = {}\n", in_quotes(robot.user));
    if (robot_signs(robot)) text += fmt::format("secret_file = {}\n", file(robot, "secret"));
    text += "\n";
  }
  return text;
}

Status write_robot_secrets(const fs::path& folder, const World& world, const Ports& ports) {
  for (const RobotPlace& robot : world.robots) {
    const std::string address =
        fmt::format("http://127.0.0.1:{}{}\n", ports.robots, robot_path(robot));
    const std::string secret = std::string(kRobotSecret) + "\n";
    if (auto done = write_file(folder / robot_file(robot, "address"), address, true); !done)
      return done;
    if (auto done = write_file(folder / robot_file(robot, "secret"), secret, true); !done)
      return done;
  }
  return {};
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
      "private_allowed = true\n\n{}"
      "[practice]\ndir = {}\n",
      in_quotes((folder / "state").string()), ports.vouchd, in_quotes(world.company), ports.sites,
      ports.sites, front("news"), front("b2b"), front(own.key), provider_settings(world, ports),
      submission_settings(folder, world, ports), ports.mail, ports.hook,
      in_quotes((folder / "webhook-secret").string()), robot_settings(folder, world, ports),
      in_quotes(folder.string()));
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
  json::array robots;
  for (const RobotPlace& robot : world.robots) {
    json::object users;
    if (!robot.user.empty()) users[robot.user] = "";
    for (const std::string& login : robot.users) users[login] = robot_person(login);
    robots.push_back(
        json::object{{"name", robot.name}, {"kind", robot.kind}, {"users", std::move(users)}});
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
                                                {"robots", ports.robots},
                                                {"vouchd", ports.vouchd}}},
                         {"address", fmt::format("http://127.0.0.1:{}", ports.vouchd)},
                         {"socket", (folder / "state" / "vouchd.sock").string()},
                         {"webhook_secret", kHookSecret},
                         {"robots", std::move(robots)},
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
                 port_in(ports, "hook"),  port_in(ports, "vouchd"), port_in(ports, "robots")};
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
  if (auto done = write_robot_secrets(folder, world, ports); !done) return done;
  if (auto done = write_file(folder / "truth.jsonl", truth); !done) return done;
  // Tests change the configuration between two starts: an existing one stays.
  if (!fs::exists(folder / "vouch.toml")) {
    const auto done = write_file(folder / "vouch.toml", settings_text(folder, world, ports));
    if (!done) return done;
  }
  return write_file(folder / "world.json", world_text(folder, world, ports));
}

}  // namespace vouch::practice
