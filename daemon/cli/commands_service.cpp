#include "daemon/cli/command_line.h"

#include "daemon/cli/control_client.h"
#include "daemon/cli/doctor.h"
#include "daemon/cli/inspect.h"
#include "daemon/cli/offline.h"
#include "daemon/cli/output.h"
#include "daemon/cli/setup.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {
namespace {

vouch::config::Settings settings_of(const Options& options, int& exit_code) {
  const vouch::config::Loaded loaded = vouch::config::load_file(options.config);
  for (const auto& problem : loaded.problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  exit_code = loaded.ok() ? 0 : static_cast<int>(kBadConfiguration);
  return loaded.settings;
}

}  // namespace

void CommandLine::add_one_shot() {
  auto* check =
      app_.add_subcommand("check", "look at one URL now: live, keyword, link, indexability");
  check->add_option("url", o_.check.url, "http or https URL")->required();
  check->add_option("--keyword", o_.check.keywords, "must stand in the visible text (repeatable)");
  check->add_option("--link", o_.check.link, "host or URL that must be linked");
  check->add_option("--engine", o_.check.engines, "baidu, so360, sogou, bing, google (repeatable)");
  check->add_option("--allow", o_.check.allow,
                    "CIDR:PORT that may be reached although it is private");
  on(check, [this] {
    o_.check.json = o_.json;
    return check_url(o_.check);
  });
  auto* inspect = app_.add_subcommand(
      "inspect", "what Vouch reads in a page, a robots.txt, a URL or a result page");
  inspect->require_subcommand(1);
  auto* page = inspect->add_subcommand("page", "page facts as JSON");
  page->add_option("target", o_.file, "file or URL")->required();
  page->add_option("--base", o_.base, "URL the file came from");
  page->add_option("--content-type", o_.content_type, "as the server would send it");
  page->add_option("--allow", o_.check.allow,
                   "CIDR:PORT that may be reached although it is private");
  on(page, [this] { return inspect_page(o_.file, o_.base, o_.content_type, o_.check.allow); });
  auto* robots = inspect->add_subcommand("robots", "may this agent fetch this URL");
  robots->add_option("file", o_.file, "a robots.txt")->required();
  robots->add_option("--agent", o_.agent, "product token, such as Baiduspider")->required();
  robots->add_option("--url", o_.url, "URL, or its path")->required();
  on(robots, [this] { return inspect_robots(o_.file, o_.agent, o_.url); });
  auto* url = inspect->add_subcommand("url", "href, identity keys, registrable domain");
  url->add_option("url", o_.url, "absolute, or relative to --base")->required();
  url->add_option("--base", o_.base, "URL of the page it stands on");
  on(url, [this] { return inspect_url(o_.url, o_.base); });
  add_inspect_serp(*inspect);
}

void CommandLine::add_inspect_serp(CLI::App& inspect) {
  auto* serp = inspect.add_subcommand("serp", "rows of a search engine's result page");
  serp->add_option("file", o_.serp.file, "the page as it came, without content coding")->required();
  serp->add_option("--engine", o_.serp.engine, "baidu, so360, sogou, bing, google")->required();
  serp->add_option("--device", o_.serp.device, "whose layout it is")
      ->check(CLI::IsMember({"desktop", "mobile"}))
      ->capture_default_str();
  serp->add_option("--query", o_.serp.query, "as it was asked; decoys are told by it");
  serp->add_option("--find", o_.serp.find, "URL to look for among the rows");
  serp->add_option("--base", o_.serp.base, "URL the page came from");
  serp->add_option("--content-type", o_.serp.content_type, "as the server sent it");
  serp->add_flag("--control-answered", o_.serp.control_answered,
                 "a query with a known answer got it by the same route: \"nothing found\" counts");
  on(serp, [this] {
    o_.serp.json = o_.json;
    return inspect_serp(o_.serp);
  });
}

void CommandLine::add_operations() {
  for (const auto& [noun, path] :
       {std::pair{"channel", "/api/v1/channels/"}, {"provider", "/api/v1/providers/"}}) {
    auto* command = app_.add_subcommand(noun, "test one");
    command->require_subcommand(1);
    auto* test = command->add_subcommand("test", "asks it now");
    test->add_option("name", o_.name, "as the configuration names it")->required();
    on(test, [this, path = std::string(path)] { return test_one(path); });
    if (noun == std::string_view("channel")) {
      test->add_option("--to", o_.to, "mail address, or of an application a login; default: you");
    }
    if (noun == std::string_view("provider")) add_withdraw(command);
  }
  auto* backup = app_.add_subcommand("backup", "database and evidence into a folder");
  backup->add_option("dir", o_.file, "folder that takes it")->required();
  on(backup, [this] {
    return post(o_, "/api/v1/backup", Body().add("dir", absolute(o_.file)), backup_words);
  });
  auto* reload = app_.add_subcommand("reload", "read the configuration again");
  on(reload, [this] { return post(o_, "/api/v1/reload", {}, reload_words); });
  auto* restore = app_.add_subcommand("restore", "takes a backup back (vouchd stopped)");
  restore->add_option("from", o_.file, "folder of the backup")->required();
  on(restore, [this] {
    return offline([this](const auto& settings) { return cli::restore(settings, o_.file); });
  });
  auto* replay =
      app_.add_subcommand("replay", "derives every verdict again and compares (vouchd stopped)");
  replay->add_option("--from", o_.from, "first claim id");
  on(replay, [this] {
    return offline(
        [this](const auto& settings) { return cli::replay(settings, o_.from, o_.json); });
  });
  auto* ledger =
      app_.add_subcommand("ledger", "the hash chain over everything observed and decided");
  ledger->require_subcommand(1);
  auto* verify = ledger->add_subcommand("verify", "walks it (vouchd stopped)");
  on(verify, [this] {
    return offline([this](const auto& settings) { return verify_ledger(settings, o_.json); });
  });
  auto* setup =
      app_.add_subcommand("setup", "asks what vouchd needs to know and writes the configuration");
  on(setup, [this] { return cli::setup(o_.config); });
  auto* doctor =
      app_.add_subcommand("doctor", "DNS, clock, disk, channels, providers, calendar, database");
  on(doctor, [this] { return cli::doctor(o_.config); });
}

int CommandLine::test_one(const std::string& path) {
  Body body;
  if (!o_.to.empty()) body.add("to", o_.to);
  const ControlClient client(socket_path(o_));
  const auto answer = client.call("POST", path + percent_encode(o_.name) + "/test", body.json());
  if (!answer) return complain(answer.error());
  if (!is_good(*answer)) return complain(*answer);
  if (o_.json) {
    print_json(answer->body);
  } else {
    std::fputs(test_words(answer->body).c_str(), stdout);
  }
  return answer->body.find("\"ok\":true") != std::string::npos ? kOk : kNegative;
}

int CommandLine::offline(const std::function<int(const vouch::config::Settings&)>& work) {
  int code = 0;
  const vouch::config::Settings settings = settings_of(o_, code);
  return code != 0 ? code : work(settings);
}

}  // namespace vouch::daemon::cli
