#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "config/judged.h"
#include "config/provider_settings.h"
#include "config/report_source_settings.h"
#include "config/robot_settings.h"
#include "config/settings.h"
#include "config/settings_disk.h"
#include "config/submission_settings.h"
#include "config/toml_section.h"
#include "config/value_checks.h"
#include "config/web_settings.h"
#include "core/log.h"
#include "core/message.h"
#include "core/text.h"

namespace vouch::config {
namespace {

namespace fs = std::filesystem;

constexpr Millis kSecond = std::chrono::seconds(1);
constexpr Millis kHour = std::chrono::hours(1);

void judged_texts(Section& section, std::string_view key, std::vector<std::string>& value,
                  Judge wrong) {
  std::vector<std::string> given;
  if (!section.texts(key, given)) return;
  bool fine = true;
  for (const std::string& entry : given) {
    const std::string complaint = wrong(entry);
    if (complaint.empty()) continue;
    section.problem(key, complaint);
    fine = false;
  }
  if (fine) value = std::move(given);
}

std::string wrong_contact(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return wrong_mail_address(text);
  return wrong_http_url(text);
}

std::string wrong_event(std::string_view text) {
  if (parse_notice_kind(text)) return {};
  return fmt::format(
      "\"{}\" is no rule (needs_correction, regressed, index_overdue, not_reported, "
      "could_not_check, correction, system, evidence_wanted, plan, plan_missing, blocker, "
      "follow_up)",
      text);
}

// What alerts/outgoing.h sends: a name that nothing ever has would silence the webhook unseen.
constexpr std::string_view kEvents[] = {
    "claim.needs_correction", "claim.regressed", "claim.corrected", "claim.could_not_check",
    "index.overdue",          "report.missing",  "system.trouble",  "channel.test",
    "claim.evidence_wanted",  "plan.changed",    "plan.missing",    "blocker.changed",
    "inquiry.follow_up",
};

std::string wrong_event_name(std::string_view text) {
  std::string known;
  for (const std::string_view event : kEvents) {
    if (event == text) return {};
    known += (known.empty() ? "" : ", ") + std::string(event);
  }
  return fmt::format("\"{}\" is no event ({})", text, known);
}

std::string wrong_zone(std::string_view text) {
  if (Zone::find(std::string(text))) return {};
  return fmt::format("\"{}\" is no time zone such as Asia/Shanghai", text);
}

void read_daemon(Section section, const fs::path& here, DaemonSettings& out) {
  section.path("state_dir", out.state_dir, here);
  std::string listen;
  if (section.text("listen", listen)) {
    if (const std::optional<HostPort> parsed = parse_listen(listen)) {
      out.listen_host = parsed->host;
      out.listen_port = parsed->port;
    } else {
      section.problem("listen", fmt::format("\"{}\" is no address and port such as "
                                            "\"127.0.0.1:8480\" or \"[::1]:8480\"",
                                            listen));
    }
  }
  judged_text(section, "public_url", out.public_url, wrong_http_url);
  section.word("log_level", out.log_level, {"debug", "info", "notice", "warning", "error"});
  section.path("socket", out.socket, here);
  if (out.socket.empty()) out.socket = out.state_dir / "vouchd.sock";
  constexpr std::size_t kLongestSocket = 107;  // sun_path of Linux, with its final zero
  if (out.socket.string().size() > kLongestSocket) {
    section.problem("socket", fmt::format("{} is longer than {} bytes, the most for a socket; "
                                          "name a shorter one with socket",
                                          out.socket.string(), kLongestSocket));
  }
  section.finish();
}

void read_company(Section section, CompanySettings& out) {
  section.text("name", out.name);
  judged_text(section, "zone", out.zone, wrong_zone);
  section.word("locale", out.locale, {"zh-CN", "en"});
  section.finish();
}

void read_network(Section section, const fs::path& here, NetworkSettings& out) {
  judged_text(section, "proxy", out.proxy, wrong_proxy);
  judged_text(section, "contact", out.contact, wrong_contact);
  std::vector<std::string> allow;
  section.texts("allow", allow);
  for (const std::string& entry : allow) {
    if (const std::optional<AllowedRange> range = parse_allowed(entry)) {
      out.allow.push_back(*range);
    } else {
      section.problem("allow", fmt::format("\"{}\" is no range with port such as "
                                           "\"10.2.0.0/16:80\" or \"127.0.0.1:8000-8100\"",
                                           entry));
    }
  }
  judged_texts(section, "control_urls", out.control_urls, wrong_http_url);
  section.path("ca_file", out.ca_file, here);
  section.finish();
}

void read_politeness(Section section, PolitenessSettings& out) {
  section.duration("min_delay", out.min_delay, Millis(100), kHour);
  section.duration("max_delay", out.max_delay, kSecond, 24 * kHour);
  if (out.max_delay < out.min_delay) {
    section.problem("max_delay", "is shorter than min_delay");
  }
  section.integer("daily_cap_per_host", out.daily_cap_per_host, 0, 1'000'000);
  judged_texts(section, "ignore_robots_hosts", out.ignore_robots_hosts, wrong_host);
  section.finish();
}

void read_mail(Section section, const fs::path& here, MailSettings& out) {
  if (section.present()) {
    section.require("host");
    section.require("from");
  }
  judged_text(section, "host", out.host, wrong_host);
  int port = 465;
  const bool port_given = section.integer("port", port, 1, 65535);
  out.port = static_cast<std::uint16_t>(port);
  std::string security = port_given && port != 465 ? "starttls" : "tls";
  section.word("security", security, {"tls", "starttls", "none"});
  out.security = security == "tls"        ? MailSecurity::kTls
                 : security == "starttls" ? MailSecurity::kStartTls
                                          : MailSecurity::kNone;
  if (out.security == MailSecurity::kNone && !is_loopback_host(out.host)) {
    section.problem("security",
                    "none is for a mail server on this machine only; use tls (465) "
                    "or starttls (587)");
  }
  section.text("username", out.username);
  section.secret("password", out.password, here);
  const bool tried = section.has("password_file") || section.has("password_credential") ||
                     section.has("password");  // then its own mistake is named already
  if (!out.username.empty() && !out.password.set() && !tried) {
    section.problem("username",
                    "needs password_file or password_credential (for QQ, 163 and "
                    "阿里 mail the 授权码, not the login password)");
  }
  judged_text(section, "from", out.from, wrong_mail_address);
  section.text("from_name", out.from_name);
  judged_text(section, "ehlo", out.ehlo, wrong_host);
  section.path("ca_file", out.ca_file, here);
  section.finish();
}

WebhookSettings read_webhook(Section section, const fs::path& here) {
  WebhookSettings out;
  out.line = section.line();
  section.require("name");
  section.require("url");
  judged_text(section, "name", out.name, wrong_channel_name);
  const bool url_given = judged_text(section, "url", out.url, wrong_http_url);
  if (!section.secret("secret", out.secret, here) && !section.has("secret_file") &&
      !section.has("secret_credential") && !section.has("secret")) {
    section.problem("secret_file",
                    "or secret_credential is needed: receivers prove by it that a "
                    "message is ours");
  }
  judged_texts(section, "events", out.events, wrong_event_name);
  section.boolean("private_allowed", out.private_allowed);
  if (url_given && is_http_scheme(out.url, "http") && !out.private_allowed) {
    section.problem("url",
                    "plain http is for addresses of your own network: use https, or set "
                    "private_allowed = true");
  }
  section.finish();
  return out;
}

void read_deadman(Section section, const fs::path& here, DeadmanSettings& out) {
  out.line = section.line();
  section.secret("address", out.address, here);
  section.duration("every", out.every, std::chrono::minutes(1), 24 * kHour);
  section.boolean("private_allowed", out.private_allowed);
  section.finish();
}

// Grace is one working day from the notice; its letter must come well within.
constexpr Millis kLongestNight = 16 * kHour;

void read_times(Section reports, Section alerts, Settings& out) {
  reports.time_of_day("cutoff_grace", out.reports.cutoff_grace);
  reports.time_of_day("remind_at", out.reports.remind_at);
  reports.finish();
  alerts.time_of_day("daily_message", out.alerts.daily_message);
  alerts.boolean("weekly_digest", out.alerts.weekly_digest);
  judged_texts(alerts, "at_once", out.alerts.at_once, wrong_event);
  alerts.duration("group_wait", out.alerts.group_wait, Millis(0), kHour);
  alerts.duration("group_interval", out.alerts.group_interval, Millis(0), 4 * kHour);
  alerts.duration("repeat_interval", out.alerts.repeat_interval, kHour, 7 * 24 * kHour);
  alerts.time_of_day("quiet_from", out.alerts.quiet_from);
  alerts.time_of_day("quiet_to", out.alerts.quiet_to);
  alerts.boolean("quiet_days_off", out.alerts.quiet_days_off);
  judged_texts(alerts, "urgent", out.alerts.urgent, wrong_event);
  alerts.integer("deputy_after", out.alerts.deputy_after, 0, 60);
  alerts.integer("owner_after", out.alerts.owner_after, 0, 60);
  const Millis quiet = out.alerts.quiet_to - out.alerts.quiet_from +
                       (out.alerts.quiet_to < out.alerts.quiet_from ? 24 * kHour : Millis(0));
  if (quiet > kLongestNight) {
    alerts.problem("quiet_from",
                   "the quiet time may last 16 hours at most: who is told after it "
                   "needs time to answer before the supervisor reads it");
  }
  alerts.finish();
}

void read_keeping(Section evidence, Section retention, Section backup, Section data,
                  Section practice, const fs::path& here, Settings& out) {
  retention.integer("inquiry_contacts_days", out.retention.inquiry_contacts_days, 1, 36'500);
  retention.finish();
  evidence.number("budget_gb", out.evidence.budget_gb, 0.1, 1e6);
  evidence.integer("keep_days", out.evidence.keep_days, 35, 36'500);
  evidence.finish();
  backup.path("dir", out.backup.dir, here);
  backup.time_of_day("at", out.backup.at);
  backup.integer("keep_daily", out.backup.keep_daily, 1, 3650);
  backup.integer("keep_weekly", out.backup.keep_weekly, 0, 520);
  backup.finish();
  data.path("dir", out.data.dir, here);
  data.finish();
  practice.path("dir", out.practice.dir, here);
  practice.finish();
}

// Two entries of one name would shadow each other in states, quotas and logs.
template <class Entry>
void refuse_twins(const std::vector<Entry>& entries, std::string_view section, Diagnostics& out) {
  std::set<std::string> seen;
  for (const Entry& entry : entries) {
    if (entry.name.empty() || seen.insert(entry.name).second) continue;
    out.problem(entry.line, fmt::format("[[{}]] name: \"{}\" is taken by another [[{}]]", section,
                                        entry.name, section));
  }
}

std::string entry_label(std::string_view section, const toml::table& table, std::size_t number) {
  const std::optional<std::string> name = table["name"].value<std::string>();
  return name && !name->empty() ? fmt::format("[[{}]] \"{}\"", section, log::escape(*name))
                                : fmt::format("[[{}]] number {}", section, number);
}

void read_all(const toml::table& root, const fs::path& here, Settings& out, Diagnostics& diag) {
  Section top(&root, "", diag);
  const auto section = [&](std::string_view key) {
    return Section(top.table(key), fmt::format("[{}]", key), diag);
  };
  read_daemon(section("daemon"), here, out.daemon);
  read_company(section("company"), out.company);
  read_network(section("network"), here, out.network);
  read_politeness(section("politeness"), out.politeness);
  for (const toml::table* entry : top.tables("provider")) {
    const std::string label = entry_label("provider", *entry, out.providers.size() + 1);
    out.providers.push_back(read_provider(Section(entry, label, diag), here));
  }
  for (const toml::table* entry : top.tables("submission")) {
    const std::string label = fmt::format("[[submission]] number {}", out.submissions.size() + 1);
    out.submissions.push_back(read_submission(Section(entry, label, diag), here));
  }
  refuse_twin_routes(out.submissions, diag);
  read_mail(section("mail"), here, out.mail);
  for (const toml::table* entry : top.tables("webhook")) {
    const std::string label = entry_label("webhook", *entry, out.webhooks.size() + 1);
    out.webhooks.push_back(read_webhook(Section(entry, label, diag), here));
  }
  for (const toml::table* entry : top.tables("robot")) {
    const std::string label = entry_label("robot", *entry, out.robots.size() + 1);
    out.robots.push_back(read_robot(Section(entry, label, diag), here));
  }
  for (const toml::table* entry : top.tables("report_source")) {
    const std::string label = entry_label("report_source", *entry, out.report_sources.size() + 1);
    out.report_sources.push_back(read_report_source(Section(entry, label, diag), here));
  }
  read_deadman(section("deadman"), here, out.deadman);
  read_web(section("web"), here, out.web);
  if (!out.web.tls() && !is_loopback_host(out.daemon.listen_host)) {
    section("daemon").warning("listen",
                              "other machines reach this address without encryption; name a "
                              "certificate in [web], or put a web server with TLS before it");
  }
  read_times(section("reports"), section("alerts"), out);
  read_keeping(section("evidence"), section("retention"), section("backup"), section("data"),
               section("practice"), here, out);
  top.finish();
  refuse_twins(out.providers, "provider", diag);
  refuse_twins(out.webhooks, "webhook", diag);
  refuse_twins(out.robots, "robot", diag);
  refuse_twins(out.report_sources, "report_source", diag);
  for (const RobotSettings& robot : out.robots) {
    const auto same = [&](const WebhookSettings& hook) { return hook.name == robot.name; };
    if (robot.name.empty() || std::none_of(out.webhooks.begin(), out.webhooks.end(), same))
      continue;
    diag.problem(robot.line,
                 fmt::format("[[robot]] name: \"{}\" is taken by a [[webhook]]", robot.name));
  }
}

}  // namespace

Loaded load_text(std::string_view text, const std::string& file_name, Inspect inspect) {
  Loaded loaded;
  Diagnostics diag;
  diag.file = file_name;
  const fs::path here = fs::absolute(fs::path(file_name)).parent_path();
  if (const std::optional<toml::table> root = parse_toml(text, diag)) {
    read_all(*root, here, loaded.settings, diag);
    if (inspect == Inspect::kOnDisk) inspect_disk(*root, loaded.settings, diag);
  }
  const auto by_line = [](const Problem& left, const Problem& right) {
    return left.line < right.line;
  };
  std::stable_sort(diag.problems.begin(), diag.problems.end(), by_line);
  std::stable_sort(diag.warnings.begin(), diag.warnings.end(), by_line);
  loaded.problems = std::move(diag.problems);
  loaded.warnings = std::move(diag.warnings);
  return loaded;
}

Loaded load_file(const fs::path& file, Inspect inspect) {
  // Reading a directory throws.
  std::error_code ignored;
  std::ifstream in;
  if (!fs::is_directory(file, ignored)) in.open(file, std::ios::binary);
  std::string text;
  if (in.is_open()) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad()) {
    Loaded loaded;
    const bool there = fs::exists(file, ignored);
    loaded.problems.push_back(
        Problem{file.string(), 0,
                there ? "cannot be read"
                      : "does not exist; vouch setup writes one, or copy vouch.toml from "
                        "/usr/share/doc/vouch"});
    return loaded;
  }
  return load_text(text, file.string(), inspect);
}

}  // namespace vouch::config
