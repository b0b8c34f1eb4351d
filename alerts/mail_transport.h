// E-mail by SMTP: libcurl on a thread of its own, because a server may take minutes to answer the
// final dot. One recipient a transaction, a fresh connection each time. Owned by the daemon, which
// stops it before its io_context goes; send() is called on the main loop.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "alerts/mail_message.h"
#include "alerts/sender.h"
#include "config/settings.h"
#include "core/result.h"

namespace vouch::alerts {

struct MailProfile {
  std::string host;
  std::uint16_t port = 465;
  config::MailSecurity security = config::MailSecurity::kTls;
  std::string username;  // empty: no login
  std::string password;
  MailIdentity identity;
  std::string ehlo;  // name in EHLO; empty: the sender's domain
  std::filesystem::path ca_file = "/etc/ssl/certs/ca-certificates.crt";
  Millis connect_timeout = std::chrono::seconds(30);
  Millis reply_timeout = std::chrono::minutes(10);  // RFC 5321 4.5.3.2.6
};

// The profile that vouch.toml describes; `password` as read by config::read_secret.
MailProfile mail_profile(const config::MailSettings& settings, std::string password);

class MailTransport final : public Sender {
 public:
  // kInvalid, in words: no host, no usable sender, a login without TLS, or no TLS to a host that is
  // not this machine. Starts the thread.
  static Result<std::unique_ptr<MailTransport>> create(MailProfile profile);
  ~MailTransport() override;
  MailTransport(const MailTransport&) = delete;
  MailTransport& operator=(const MailTransport&) = delete;

  Task<SendResult> send(Message message) override;

  // Ends the transfer under way (kUnknown when its final dot was sent, else kRetry) and answers
  // what waits with kRetry. Blocks for a second or two at most.
  void stop();

 private:
  struct State;
  explicit MailTransport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch::alerts
