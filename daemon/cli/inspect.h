// `vouch check` and `vouch inspect`: one-shot, no database, no daemon. Blocking.
#pragma once

#include <string>
#include <vector>

namespace vouch::daemon::cli {

struct CheckWish {
  std::string url;
  std::vector<std::string> keywords;
  std::string link;
  std::vector<std::string> engines;  // indexability is told for these; empty: all
  std::vector<std::string> allow;    // CIDR:PORT
  bool json = false;
};
int check_url(const CheckWish& wish);

int inspect_page(const std::string& target, const std::string& base,
                 const std::string& content_type, const std::vector<std::string>& allow);
int inspect_robots(const std::string& file, const std::string& agent, const std::string& url);
int inspect_url(const std::string& url, const std::string& base);

struct SerpWish {
  std::string file;    // a result page, content codings removed
  std::string engine;  // "baidu"
  std::string device = "desktop";
  std::string query;  // as it was asked; empty: not judged
  std::string find;   // a URL looked for among the rows
  std::string base;   // the URL the page came from
  std::string content_type;
  bool control_answered = false;  // a query with a known answer got it by the same route
  bool json = false;
};
int inspect_serp(const SerpWish& wish);

}  // namespace vouch::daemon::cli
