// vouch: the command line. While vouchd runs, every command but check, inspect, setup, restore,
// replay and ledger speaks to it over its Unix socket.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "config/settings.h"
#include "core/text.h"
#include "core/version.h"
#include "daemon/cli/control_client.h"
#include "daemon/cli/doctor.h"
#include "daemon/cli/inspect.h"
#include "daemon/cli/offline.h"
#include "daemon/cli/output.h"
#include "daemon/cli/setup.h"
#include "daemon/cli/words.h"

namespace {

namespace json = boost::json;
using vouch::daemon::cli::Answer;
using vouch::daemon::cli::ControlClient;
using vouch::daemon::cli::percent_encode;
namespace cli = vouch::daemon::cli;

struct Options {
  std::string socket;
  std::string config = "/etc/vouch/vouch.toml";

  std::string user, since, work, after;
  std::string file, as, date;
  std::string kind, stage, reason, until, text;
  std::string login, name, email, role = "employee", post, team, label, domain, to, from_date,
                                  supervisor, deputy, successor;
  std::string base, content_type, agent, url, address;
  std::string engine, on;
  std::vector<int> weekdays;
  cli::CheckWish check;
  cli::SerpWish serp;

  std::int64_t id = 0;
  std::int64_t from = 0;
  int limit = 100;
  bool competitor = false;
  std::string target_url;
  int priority = 3;
  bool json = false;
  bool baseline = false;
  bool accept = false, reject = false;
  bool no_successor = false;
  bool dry_run = false;
};

// vouchd works in another folder than the person who asks.
std::string absolute(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path full = std::filesystem::absolute(path, failed);
  return failed ? path : full.lexically_normal().string();
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
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

// A socket named by hand may be another daemon's than the configuration's.
std::string public_url(const Options& options) {
  if (!options.socket.empty() || !environment("VOUCH_SOCKET").empty()) return {};
  return vouch::config::load_file(options.config, vouch::config::Inspect::kText)
      .settings.daemon.public_url;
}

int ask(const Options& options, std::string_view method, const std::string& target,
        const std::string& body, const std::function<std::string(const std::string&)>& words,
        std::string_view type = "application/json") {
  const std::string socket = socket_path(options);
  if (socket.empty()) {
    std::fprintf(
        stderr,
        "vouch: %s: no configuration here; name it with --config, or the socket with --socket\n",
        options.config.c_str());
    return cli::kCouldNotTell;
  }
  const ControlClient client(socket);
  const auto answer = client.call(method, target, body, type);
  if (!answer) return cli::complain(answer.error());
  if (!cli::is_good(*answer)) return cli::complain(*answer);
  if (options.json || !words) {
    cli::print_json(answer->body);
  } else {
    std::fputs(words(answer->body).c_str(), stdout);
  }
  return cli::kOk;
}

using Words = std::function<std::string(const std::string&)>;

Words says(std::string sentence) {
  return [sentence = std::move(sentence)](const std::string&) { return sentence + "\n"; };
}

int post(const Options& options, const std::string& target, const json::object& body,
         const Words& words) {
  return ask(options, "POST", target, json::serialize(body), words);
}

// Leaves out what was not given.
json::object fields(std::initializer_list<std::pair<const char*, const std::string*>> pairs) {
  json::object out;
  for (const auto& [key, value] : pairs) {
    if (!value->empty()) out[key] = *value;
  }
  return out;
}

std::string query(std::initializer_list<std::pair<const char*, std::string>> pairs) {
  std::string out;
  for (const auto& [key, value] : pairs) {
    if (!value.empty())
      out += (out.empty() ? "?" : "&") + std::string(key) + "=" + percent_encode(value);
  }
  return out;
}

vouch::config::Settings settings_of(const Options& options, int& exit_code) {
  const vouch::config::Loaded loaded = vouch::config::load_file(options.config);
  for (const auto& problem : loaded.problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  exit_code = loaded.ok() ? 0 : static_cast<int>(cli::kBadConfiguration);
  return loaded.settings;
}

int import_report(const Options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return cli::kUsage;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string target = "/api/v1/reports" + query({{"as", options.as},
                                                        {"date", options.date},
                                                        {"baseline", options.baseline ? "1" : ""},
                                                        {"name", options.file}});
  return ask(options, "POST", target, bytes.str(), cli::report_words, "text/csv");
}

int import_records(const Options& options, bool dry_run) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return cli::kUsage;
  }
  std::ostringstream text;
  text << file.rdbuf();
  const json::object body{{"toml", text.str()}, {"file", options.file}, {"dry_run", dry_run}};
  return ask(options, "POST", "/api/v1/records", json::serialize(body), cli::record_change_words);
}

int hand_in_capture(const Options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return cli::kUsage;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string target = "/api/v1/captures/" + std::to_string(options.id) +
                             query({{"as", options.as}, {"address", options.address}});
  const bool archive = options.file.ends_with(".mhtml") || options.file.ends_with(".mht");
  return ask(options, "POST", target, bytes.str(), cli::handed_in_words,
             archive ? "multipart/related" : "text/html");
}

class CommandLine {
 public:
  CommandLine() : app_("Vouch 核验: finds out whether promotion work really happened", "vouch") {
    app_.set_version_flag("--version", std::string("vouch ") + vouch::kVersion);
    app_.add_option("--socket", o_.socket,
                    "vouchd's Unix socket (default: from the configuration; $VOUCH_SOCKET)");
    app_.add_option("--config", o_.config, "configuration file")->capture_default_str();
    app_.footer(
        "check, inspect, setup and doctor work by themselves; restore, replay and ledger want "
        "vouchd stopped;\n"
        "all others ask the running vouchd and are for root and its own account.\n"
        "--config, --socket and --json may also stand behind a command.\n"
        "Exit: 0 ok, 1 the answer is negative, 2 usage, 3 could not tell, 78 bad configuration.\n"
        "`vouch COMMAND --help` tells more.");
    app_.add_flag("--json", o_.json, "answer as JSON");
    app_.require_subcommand(1);
    app_.fallthrough();
    add_one_shot();
    add_reading();
    add_claims();
    add_captures();
    add_company();
    add_ranks();
    add_records();
    add_operations();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error);
      return code == 0 ? 0 : cli::kUsage;
    }
    return exit_code_;
  }

 private:
  void on(CLI::App* command, std::function<int()> work) {
    command->callback([this, work = std::move(work)] { exit_code_ = work(); });
  }

  void add_captures() {
    auto* capture = app_.add_subcommand("capture", "result pages that people look up");
    capture->require_subcommand(1);
    auto* list = capture->add_subcommand("list", "what waits, with the link to open");
    on(list, [this] { return ask(o_, "GET", "/api/v1/captures", {}, cli::capture_words); });
    auto* add = capture->add_subcommand("add", "hand in a saved result page");
    add->add_option("id", o_.id, "of the question")->required();
    add->add_option("file", o_.file, "saved page: .html or .mhtml")->required();
    add->add_option("--as", o_.as, "login of the person who saved it")->required();
    add->add_option("--address", o_.address,
                    "from the browser's bar; an .mhtml file names it itself");
    on(add, [this] { return hand_in_capture(o_); });
    auto* skip = capture->add_subcommand("skip", "say that it cannot be captured");
    skip->add_option("id", o_.id, "of the question")->required();
    skip->add_option("--as", o_.as, "login of the person who tried")->required();
    skip->add_option("--reason", o_.reason, "at least 4 Han characters or 10 letters")->required();
    on(skip, [this] {
      return post(o_, "/api/v1/captures/" + std::to_string(o_.id) + "/skip",
                  fields({{"as", &o_.as}, {"reason", &o_.reason}}), says("已跳过，记下了原因"));
    });
  }

  void add_one_shot() {
    auto* check =
        app_.add_subcommand("check", "look at one URL now: live, keyword, link, indexability");
    check->add_option("url", o_.check.url, "http or https URL")->required();
    check->add_option("--keyword", o_.check.keywords,
                      "must stand in the visible text (repeatable)");
    check->add_option("--link", o_.check.link, "host or URL that must be linked");
    check->add_option("--engine", o_.check.engines,
                      "baidu, so360, sogou, bing, google (repeatable)");
    check->add_option("--allow", o_.check.allow,
                      "CIDR:PORT that may be reached although it is private");
    on(check, [this] {
      o_.check.json = o_.json;
      return cli::check_url(o_.check);
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
    on(page,
       [this] { return cli::inspect_page(o_.file, o_.base, o_.content_type, o_.check.allow); });
    auto* robots = inspect->add_subcommand("robots", "may this agent fetch this URL");
    robots->add_option("file", o_.file, "a robots.txt")->required();
    robots->add_option("--agent", o_.agent, "product token, such as Baiduspider")->required();
    robots->add_option("--url", o_.url, "URL, or its path")->required();
    on(robots, [this] { return cli::inspect_robots(o_.file, o_.agent, o_.url); });
    auto* url = inspect->add_subcommand("url", "href, identity keys, registrable domain");
    url->add_option("url", o_.url, "absolute, or relative to --base")->required();
    url->add_option("--base", o_.base, "URL of the page it stands on");
    on(url, [this] { return cli::inspect_url(o_.url, o_.base); });
    add_inspect_serp(*inspect);
  }

  void add_inspect_serp(CLI::App& inspect) {
    auto* serp = inspect.add_subcommand("serp", "rows of a search engine's result page");
    serp->add_option("file", o_.serp.file, "the page as it came, without content coding")
        ->required();
    serp->add_option("--engine", o_.serp.engine, "baidu, so360, sogou, bing, google")->required();
    serp->add_option("--device", o_.serp.device, "whose layout it is")
        ->check(CLI::IsMember({"desktop", "mobile"}))
        ->capture_default_str();
    serp->add_option("--query", o_.serp.query, "as it was asked; decoys are told by it");
    serp->add_option("--find", o_.serp.find, "URL to look for among the rows");
    serp->add_option("--base", o_.serp.base, "URL the page came from");
    serp->add_option("--content-type", o_.serp.content_type, "as the server sent it");
    serp->add_flag(
        "--control-answered", o_.serp.control_answered,
        "a query with a known answer got it by the same route: \"nothing found\" counts");
    on(serp, [this] {
      o_.serp.json = o_.json;
      return cli::inspect_serp(o_.serp);
    });
  }

  void add_reading() {
    auto* status = app_.add_subcommand("status", "people and their work, channels, providers");
    status->add_option("--user", o_.user, "login: the claims of one person");
    status->add_option("--since", o_.since, "first work date, 2026-11-24");
    on(status, [this] {
      if (!o_.user.empty()) return ask(o_, "GET", claims_target(), {}, cli::claims_words);
      return ask(o_, "GET", "/api/v1/status" + query({{"since", o_.since}}), {}, cli::status_words);
    });
    auto* claims = app_.add_subcommand("claims", "list of claims");
    claims->add_option("--user", o_.user, "login");
    claims->add_option("--since", o_.since, "first work date, 2026-11-24");
    claims->add_option("--work", o_.work, "VERIFIED, FAILED, REGRESSED, MANUAL, PENDING ...");
    claims->add_option("--after", o_.after, "id: go on behind this claim");
    claims->add_option("--limit", o_.limit, "claims at most, up to 500")->capture_default_str();
    on(claims, [this] { return ask(o_, "GET", claims_target(), {}, cli::claims_words); });
    auto* deliveries = app_.add_subcommand("deliveries", "attempts to deliver messages");
    deliveries->add_option("--after", o_.after, "id: go on behind this attempt");
    on(deliveries, [this] {
      return ask(o_, "GET", "/api/v1/deliveries" + query({{"after", o_.after}}), {},
                 cli::delivery_words);
    });
  }

  void add_claims() {
    auto* report = app_.add_subcommand("report", "hand in work");
    report->require_subcommand(1);
    auto* import = report->add_subcommand(
        "import", "CSV of any charset; rows that cannot be used come back with their reason");
    import->add_option("file", o_.file, "the report")->required();
    import->add_option("--as", o_.as, "login of the reporter");
    import->add_option("--date", o_.date, "work date of rows without one, 2026-11-24");
    import->add_flag("--baseline", o_.baseline,
                     "existing URLs: one look, then survival; nobody's rate");
    on(import, [this] { return import_report(o_); });

    auto* claim = app_.add_subcommand("claim", "one claim");
    claim->require_subcommand(1);
    auto* show = claim->add_subcommand("show", "everything known about it");
    show->add_option("id", o_.id, "of the claim")->required();
    on(show, [this] { return ask(o_, "GET", claim_path(""), {}, cli::claim_words); });
    auto* decide = claim->add_subcommand(
        "decide", "waive, confirm, overrule, accept_manual, reject_manual, withdraw, answer");
    decide->add_option("id", o_.id, "of the claim")->required();
    decide
        ->add_option("--kind", o_.kind,
                     "waive: exempt; accept_manual, reject_manual: a person looked; overrule: the "
                     "check was wrong; confirm: it is not there; withdraw: the entry is void; "
                     "answer: an explanation")
        ->required();
    decide->add_option("--reason", o_.reason, "at least 4 Han characters or 10 letters")
        ->required();
    decide->add_option("--stage", o_.stage,
                       "live, content, index:<engine>; absent: the whole claim");
    decide->add_option("--until", o_.until, "end of a waiver, RFC 3339");
    on(decide, [this] {
      return post(o_, claim_path("/decisions"),
                  fields({{"kind", &o_.kind},
                          {"reason", &o_.reason},
                          {"stage", &o_.stage},
                          {"until", &o_.until}}),
                  says("决定已记录"));
    });
    auto* dispute = claim->add_subcommand("dispute", "contest a finding");
    dispute->add_option("id", o_.id, "of the claim")->required();
    dispute->add_option("--text", o_.text, "why the finding is wrong")->required();
    dispute->add_option("--stage", o_.stage,
                        "live, content, index:<engine>; absent: the whole claim");
    on(dispute, [this] {
      return post(o_, claim_path("/disputes"), fields({{"text", &o_.text}, {"stage", &o_.stage}}),
                  says("申诉已记录，主管会收到"));
    });
    auto* recheck = claim->add_subcommand("recheck", "look again now (3 a day)");
    recheck->add_option("id", o_.id, "of the claim")->required();
    on(recheck, [this] { return post(o_, claim_path("/recheck"), {}, cli::recheck_words); });
    auto* close = app_.add_subcommand("dispute", "answer a dispute");
    close->require_subcommand(1);
    auto* answer = close->add_subcommand("close", "accept or reject it");
    answer->add_option("id", o_.id, "of the dispute")->required();
    answer->add_option("--answer", o_.text, "what the employee reads")->required();
    answer->add_flag("--accept", o_.accept, "the employee is right");
    answer->add_flag("--reject", o_.reject, "the finding stays");
    on(answer, [this] {
      if (o_.accept == o_.reject) {
        std::fputs("vouch: give either --accept or --reject\n", stderr);
        return static_cast<int>(cli::kUsage);
      }
      json::object body = fields({{"answer", &o_.text}});
      body["accept"] = o_.accept;
      return post(o_, "/api/v1/disputes/" + std::to_string(o_.id) + "/close", body,
                  says("已答复申诉"));
    });
  }

  void add_company() {
    auto* user = app_.add_subcommand("user", "people");
    user->require_subcommand(1);
    auto* add = user->add_subcommand("add", "new person; prints the personal link token");
    add->add_option("--login", o_.login, "a-z 0-9 . - _")->required();
    add->add_option("--name", o_.name, "as colleagues write it")->required();
    add->add_option("--email", o_.email, "where notices go; absent: the personal page alone");
    add->add_option("--role", o_.role, "what the person may do")
        ->check(CLI::IsMember({"employee", "supervisor", "admin", "owner"}))
        ->capture_default_str();
    add->add_option("--post", o_.post, "what the person does")
        ->check(CLI::IsMember({"editor", "promoter", "service", "sales", "vendor"}));
    add->add_option("--team", o_.team, "name of a team");
    add->add_option("--weekdays", o_.weekdays,
                    "days on which a report is expected: 1 Monday .. 7 Sunday")
        ->delimiter(',');
    on(add, [this] {
      json::object body = fields({{"login", &o_.login},
                                  {"name", &o_.name},
                                  {"email", &o_.email},
                                  {"role", &o_.role},
                                  {"post", &o_.post},
                                  {"team", &o_.team}});
      if (!o_.weekdays.empty())
        body["report_weekdays"] = json::array(o_.weekdays.begin(), o_.weekdays.end());
      return post(o_, "/api/v1/users", body, [this](const std::string& answer) {
        return cli::added_user_words(answer, o_.role != "employee", public_url(o_));
      });
    });
    auto* users = user->add_subcommand("list", "everybody");
    on(users, [this] { return ask(o_, "GET", "/api/v1/users", {}, cli::user_words); });
    auto* disable = user->add_subcommand("disable", "somebody leaves: tokens and links end");
    disable->add_option("login", o_.login, "who leaves")->required();
    auto* heir = disable->add_option("--successor", o_.successor,
                                     "who is told about the claims still being watched");
    auto* nobody = disable->add_flag("--no-successor", o_.no_successor, "nobody is told");
    heir->excludes(nobody);
    on(disable, [this] {
      json::object body = fields({{"successor", &o_.successor}});
      if (o_.no_successor) body["successor"] = "";
      body["active"] = false;
      return ask(o_, "PATCH", "/api/v1/users/" + percent_encode(o_.login), json::serialize(body),
                 says("已停用 " + o_.login + "：令牌和个人页面不再有效"));
    });
    auto* token = user->add_subcommand("token", "API token, shown once");
    token->add_option("login", o_.login, "whose rights it has")->required();
    token->add_option("--label", o_.label, "what it is for")->required();
    on(token, [this] {
      return post(o_, "/api/v1/tokens", fields({{"login", &o_.login}, {"label", &o_.label}}),
                  cli::token_words);
    });

    auto* team = app_.add_subcommand("team", "teams");
    team->require_subcommand(1);
    auto* add_team = team->add_subcommand("add", "new team");
    add_team->add_option("name", o_.name, "such as 网销部")->required();
    on(add_team, [this] {
      return post(o_, "/api/v1/teams", fields({{"name", &o_.name}}), says("已添加部门 " + o_.name));
    });
    auto* teams = team->add_subcommand("list", "teams and who belongs to them");
    on(teams, [this] { return ask(o_, "GET", "/api/v1/users", {}, cli::team_words); });
    auto* lead = team->add_subcommand("lead", "supervisor and deputy of a team, by login");
    lead->add_option("name", o_.name, "of the team")->required();
    lead->add_option("--supervisor", o_.supervisor, "login");
    lead->add_option("--deputy", o_.deputy, "login");
    lead->add_option("--deputy-from", o_.from_date, "first day, 2026-11-24");
    lead->add_option("--deputy-to", o_.to, "last day");
    on(lead, [this] {
      const json::object body = fields({{"supervisor", &o_.supervisor},
                                        {"deputy", &o_.deputy},
                                        {"deputy_from", &o_.from_date},
                                        {"deputy_to", &o_.to}});
      return ask(o_, "PATCH", "/api/v1/teams/" + percent_encode(o_.name), json::serialize(body),
                 says("已更新部门 " + o_.name));
    });

    add_list("site", "the company's own sites", "/api/v1/sites", cli::site_words,
             [this](CLI::App* add_site) {
               add_site->add_option("domain", o_.domain, "such as example.com")->required();
               add_site->add_option("--name", o_.name, "as people call it");
               add_site->add_flag("--competitor", o_.competitor,
                                  "not ours: its places are kept beside ours");
               on(add_site, [this] {
                 json::object body = fields({{"domain", &o_.domain}, {"name", &o_.name}});
                 body["competitor"] = o_.competitor;
                 return post(o_, "/api/v1/sites", body, says("已添加网站 " + o_.domain));
               });
             });
    add_list("keyword", "the keyword library", "/api/v1/keywords", cli::keyword_words,
             [this](CLI::App* add_keyword) {
               add_keyword->add_option("text", o_.text, "the keyword")->required();
               add_keyword->add_option("--priority", o_.priority, "1 highest .. 9")
                   ->capture_default_str();
               add_keyword->add_option("--target", o_.target_url,
                                       "the page that is meant to rank; without it any own page");
               on(add_keyword, [this] {
                 json::object body = fields({{"text", &o_.text}, {"target_url", &o_.target_url}});
                 body["priority"] = o_.priority;
                 return post(o_, "/api/v1/keywords", body, says("已加入词库：" + o_.text));
               });
             });
    add_list("leave", "days off of a person", "/api/v1/leave", cli::leave_words,
             [this](CLI::App* add_leave) {
               add_leave->add_option("login", o_.login, "who is away")->required();
               add_leave->add_option("--from", o_.from_date, "first day, 2026-11-24")->required();
               add_leave->add_option("--to", o_.to, "last day")->required();
               on(add_leave, [this] {
                 return post(
                     o_, "/api/v1/leave",
                     fields({{"login", &o_.login}, {"from", &o_.from_date}, {"to", &o_.to}}),
                     says("已登记请假：" + o_.login));
               });
             });
  }

  void add_ranks() {
    auto* rank = app_.add_subcommand("rank", "where the keywords stand in the search engines");
    rank->require_subcommand(1);
    const auto since = [this](CLI::App* command, const char* usual) {
      command->add_option("--since", o_.since,
                          fmt::format("first day, 2026-11-24 (default: {} ago)", usual));
    };
    const auto engine = [this](CLI::App* command) {
      command->add_option("--engine", o_.engine, "baidu, so360, sogou, bing, google");
    };
    auto* show = rank->add_subcommand("show", "history of one keyword, every look");
    show->add_option("keyword", o_.text, "of the library")->required();
    engine(show);
    since(show, "30 days");
    on(show, [this] {
      return ask(o_, "GET",
                 "/api/v1/ranks/history" +
                     query({{"keyword", o_.text}, {"engine", o_.engine}, {"since", o_.since}}),
                 {}, cli::rank_history_words);
    });
    auto* movers = rank->add_subcommand("movers", "moves that are more than noise, newest first");
    since(movers, "a week");
    on(movers, [this] {
      return ask(o_, "GET", "/api/v1/ranks/movers" + query({{"since", o_.since}}), {},
                 cli::rank_mover_words);
    });
    auto* visibility =
        rank->add_subcommand("visibility", "visibility, share of voice and coverage per engine");
    engine(visibility);
    visibility->add_option("--on", o_.on, "as it stood at the end of this day, 2026-11-24");
    on(visibility, [this] {
      return ask(o_, "GET",
                 "/api/v1/ranks/visibility" + query({{"engine", o_.engine}, {"on", o_.on}}), {},
                 cli::rank_figure_words);
    });
  }

  void add_records() {
    auto* platform = app_.add_subcommand("platform", "where work is published, as dated records");
    platform->require_subcommand(1);
    auto* list = platform->add_subcommand("list", "all of them");
    on(list,
       [this] { return ask(o_, "GET", "/api/v1/records?kind=platform", {}, cli::platform_words); });
    auto* add = platform->add_subcommand("add", "from a data file with [[platform]] records");
    add->add_option("file", o_.file, "TOML data file")->required();
    on(add, [this] { return import_records(o_, false); });
    add_proposals(platform);

    auto* config = app_.add_subcommand("config", "rules in data files: policies, platforms, ...");
    config->require_subcommand(1);
    auto* import = config->add_subcommand("import", "takes records of a higher revision");
    import->add_option("file", o_.file, "TOML data file")->required();
    on(import, [this] { return import_records(o_, false); });
    auto* diff = config->add_subcommand("diff", "what an import would change");
    diff->add_option("file", o_.file, "TOML data file")->required();
    on(diff, [this] { return import_records(o_, true); });
  }

  void add_proposals(CLI::App* platform) {
    auto* proposals = platform->add_subcommand("proposals", "what own looks say about the records");
    on(proposals, [this] { return ask(o_, "GET", "/api/v1/proposals", {}, cli::proposal_words); });
    for (const auto& [say, help] : {std::pair{"accept", "for claims handed in from now on"},
                                    {"decline", "it stays as it is"},
                                    {"undo", "back to what the record says"}}) {
      auto* command = platform->add_subcommand(say, help);
      command->add_option("id", o_.id, "number of the proposal")->required();
      command->add_option("--reason", o_.reason, "why")->required();
      if (say == std::string_view("accept")) {
        command->add_option("--as", o_.as, "measured only, without a deadline, instead")
            ->check(CLI::IsMember({"not_applicable", "measure"}));
      }
      on(command, [this, say = std::string(say)] {
        json::object body = fields({{"as", &o_.as}, {"reason", &o_.reason}});
        body["say"] = say;
        return post(o_, "/api/v1/proposals/" + std::to_string(o_.id), body, says("好"));
      });
    }
  }

  void add_withdraw(CLI::App* provider) {
    auto* withdraw = provider->add_subcommand(
        "withdraw", "takes back the negatives of a source that was blind for a while");
    withdraw->add_option("name", o_.name, "of the source, \"main\" or \"searxng:main\"")
        ->required();
    withdraw->add_option("--from", o_.from_date, "day, minute (\"2026-11-24 14:30\") or RFC 3339")
        ->required();
    withdraw->add_option("--to", o_.to, "the same; a day is meant whole")->required();
    withdraw->add_option("--reason", o_.reason, "how it is known")->required();
    withdraw->add_option("--engine", o_.engine, "of a source that is not configured any more");
    withdraw->add_flag("--dry-run", o_.dry_run, "only say what it would touch");
    on(withdraw, [this] {
      json::object body = fields({{"from", &o_.from_date},
                                  {"to", &o_.to},
                                  {"reason", &o_.reason},
                                  {"engine", &o_.engine}});
      body["dry_run"] = o_.dry_run;
      return post(o_, "/api/v1/providers/" + percent_encode(o_.name) + "/withdraw", body,
                  cli::withdrawn_words);
    });
  }

  void add_list(const char* noun, const char* help, const char* target, Words words,
                const std::function<void(CLI::App*)>& add) {
    auto* command = app_.add_subcommand(noun, help);
    command->require_subcommand(1);
    auto* list = command->add_subcommand("list", "all of them");
    on(list,
       [this, target, words = std::move(words)] { return ask(o_, "GET", target, {}, words); });
    add(command->add_subcommand("add", "one more"));
  }

  void add_operations() {
    for (const auto& [noun, path] :
         {std::pair{"channel", "/api/v1/channels/"}, {"provider", "/api/v1/providers/"}}) {
      auto* command = app_.add_subcommand(noun, "test one");
      command->require_subcommand(1);
      auto* test = command->add_subcommand("test", "asks it now");
      test->add_option("name", o_.name, "as the configuration names it")->required();
      on(test, [this, path = std::string(path)] { return test_one(path); });
      if (noun == std::string_view("provider")) add_withdraw(command);
    }
    auto* backup = app_.add_subcommand("backup", "database and evidence into a folder");
    backup->add_option("dir", o_.file, "folder that takes it")->required();
    on(backup, [this] {
      return post(o_, "/api/v1/backup", json::object{{"dir", absolute(o_.file)}},
                  cli::backup_words);
    });
    auto* reload = app_.add_subcommand("reload", "read the configuration again");
    on(reload, [this] { return post(o_, "/api/v1/reload", {}, cli::reload_words); });
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
      return offline(
          [this](const auto& settings) { return cli::verify_ledger(settings, o_.json); });
    });
    auto* setup =
        app_.add_subcommand("setup", "asks what vouchd needs to know and writes the configuration");
    on(setup, [this] { return cli::setup(o_.config); });
    auto* doctor =
        app_.add_subcommand("doctor", "DNS, clock, disk, channels, providers, calendar, database");
    on(doctor, [this] { return cli::doctor(o_.config); });
  }

  int test_one(const std::string& path) {
    const ControlClient client(socket_path(o_));
    const auto answer = client.call("POST", path + percent_encode(o_.name) + "/test", "{}");
    if (!answer) return cli::complain(answer.error());
    if (!cli::is_good(*answer)) return cli::complain(*answer);
    if (o_.json) {
      cli::print_json(answer->body);
    } else {
      std::fputs(cli::test_words(answer->body).c_str(), stdout);
    }
    return answer->body.find("\"ok\":true") != std::string::npos ? cli::kOk : cli::kNegative;
  }

  int offline(const std::function<int(const vouch::config::Settings&)>& work) {
    int code = 0;
    const vouch::config::Settings settings = settings_of(o_, code);
    return code != 0 ? code : work(settings);
  }

  [[nodiscard]] std::string claims_target() const {
    return "/api/v1/claims" + query({{"user", o_.user},
                                     {"since", o_.since},
                                     {"work", o_.work},
                                     {"after", o_.after},
                                     {"limit", std::to_string(o_.limit)}});
  }

  [[nodiscard]] std::string claim_path(const char* rest) const {
    return "/api/v1/claims/" + std::to_string(o_.id) + rest;
  }

  CLI::App app_;
  Options o_;
  int exit_code_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  return CommandLine().run(argc, argv);
}
