#include "daemon/notice_ground.h"

#include <algorithm>
#include <charconv>

#include "alerts/deadman.h"
#include "checks/decide.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/claims.h"
#include "store/notices.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/settings.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

alerts::RenderContext render_context(const Rulebook& rules) {
  alerts::RenderContext render;
  render.company = rules.settings.company.name;
  render.public_url = rules.settings.base_url();
  render.zone = rules.calendar.zone();
  render.language = alerts::language_of(rules.settings.company.locale);
  for (const Engine& engine : rules.records.engines) render.engine_names[engine.key] = engine.name;
  for (const Platform& one : rules.records.platforms) render.platform_names[one.key] = one.name;
  return render;
}

// The operator chose an hour of the night: a reminder that waited for the morning would come after
// the hard cut-off.
bool reminds_at_night(const Rulebook& rules) {
  const config::AlertSettings& alerts = rules.settings.alerts;
  const Millis at = rules.settings.reports.remind_at;
  if (alerts.quiet_from == alerts.quiet_to) return false;
  return alerts.quiet_from < alerts.quiet_to ? alerts.quiet_from <= at && at < alerts.quiet_to
                                             : at >= alerts.quiet_from || at < alerts.quiet_to;
}

}  // namespace

alerts::QuietHours quiet_hours(const Rulebook& rules) {
  const config::AlertSettings& alerts = rules.settings.alerts;
  return {alerts.quiet_from, alerts.quiet_to, alerts.quiet_days_off};
}

Result<alerts::OutgoingContext> outgoing_context(store::WriteContext& context,
                                                 const Rulebook& rules) {
  alerts::OutgoingContext out;
  out.render = render_context(rules);
  out.at_once = rules.settings.alerts.at_once;
  out.urgent = rules.settings.alerts.urgent;
  if (reminds_at_night(rules)) out.urgent.emplace_back(to_string(NoticeKind::kNotReported));
  out.quiet_until = alerts::quiet_until(rules.calendar, quiet_hours(rules), context.now);
  out.now = context.now;
  const auto channels = store::channels::list(context.db);
  if (!channels) return tl::unexpected(channels.error());
  for (const Channel& channel : *channels) {
    const auto& hooks = rules.settings.webhooks;
    const auto hook = std::find_if(hooks.begin(), hooks.end(), [&](const auto& candidate) {
      return candidate.name == channel.name;
    });
    const auto& robots = rules.settings.robots;
    const auto robot = std::find_if(robots.begin(), robots.end(), [&](const auto& candidate) {
      return candidate.name == channel.name;
    });
    const bool named = hook != hooks.end() || robot != robots.end();
    if (channel.kind == ChannelKind::kWebhook && !named) continue;
    if (channel.kind == ChannelKind::kMail && !rules.settings.mail.enabled()) continue;
    alerts::Endpoint endpoint;
    endpoint.channel = channel;
    if (hook != hooks.end()) endpoint.events = hook->events;
    if (robot != robots.end()) endpoint.robot = *robot;
    out.endpoints.push_back(std::move(endpoint));
  }
  return out;
}

Result<alerts::OutgoingContext> scheduled_context(store::WriteContext& context,
                                                  const Rulebook& rules, Time planned) {
  constexpr Millis kLate = std::chrono::hours(1);
  auto outgoing = outgoing_context(context, rules);
  if (outgoing) {
    outgoing->quiet_until = context.now - planned > kLate
                                ? std::nullopt
                                : alerts::quiet_until(rules.calendar, quiet_hours(rules), planned);
  }
  return outgoing;
}

bool is_configured(const config::Settings& settings, const std::string& channel) {
  const auto named = [&](const auto& one) { return one.name == channel; };
  return (channel == "mail" && settings.mail.enabled()) ||
         (channel == alerts::kDeadmanChannel && settings.deadman.enabled()) ||
         std::any_of(settings.webhooks.begin(), settings.webhooks.end(), named) ||
         std::any_of(settings.robots.begin(), settings.robots.end(), named);
}

Status send_all(store::Connection& db, const std::vector<Message>& messages) {
  for (const Message& message : messages) {
    const auto added = store::outbox::insert_once(db, message);
    if (!added) return tl::unexpected(added.error());
    if (*added) log::debug("notice", "message {} queued", message.id);
  }
  return {};
}

const User* People::find(UserId id) const {
  const auto found =
      std::find_if(users.begin(), users.end(), [&](const User& user) { return user.id == id; });
  return found == users.end() ? nullptr : &*found;
}

Result<People> load_people(store::Connection& db) {
  auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  const auto began = store::settings::get_time(db, kBegan);
  if (!began) return tl::unexpected(began.error());
  auto teams = store::people::teams(db);
  if (!teams) return tl::unexpected(teams.error());
  auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  return People{std::move(*users), std::move(*teams), std::move(*leave), began->value_or(Time{})};
}

Result<std::set<UserId>> reporters(store::Connection& db, Date date) {
  const auto found = store::reports::reporters(db, date);
  if (!found) return tl::unexpected(found.error());
  return std::set<UserId>(found->begin(), found->end());
}

alerts::CutOff cut_off(const Rulebook& rules) {
  return alerts::CutOff{rules.settings.reports.remind_at, rules.settings.reports.cutoff_grace};
}

bool was_here(const People& people, const Rulebook& rules, const User& user, Date date) {
  const Time reminded = alerts::soft_cut_off(rules.calendar, date, cut_off(rules));
  return user.created_at <= reminded && people.began <= reminded;
}

// not_reported_notices writes the key "r<user>|<date>|<audience>".
UserId person_of(const Notice& notice) {
  std::int64_t id = 0;
  const char* first = notice.key.data() + 1;
  if (notice.key.starts_with('r'))
    std::from_chars(first, notice.key.data() + notice.key.size(), id);
  return id == 0 ? notice.recipient : UserId{id};
}

Result<alerts::DueJudgement> judge_notice(store::WriteContext& context, const Rulebook& rules,
                                          const std::vector<Gap>& gaps, const Notice& notice) {
  alerts::DueFacts facts{nullptr, true, false, rules.calendar, gaps, context.now};
  std::optional<Verdict> verdict;
  if (notice.claim) {
    const auto stored = store::verdicts::get(context.db, notice.claim);
    if (!stored) return tl::unexpected(stored.error());
    if (*stored) {
      auto read = checks::verdict_from_json((*stored)->json);
      if (!read) return tl::unexpected(read.error());
      verdict = std::move(*read);
      facts.verdict = &*verdict;
    }
  }
  if (notice.kind == NoticeKind::kNotReported) {
    const auto body = alerts::notice_facts_from_json(notice.body);
    if (!body) return tl::unexpected(body.error());
    if (body->report_date) {
      const auto there = reporters(context.db, *body->report_date);
      if (!there) return tl::unexpected(there.error());
      const UserId person = person_of(notice);
      facts.has_reported = there->contains(person);
      const auto people = load_people(context.db);
      if (!people) return tl::unexpected(people.error());
      const auto user = std::find_if(people->users.begin(), people->users.end(),
                                     [&](const User& candidate) { return candidate.id == person; });
      facts.still_expected =
          user != people->users.end() && was_here(*people, rules, *user, *body->report_date) &&
          alerts::expected_to_report(*user, people->leave, rules.calendar, *body->report_date);
    }
  }
  return alerts::judge_due(notice, facts);
}

Result<UserId> reader_of(store::WriteContext& context, const Rulebook& rules,
                         const Notice& notice) {
  if (notice.audience != Audience::kSupervisor) return notice.recipient;
  UserId person = person_of(notice);
  if (notice.claim) {
    const auto claim = store::claims::find(context.db, notice.claim);
    if (!claim) return tl::unexpected(claim.error());
    person = claim->user;
  }
  if (!person) return notice.recipient;
  const auto user = store::people::find_user(context.db, person);
  if (!user) return tl::unexpected(user.error());
  if (!user->team) return notice.recipient;
  const auto team = store::people::find_team(context.db, user->team);
  if (!team) return tl::unexpected(team.error());
  const UserId leader =
      alerts::acting_supervisor(*team, rules.calendar.zone().date_of(context.now));
  return leader && leader != person ? leader : notice.recipient;
}

Result<std::vector<UserId>> operators_of(store::Connection& db) {
  const auto people = load_people(db);
  if (!people) return tl::unexpected(people.error());
  std::vector<UserId> operators;
  for (const User& user : people->users) {
    if (user.active && (user.role == Role::kAdmin || user.role == Role::kOwner))
      operators.push_back(user.id);
  }
  return operators;
}

Result<int> insert_all(store::Connection& db, const std::vector<Notice>& notices) {
  int added = 0;
  for (const Notice& notice : notices) {
    const auto id = store::notices::insert_once(db, notice);
    if (!id) return tl::unexpected(id.error());
    if (*id) ++added;
  }
  return added;
}

}  // namespace vouch::daemon
