// Letters that wait for each other: which shown notices are to be told by letter, what became of
// it, and the notification log of each group (a reader and a rule). Writer thread writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/inbox.h"
#include "core/message.h"
#include "core/silence.h"
#include "store/sql.h"

namespace vouch::store {

enum class LetterState {
  kWaiting,    // to be told
  kTold,       // stands in a letter
  kOver,       // not true any more: before it was told, or since
  kInhibited,  // counted in the letter about its cause
};
std::string_view to_string(LetterState state);

struct LetterItem {
  NoticeId notice;
  UserId reader;
  NoticeKind rule = NoticeKind::kSystem;
  Time since;  // when the notice was shown
  LetterState state = LetterState::kWaiting;
  std::optional<Time> at;     // of the newest change of state; none: never
  std::string message;        // id of the first outbox row that told it; empty: none
  SilenceId silence;          // holds it back now; none: nothing does
  InboxId inbox;              // the entry that told it; none: it was not told yet
  bool waits_for_way = true;  // it had a way beside the inbox when it was shown
};

struct LetterGroup {
  UserId reader;
  NoticeKind rule = NoticeKind::kSystem;
  std::optional<Time> told_at;  // of the newest letter; none: never
  std::optional<Time> due_at;   // to be decided again then; none: nothing waits
};

namespace letters {

// false: this notice waits or was told already, nothing was changed. The group is decided again at
// `decide_at` or before.
Result<bool> add(Connection& db, const LetterItem& item, Time decide_at);
Result<std::vector<LetterGroup>> due(Connection& db, Time now, int limit);  // by due time
Result<std::optional<Time>> next_due(Connection& db);
Result<std::optional<LetterGroup>> find_group(Connection& db, UserId reader, NoticeKind rule);
Status put_group(Connection& db, const LetterGroup& group);
// All groups that wait are decided again at `at` or before.
Status wake_all(Connection& db, Time at);
// To another reader, whose group is decided again at `decide_at` or before.
Status hand_over(Connection& db, const LetterItem& item, UserId reader, Time decide_at);
// Of a group in this state, in the order of the notices.
Result<std::vector<LetterItem>> items(Connection& db, UserId reader, NoticeKind rule,
                                      LetterState state);
// What one letter told its reader, whatever became of it: by its entry or, of letters older than
// inboxes, all that was told him at that moment.
Result<std::vector<LetterItem>> told_at(Connection& db, UserId reader, Time at, InboxId inbox);
// It stands in this entry of its reader's inbox.
Status put_inbox(Connection& db, NoticeId notice, InboxId inbox);
Result<std::optional<LetterItem>> find_item(Connection& db, NoticeId notice);
// By this silence; none: it is held back no longer.
Status hold_back(Connection& db, NoticeId notice, SilenceId silence);
// Ends what holds it back.
Result<bool> mark(Connection& db, NoticeId notice, LetterState state, Time at,
                  std::string_view message);   // false: there is no such item
Result<std::int64_t> waiting(Connection& db);  // items

}  // namespace letters
}  // namespace vouch::store
