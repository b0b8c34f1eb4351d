// Under which addresses an engine may list a claim's page: its own, where it led, what it calls
// itself (decision 085). What a page says of itself is believed only where it names the same page.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch::checks {

// Of the newest look that found the page; all empty where none did.
struct PageSeen {
  std::string final_url;
  std::string canonical;
};

struct PageAddresses {
  // A row at one of these is the page: the claim's URL, where it led, its canonical. Of addresses
  // with equal loose keys the first.
  std::vector<std::string> same;
  // What the page calls itself and is not believed; empty: nothing. No proof of anything: while an
  // engine shows it, the page is neither found nor absent.
  std::vector<std::string> doubtful;
  // It calls itself something that was not kept whole: nothing that is shown can be ruled out.
  bool unread = false;
};

PageAddresses page_addresses(std::string_view url, const PageSeen& seen);

}  // namespace vouch::checks
