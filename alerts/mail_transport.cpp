#include "alerts/mail_transport.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "alerts/smtp_client.h"
#include "core/log.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == ':';
  });
}

SendResult stopped() {
  SendResult result;
  result.outcome = SendOutcome::kRetry;
  result.code = "stopped";
  result.detail = "the mail thread was stopped before this message's turn";
  return result;
}

// "250 2.0.0 Ok: queued as ABC123" -> "2.0.0 Ok: queued as ABC123"
std::string queue_id(const std::string& reply) {
  return reply.size() > 4 ? reply.substr(4) : std::string();
}

SendResult deliver(const MailProfile& profile, const Message& message,
                   const std::atomic<bool>& stop) {
  SendResult result;
  const auto mail = build_mail(message, profile.identity);
  if (!mail) {
    result.outcome = SendOutcome::kDead;
    result.code = "refused";
    result.detail = mail.error().text();
    return result;
  }
  const SmtpTranscript transcript = run_smtp(profile, message.address, *mail, stop);
  result.outcome = outcome_of(transcript.end);
  result.code = smtp_code(transcript.end);
  result.of_channel = is_of_server(transcript.end);
  if (result.outcome == SendOutcome::kSent) {
    result.provider_ref = queue_id(transcript.reply_text);
    result.detail = transcript.reply_text;
  } else {
    result.detail = transcript.end.reply >= 400
                        ? fmt::format("{}: {}", transcript.error_text, transcript.reply_text)
                        : transcript.error_text;
  }
  return result;
}

}  // namespace

struct MailTransport::State {
  struct Job {
    Message message;
    Completion<SendResult> done;
  };

  explicit State(MailProfile own) : profile(std::move(own)) {}

  void run() {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return stop || !jobs.empty(); });
        if (jobs.empty()) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      SendResult result = stop ? stopped() : deliver(profile, job.message, stop);
      job.done(std::move(result));
    }
  }

  MailProfile profile;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> jobs;
  std::atomic<bool> stop{false};
  std::thread thread;
};

MailProfile mail_profile(const config::MailSettings& settings, std::string password) {
  MailProfile profile;
  profile.host = settings.host;
  profile.port = settings.port;
  profile.security = settings.security;
  profile.username = settings.username;
  profile.password = std::move(password);
  profile.identity = MailIdentity{settings.from, settings.from_name};
  profile.ehlo = settings.ehlo;
  if (!settings.ca_file.empty()) profile.ca_file = settings.ca_file;
  return profile;
}

Result<std::unique_ptr<MailTransport>> MailTransport::create(MailProfile profile) {
  if (!is_host_name(profile.host)) {
    return fail(ErrorCode::kInvalid, "name the mail server's host", "[mail] host");
  }
  if (!is_mail_address(profile.identity.from)) {
    return fail(ErrorCode::kInvalid,
                fmt::format("no usable mail address: {}", log::escape(profile.identity.from)),
                "[mail] from");
  }
  if (profile.security == config::MailSecurity::kNone && !is_loopback(profile.host)) {
    return fail(ErrorCode::kInvalid,
                "mail without TLS goes to this machine only; use \"tls\" or \"starttls\"",
                "[mail] security");
  }
  if (profile.ehlo.empty()) {
    profile.ehlo = profile.identity.from.substr(profile.identity.from.find('@') + 1);
  }
  if (!is_host_name(profile.ehlo) || profile.ehlo.find(':') != std::string::npos) {
    return fail(ErrorCode::kInvalid, "no usable host name", "[mail] ehlo");
  }
  for (const std::string* secret : {&profile.username, &profile.password}) {
    if (secret->find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos) {
      return fail(ErrorCode::kInvalid, "user name or password hold a line break",
                  "[mail] username");
    }
  }
  auto state = std::make_unique<State>(std::move(profile));
  State* running = state.get();
  state->thread = std::thread([running] { running->run(); });
  return std::unique_ptr<MailTransport>(new MailTransport(std::move(state)));
}

MailTransport::MailTransport(std::unique_ptr<State> state) : state_(std::move(state)) {}

MailTransport::~MailTransport() {
  stop();
}

Task<SendResult> MailTransport::send(Message message) {
  auto start = [this, &message](Completion<SendResult> done) {
    bool refused = false;
    {
      const std::scoped_lock lock(state_->mutex);
      refused = state_->stop;
      if (!refused) state_->jobs.push_back(State::Job{std::move(message), done});
    }
    if (refused) {
      done(stopped());
    } else {
      state_->wake.notify_one();
    }
  };
  SendResult result = co_await await_callback<SendResult>(start);
  co_return result;
}

void MailTransport::stop() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->stop = true;
  }
  state_->wake.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace vouch::alerts
