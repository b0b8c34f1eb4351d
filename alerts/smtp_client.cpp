#include "alerts/smtp_client.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>

#include <curl/curl.h>
#include <fmt/format.h>

#include "core/text.h"

namespace vouch::alerts {
namespace {

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Transfer {
  const std::string& mail;
  const std::atomic<bool>& stop;
  std::size_t sent = 0;
  SmtpPhase phase = SmtpPhase::kConnect;
  bool quitting = false;
  int reply = 0;  // of the present phase
  std::string reply_text;

  void enter(SmtpPhase next) {
    phase = next;
    reply = 0;
  }
};

std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t left = transfer.mail.size() - transfer.sent;
  const std::size_t take = std::min(left, size * count);
  if (take == 0) {
    transfer.enter(SmtpPhase::kFinalDot);
    return 0;
  }
  if (transfer.phase != SmtpPhase::kBody) transfer.enter(SmtpPhase::kBody);
  std::memcpy(buffer, transfer.mail.data() + transfer.sent, take);
  transfer.sent += take;
  return take;
}

std::size_t take_reply(char* line, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view text = trim(std::string_view(line, size * count));
  if (transfer.quitting) return size * count;
  if (transfer.phase == SmtpPhase::kConnect) transfer.enter(SmtpPhase::kSession);
  const bool has_code = text.size() >= 3 && std::all_of(text.begin(), text.begin() + 3, [](char c) {
                          return c >= '0' && c <= '9';
                        });
  if (has_code) {
    transfer.reply = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    transfer.reply_text = std::string(text);
  }
  return size * count;
}

// What libcurl says tells the phase; the bytes themselves (logins!) are never kept.
int follow(CURL*, curl_infotype type, char* bytes, std::size_t size, void* user) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view command(bytes, size);
  struct Verb {
    std::string_view text;
    SmtpPhase phase;
  };
  static constexpr auto kVerbs = std::to_array<Verb>({
      {"EHLO", SmtpPhase::kSession},
      {"HELO", SmtpPhase::kSession},
      {"STARTTLS", SmtpPhase::kSession},
      {"AUTH", SmtpPhase::kAuth},
      {"MAIL FROM", SmtpPhase::kMailFrom},
      {"RCPT TO", SmtpPhase::kRcptTo},
      {"DATA", SmtpPhase::kData},
  });
  // Answers to a login challenge are lines too: a verb ends where a word ends, and the conversation
  // never goes back.
  const auto says = [&](std::string_view verb) {
    return command.size() > verb.size() && command.starts_with(verb) &&
           (command[verb.size()] == ' ' || command[verb.size()] == ':' ||
            command[verb.size()] == '\r');
  };
  for (const Verb& verb : kVerbs) {
    if (verb.phase >= transfer.phase && says(verb.text)) transfer.enter(verb.phase);
  }
  if (says("QUIT")) transfer.quitting = true;
  return 0;
}

int watch(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const Transfer*>(user)->stop.load() ? 1 : 0;
}

SmtpFault fault_of(CURLcode code) {
  switch (static_cast<int>(code)) {
    case CURLE_OK:
      return SmtpFault::kNone;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return SmtpFault::kTls;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
      return SmtpFault::kLoginDenied;
    case CURLE_OPERATION_TIMEDOUT:
      return SmtpFault::kTimeout;
    case CURLE_ABORTED_BY_CALLBACK:
      return SmtpFault::kStopped;
    default:
      return SmtpFault::kNetwork;
  }
}

// Server text for people: printable, bounded, never the login.
std::string tidy(std::string text, const MailProfile& profile) {
  for (const std::string* secret : {&profile.password, &profile.username}) {
    if (secret->size() < 3) continue;
    for (std::size_t at = text.find(*secret); at != std::string::npos; at = text.find(*secret)) {
      text.replace(at, secret->size(), "*");
    }
  }
  std::string clean;
  for (const char c : to_valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    clean += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return std::string(cut_utf8(clean, 200));
}

std::string url_of(const MailProfile& profile) {
  const bool implicit = profile.security == config::MailSecurity::kTls;
  const bool literal_v6 = profile.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}/{}", implicit ? "smtps" : "smtp", literal_v6 ? "[" : "",
                     profile.host, literal_v6 ? "]" : "", profile.port, profile.ehlo);
}

}  // namespace

SmtpTranscript run_smtp(const MailProfile& profile, const std::string& recipient,
                        const std::string& mail, const std::atomic<bool>& stop) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });

  SmtpTranscript result;
  const std::unique_ptr<CURL, CloseHandle> owned(curl_easy_init());
  CURL* handle = owned.get();
  if (handle == nullptr) {
    result.end.fault = SmtpFault::kNetwork;
    result.error_text = "libcurl has no memory left";
    return result;
  }
  const std::unique_ptr<curl_slist, FreeList> recipients(
      curl_slist_append(nullptr, fmt::format("<{}>", recipient).c_str()));
  const std::string sender = fmt::format("<{}>", profile.identity.from);
  const std::string url = url_of(profile);
  std::array<char, CURL_ERROR_SIZE> error{};
  Transfer transfer{mail, stop, 0, SmtpPhase::kConnect, false, 0, {}};

  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(handle, CURLOPT_CAINFO, profile.ca_file.c_str());
  curl_easy_setopt(
      handle, CURLOPT_USE_SSL,
      profile.security == config::MailSecurity::kNone ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  if (!profile.username.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, profile.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, profile.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give_bytes);
  curl_easy_setopt(handle, CURLOPT_READDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_reply);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, &follow);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &watch);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(profile.connect_timeout.count()));
  curl_easy_setopt(
      handle, CURLOPT_SERVER_RESPONSE_TIMEOUT,
      static_cast<long>(std::max<std::int64_t>(profile.reply_timeout.count() / 1000, 1)));

  const CURLcode code = curl_easy_perform(handle);
  result.end.completed = code == CURLE_OK;
  result.end.phase = transfer.phase;
  result.end.reply = transfer.reply;
  result.end.fault = fault_of(code);
  // A login that the server never offered ends before AUTH is said.
  if (result.end.fault == SmtpFault::kLoginDenied && result.end.phase == SmtpPhase::kSession) {
    result.end.phase = SmtpPhase::kAuth;
  }
  result.reply_text = tidy(transfer.reply_text, profile);
  const std::string_view said = error.data();
  result.error_text = tidy(said.empty() ? curl_easy_strerror(code) : std::string(said), profile);
  return result;
}

}  // namespace vouch::alerts
