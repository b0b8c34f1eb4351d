// What every command of `vouch` shares: its options, and how vouchd is asked.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/cli/inspect.h"

namespace vouch::daemon::cli {

struct Options {
  std::string socket;
  std::string config = "/etc/vouch/vouch.toml";

  std::string user, since, work, after;
  std::string file, as, date;
  std::string kind, stage, reason, until, text;
  std::string login, name, email, role = "employee", post, team, label, domain, to, from_date,
                                  supervisor, deputy, successor;
  std::string base, content_type, agent, url, address;
  std::string engine, on;
  std::string rule, about;
  std::vector<int> weekdays;
  CheckWish check;
  SerpWish serp;

  std::int64_t id = 0;
  std::int64_t from = 0;
  int limit = 100;
  int hours = 0;
  bool read_only = false;
  bool competitor = false;
  std::string target_url;
  int priority = 3;
  bool json = false;
  bool baseline = false;
  bool accept = false, reject = false;
  bool no_successor = false;
  bool dry_run = false;
};

// An answer's body in words.
using Words = std::function<std::string(const std::string&)>;

// vouchd works in another folder than the person who asks.
std::string absolute(const std::string& path);

// A socket named by hand may be another daemon's than the configuration's.
std::string public_url(const Options& options);

// Of vouchd; empty: nothing says where it is.
std::string socket_path(const Options& options);

// Asks vouchd and prints what it answers, in words or as JSON; the exit code. Who cannot be asked
// is named on standard error.
int ask(const Options& options, std::string_view method, const std::string& target,
        const std::string& body, const std::function<std::string(const std::string&)>& words,
        std::string_view type = "application/json");

// A JSON object to be sent.
class Body {
 public:
  Body() = default;
  // Leaves out what was not given.
  Body(std::initializer_list<std::pair<const char*, const std::string*>> given);

  Body& add(std::string_view key, std::string_view text);
  Body& add(std::string_view key, int number);
  Body& add(std::string_view key, const std::vector<int>& numbers);
  Body& flag(std::string_view key, bool value);
  [[nodiscard]] std::string json() const { return "{" + members_ + "}"; }

 private:
  Body& member(std::string_view key, std::string_view value);  // as JSON

  std::string members_;
};

// The same sentence whatever the answer.
Words says(std::string sentence);

int post(const Options& options, const std::string& target, const Body& body, const Words& words);

// "?a=1&b=2" of what was given; empty: nothing.
std::string query(std::initializer_list<std::pair<const char*, std::string>> pairs);

}  // namespace vouch::daemon::cli
