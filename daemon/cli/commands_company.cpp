#include "daemon/cli/command_line.h"

#include "daemon/cli/control_client.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {

void CommandLine::add_company() {
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
    Body body({{"login", &o_.login},
               {"name", &o_.name},
               {"email", &o_.email},
               {"role", &o_.role},
               {"post", &o_.post},
               {"team", &o_.team}});
    if (!o_.weekdays.empty()) body.add("report_weekdays", o_.weekdays);
    return post(o_, "/api/v1/users", body, [this](const std::string& answer) {
      return added_user_words(answer, o_.role != "employee", public_url(o_));
    });
  });
  auto* users = user->add_subcommand("list", "everybody");
  on(users, [this] { return ask(o_, "GET", "/api/v1/users", {}, user_words); });
  auto* disable = user->add_subcommand("disable", "somebody leaves: tokens and links end");
  disable->add_option("login", o_.login, "who leaves")->required();
  auto* heir = disable->add_option("--successor", o_.successor,
                                   "who is told about the claims still being watched");
  auto* nobody = disable->add_flag("--no-successor", o_.no_successor, "nobody is told");
  heir->excludes(nobody);
  on(disable, [this] {
    Body body({{"successor", &o_.successor}});
    if (o_.no_successor) body.add("successor", "");
    body.flag("active", false);
    return ask(o_, "PATCH", "/api/v1/users/" + percent_encode(o_.login), body.json(),
               says("已停用 " + o_.login + "：令牌和个人页面不再有效"));
  });
  auto* token = user->add_subcommand("token", "API token, shown once");
  token->add_option("login", o_.login, "whose rights it has")->required();
  token->add_option("--label", o_.label, "what it is for")->required();
  token->add_flag("--read-only", o_.read_only, "it reads and changes nothing");
  on(token, [this] {
    Body body({{"login", &o_.login}, {"label", &o_.label}});
    body.add("scope", o_.read_only ? "read" : "write");
    return post(o_, "/api/v1/tokens", body, token_words);
  });
  for (const auto& [name, what] :
       {std::pair("invite", "one-time link with which the person chooses a password"),
        std::pair("passwd", "the same, for somebody who forgot his")}) {
    auto* invite = user->add_subcommand(name, what);
    invite->add_option("login", o_.login, "who signs in with it")->required();
    on(invite, [this] {
      return post(o_, "/api/v1/invitations", Body({{"login", &o_.login}}), invitation_words);
    });
  }
  auto* second = user->add_subcommand("lostphone", "for somebody who lost his phone");
  second->add_option("login", o_.login, "whose second step goes; his sessions end")->required();
  on(second, [this] {
    return ask(o_, "POST", "/api/v1/users/" + percent_encode(o_.login) + "/totp/remove", "{}",
               says("已关闭 " + o_.login + " 的两步验证，并结束他的登录"));
  });

  auto* team = app_.add_subcommand("team", "teams");
  team->require_subcommand(1);
  auto* add_team = team->add_subcommand("add", "new team");
  add_team->add_option("name", o_.name, "such as 网销部")->required();
  on(add_team, [this] {
    return post(o_, "/api/v1/teams", Body({{"name", &o_.name}}), says("已添加部门 " + o_.name));
  });
  auto* teams = team->add_subcommand("list", "teams and who belongs to them");
  on(teams, [this] { return ask(o_, "GET", "/api/v1/users", {}, team_words); });
  auto* lead = team->add_subcommand("lead", "supervisor and deputy of a team, by login");
  lead->add_option("name", o_.name, "of the team")->required();
  lead->add_option("--supervisor", o_.supervisor, "login");
  lead->add_option("--deputy", o_.deputy, "login");
  lead->add_option("--deputy-from", o_.from_date, "first day, 2026-11-24");
  lead->add_option("--deputy-to", o_.to, "last day");
  on(lead, [this] {
    const Body body({{"supervisor", &o_.supervisor},
                     {"deputy", &o_.deputy},
                     {"deputy_from", &o_.from_date},
                     {"deputy_to", &o_.to}});
    return ask(o_, "PATCH", "/api/v1/teams/" + percent_encode(o_.name), body.json(),
               says("已更新部门 " + o_.name));
  });

  add_list("site", "the company's own sites", "/api/v1/sites", site_words,
           [this](CLI::App* add_site) {
             add_site->add_option("domain", o_.domain, "such as example.com")->required();
             add_site->add_option("--name", o_.name, "as people call it");
             add_site->add_flag("--competitor", o_.competitor,
                                "not ours: its places are kept beside ours");
             on(add_site, [this] {
               Body body({{"domain", &o_.domain}, {"name", &o_.name}});
               body.flag("competitor", o_.competitor);
               return post(o_, "/api/v1/sites", body, says("已添加网站 " + o_.domain));
             });
           });
  add_list(
      "keyword", "the keyword library", "/api/v1/keywords", keyword_words,
      [this](CLI::App* add_keyword) {
        add_keyword->add_option("text", o_.text, "the keyword")->required();
        add_keyword->add_option("--priority", o_.priority, "1 highest .. 9")->capture_default_str();
        add_keyword->add_option("--target", o_.target_url,
                                "the page that is meant to rank; without it any own page");
        on(add_keyword, [this] {
          Body body({{"text", &o_.text}, {"target_url", &o_.target_url}});
          body.add("priority", o_.priority);
          return post(o_, "/api/v1/keywords", body, says("已加入词库：" + o_.text));
        });
      });
  add_list("leave", "days off of a person", "/api/v1/leave", leave_words,
           [this](CLI::App* add_leave) {
             add_leave->add_option("login", o_.login, "who is away")->required();
             add_leave->add_option("--from", o_.from_date, "first day, 2026-11-24")->required();
             add_leave->add_option("--to", o_.to, "last day")->required();
             on(add_leave, [this] {
               return post(o_, "/api/v1/leave",
                           Body({{"login", &o_.login}, {"from", &o_.from_date}, {"to", &o_.to}}),
                           says("已登记请假：" + o_.login));
             });
           });
}

}  // namespace vouch::daemon::cli
