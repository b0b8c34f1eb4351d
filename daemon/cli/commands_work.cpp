#include "daemon/cli/command_line.h"

#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "daemon/cli/inspect.h"
#include "daemon/cli/output.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {
namespace {

int import_report(const Options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return kUsage;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string target = "/api/v1/reports" + query({{"as", options.as},
                                                        {"date", options.date},
                                                        {"baseline", options.baseline ? "1" : ""},
                                                        {"name", options.file}});
  return ask(options, "POST", target, bytes.str(), report_words, "text/csv");
}

int pull_reports(const Options& options) {
  boost::json::object body;
  if (!options.since.empty()) body["since"] = options.since;
  body["dry_run"] = options.dry_run;
  return ask(options, "POST", "/api/v1/report-sources/" + percent_encode(options.name) + "/pull",
             boost::json::serialize(body), pulled_words);
}

int hand_in_capture(const Options& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "vouch: %s: cannot read this file\n", options.file.c_str());
    return kUsage;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string target = "/api/v1/captures/" + std::to_string(options.id) +
                             query({{"as", options.as}, {"address", options.address}});
  const bool archive = options.file.ends_with(".mhtml") || options.file.ends_with(".mht");
  return ask(options, "POST", target, bytes.str(), handed_in_words,
             archive ? "multipart/related" : "text/html");
}

}  // namespace

void CommandLine::add_reading() {
  auto* status = app_.add_subcommand("status", "people and their work, channels, providers");
  status->add_option("--user", o_.user, "login: the claims of one person");
  status->add_option("--since", o_.since, "first work date, 2026-11-24");
  on(status, [this] {
    if (!o_.user.empty()) return ask(o_, "GET", claims_target(), {}, claims_words);
    return ask(o_, "GET", "/api/v1/status" + query({{"since", o_.since}}), {}, status_words);
  });
  auto* claims = app_.add_subcommand("claims", "list of claims");
  claims->add_option("--user", o_.user, "login");
  claims->add_option("--since", o_.since, "first work date, 2026-11-24");
  claims->add_option("--work", o_.work, "VERIFIED, FAILED, REGRESSED, MANUAL, PENDING ...");
  claims->add_option("--after", o_.after, "id: go on behind this claim");
  claims->add_option("--limit", o_.limit, "claims at most, up to 500")->capture_default_str();
  on(claims, [this] { return ask(o_, "GET", claims_target(), {}, claims_words); });
  auto* deliveries = app_.add_subcommand("deliveries", "attempts to deliver messages");
  deliveries->add_option("--after", o_.after, "id: go on behind this attempt");
  on(deliveries, [this] {
    return ask(o_, "GET", "/api/v1/deliveries" + query({{"after", o_.after}}), {}, delivery_words);
  });
}

void CommandLine::add_claims() {
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
  auto* pull = report->add_subcommand(
      "pull", "read written reports of a [[report_source]] now; what was taken once stays taken");
  pull->add_option("name", o_.name, "of the source")->required();
  pull->add_option("--since", o_.since, "first day, at most 30 back; absent: where it ended");
  pull->add_flag("--dry-run", o_.dry_run, "say what would come of it");
  on(pull, [this] { return pull_reports(o_); });

  auto* claim = app_.add_subcommand("claim", "one claim");
  claim->require_subcommand(1);
  auto* show = claim->add_subcommand("show", "everything known about it");
  show->add_option("id", o_.id, "of the claim")->required();
  on(show, [this] { return ask(o_, "GET", claim_path(""), {}, claim_words); });
  auto* decide = claim->add_subcommand(
      "decide", "waive, confirm, overrule, accept_manual, reject_manual, withdraw, answer");
  decide->add_option("id", o_.id, "of the claim")->required();
  decide
      ->add_option("--kind", o_.kind,
                   "waive: exempt; accept_manual, reject_manual: a person looked; overrule: the "
                   "check was wrong; confirm: it is not there; withdraw: the entry is void; "
                   "answer: an explanation")
      ->required();
  decide->add_option("--reason", o_.reason, "at least 4 Han characters or 10 letters")->required();
  decide->add_option("--stage", o_.stage, "live, content, index:<engine>; absent: the whole claim");
  decide->add_option("--until", o_.until, "end of a waiver, RFC 3339");
  on(decide, [this] {
    return post(o_, claim_path("/decisions"),
                Body({{"kind", &o_.kind},
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
    return post(o_, claim_path("/disputes"), Body({{"text", &o_.text}, {"stage", &o_.stage}}),
                says("申诉已记录，主管会收到"));
  });
  auto* recheck = claim->add_subcommand("recheck", "look again now (3 a day)");
  recheck->add_option("id", o_.id, "of the claim")->required();
  on(recheck, [this] { return post(o_, claim_path("/recheck"), {}, recheck_words); });
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
      return static_cast<int>(kUsage);
    }
    Body body({{"answer", &o_.text}});
    body.flag("accept", o_.accept);
    return post(o_, "/api/v1/disputes/" + std::to_string(o_.id) + "/close", body,
                says("已答复申诉"));
  });
}

void CommandLine::add_captures() {
  auto* capture = app_.add_subcommand("capture", "result pages that people look up");
  capture->require_subcommand(1);
  auto* list = capture->add_subcommand("list", "what waits, with the link to open");
  on(list, [this] { return ask(o_, "GET", "/api/v1/captures", {}, capture_words); });
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
                Body({{"as", &o_.as}, {"reason", &o_.reason}}), says("已跳过，记下了原因"));
  });
}

std::string CommandLine::claims_target() const {
  return "/api/v1/claims" + query({{"user", o_.user},
                                   {"since", o_.since},
                                   {"work", o_.work},
                                   {"after", o_.after},
                                   {"limit", std::to_string(o_.limit)}});
}

std::string CommandLine::claim_path(const char* rest) const {
  return "/api/v1/claims/" + std::to_string(o_.id) + rest;
}

}  // namespace vouch::daemon::cli
