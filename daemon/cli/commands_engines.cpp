#include "daemon/cli/command_line.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include "daemon/cli/control_client.h"
#include "daemon/cli/output.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {
namespace {

int import_records(const Options& options, bool dry_run) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return kUsage;
  }
  std::ostringstream text;
  text << file.rdbuf();
  Body body;
  body.add("toml", text.str()).add("file", options.file).flag("dry_run", dry_run);
  return ask(options, "POST", "/api/v1/records", body.json(), record_change_words);
}

}  // namespace

void CommandLine::add_ranks() {
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
               {}, rank_history_words);
  });
  auto* movers = rank->add_subcommand("movers", "moves that are more than noise, newest first");
  since(movers, "a week");
  on(movers, [this] {
    return ask(o_, "GET", "/api/v1/ranks/movers" + query({{"since", o_.since}}), {},
               rank_mover_words);
  });
  auto* visibility =
      rank->add_subcommand("visibility", "visibility, share of voice and coverage per engine");
  engine(visibility);
  visibility->add_option("--on", o_.on, "as it stood at the end of this day, 2026-11-24");
  on(visibility, [this] {
    return ask(o_, "GET",
               "/api/v1/ranks/visibility" + query({{"engine", o_.engine}, {"on", o_.on}}), {},
               rank_figure_words);
  });
}

void CommandLine::add_records() {
  auto* platform = app_.add_subcommand("platform", "where work is published, as dated records");
  platform->require_subcommand(1);
  auto* list = platform->add_subcommand("list", "all of them");
  on(list, [this] { return ask(o_, "GET", "/api/v1/records?kind=platform", {}, platform_words); });
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

void CommandLine::add_proposals(CLI::App* platform) {
  auto* proposals = platform->add_subcommand("proposals", "what own looks say about the records");
  on(proposals, [this] { return ask(o_, "GET", "/api/v1/proposals", {}, proposal_words); });
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
      Body body({{"as", &o_.as}, {"reason", &o_.reason}});
      body.add("say", say);
      return post(o_, "/api/v1/proposals/" + std::to_string(o_.id), body, says("好"));
    });
  }
}

void CommandLine::add_withdraw(CLI::App* provider) {
  auto* withdraw = provider->add_subcommand(
      "withdraw", "takes back the negatives of a source that was blind for a while");
  withdraw->add_option("name", o_.name, "of the source, \"main\" or \"searxng:main\"")->required();
  withdraw->add_option("--from", o_.from_date, "day, minute (\"2026-11-24 14:30\") or RFC 3339")
      ->required();
  withdraw->add_option("--to", o_.to, "the same; a day is meant whole")->required();
  withdraw->add_option("--reason", o_.reason, "how it is known")->required();
  withdraw->add_option("--engine", o_.engine, "of a source that is not configured any more");
  withdraw->add_flag("--dry-run", o_.dry_run, "only say what it would touch");
  on(withdraw, [this] {
    Body body(
        {{"from", &o_.from_date}, {"to", &o_.to}, {"reason", &o_.reason}, {"engine", &o_.engine}});
    body.flag("dry_run", o_.dry_run);
    return post(o_, "/api/v1/providers/" + percent_encode(o_.name) + "/withdraw", body,
                withdrawn_words);
  });
}

}  // namespace vouch::daemon::cli
