// The port through which the web room acts: every operation that changes something. Implemented in
// daemon/, faked in tests. Called on the main loop only; parameters are owned values, answers are
// plain. Who may call what is decided by the route table (router.h); rules about the beneficiary
// (own claims, own team, "the actor is not the beneficiary") belong to the implementer, who returns
// kDenied.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/account.h"
#include "core/asset.h"
#include "core/async.h"
#include "core/claim.h"
#include "core/ids.h"
#include "core/inbox.h"
#include "core/owner_link.h"
#include "core/people.h"
#include "core/result.h"
#include "core/silence.h"
#include "core/time.h"
#include "core/verdict.h"
#include "core/waiver.h"
#include "core/work_progress.h"
#include "web/plan_commands.h"
#include "web/report_commands.h"

namespace vouch::web {

enum class Via { kToken, kSocket, kLink, kSession };

struct Actor {
  UserId user;  // none on the Unix socket
  Role role = Role::kEmployee;
  std::string login;  // "local" on the Unix socket
  Via via = Via::kToken;
  bool vendor = false;     // works from outside: sees his own entries, nothing of the company's
  bool read_only = false;  // by a token that only reads
  bool half_way = false;   // has to set up his second step before anything else
  SessionId session{};     // of kSession
};

// One field of one row that could not be used; `row` 0: the request itself.
struct Problem {
  int row = 0;
  std::string field;
  std::string message;
};

struct ReportRow {
  int row = 0;        // number that people see: line of the file, or 1-based index of the array
  std::string login;  // empty: SubmitReport::as
  std::optional<Date> date;  // none: SubmitReport::date
  std::string url;
  std::string work_type;
  std::string platform;
  std::string title;
  std::vector<std::string> keywords;
  std::string link_target;
  AssetId asset;  // that it distributes; none: as the plan says
};

struct SubmitReport {
  std::string as;            // login; empty: the actor himself
  std::optional<Date> date;  // none: today in the company's zone
  bool baseline = false;
  std::string file_name;
  std::string idempotency_key;  // empty: derived from the content
  bool is_csv = false;
  std::string csv;                         // the file's bytes, any charset, when is_csv
  std::vector<ReportRow> rows;             // else
  std::shared_ptr<WorkProgress> progress;  // counts rows; may be null
};

struct AcceptedRow {
  int row = 0;
  ClaimId claim;
  ClaimMarks marks;
  std::vector<std::string> remarks;  // zh-CN: what was understood differently, what is off the list
};

struct ReturnedRow {
  int row = 0;
  std::string reason;
  std::vector<std::string> cells;
};

struct ReportAnswer {
  std::vector<ReportId> reports;
  std::vector<AcceptedRow> accepted;
  std::vector<ReturnedRow> returned;
};

struct Decide {
  ClaimId claim;
  DecisionKind kind = DecisionKind::kConfirm;
  std::optional<Stage> stage;  // none: the whole claim
  std::string reason;
  std::optional<Time> until;  // waiver's end
  ClaimId replaced_by;
};

struct Attach {  // a picture of what programs may not look at
  ClaimId claim;
  std::string name;          // of the file, as the phone calls it
  std::string content_type;  // "image/jpeg"
  std::string bytes;
  std::string text;  // that the platform's app shares beside it; may be empty
};

struct AttachAnswer {
  AttachmentId id;
  EvidenceId evidence;
  std::string sha256;
  std::int64_t size = 0;
  std::optional<bool> drawn;  // for a person to look at; none: a program looks at this entry
  ClaimId same_as;            // another entry that the same picture stands behind
  WorkVerdict work = WorkVerdict::kPending;
};

struct OpenDispute {
  ClaimId claim;
  std::optional<Stage> stage;
  std::string text;
};

struct CloseDispute {
  DisputeId dispute;
  bool accept = false;
  std::string answer;
};

struct RecheckAnswer {
  int left_today = 0;  // of 3 a claim and day
  Time due_at;
};

struct AddUser {
  std::string login;
  std::string name;
  std::string email;
  Role role = Role::kEmployee;
  std::string post;
  std::string team;                  // name; empty: none
  std::vector<int> report_weekdays;  // 1 Monday .. 7 Sunday
};

struct AddedUser {
  UserId id;
  std::string login;
  std::string link_token;
};

struct PatchUser {  // only what is set is changed
  std::string login;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<bool> active;
  std::optional<std::string> successor;  // login, for somebody who leaves; empty: nobody
  std::optional<std::vector<int>> report_weekdays;
  std::optional<std::string> team;
  std::optional<Role> role;
  std::optional<std::string> post;
};

struct PatchTeam {  // logins
  std::string name;
  std::optional<std::string> supervisor;
  std::optional<std::string> deputy;
  std::optional<Date> deputy_from;
  std::optional<Date> deputy_to;
};

struct AddToken {
  std::string login;
  std::string label;
  std::string token;  // empty: drawn at random; else 64 characters
  bool read_only = false;
};

struct AddSite {
  std::string domain;
  std::string name;
  bool competitor = false;  // its places are kept beside ours; nothing of it is ours
};

struct AddKeyword {
  std::string text;
  int priority = 3;
  std::string target_url;  // the page that is meant to rank; empty: any own page
};

struct AddLeave {
  std::string login;
  Date from;
  Date to;
};

struct TestChannel {
  std::string name;
  // Mail address, or of an application a login; empty: the actor's, else the sender's own.
  std::string to;
};

struct TestAnswer {  // a failed test is an answer, not an Error
  bool ok = false;
  std::string detail;  // for people: what happened
};

struct BackupAnswer {
  std::string path;
  std::int64_t bytes = 0;
};

struct ImportRecords {
  std::string toml;  // a data file: [[platform]], [[policy]], ... with its revision
  std::string file_name;
  bool dry_run = false;                    // say what would change, change nothing
  std::shared_ptr<WorkProgress> progress;  // counts records; may be null
};

struct RecordChange {
  std::string kind;  // "platform", "policy", ...
  std::string key;
  std::int64_t revision_before = 0;  // 0: a new record
  std::int64_t revision = 0;
  std::string before;  // JSON of the value; empty: a new record
  std::string after;
};

struct ImportedRecords {
  std::vector<RecordChange> changes;
  std::vector<std::string> unchanged;  // "platform sohu": the revision is not higher
};

enum class PlatformSay { kAccept, kDecline, kUndo };

// A person answers what was learned about a platform, or takes back a "yes".
struct DecidePlatform {
  std::int64_t proposal = 0;
  PlatformSay say = PlatformSay::kDecline;
  std::string as;  // of kAccept: "not_applicable" or "measure"; empty: as proposed
  std::string reason;
};

// An administrator knows that a source was blind between two moments.
struct WithdrawNegatives {
  std::string source;  // "main" or "searxng:main"
  std::string engine;  // empty: the source's own
  std::string from;    // RFC 3339, or a day or minute of the company's zone
  std::string to;
  std::string reason;
  bool dry_run = false;  // say what it would touch, change nothing
};

struct WithdrawnNegatives {
  std::string provider;  // "searxng:main"
  std::string engine;
  Time from;
  Time to;
  std::int64_t looks = 0;  // whose negatives are inside
  std::int64_t claims = 0;
  bool known = false;  // it was withdrawn before
  bool written = false;
};

// Letters put off. Who may put off which is the implementer's to say.
struct AddSilence {
  std::string rule;         // kind of notice: "system", "regressed", ...
  std::string subject;      // channel or provider; of claims their host; empty: any
  bool known_only = false;  // what begins later is told: an acknowledgement
  int hours = 0;
  std::string reason;
};

struct AddWaiver {       // of more than one claim; the days are days of work
  std::string platform;  // key; empty: any
  std::string login;     // whose; empty: everybody's of the team that the actor leads, or of all
  std::string from;      // 2026-11-24
  std::string to;
  std::optional<Time> until;
  std::string reason;
};

// Of the actor's own inbox.
struct MarkRead {
  InboxId entry;
  bool up_to = false;  // and all before it
};

struct AddOwnerLink {
  std::string label;
  int days = 0;
};

struct AddedOwnerLink {
  OwnerLinkId id;
  std::string token;  // once
  Time expires_at;
};

// A list that left the application as a file.
struct NoteExport {
  std::string name;  // "claims.xlsx"
  std::string query;
  std::int64_t rows = 0;
};

struct ReloadAnswer {
  std::vector<std::string> changed;        // in force now
  std::vector<std::string> needs_restart;  // read, but only used after a restart
};

class Commands : public PlanCommands, public ReportCommands {
 public:
  virtual Task<Result<ReportAnswer>> submit_report(Actor actor, SubmitReport request) = 0;
  virtual Task<Result<DecisionId>> decide(Actor actor, Decide request) = 0;
  // kConflict: the entry is void or holds as many pictures as it may.
  virtual Task<Result<AttachAnswer>> attach(Actor actor, Attach request) = 0;
  virtual Task<Result<DisputeId>> open_dispute(Actor actor, OpenDispute request) = 0;
  virtual Task<Status> close_dispute(Actor actor, CloseDispute request) = 0;
  virtual Task<Result<RecheckAnswer>> recheck(Actor actor,
                                              ClaimId claim) = 0;  // kUnavailable: used up

  virtual Task<Result<AddedUser>> add_user(Actor actor,
                                           AddUser request) = 0;  // kConflict: login exists
  virtual Task<Status> patch_user(Actor actor, PatchUser request) = 0;
  virtual Task<Result<TeamId>> add_team(Actor actor, std::string name) = 0;
  virtual Task<Status> patch_team(Actor actor, PatchTeam request) = 0;
  virtual Task<Result<std::string>> add_token(Actor actor,
                                              AddToken request) = 0;  // the token, once
  virtual Task<Result<SiteId>> add_site(Actor actor, AddSite request) = 0;
  virtual Task<Result<KeywordId>> add_keyword(Actor actor, AddKeyword request) = 0;
  virtual Task<Status> add_leave(Actor actor, AddLeave request) = 0;

  virtual Task<Result<TestAnswer>> test_channel(Actor actor, TestChannel request) = 0;
  virtual Task<Result<TestAnswer>> test_provider(Actor actor, std::string name) = 0;
  virtual Task<Status> decide_platform(Actor actor, DecidePlatform request) = 0;
  virtual Task<Result<WithdrawnNegatives>> withdraw_negatives(Actor actor,
                                                              WithdrawNegatives request) = 0;
  // kConflict: it is not dead, or what it says is not true any more.
  virtual Task<Status> retry_message(Actor actor, std::string message) = 0;
  virtual Task<Result<SilenceId>> add_silence(Actor actor, AddSilence request) = 0;
  virtual Task<Status> end_silence(Actor actor, SilenceId silence) = 0;
  virtual Task<Result<WaiverId>> add_waiver(Actor actor, AddWaiver request) = 0;
  virtual Task<Status> end_waiver(Actor actor, WaiverId waiver) = 0;
  virtual Task<Status> mark_read(Actor actor, MarkRead request) = 0;  // kNotFound: not his
  // Of the actor's own letters; nobody says it for somebody else.
  virtual Task<Status> set_preferences(Actor actor, std::vector<Preference> said) = 0;
  // Of what is checked: the actor has read this version. kConflict: another one is in force.
  virtual Task<Status> acknowledge_checks(Actor actor, int version) = 0;
  virtual Task<Result<AddedOwnerLink>> add_owner_link(Actor actor, AddOwnerLink request) = 0;
  virtual Task<Status> end_owner_link(Actor actor, OwnerLinkId link) = 0;
  virtual Task<Status> note_owner_link_use(OwnerLinkId link) = 0;  // it opened its page
  virtual Task<Status> note_export(Actor actor, NoteExport note) = 0;
  virtual Task<Result<BackupAnswer>> backup(Actor actor, std::string directory) = 0;
  virtual Task<Result<ImportedRecords>> import_records(Actor actor, ImportRecords request) = 0;
  virtual Task<Result<ReloadAnswer>> reload(Actor actor) = 0;
};

}  // namespace vouch::web
