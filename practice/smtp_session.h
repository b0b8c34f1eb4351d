// One SMTP conversation of the mail sink (RFC 5321, AUTH of RFC 4954 with any password): bytes in,
// replies out. Pure; one owner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch::practice {

struct ReceivedMail {
  std::string from;             // of the envelope
  std::vector<std::string> to;  // of the envelope
  std::string message;          // dots unstuffed
};

enum class SmtpMood {
  kWell,
  kGreylist,  // 451 to every recipient
  kRefuse,    // 550 to every recipient
  kBusy,      // 450 after the final dot, the mail is not taken
  kDrop,      // taken, but the connection breaks after the final dot
};

struct SmtpReply {
  std::string bytes;
  std::vector<ReceivedMail> mails;  // each to be kept before the reply is sent
  bool close = false;
};

class SmtpSession {
 public:
  static std::string greeting();
  SmtpReply feed(std::string_view bytes, SmtpMood mood);

 private:
  std::string command(std::string_view line, SmtpMood mood, SmtpReply& reply);
  void body_line(std::string_view line, SmtpMood mood, SmtpReply& reply);

  std::string pending_;
  ReceivedMail mail_;
  bool in_body_ = false;
  int auth_lines_ = 0;  // still expected from AUTH
};

}  // namespace vouch::practice
