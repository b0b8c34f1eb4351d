// What may be said by a robot, by type: a group is told of the system and of counts, never of a
// person's work; only a robot that belongs to a person is given that person's own letters. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alerts/daily.h"
#include "alerts/render.h"
#include "alerts/robot_text.h"

namespace vouch::alerts {

// Fit for a group. There is no other way to make one than these.
class GroupNote {
 public:
  // Only of the system's own condition; none for every notice that concerns a person's work.
  static std::optional<GroupNote> of_system(const Notice& notice, const NoticeFacts& facts,
                                            const RenderContext& context);
  // Counts of the daily message that are nobody's: how much waits for the supervisor, and the
  // engines' index. No names, no count of a person's negatives by itself.
  static GroupNote of_day(const DailyFacts& facts, const RenderContext& context);
  static GroupNote test(std::string_view channel, const RenderContext& context);

  [[nodiscard]] const RobotText& text() const { return text_; }

 private:
  explicit GroupNote(RobotText text) : text_(std::move(text)) {}
  RobotText text_;
};

// For one person's eyes: the letter that the person gets by mail too.
class PersonalNote {
 public:
  PersonalNote(UserId reader, const Letter& letter);
  [[nodiscard]] UserId reader() const { return reader_; }
  [[nodiscard]] const RobotText& text() const { return text_; }

 private:
  UserId reader_;
  RobotText text_;
};

}  // namespace vouch::alerts
