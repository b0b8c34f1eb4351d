#include "daemon/cli/command_line.h"

#include "daemon/cli/control_client.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {

// What both `silence add` and `trouble ack` ask.
void CommandLine::add_term(CLI::App* command) {
  command->add_option("--hours", o_.hours, "how long, 1 to 336")->required();
  command->add_option("--reason", o_.reason, "why")->required();
}

void CommandLine::add_alerts() {
  auto* silence = app_.add_subcommand("silence", "letters put off for a while");
  silence->require_subcommand(1);
  auto* list = silence->add_subcommand("list", "who put off what, until when, what it holds back");
  on(list, [this] { return ask(o_, "GET", "/api/v1/silences", {}, silence_words); });
  auto* add = silence->add_subcommand("add", "no letters of this kind for a while");
  add->add_option("rule", o_.rule,
                  "system: trouble of the checker; a supervisor's own: regressed, ...")
      ->required();
  add->add_option("--about", o_.about, "channel or provider alone; of claims, their host");
  add_term(add);
  on(add, [this] { return silence_it(o_.rule, false, "已静默"); });
  auto* end = silence->add_subcommand("end", "before its time");
  end->add_option("id", o_.id, "number of the silence")->required();
  on(end, [this] {
    return post(o_, "/api/v1/silences/" + std::to_string(o_.id) + "/end", {},
                says("已结束，仍未恢复的会再通知"));
  });

  auto* message = app_.add_subcommand("message", "letters and events on their way out");
  message->require_subcommand(1);
  auto* messages = message->add_subcommand("list", "the newest first");
  messages->add_option("--state", o_.kind, "pending, sending, sent, dead, unknown or cancelled");
  on(messages, [this] {
    return ask(o_, "GET", "/api/v1/messages" + query({{"state", o_.kind}}), {}, message_words);
  });
  auto* retry =
      message->add_subcommand("retry", "sends one that is dead again, if it is still true");
  retry->add_option("id", o_.text, "as the list names it, msg_...")->required();
  on(retry, [this] {
    return post(o_, "/api/v1/messages/" + percent_encode(o_.text) + "/retry", {},
                says("会再次发送"));
  });

  auto* waiver = app_.add_subcommand("waiver", "exempts a platform, a person or days");
  waiver->require_subcommand(1);
  auto* waivers = waiver->add_subcommand("list", "the newest first");
  on(waivers, [this] { return ask(o_, "GET", "/api/v1/waivers", {}, waiver_words); });
  auto* exempt = waiver->add_subcommand("add", "their claims count as exempted, later ones too");
  exempt->add_option("--platform", o_.kind, "key of its record; left out: any");
  exempt->add_option("--user", o_.user, "login; left out: everybody");
  exempt->add_option("--from", o_.from_date, "first day of work")->required();
  exempt->add_option("--to", o_.to, "last day; left out: the first");
  exempt->add_option("--until", o_.until, "then it counts no more, RFC 3339");
  exempt->add_option("--reason", o_.reason, "why")->required();
  on(exempt, [this] {
    return post(o_, "/api/v1/waivers",
                Body({{"platform", &o_.kind},
                      {"login", &o_.user},
                      {"from", &o_.from_date},
                      {"to", &o_.to},
                      {"until", &o_.until},
                      {"reason", &o_.reason}}),
                says("已免检，相关工作项重新判定过"));
  });
  auto* back = waiver->add_subcommand("end", "takes it back; its claims are judged again");
  back->add_option("id", o_.id, "number of the waiver")->required();
  on(back, [this] {
    return post(o_, "/api/v1/waivers/" + std::to_string(o_.id) + "/end", {}, says("已收回"));
  });

  auto* week = app_.add_subcommand("week", "weekly digests, as they were told");
  week->require_subcommand(1);
  auto* weeks = week->add_subcommand("list", "of which weeks there is one");
  on(weeks, [this] { return ask(o_, "GET", "/api/v1/weeks", {}, weeks_words); });
  auto* digest = week->add_subcommand("show", "the twelve blocks of one week");
  digest->add_option("monday", o_.on, "its Monday, as the list names it")->required();
  on(digest,
     [this] { return ask(o_, "GET", "/api/v1/weeks/" + percent_encode(o_.on), {}, week_words); });

  auto* trouble = app_.add_subcommand("trouble", "what is wrong with the checker now");
  trouble->require_subcommand(1);
  auto* troubles = trouble->add_subcommand("list", "what lasts, since when, who has it in hand");
  on(troubles, [this] { return ask(o_, "GET", "/api/v1/troubles", {}, trouble_words); });
  auto* acknowledge =
      trouble->add_subcommand("ack", "you have it in hand: it is not repeated until the term ends");
  acknowledge->add_option("subject", o_.about, "as the list names it")->required();
  add_term(acknowledge);
  on(acknowledge, [this] { return silence_it("system", true, "已记下由您接手"); });
}

int CommandLine::silence_it(const std::string& rule, bool known_only, const char* said) {
  Body body({{"subject", &o_.about}, {"reason", &o_.reason}});
  body.add("rule", rule).add("hours", o_.hours).flag("known_only", known_only);
  return post(o_, "/api/v1/silences", body, says(said));
}

}  // namespace vouch::daemon::cli
