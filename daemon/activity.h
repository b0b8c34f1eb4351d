// What is in flight: looks, commands, sends. The practice clock stands still while anything is;
// the drain waits for it. Main loop only.
#pragma once

namespace vouch::daemon {

class Activity {
 public:
  class Guard {
   public:
    explicit Guard(Activity& activity) : activity_(&activity) { ++activity_->count_; }
    Guard(Guard&& other) noexcept : activity_(other.activity_) { other.activity_ = nullptr; }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    Guard& operator=(Guard&&) = delete;
    ~Guard() {
      if (activity_ != nullptr) --activity_->count_;
    }

   private:
    Activity* activity_;
  };

  [[nodiscard]] Guard begin() { return Guard(*this); }
  // For a holder of a guard that waits for the wall clock itself (alarms.h).
  void pause() { --count_; }
  void resume() { ++count_; }
  [[nodiscard]] bool idle() const { return count_ == 0; }
  [[nodiscard]] int count() const { return count_; }

 private:
  int count_ = 0;
};

}  // namespace vouch::daemon
