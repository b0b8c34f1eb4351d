// The people of the world: each act at its moment, over vouchd's own interfaces, tried again until
// vouchd has answered (decision 002: the clock waits at D/world_next). One thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/result.h"
#include "practice/accounts.h"
#include "practice/api_client.h"
#include "practice/doors.h"
#include "practice/folder.h"
#include "practice/journal.h"
#include "practice/moment_file.h"
#include "practice/town.h"
#include "practice/world.h"

namespace vouch::practice {

class People {
 public:
  // Acts that D/acts.jsonl names as done are not done again.
  static Result<std::unique_ptr<People>> open(const std::filesystem::path& folder,
                                              const World& world, const Ports& ports,
                                              const MomentFile& clock, MomentFile& world_next,
                                              Town& town);

  // Returns when `stop` is set; writes D/done when the last act is answered. From then on time
  // stands still, or goes on by an hour a minute, so that what a visitor hands in is looked at.
  enum class AfterTheEnd { kStandsStill, kGoesOn };
  void run(Doors& doors, AfterTheEnd after, const std::atomic<bool>& stop);

 private:
  struct Answered {
    int status = 0;                                            // 0: nobody answered yet
    std::vector<std::pair<std::size_t, std::int64_t>> claims;  // number and vouchd's id
    std::size_t returned = 0;
    std::string problem;
  };

  People(const World& world, const Ports& ports, const std::filesystem::path& folder,
         const MomentFile& clock, MomentFile& world_next, Town& town);
  Status remember(const std::filesystem::path& file);
  [[nodiscard]] const Act* next() const;
  void do_wanted(const std::atomic<bool>& stop);
  bool perform(const Act& act, const std::atomic<bool>& stop);
  void write_down(const Act& act, const Answered& answered);

  Answered attempt(const Act& act);
  Answered set_up();
  Answered give_password(const Account& account);
  Answered report(const Act& act);
  Answered decide(const Act& act, std::string_view kind);
  Answered dispute(const Act& act);
  Answered close_dispute(const Act& act);
  [[nodiscard]] ApiRequest request(const Act& act, std::string target, std::string body) const;
  [[nodiscard]] Answered send(const ApiRequest& request) const;
  [[nodiscard]] std::string claim_target(const Act& act, std::string_view rest) const;
  [[nodiscard]] std::size_t number(const Act& act) const;

  const World& world_;
  std::vector<Account> accounts_;
  ApiClient api_;
  std::filesystem::path folder_;
  const MomentFile& clock_;
  MomentFile& world_next_;
  Town& town_;
  std::unique_ptr<Journal> journal_;
  std::set<std::size_t> done_;
  std::map<std::size_t, std::int64_t> ids_;  // claim's number to vouchd's id
};

}  // namespace vouch::practice
