// The platforms of chat robots and applications: key, signature, size and rate are checked as the
// originals do, by the practice clock; an application's tokens end and its duplicates are shown
// once. Any thread.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "practice/http_wire.h"
#include "practice/world.h"

namespace vouch::practice {

inline constexpr std::string_view kRobotKey = "practice-robot-key-2026";
inline constexpr std::string_view kRobotSecret = "SECpractice-robot-secret-2026";
inline constexpr std::string_view kRobotCompany = "wwpractice2026";
inline constexpr std::int64_t kRobotAgent = 1000007;

std::string robot_person(std::string_view login);  // "Li": the id on the platform
std::string robot_path(const RobotPlace& robot);   // with the key: "/robot/send?access_token=..."
bool robot_signs(const RobotPlace& robot);
std::string robot_file(const RobotPlace& robot, std::string_view what);  // in the practice folder

struct RobotHeard {
  HttpAnswer answer;
  std::string robot;    // whom the message was for; empty: no message
  std::string to;       // of an application: the person's id
  std::string text;     // what people would read
  bool taken = false;   // accepted, whatever became of the answer
  bool shown = false;   // not a repeat that the platform knows
  std::string trouble;  // of the world, that met it
  std::string problem;  // what the original would not have taken
};

class RobotDesk {
 public:
  explicit RobotDesk(const World& world) : world_(world) {}
  RobotHeard answer(Time now, const HttpRequest& request);

 private:
  struct Limit {
    std::size_t most;
    Millis span;
  };
  [[nodiscard]] const RobotPlace* robot_for(const HttpRequest& request) const;
  RobotHeard read(const RobotPlace& robot, Time now, const HttpRequest& request);
  HttpAnswer give_token(Time now, const HttpRequest& request);
  bool is_token(const RobotPlace& robot, Time now, const std::string& text);
  bool too_fast(const std::string& who, Time now, const std::vector<Limit>& limits);
  bool is_repeat(Time now, const HttpRequest& request);
  bool meet_trouble(const RobotPlace& robot, Time now, RobotHeard& heard) const;

  const World& world_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Time>> times_;
  std::map<std::string, Time> tokens_;  // and when they were given
  std::map<std::string, Time> said_;    // requests of the application
  int given_ = 0;
};

}  // namespace vouch::practice
