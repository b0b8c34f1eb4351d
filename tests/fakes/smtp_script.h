// A scripted SMTP server for one fault at a time: what it answers to a verb, or where it hangs up.
// One thread serves one connection after another; it keeps every line that it was told.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace vouch::fakes {

struct SmtpScript {
  std::string greeting = "220 mail.test ESMTP";
  std::vector<std::string> extensions = {"8BITMIME"};  // EHLO lines after the first
  std::map<std::string, std::string> replies;          // by verb: "RCPT" -> "450 4.2.0 later"
  std::string after_dot = "250 2.0.0 Ok: queued as SCRIPT1";
  std::string hang_up_at;  // a verb, "BODY" (at the first body bytes) or "DOT"
  bool stay_silent_after_dot = false;
};

class ScriptedSmtp {
 public:
  explicit ScriptedSmtp(SmtpScript script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in bound{};
    bound.sin_family = AF_INET;
    bound.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&bound), sizeof bound) != 0 ||
        ::listen(listener_, 8) != 0) {
      throw std::runtime_error("cannot listen on loopback");
    }
    socklen_t length = sizeof bound;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &length);
    port_ = ntohs(bound.sin_port);
    thread_ = std::thread([this] { serve_all(); });
  }
  ~ScriptedSmtp() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      ::shutdown(listener_, SHUT_RDWR);
      if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
    }
    thread_.join();
    ::close(listener_);
  }
  ScriptedSmtp(const ScriptedSmtp&) = delete;
  ScriptedSmtp& operator=(const ScriptedSmtp&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::vector<std::string> told() const {
    const std::scoped_lock lock(mutex_);
    return told_;
  }
  [[nodiscard]] std::vector<std::string> bodies() const {
    const std::scoped_lock lock(mutex_);
    return bodies_;
  }
  [[nodiscard]] bool was_told(std::string_view verb) const {
    const std::scoped_lock lock(mutex_);
    for (const std::string& line : told_) {
      if (line.starts_with(verb)) return true;
    }
    return false;
  }
  void set_script(SmtpScript script) {
    const std::scoped_lock lock(mutex_);
    script_ = std::move(script);
  }

 private:
  void serve_all() {
    while (true) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      SmtpScript script;
      {
        const std::scoped_lock lock(mutex_);
        if (connection < 0 || stopping_) {
          if (connection >= 0) ::close(connection);
          return;
        }
        connection_ = connection;
        script = script_;
      }
      buffer_.clear();
      serve(script);
      const std::scoped_lock lock(mutex_);
      ::close(connection);
      connection_ = -1;
    }
  }

  bool say(std::string_view line) {
    const std::string bytes = std::string(line) + "\r\n";
    return ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  bool fill() {
    char piece[4096];
    const auto got = ::recv(connection_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
  }

  // Up to and with `end`; empty when the peer has gone.
  std::string take(std::string_view end) {
    while (buffer_.find(end) == std::string::npos) {
      if (!fill()) return {};
    }
    const std::size_t length = buffer_.find(end) + end.size();
    std::string taken = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return taken;
  }

  void serve(const SmtpScript& script) {
    if (script.hang_up_at == "CONNECT" || !say(script.greeting)) return;
    while (true) {
      const std::string line = take("\r\n");
      if (line.empty()) return;
      {
        const std::scoped_lock lock(mutex_);
        told_.push_back(line.substr(0, line.size() - 2));
      }
      const std::string verb = line.substr(0, 4);
      if (script.hang_up_at == verb) return;
      if (const auto reply = script.replies.find(verb); reply != script.replies.end()) {
        if (!say(reply->second)) return;
      } else if (verb == "EHLO") {
        std::string lines = script.extensions.empty() ? "250 mail.test" : "250-mail.test";
        for (std::size_t i = 0; i < script.extensions.size(); ++i) {
          lines += i + 1 == script.extensions.size() ? "\r\n250 " : "\r\n250-";
          lines += script.extensions[i];
        }
        if (!say(lines)) return;
      } else if (verb == "DATA") {
        if (!say("354 go on") || !take_body(script)) return;
      } else if (verb == "QUIT") {
        say("221 bye");
        return;
      } else if (!say("250 2.1.0 Ok")) {
        return;
      }
    }
  }

  bool take_body(const SmtpScript& script) {
    if (script.hang_up_at == "BODY") {
      fill();
      return false;
    }
    const std::string body = take("\r\n.\r\n");
    if (body.empty()) return false;
    {
      const std::scoped_lock lock(mutex_);
      bodies_.push_back(body);
    }
    if (script.hang_up_at == "DOT") return false;
    if (script.stay_silent_after_dot) {
      while (fill()) {
      }
      return false;
    }
    return say(script.after_dot);
  }

  SmtpScript script_;
  int listener_ = -1;
  int connection_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::vector<std::string> told_;
  std::vector<std::string> bodies_;
  std::string buffer_;
  std::thread thread_;
};

}  // namespace vouch::fakes
