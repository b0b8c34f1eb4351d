// The practice world as plain data: sites, pages with their lives, faults, people and what they
// will do. Made once from a script and a seed (script.h), then immutable; any thread may read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/time.h"

namespace vouch::practice {

enum class SiteKind {
  kOpen,            // unknown paths are 404
  kCaptchaWall,     // every page asks for a captcha
  kLoginWall,       // every page asks for a login
  kSoft404,         // unknown paths are a friendly page with status 200
  kParked,          // every path shows the domain for sale
  kRobotsClosed,    // robots.txt forbids everybody
  kForbidden,       // 403 for programs
  kHomeForUnknown,  // unknown paths are sent to the front page
  kTlsBroken,       // https, and what answers there is no TLS
  kNoName,          // its name cannot be resolved
};

struct Site {
  std::string key;   // "forum"
  std::string host;  // "forum.localhost"
  std::string name;  // "青桥论坛"
  SiteKind kind = SiteKind::kOpen;
  std::string charset = "utf-8";  // of its pages: "utf-8", "gbk", "big5"
  int delay_ms = 0;               // real time before an answer
  bool gzip = true;
  std::string path_form;  // "/thread-{}-1-1.html"
  bool keep_alive = true;
  bool tls = false;  // its address begins with https
};

enum class Showing {
  kAbsent,        // nothing was ever there
  kLive,          // the article
  kUnderReview,   // the site shows that it is being reviewed
  kGone404,       // deleted: 404
  kGone410,       // deleted: 410
  kDeletedWords,  // deleted: status 200 and a sentence
  kRedirectHome,  // deleted: sent to the front page
};
std::string_view to_string(Showing showing);

enum class KeywordPlace { kVisible, kSplit, kHidden, kMissing };
enum class LinkForm { kNone, kDirect, kNofollow, kHidden, kPlainText, kJumpPage, kWrongPage };
std::string_view to_string(KeywordPlace place);
std::string_view to_string(LinkForm form);

struct Content {
  std::string title;
  KeywordPlace keyword = KeywordPlace::kVisible;
  LinkForm link = LinkForm::kDirect;
  bool noindex = false;

  bool operator==(const Content&) const = default;
};

struct Phase {  // from this moment until the next phase
  Time from;
  Showing showing = Showing::kLive;
  Content content;
};

// One engine knows a page from a moment on, and perhaps forgets it.
struct IndexSpan {
  std::string engine;  // key
  Time from;
  std::optional<Time> to;
};

struct Page {
  std::string site;  // key
  std::string path;
  std::vector<std::string> keywords;
  std::string link_url;          // what the link, if any, leads to
  std::string text_of;           // path of the page whose text it shows; empty: its own
  int changed_percent = 0;       // of the words of that text
  std::string copied_from;       // URL of that page
  std::vector<Phase> phases;     // ascending; before the first: kAbsent
  std::string moved_to;          // this path answers 301 to there; the phases are of the target
  std::vector<IndexSpan> index;  // at most one of each engine
  std::string held_by;           // requests wait until the act of this name is done
  int held_from = 0;             // the n-th request, 1-based

  [[nodiscard]] const Phase* at(Time now) const;
  [[nodiscard]] const IndexSpan* index_of(std::string_view engine) const;  // null: never
  [[nodiscard]] bool is_in(std::string_view engine, Time now) const;
};

enum class Trouble {
  kError500,
  kUnavailable503,  // with Retry-After: 600
  kTooMany429,      // with Retry-After: 1800
  kReset,           // the connection breaks
  kShortBody,       // Content-Length promises more than comes
  kTruncatedGzip,
  kEmpty,            // 200 without a body
  kGarbage,          // bytes that are no HTTP
  kCaptcha,          // the site shows a captcha for a while
  kPortal404,        // something on the way answers 404 for every site
  kTornBytes,        // correct, in tiny pieces
  kResetInHead,      // the connection breaks inside the header
  kResetInBody,      // ... inside the body
  kDrip,             // correct, so slowly that nobody can wait for it
  kEndlessChunks,    // a body that does not end
  kRedirectLoop,     // to itself, for ever
  kRedirectPrivate,  // through a chain to a private address
  kWrongCharset,     // GBK, declared as UTF-8
  kSitesDown,        // nobody listens
  // of an engine, or of the way to all of them
  kEngineCaptcha,  // no results, the engine named as unresponsive
  kEngineSilent,   // no results and no word why
  kEngineDecoy,    // ten rows about something else
  kEngineNews,     // rows about the query out of the news alone, which know none of our pages
  kEngine429,
  kEngine500,
  kEngineDown,
  // of the mail sink
  kMailGreylist,  // 451 at RCPT
  kMailDropped,   // the connection breaks after the message was taken
  kMailBusy,      // 450 after the final dot, nothing taken
  kMailRefused,   // 550 at RCPT
  kMailDown,
  // of the webhook sink
  kHook500,
  kHookDropped,  // taken, then the connection breaks
  kHookSilent,   // no answer
  kHookDown,
  // of a provider's interface; `engine` of the fault is the provider's key
  kProviderQuota,
  kProvider401,
  kProvider403,
  kProvider429,
  kProvider500,
  kProviderHtml,   // a gateway's page with status 200
  kProviderEmpty,  // status 200 and nothing
  kProviderSlow,   // later than anybody waits
  // of a chat robot or application; `engine` of the fault is its name
  kRobotRefuses,  // status 200 and the platform's word for busy
  kRobotTooFast,  // the platform's word for too many messages
  kRobot500,
  kRobotSilent,   // no answer
  kRobotDropped,  // taken, then the connection breaks
  kRobotHtml,     // a gateway's page with status 200
  kRobotToken,    // an application's tokens end after a minute
};
std::string_view to_string(Trouble trouble);
std::optional<Trouble> parse_trouble(std::string_view text);

struct Fault {
  Trouble trouble = Trouble::kError500;
  std::string site;  // key; empty: all
  std::string path;  // exact; empty: all
  Time from;
  Time to;
  std::string engine = {};  // or provider: key; empty: all, and the way to them
};

struct Person {
  std::string login;
  std::string name;
  std::string role = "employee";
  std::string post;
  std::string email;
  std::string token;
  bool csv = false;  // hands in a file of the office program, GBK
  std::vector<int> weekdays;
};

struct Leave {
  std::string login;
  std::string from, to;  // dates
};

// One line of a report, and everything that is true about it.
struct Claim {
  std::string kind;  // row of claim_kinds.h
  std::string who;
  std::string url;
  std::string work_type;  // as people write it
  std::string title;      // as reported
  std::string keyword;
  std::string link_target;
  std::string date;  // work date
  Time reported_at;
  bool honest = true;
  bool late = false;                        // handed in after the hard cut-off
  std::optional<std::size_t> duplicate_of;  // the first claim with this URL
  // The script's intention at the end: "VERIFIED", "FAILED", "REGRESSED", "MANUAL", ...
  std::string expect;
  std::string reason;  // code of the negative or of the wall; empty: none
  std::string index;   // "INDEXED", "LOST" or empty
};

// What happens to the machine on which vouchd runs; whoever started the world carries it out.
enum class MachineTrouble {
  kClockForward,  // the clock is set forward by `amount`
  kClockBack,     // ... back
  kSuspend,       // vouchd sleeps while `amount` goes by
  kDatabaseBusy,  // another program holds the database's write lock for 5 real seconds
  kDiskFull,      // no room until vouchd has noticed
  kDiskBroken,    // one sync fails
};
std::string_view to_string(MachineTrouble trouble);

struct MachineFault {
  MachineTrouble trouble = MachineTrouble::kSuspend;
  Time at;
  Millis amount{0};
};

enum class ActKind {
  kSetUp,
  kReport,
  kAnswer,
  kDispute,
  kCloseDispute,
  kWaive,
  kWithdraw,
  kEnd,
};
std::string_view to_string(ActKind kind);

struct Act {
  Time at;
  ActKind kind = ActKind::kReport;
  std::string who;
  std::string name;         // of acts that a held page waits for
  bool when_asked = false;  // not at `at`: as soon as a held page is requested
  std::vector<std::size_t> claims;
  std::vector<std::string> bad_rows;  // texts in the place of a URL; they come back
  std::string date;                   // of a report
  std::string text;
  bool accept = false;  // how a dispute is closed
};

// A chat robot or application that vouchd is told of.
struct RobotPlace {
  std::string name;
  std::string kind;                // of vouch.toml: "wecom", "wecom_app"
  std::string user;                // serverchan: login
  std::vector<std::string> users;  // applications: logins; robot_person() is the id there
};

struct ConnectedEngine {  // vouchd may ask it
  std::string key;
  int daily_quota = 0;  // queries
};

struct World {
  std::string script;
  std::uint64_t seed = 0;
  int days = 0;  // calendar days with reports, as asked for
  Time start;
  Time end;
  int site_port = 0;
  std::string company;
  std::vector<ConnectedEngine> engines = {{"baidu", 2000}};
  std::string own_site;     // key
  std::string link_target;  // page of the own site that links should lead to
  std::vector<Site> sites;
  std::vector<Page> pages;
  std::unordered_map<std::string, std::size_t> places;  // site key and path to the page's number
  std::vector<Fault> faults;
  std::vector<MachineFault> machine;  // ascending by time
  std::vector<Person> people;
  std::vector<Person> colleagues;  // who hand in nothing by themselves; then everybody signs in
  std::vector<Leave> leave;
  std::string team;
  std::vector<std::pair<std::string, int>> keywords;  // text, priority
  std::vector<RobotPlace> robots;
  std::vector<Claim> claims;
  std::vector<Act> acts;  // ascending by time

  [[nodiscard]] const Site* site(std::string_view key) const;
  [[nodiscard]] const Site* site_of_host(std::string_view host) const;
  void index_pages();  // after the last page was added
  [[nodiscard]] const Page* page(std::string_view site, std::string_view path) const;
  [[nodiscard]] const Person* person(std::string_view login) const;
  [[nodiscard]] std::string url(const Site& site, std::string_view path) const;
  // The trouble in force now; site and path empty for engine, mail and webhook.
  [[nodiscard]] const Fault* fault(Time now, std::string_view site, std::string_view path) const;
  [[nodiscard]] bool has(Trouble trouble, Time now) const;
  // Of that engine alone, or of all.
  [[nodiscard]] bool has(Trouble trouble, Time now, std::string_view engine) const;
  [[nodiscard]] bool has(Trouble trouble) const;  // at any time
};

}  // namespace vouch::practice
