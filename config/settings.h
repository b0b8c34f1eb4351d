// Everything vouch.toml can say, typed, with its defaults. Made once at start and at reload, then
// immutable; any thread may read. A secret stands here only as a reference (file or systemd
// credential) and is read by read_secret() at the moment it is needed.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/provider_traits.h"
#include "core/result.h"
#include "core/robot.h"
#include "core/time.h"

namespace vouch::config {

// Where a secret lies; at most one of the two is set.
struct SecretRef {
  std::filesystem::path file;  // readable by its owner alone (no group write, nothing for others)
  std::string credential;      // name below $CREDENTIALS_DIRECTORY (systemd LoadCredential=)

  [[nodiscard]] bool set() const { return !file.empty() || !credential.empty(); }
  bool operator==(const SecretRef&) const = default;
};

enum class MailSecurity { kTls, kStartTls, kNone };  // kNone: loopback hosts only

// One entry of [network] allow: connections to this range are permitted although the address guard
// would refuse them.
struct AllowedRange {
  std::string text;  // as written: "127.0.0.0/8:8000-8100", "[fd00::]/8:443"
  std::string cidr;  // "127.0.0.0/8", "fd00::/8"
  std::uint16_t port_from = 0;
  std::uint16_t port_to = 0;  // inclusive
  bool operator==(const AllowedRange&) const = default;
};

struct DaemonSettings {
  std::filesystem::path state_dir = "/var/lib/vouch";
  std::string listen_host = "127.0.0.1";  // of `listen = "127.0.0.1:8480"`; IPv6 without brackets
  std::uint16_t listen_port = 8480;       // 0: the system chooses
  std::string public_url;                 // links in messages; empty: http://<listen>
  std::string log_level = "info";         // debug info notice warning error
  std::filesystem::path socket;           // default <state_dir>/vouchd.sock, filled in by load()
};

struct CompanySettings {
  std::string name;
  std::string zone = "Asia/Shanghai";
  std::string locale = "zh-CN";  // or "en"
};

struct NetworkSettings {
  std::string proxy;    // http:// or socks5h:// URL; empty: none, whatever the environment says
  std::string contact;  // URL or mail address in the user agent
  std::vector<AllowedRange> allow;
  std::vector<std::string> control_urls;  // page canary, design §8; another domain is chosen
  std::filesystem::path ca_file;          // empty: the system's bundle
};

struct PolitenessSettings {
  Millis min_delay{3000};                        // between two requests to one registrable domain
  Millis max_delay{60'000};                      // the adaptive delay stops growing here
  int daily_cap_per_host = 0;                    // 0: none
  std::vector<std::string> ignore_robots_hosts;  // hosts whose operator gave permission
};

// Each has a record of the same word in config/data/providers.toml.
enum class ProviderKind {
  kSearxng,
  kSerpApi,
  kDataForSeo,
  kSearchConsole,
  kBingWebmaster,
  kQianfan,
  k5118,
  kPage,   // result pages, fetched by the daemon; off unless the operator says that he knows
  kPerson  // result pages, captured by people in their own browsers
};
std::string_view to_string(ProviderKind kind);  // "searxng", "5118"

struct ProviderSettings {
  int line = 0;      // of the file, for problems that show later
  std::string name;  // "main"; unique
  ProviderKind kind = ProviderKind::kSearxng;
  std::string engine;       // "baidu": key of config/data/engines.toml
  std::string url;          // SearXNG: base URL of the instance; others: instead of the known one
  std::string engine_name;  // how the instance calls the engine; empty: same as `engine`
  int daily_quota = 200;    // queries a day
  std::optional<Micros> price;        // of a question, where the contract differs from the list
  std::optional<Micros> monthly_cap;  // in the currency of the record; none: no cap
  std::string canary_url;             // known to be indexed
  std::string canary_query;           // its query; empty: the URL itself
  int page_size = 10;                 // results a page
  int pages = 1;                      // pages asked in a rank look
  std::string login;                  // DataForSEO
  std::string site;                   // property of Search Console or Bing Webmaster
  std::string place;                  // as the provider calls it; empty: its own choice
  std::string device = "desktop";     // or "mobile"
  std::optional<Purpose> purpose;     // 5118: each purpose is bought by itself
  bool direct_urls = true;            // DataForSEO, Baidu: pay for rows that name their targets
  SecretRef secret;                   // key, password, token or service account
  Millis min_delay{2000};             // between two queries
  Millis timeout{20'000};
};

enum class SubmissionRoute { kBaiduPush, kIndexNow, kBingBatch };
std::string_view to_string(SubmissionRoute route);  // "baidu_push" "indexnow" "bing_batch"

// One way to tell an engine about the new pages of one of the company's own sites.
struct SubmissionSettings {
  int line = 0;
  SubmissionRoute route = SubmissionRoute::kBaiduPush;
  std::string site;          // the property as registered, "https://www.example.com"
  std::string url;           // instead of the route's own address
  std::string key_location;  // IndexNow: where the key file lies; empty: at the root
  int daily_quota = 0;       // URLs a day
  SecretRef secret;          // token, IndexNow key or API key

  // Whether the route takes this page: of the property's origin and below its path, and below the
  // folder of the IndexNow key. `page`: a WHATWG href.
  [[nodiscard]] bool covers(std::string_view page) const;
};

struct MailSettings {
  std::string host;  // empty: mail is off
  std::uint16_t port = 465;
  MailSecurity security = MailSecurity::kTls;
  std::string username;
  SecretRef password;
  std::string from;       // address
  std::string from_name;  // shown name
  std::string ehlo;       // empty: the machine's name
  std::filesystem::path ca_file;

  [[nodiscard]] bool enabled() const { return !host.empty(); }
};

struct WebhookSettings {
  int line = 0;
  std::string name;  // unique
  std::string url;
  SecretRef secret;                 // "whsec_..." of Standard Webhooks
  std::vector<std::string> events;  // empty: all
  bool private_allowed = false;     // the operator names a private address on purpose
};

// A group's robot carries the system's condition and counts; Server酱 carries one person's own
// letters, an application each listed person's own.
struct RobotSettings {
  int line = 0;
  std::string name;  // unique among webhooks and robots; never "mail"
  RobotKind kind = RobotKind::kWecom;
  SecretRef address;  // the robot's whole address, or the SendKey: it holds the key
  SecretRef secret;   // to sign with (dingtalk, feishu; not set: the robot asks for none), or the
                      // application's own
  bool system = true;
  bool daily = true;
  std::vector<std::string> teams;  // whose counts; empty: all
  std::string user;                // login of the person whose it is (serverchan)
  bool private_allowed = false;    // the address is private on purpose
  std::string app_id;              // applications: corp id (wecom_app), app key (dingtalk_app)
  std::int64_t agent_id = 0;       // applications
  std::string base_url;  // applications: instead of the platform's own; no slash at the end
  std::map<std::string, std::string> users;  // applications: login -> user id on the platform

  [[nodiscard]] bool application() const { return is_application(kind); }
  [[nodiscard]] bool personal() const { return kind == RobotKind::kServerchan || application(); }
  // Does this person get letters by it?
  [[nodiscard]] bool serves(const std::string& login) const {
    return !login.empty() && (application() ? users.contains(login) : user == login);
  }
};

// A service outside that raises the alarm when it hears nothing.
struct DeadmanSettings {
  int line = 0;
  SecretRef address;  // the whole URL to ping; not set: no switch
  Millis every = std::chrono::minutes(10);
  bool private_allowed = false;  // the address is private on purpose

  [[nodiscard]] bool enabled() const { return address.set(); }
};

// Signing in by browser.
struct WebSettings {
  std::vector<std::string> trusted_proxies;  // addresses and networks, whose X-Forwarded-* count
  std::filesystem::path certificate;         // PEM, with its chain; empty: plain HTTP
  std::filesystem::path key;                 // PEM, readable by its owner alone
  Millis session_idle = std::chrono::hours{12};
  Millis session_life = std::chrono::hours{24 * 7};
  std::string second_step = "auto";  // "required", "offered"; auto: required where the public URL
                                     // is no address of the company's own network

  [[nodiscard]] bool tls() const { return !certificate.empty(); }
  bool operator==(const WebSettings&) const = default;
};

struct ReportSettings {
  Millis cutoff_grace = std::chrono::hours{10};  // next workday, local time of day
  Millis remind_at = std::chrono::hours{17} + std::chrono::minutes{30};
};

struct AlertSettings {
  Millis daily_message = std::chrono::hours{9};
  bool weekly_digest = true;
  std::vector<std::string> at_once;  // rules: needs_correction regressed index_overdue ...
  Millis group_wait = std::chrono::minutes{2};       // a letter waits so long for others
  Millis group_interval = std::chrono::minutes{30};  // between two letters of a reader and rule
  Millis repeat_interval = std::chrono::hours{24};   // operators: trouble that lasts
  Millis quiet_from = std::chrono::hours{20};        // local time of day; equal to quiet_to: never
  Millis quiet_to = std::chrono::hours{8};
  bool quiet_days_off = true;                    // weekends and holidays are quiet as a whole
  std::vector<std::string> urgent = {"system"};  // rules that do not wait for its end
  // Working days after which a negative that the supervisor can read of and nobody decided about is
  // told, as a number, to the deputy and to the owners; 0: never.
  int deputy_after = 2;
  int owner_after = 5;
};

struct EvidenceSettings {
  double budget_gb = 20;
  int keep_days = 400;
};

struct RetentionSettings {
  int inquiry_contacts_days = 365;  // after an inquiry was closed; its row stays
};

// Where people write the reports of their days.
enum class ReportSourceKind { kDingtalk, kWecom };
std::string_view to_string(ReportSourceKind kind);  // "dingtalk", "wecom"

struct ReportSourceSettings {
  int line = 0;
  std::string name;  // unique
  ReportSourceKind kind = ReportSourceKind::kDingtalk;
  std::string app_id;  // app key or corp id
  SecretRef secret;
  std::string base_url;          // instead of the platform's own; no slash at the end
  bool private_allowed = false;  // the address is private on purpose
  std::string report_template;   // 钉钉: name of the template; 企业微信: its id; empty: all
  std::map<std::string, std::string> users;  // login -> user id on the platform
  bool hourly = false;                       // in working hours, by itself
};

struct BackupSettings {
  std::filesystem::path dir;  // empty: no nightly backup
  Millis at = std::chrono::hours{3} + std::chrono::minutes{30};
  int keep_daily = 7;
  int keep_weekly = 4;
};

struct DataSettings {
  std::filesystem::path dir;  // the operator's own records, read after the shipped ones
};

struct PracticeSettings {
  std::filesystem::path dir;  // practice folder; empty: the real world
};

struct Settings {
  DaemonSettings daemon;
  CompanySettings company;
  NetworkSettings network;
  PolitenessSettings politeness;
  std::vector<ProviderSettings> providers;
  std::vector<SubmissionSettings> submissions;
  MailSettings mail;
  std::vector<WebhookSettings> webhooks;
  std::vector<RobotSettings> robots;
  DeadmanSettings deadman;
  WebSettings web;
  ReportSettings reports;
  AlertSettings alerts;
  EvidenceSettings evidence;
  RetentionSettings retention;
  std::vector<ReportSourceSettings> report_sources;
  BackupSettings backup;
  DataSettings data;
  PracticeSettings practice;

  // Whether supervisors and administrators need a second step to sign in.
  [[nodiscard]] bool second_step_required() const;
  // public_url, or the listen address where none is configured; without a trailing slash.
  [[nodiscard]] std::string base_url() const;
};

struct Problem {
  std::string file;
  int line = 0;  // 1-based; 0: the file as a whole
  std::string message;

  [[nodiscard]] std::string text() const;  // "vouch.toml:12: unknown key ..."
  bool operator==(const Problem&) const = default;
};

struct Loaded {
  Settings settings;
  std::vector<Problem> problems;  // not empty: do not start; exit code kExitBadConfiguration
  std::vector<Problem> warnings;

  [[nodiscard]] bool ok() const { return problems.empty(); }
};

inline constexpr int kExitBadConfiguration = 78;  // EX_CONFIG

// kOnDisk also looks at secrets, the CA files and whether directories can be written (created when
// their parent allows it); kText judges the text alone.
enum class Inspect { kText, kOnDisk };

Loaded load_file(const std::filesystem::path& file, Inspect inspect = Inspect::kOnDisk);
Loaded load_text(std::string_view text, const std::string& file_name,
                 Inspect inspect = Inspect::kText);

// The secret's text without its final line break. Refuses a file that others may read.
Result<std::string> read_secret(const SecretRef& secret);

// What is off and what that means, one sentence a line (zh-CN), for `vouchd --check` and the
// banner: mail, webhooks, engines without a provider (未接入), backup, calendar year, proxy.
struct Surroundings {
  std::vector<std::string> engines;  // all engines known, by key
  std::vector<std::string> engine_names;
  bool calendar_has_year = true;
  int year = 0;
  std::string sqlite_version;
};
std::vector<std::string> describe_channels_off(const Settings& settings,
                                               const Surroundings& surroundings);

}  // namespace vouch::config
