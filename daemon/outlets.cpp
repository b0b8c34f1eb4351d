#include "daemon/outlets.h"

#include <algorithm>

#include "alerts/app_sender.h"
#include "alerts/deadman.h"
#include "alerts/mail_transport.h"
#include "alerts/robot_sender.h"
#include "alerts/webhook.h"
#include "store/channels.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

constexpr const char* kMailChannel = "mail";

Result<std::unique_ptr<alerts::Sender>> make_mail(const config::MailSettings& settings) {
  std::string password;
  if (settings.password.set()) {
    auto secret = config::read_secret(settings.password);
    if (!secret) return tl::unexpected(secret.error());
    password = std::move(*secret);
  }
  auto transport =
      alerts::MailTransport::create(alerts::mail_profile(settings, std::move(password)));
  if (!transport) return tl::unexpected(transport.error());
  return std::unique_ptr<alerts::Sender>(std::move(*transport));
}

Result<std::unique_ptr<alerts::Sender>> make_webhook(const config::WebhookSettings& settings,
                                                     crawler::HttpClient& http,
                                                     const WallClock& wall) {
  const auto secret = config::read_secret(settings.secret);
  if (!secret) return tl::unexpected(secret.error());
  auto endpoint =
      alerts::webhook_endpoint(settings.name, settings.url, *secret, settings.private_allowed);
  if (!endpoint) return tl::unexpected(endpoint.error());
  return std::unique_ptr<alerts::Sender>(
      std::make_unique<alerts::WebhookSender>(http, wall, std::move(*endpoint)));
}

Result<std::unique_ptr<alerts::Sender>> make_robot(const config::RobotSettings& settings,
                                                   alerts::Language language,
                                                   crawler::HttpClient& http,
                                                   const WallClock& wall) {
  const auto address = config::read_secret(settings.address);
  if (!address) return tl::unexpected(address.error());
  std::string secret;
  if (settings.secret.set()) {
    auto read = config::read_secret(settings.secret);
    if (!read) return tl::unexpected(read.error());
    secret = std::move(*read);
  }
  auto endpoint = alerts::robot_endpoint(settings.name, settings.kind, *address, secret,
                                         settings.private_allowed, language);
  if (!endpoint) return tl::unexpected(endpoint.error());
  if (settings.personal()) endpoint->user = settings.user;
  return std::unique_ptr<alerts::Sender>(
      std::make_unique<alerts::RobotSender>(http, wall, std::move(*endpoint)));
}

// Robots of one account share its token.
using Tokens = std::map<std::string, std::shared_ptr<alerts::AppTokens>>;

Result<std::unique_ptr<alerts::Sender>> make_app(const config::RobotSettings& settings,
                                                 alerts::Language language,
                                                 crawler::HttpClient& http, const WallClock& wall,
                                                 Tokens& shared) {
  const auto secret = config::read_secret(settings.secret);
  if (!secret) return tl::unexpected(secret.error());
  auto account =
      alerts::app_account(settings.name, settings.kind, settings.base_url, settings.app_id, *secret,
                          settings.agent_id, settings.private_allowed);
  if (!account) return tl::unexpected(account.error());
  auto& tokens = shared[account->base + "\n" + account->id + "\n" + account->secret];
  if (!tokens) tokens = std::make_shared<alerts::AppTokens>(http, wall, *account);
  alerts::AppEndpoint endpoint{settings.name, std::move(*account), language, settings.users};
  return std::unique_ptr<alerts::Sender>(
      std::make_unique<alerts::AppSender>(http, wall, std::move(endpoint), tokens));
}

Result<std::unique_ptr<alerts::Sender>> make_deadman(const config::DeadmanSettings& settings,
                                                     crawler::HttpClient& http,
                                                     const WallClock& wall) {
  const auto address = config::read_secret(settings.address);
  if (!address) return tl::unexpected(address.error());
  auto endpoint = alerts::deadman_endpoint(*address, settings.private_allowed);
  if (!endpoint) return tl::unexpected(endpoint.error());
  return std::unique_ptr<alerts::Sender>(
      std::make_unique<alerts::DeadmanSender>(http, wall, std::move(*endpoint)));
}

// Teams and people that a robot names and nobody knows; they may be added later.
Status warn_of_strangers(store::Store& store, const config::RobotSettings& robot,
                         Outlets& outlets) {
  std::function<Result<std::vector<std::string>>(store::Connection&)> job =
      [&](store::Connection& db) -> Result<std::vector<std::string>> {
    std::vector<std::string> strangers;
    const auto teams = store::people::teams(db);
    if (!teams) return tl::unexpected(teams.error());
    for (const std::string& name : robot.teams) {
      const auto same = [&](const Team& team) { return team.name == name; };
      if (std::none_of(teams->begin(), teams->end(), same)) strangers.push_back("小组 " + name);
    }
    std::vector<std::string> logins;
    if (!robot.user.empty()) logins.push_back(robot.user);
    for (const auto& entry : robot.users) logins.push_back(entry.first);
    for (const std::string& login : logins) {
      const auto user = store::people::user_by_login(db, login);
      if (!user) return tl::unexpected(user.error());
      if (!*user) strangers.push_back("用户 " + login);
    }
    return strangers;
  };
  const auto strangers = store.read_now<std::vector<std::string>>(std::move(job));
  if (!strangers) return tl::unexpected(strangers.error());
  for (const std::string& stranger : *strangers) {
    outlets.warnings.push_back("通道 " + robot.name + "：现在没有" + stranger);
  }
  return {};
}

Status keep_row(store::Store& store, const std::string& name, ChannelKind kind) {
  std::function<Result<ChannelId>(store::WriteContext&)> job = [&](store::WriteContext& context) {
    return store::channels::upsert(context.db, name, kind);
  };
  const auto id = store.write_now<ChannelId>(std::move(job));
  if (!id) return tl::unexpected(id.error());
  return {};
}

void add(Outlets& outlets, const std::string& name,
         Result<std::unique_ptr<alerts::Sender>> sender) {
  if (!sender) {
    outlets.warnings.push_back("通道 " + name + " 不可用：" + sender.error().text());
    return;
  }
  outlets.by_channel[name] = sender->get();
  outlets.owned.push_back(std::move(*sender));
}

}  // namespace

Result<Outlets> make_outlets(store::Store& store, const config::Settings& settings,
                             crawler::HttpClient& http, const WallClock& wall) {
  Outlets outlets;
  if (settings.mail.enabled()) {
    const Status kept = keep_row(store, kMailChannel, ChannelKind::kMail);
    if (!kept) return tl::unexpected(kept.error());
    add(outlets, kMailChannel, make_mail(settings.mail));
  }
  for (const config::WebhookSettings& hook : settings.webhooks) {
    const Status kept = keep_row(store, hook.name, ChannelKind::kWebhook);
    if (!kept) return tl::unexpected(kept.error());
    add(outlets, hook.name, make_webhook(hook, http, wall));
  }
  const alerts::Language language = alerts::language_of(settings.company.locale);
  Tokens tokens;
  for (const config::RobotSettings& robot : settings.robots) {
    const Status kept = keep_row(store, robot.name, ChannelKind::kWebhook);
    if (!kept) return tl::unexpected(kept.error());
    add(outlets, robot.name,
        robot.application() ? make_app(robot, language, http, wall, tokens)
                            : make_robot(robot, language, http, wall));
    const Status warned = warn_of_strangers(store, robot, outlets);
    if (!warned) return tl::unexpected(warned.error());
  }
  if (settings.deadman.enabled()) {
    const std::string name(alerts::kDeadmanChannel);
    const Status kept = keep_row(store, name, ChannelKind::kWebhook);
    if (!kept) return tl::unexpected(kept.error());
    add(outlets, name, make_deadman(settings.deadman, http, wall));
  }
  return outlets;
}

}  // namespace vouch::daemon
