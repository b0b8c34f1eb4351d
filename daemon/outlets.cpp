#include "daemon/outlets.h"

#include "alerts/mail_transport.h"
#include "alerts/webhook.h"
#include "store/channels.h"

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
  return outlets;
}

}  // namespace vouch::daemon
