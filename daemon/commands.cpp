#include "daemon/commands.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/robot_outgoing.h"
#include "core/log.h"
#include "daemon/attachment_writes.h"
#include "daemon/claim_writes.h"
#include "daemon/company_writes.h"
#include "daemon/keyword_writes.h"
#include "daemon/message_writes.h"
#include "daemon/office_writes.h"
#include "daemon/owner_link_writes.h"
#include "daemon/platform_changes.h"
#include "daemon/preference_writes.h"
#include "daemon/record_writes.h"
#include "daemon/report_writes.h"
#include "daemon/silence_writes.h"
#include "daemon/waiver_writes.h"
#include "daemon/withdrawal_writes.h"
#include "store/backup.h"
#include "store/channels.h"
#include "store/people.h"
#include "web/hand_in_reading.h"

namespace vouch::daemon {

// The practice clock must not move while a command is at work: hence the guard.
template <class T>
Task<Result<T>> DaemonCommands::write(
    std::function<Result<T>(store::WriteContext&, const Rulebook&)> job) {
  const Activity::Guard guard = context_.activity.begin();
  const Rules rules = context_.rules;
  std::function<Result<T>(store::WriteContext&)> bound =
      [job = std::move(job), rules](store::WriteContext& context) { return job(context, *rules); };
  auto done = co_await context_.store.template write<T>(std::move(bound));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

// For plan_commands.cpp and report_commands.cpp: a header holds no coroutine.
template Task<Result<int>> DaemonCommands::write(
    std::function<Result<int>(store::WriteContext&, const Rulebook&)>);
template Task<Result<web::PlanProblems>> DaemonCommands::write(
    std::function<Result<web::PlanProblems>(store::WriteContext&, const Rulebook&)>);
template Task<Result<KeywordImport>> DaemonCommands::write(
    std::function<Result<KeywordImport>(store::WriteContext&, const Rulebook&)>);
template Task<Result<ReviewActionId>> DaemonCommands::write(
    std::function<Result<ReviewActionId>(store::WriteContext&, const Rulebook&)>);
template Task<Result<BlockerId>> DaemonCommands::write(
    std::function<Result<BlockerId>(store::WriteContext&, const Rulebook&)>);

namespace {

// The actor reports for himself; supervisors and administrators may name others in the rows.
Result<HandIn> hand_in_of(store::Connection& db, const web::Actor& actor,
                          const web::SubmitReport& request) {
  const auto author = web::author_of(db, actor, request.as);
  if (!author) return tl::unexpected(author.error());
  HandIn given;
  given.request = request;
  given.reporter = author->reporter;
  given.may_report_for_others = author->may_report_for_others;
  return given;
}

const config::RobotSettings* robot_named(const config::Settings& settings, std::string_view name) {
  const auto found =
      std::find_if(settings.robots.begin(), settings.robots.end(),
                   [&](const config::RobotSettings& robot) { return robot.name == name; });
  return found == settings.robots.end() ? nullptr : &*found;
}

std::string told(const alerts::SendResult& sent) {
  return std::string(to_string(sent.outcome)) + " " + sent.code +
         (sent.detail.empty() ? "" : ": " + sent.detail);
}

}  // namespace

Task<Result<web::ReportAnswer>> DaemonCommands::submit_report(web::Actor actor,
                                                              web::SubmitReport request) {
  std::function<Result<HandedIn>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](
          store::WriteContext& context, const Rulebook& rules) -> Result<HandedIn> {
    const auto given = hand_in_of(context.db, actor, request);
    if (!given) return tl::unexpected(given.error());
    return hand_in(context, rules, *given);
  };
  auto done = co_await write<HandedIn>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  for (const ClaimChange& change : done->changes) context_.apply(change);
  co_return std::move(done->answer);
}

Task<Result<DecisionId>> DaemonCommands::decide(web::Actor actor, web::Decide request) {
  std::function<Result<Said>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook& rules) {
        return say_decision(context, rules, actor, request);
      };
  const auto said = co_await write<Said>(std::move(job));
  if (!said) co_return tl::unexpected(said.error());
  context_.apply(said->change);
  co_return said->decision;
}

namespace {

constexpr int kLots = 100;

// Even among a hundred: what is left over of the 32 bits favours nobody by more than 2e-8.
int lot_of(Random& random) {
  std::uint32_t number = 0;
  for (const char byte : random.bytes(sizeof number)) {
    number = (number << 8) | static_cast<unsigned char>(byte);
  }
  return static_cast<int>(number % kLots);
}

}  // namespace

Task<Result<web::AttachAnswer>> DaemonCommands::attach(web::Actor actor, web::Attach request) {
  const Activity::Guard guard = context_.activity.begin();
  auto picture = std::make_shared<Picture>();
  picture->request = std::move(request);
  picture->lot = lot_of(context_.random);
  std::function<store::EvidenceItem()> work = [picture, now = context_.wall.now(), this] {
    const web::Attach& given = picture->request;
    const std::string address = fmt::format("urn:vouch:claim:{}", given.claim.value);
    return store::prepare_evidence(address, given.content_type, given.bytes, "user_file", now,
                                   context_.random);
  };
  auto start = [this, &work](Completion<Computed<store::EvidenceItem>> done) {
    context_.parse.run<store::EvidenceItem>(std::move(work), std::move(done));
  };
  auto computed = co_await await_callback<Computed<store::EvidenceItem>>(start);
  picture->evidence = std::move(computed).take();
  picture->request.bytes.clear();
  std::function<Result<Attached>(store::WriteContext&, const Rulebook&)> job =
      [picture, actor = std::move(actor)](store::WriteContext& context, const Rulebook& rules) {
        return keep_picture(context, rules, actor, *picture);
      };
  const auto kept = co_await write<Attached>(std::move(job));
  if (!kept) co_return tl::unexpected(kept.error());
  context_.apply(kept->change);
  co_return kept->answer;
}

Task<Result<DisputeId>> DaemonCommands::open_dispute(web::Actor actor, web::OpenDispute request) {
  std::function<Result<Said>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook& rules) {
        return say_dispute(context, rules, actor, request);
      };
  const auto said = co_await write<Said>(std::move(job));
  if (!said) co_return tl::unexpected(said.error());
  context_.apply(said->change);
  co_return said->dispute;
}

Task<Status> DaemonCommands::close_dispute(web::Actor actor, web::CloseDispute request) {
  std::function<Result<Said>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook& rules) {
        return say_dispute_closed(context, rules, actor, request);
      };
  const auto said = co_await write<Said>(std::move(job));
  if (!said) co_return tl::unexpected(said.error());
  context_.apply(said->change);
  co_return Status();
}

Task<Result<web::RecheckAnswer>> DaemonCommands::recheck(web::Actor actor, ClaimId claim) {
  std::function<Result<Said>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), claim](store::WriteContext& context, const Rulebook& rules) {
        return ask_recheck(context, rules, actor, claim);
      };
  const auto said = co_await write<Said>(std::move(job));
  if (!said) co_return tl::unexpected(said.error());
  context_.apply(said->change);
  co_return said->recheck;
}

Task<Result<web::AddedUser>> DaemonCommands::add_user(web::Actor actor, web::AddUser request) {
  std::function<Result<web::AddedUser>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request), &random = context_.random](
          store::WriteContext& context, const Rulebook&) {
        return write_user(context, actor, random, request);
      };
  co_return co_await write<web::AddedUser>(std::move(job));
}

Task<Status> DaemonCommands::patch_user(web::Actor actor, web::PatchUser request) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook&) {
        return write_user_patch(context, actor, request);
      };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<TeamId>> DaemonCommands::add_team(web::Actor actor, std::string name) {
  std::function<Result<TeamId>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), name = std::move(name)](store::WriteContext& context,
                                                         const Rulebook&) {
        return write_team(context, actor, name);
      };
  co_return co_await write<TeamId>(std::move(job));
}

Task<Status> DaemonCommands::patch_team(web::Actor actor, web::PatchTeam request) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook&) {
        return write_team_patch(context, actor, request);
      };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<std::string>> DaemonCommands::add_token(web::Actor actor, web::AddToken request) {
  std::function<Result<std::string>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request), &random = context_.random](
          store::WriteContext& context, const Rulebook&) {
        return write_token(context, actor, random, request);
      };
  co_return co_await write<std::string>(std::move(job));
}

Task<Result<SiteId>> DaemonCommands::add_site(web::Actor actor, web::AddSite request) {
  std::function<Result<SiteId>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook&) {
        return write_site(context, actor, request);
      };
  const auto added = co_await write<SiteId>(std::move(job));
  if (added) hooks_.sites_changed();
  co_return added;
}

Task<Result<KeywordId>> DaemonCommands::add_keyword(web::Actor actor, web::AddKeyword request) {
  std::function<Result<WrittenKeyword>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook& rules) {
        return write_keyword(context, actor, rules, request);
      };
  const auto done = co_await write<WrittenKeyword>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  for (const QueuedLook& look : done->looks) context_.queue.put(look);
  if (context_.wake) context_.wake();
  co_return done->id;
}

Task<Status> DaemonCommands::add_leave(web::Actor actor, web::AddLeave request) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook&) {
        return write_leave(context, actor, request);
      };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<web::TestAnswer>> DaemonCommands::test_channel(web::Actor actor,
                                                           web::TestChannel request) {
  const std::string name = request.name;
  const Activity::Guard guard = context_.activity.begin();
  web::TestAnswer answer;
  alerts::Sender* sender = hooks_.sender(name);
  if (sender == nullptr)
    co_return fail(
        ErrorCode::kNotFound,
        "没有名为 " + name + " 的通道；看 vouch.toml 的 [mail]、[[webhook]] 和 [[robot]]");
  std::function<Result<std::optional<Channel>>(store::Connection&)> read_channel =
      [name](store::Connection& db) { return store::channels::find_by_name(db, name); };
  const auto channel =
      co_await context_.store.read<std::optional<Channel>>(std::move(read_channel));
  if (!channel) co_return tl::unexpected(channel.error());
  if (!*channel) co_return fail(ErrorCode::kNotFound, "没有名为 " + name + " 的通道");
  const auto rules = context_.rules;  // a reload takes another
  const config::Settings& settings = rules->settings;
  std::string address = (*channel)->kind == ChannelKind::kMail ? settings.mail.from : name;
  if (actor.user) {
    std::function<Result<User>(store::Connection&)> read_user =
        [id = actor.user](store::Connection& db) { return store::people::find_user(db, id); };
    const auto user = co_await context_.store.read<User>(std::move(read_user));
    if (user && !user->email.empty() && (*channel)->kind == ChannelKind::kMail)
      address = user->email;
  }
  if (!request.to.empty() && (*channel)->kind == ChannelKind::kMail) address = request.to;
  const config::RobotSettings* const robot = robot_named(settings, name);
  const bool is_robot = robot != nullptr;
  std::string person;
  if (is_robot && robot->application()) {
    person = request.to.empty() ? actor.login : request.to;
    const bool listed = robot->serves(person);
    if (!listed && !request.to.empty()) {
      co_return fail(ErrorCode::kNotFound, "users 里没有登录名 " + request.to, "to");
    }
    if (!listed) {  // nobody asked for a message to himself
      const auto checked = co_await sender->check();
      answer.ok = checked && checked->outcome == alerts::SendOutcome::kSent;
      if (answer.ok) answer.detail = "令牌正常；没有发消息（加 --to 登录名 才发）";
      if (!answer.ok && checked) answer.detail = told(*checked);
      co_return answer;
    }
  }
  alerts::RenderContext render;
  render.company = settings.company.name;
  render.public_url = settings.base_url();
  render.zone = rules->calendar.zone();
  render.language = alerts::language_of(settings.company.locale);
  const auto wait = co_await hooks_.take_turn(name);
  if (!wait) co_return tl::unexpected(wait.error());
  if (*wait) {
    answer.detail = "retry rate: the next turn of this channel is at " + to_rfc3339(**wait);
    co_return answer;
  }
  const std::string nonce = random_token(context_.random, 12);
  Message message =
      is_robot ? alerts::robot_test_message(**channel, nonce, render, context_.wall.now(), person)
               : alerts::test_message(**channel, address, nonce, render, context_.wall.now());
  message.attempt = 1;
  const alerts::SendResult sent = co_await sender->send(std::move(message));
  answer.ok = sent.outcome == alerts::SendOutcome::kSent;
  answer.detail = told(sent);
  if (!answer.ok) co_return answer;
  const Status mended = co_await hooks_.channel_mended(name);
  if (!mended) co_return tl::unexpected(mended.error());
  context_.outbox_changed = true;
  if (context_.wake) context_.wake();
  co_return answer;
}

Task<Result<web::TestAnswer>> DaemonCommands::test_provider(web::Actor, std::string name) {
  const Activity::Guard guard = context_.activity.begin();
  co_return co_await engines_.test(std::move(name));
}

Task<Status> DaemonCommands::decide_platform(web::Actor actor, web::DecidePlatform request) {
  using Overlays = std::vector<store::PlatformOverlay>;
  std::function<Result<Overlays>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](
          store::WriteContext& context, const Rulebook&) -> Result<Overlays> {
    const auto decided = decide_platform_change(context, actor, request);
    if (!decided) return tl::unexpected(decided.error());
    return store::platform_proposals::overlays(context.db);
  };
  auto done = co_await write<Overlays>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  auto fresh = std::make_shared<Rulebook>(*context_.rules);  // in force from now on
  fresh->overlays = std::move(*done);
  context_.rules = std::move(fresh);
  co_return Status();
}

Task<Result<web::WithdrawnNegatives>> DaemonCommands::withdraw_negatives(
    web::Actor actor, web::WithdrawNegatives request) {
  const Activity::Guard guard = context_.activity.begin();
  auto done = co_await withdraw_by_hand(context_, std::move(actor), std::move(request));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

Task<Result<WaiverId>> DaemonCommands::add_waiver(web::Actor actor, web::AddWaiver request) {
  const Activity::Guard guard = context_.activity.begin();
  auto done = co_await daemon::add_waiver(context_, std::move(actor), std::move(request));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

Task<Status> DaemonCommands::end_waiver(web::Actor actor, WaiverId waiver) {
  const Activity::Guard guard = context_.activity.begin();
  Status done = co_await daemon::end_waiver(context_, std::move(actor), waiver);
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

Task<Status> DaemonCommands::retry_message(web::Actor actor, std::string message) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), message = std::move(message)](
          store::WriteContext& context, const Rulebook& rules) -> Result<int> {
    const Status retried = write_message_retry(context, rules, actor, message);
    if (!retried) return tl::unexpected(retried.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  context_.outbox_changed = true;
  if (context_.wake) context_.wake();
  co_return Status();
}

Task<Result<SilenceId>> DaemonCommands::add_silence(web::Actor actor, web::AddSilence request) {
  std::function<Result<SilenceId>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook&) {
        return write_silence(context, actor, request);
      };
  const auto id = co_await write<SilenceId>(std::move(job));
  context_.notices_changed = true;
  if (context_.wake) context_.wake();
  co_return id;
}

Task<Status> DaemonCommands::end_silence(web::Actor actor, SilenceId silence) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), silence](store::WriteContext& context,
                                          const Rulebook&) -> Result<int> {
    const Status ended = write_silence_end(context, actor, silence);
    if (!ended) return tl::unexpected(ended.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  context_.notices_changed = true;
  if (context_.wake) context_.wake();
  co_return Status();
}

Task<Status> DaemonCommands::mark_read(web::Actor actor, web::MarkRead request) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request](store::WriteContext& context,
                                          const Rulebook&) -> Result<int> {
    const Status read = write_read(context, actor, request);
    if (!read) return tl::unexpected(read.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Status> DaemonCommands::acknowledge_checks(web::Actor actor, int version) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), version](store::WriteContext& context,
                                          const Rulebook& rules) -> Result<int> {
    const Status kept = write_checks_read(context, rules, actor, version);
    if (!kept) return tl::unexpected(kept.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<web::AddedOwnerLink>> DaemonCommands::add_owner_link(web::Actor actor,
                                                                 web::AddOwnerLink request) {
  std::function<Result<web::AddedOwnerLink>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request), &random = context_.random](
          store::WriteContext& context, const Rulebook&) {
        return write_owner_link(context, actor, random, request);
      };
  co_return co_await write<web::AddedOwnerLink>(std::move(job));
}

Task<Status> DaemonCommands::end_owner_link(web::Actor actor, OwnerLinkId link) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), link](store::WriteContext& context,
                                       const Rulebook&) -> Result<int> {
    const Status ended = write_owner_link_end(context, actor, link);
    if (!ended) return tl::unexpected(ended.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Status> DaemonCommands::note_owner_link_use(OwnerLinkId link) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [link](store::WriteContext& context, const Rulebook&) -> Result<int> {
    const Status noted = write_owner_link_use(context, link);
    if (!noted) return tl::unexpected(noted.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Status> DaemonCommands::note_export(web::Actor actor, web::NoteExport note) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), note = std::move(note)](store::WriteContext& context,
                                                         const Rulebook&) -> Result<int> {
    const Status kept = write_export(context, actor, note);
    if (!kept) return tl::unexpected(kept.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Status> DaemonCommands::set_preferences(web::Actor actor, std::vector<Preference> said) {
  std::function<Result<int>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), said = std::move(said)](store::WriteContext& context,
                                                         const Rulebook& rules) -> Result<int> {
    const Status kept = write_preferences(context, rules, actor, said);
    if (!kept) return tl::unexpected(kept.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<web::BackupAnswer>> DaemonCommands::backup(web::Actor, std::string directory) {
  const Activity::Guard guard = context_.activity.begin();
  std::function<Result<store::BackupReport>()> work = [state = context_.store.directory(),
                                                       directory, now = context_.wall.now()] {
    return store::backup::make(state, directory, now);
  };
  auto start = [this, &work](Completion<Computed<Result<store::BackupReport>>> done) {
    context_.parse.run<Result<store::BackupReport>>(std::move(work), std::move(done));
  };
  auto computed = co_await await_callback<Computed<Result<store::BackupReport>>>(start);
  const auto made = std::move(computed).take();
  if (!made) {
    Error error = made.error();
    if (error.code == ErrorCode::kCorrupt) context_.store.look_for_damage();
    if (error.code == ErrorCode::kDenied) {
      error = {ErrorCode::kInvalid,
               error.message +
                   ": vouchd may not write there (as a service only below its state "
                   "directory); name a folder below " +
                   context_.store.directory().string(),
               "dir"};
    }
    co_return tl::unexpected(error);
  }
  web::BackupAnswer answer;
  answer.path = made->path;
  answer.bytes = made->bytes;
  co_return answer;
}

Task<Result<web::ImportedRecords>> DaemonCommands::import_records(web::Actor actor,
                                                                  web::ImportRecords request) {
  const bool changes_nothing = request.dry_run;
  std::function<Result<web::ImportedRecords>(store::WriteContext&, const Rulebook&)> job =
      [actor = std::move(actor), request = std::move(request)](store::WriteContext& context,
                                                               const Rulebook& rules) {
        return write_records(context, actor, rules, request);
      };
  auto done = co_await write<web::ImportedRecords>(std::move(job));
  if (!done || changes_nothing || done->changes.empty()) co_return done;
  const auto reloaded = hooks_.reload();
  if (!reloaded) co_return tl::unexpected(reloaded.error());
  co_return done;
}

Task<Result<web::ReloadAnswer>> DaemonCommands::reload(web::Actor) {
  co_return hooks_.reload();
}

}  // namespace vouch::daemon
