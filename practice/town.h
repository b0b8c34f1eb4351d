// The world at work: answers of sites, engine, mail server and receiver at the practice clock's
// moment, each written into its journal before it leaves; and pages that wait until an act is done.
// Called by every connection's thread.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/result.h"
#include "practice/http_wire.h"
#include "practice/journal.h"
#include "practice/listener.h"
#include "practice/moment_file.h"
#include "practice/provider_desk.h"
#include "practice/robot_desk.h"
#include "practice/world.h"

namespace vouch::practice {

class Town {
 public:
  static Result<std::unique_ptr<Town>> open(const std::filesystem::path& folder, const World& world,
                                            const MomentFile& clock);

  // Each serves one connection to its end.
  void serve_sites(Connection& connection);
  void serve_engine(Connection& connection);
  void serve_hook(Connection& connection);
  void serve_mail(Connection& connection);
  void serve_robots(Connection& connection);

  // Names of acts that held requests wait for.
  [[nodiscard]] std::vector<std::string> wanted() const;
  void done(const std::string& act);
  void stop();  // held requests are let go

 private:
  using Answer = HttpAnswer (Town::*)(const HttpRequest&);

  Town(const World& world, const MomentFile& clock) : world_(world), clock_(clock) {}
  Status remember(const std::filesystem::path& access);
  void serve_http(Connection& connection, Answer answer);
  bool pause(std::chrono::milliseconds span);
  bool deliver(Connection& connection, const std::vector<Step>& steps);
  bool hold(const std::string& act);
  int count(const std::string& page);
  void log_access(Time at, const std::string& host, const HttpRequest& request,
                  const HttpAnswer& answer);

  HttpAnswer site(const HttpRequest& request);
  HttpAnswer engine(const HttpRequest& request);
  HttpAnswer hook(const HttpRequest& request);
  HttpAnswer robot(const HttpRequest& request);

  const World& world_;
  const MomentFile& clock_;
  ProviderDesk providers_{world_};
  RobotDesk robots_{world_};
  std::unique_ptr<Journal> access_, mail_, webhook_, robot_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> requests_;  // by host and path
  std::multiset<std::string> waiting_;
  std::set<std::string> done_;
  bool stopping_ = false;
};

}  // namespace vouch::practice
