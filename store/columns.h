// Enums and stages read back from columns by their parse functions. Included by repositories only.
#pragma once

#include <string>

#include "core/message.h"
#include "core/observation.h"
#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store {

template <class T, class Parse>
void read_word(const Row& row, int column, T& out, Parse parse, std::string_view what) {
  const auto value = parse(row.text(column));
  if (value) {
    out = *value;
  } else {
    row.reject(column, what);
  }
}

inline void read_column(const Row& row, int column, Stage& out) {
  read_word(row, column, out, parse_stage, "stage");
}
inline void read_column(const Row& row, int column, Outcome& out) {
  read_word(row, column, out, parse_outcome, "outcome");
}
inline void read_column(const Row& row, int column, Reason& out) {
  read_word(row, column, out, parse_reason, "reason");
}
inline void read_column(const Row& row, int column, WorkVerdict& out) {
  read_word(row, column, out, parse_work_verdict, "work verdict");
}
inline void read_column(const Row& row, int column, FailedPhase& out) {
  read_word(row, column, out, parse_failed_phase, "phase");
}
inline void read_column(const Row& row, int column, IndexVerdict& out) {
  read_word(row, column, out, parse_index_verdict, "index verdict");
}
inline void read_column(const Row& row, int column, DecisionKind& out) {
  read_word(row, column, out, parse_decision_kind, "decision kind");
}
inline void read_column(const Row& row, int column, DisputeState& out) {
  read_word(row, column, out, parse_dispute_state, "dispute state");
}
inline void read_column(const Row& row, int column, NoticeKind& out) {
  read_word(row, column, out, parse_notice_kind, "notice kind");
}
inline void read_column(const Row& row, int column, Audience& out) {
  read_word(row, column, out, parse_audience, "audience");
}
inline void read_column(const Row& row, int column, NoticeState& out) {
  read_word(row, column, out, parse_notice_state, "notice state");
}
inline void read_column(const Row& row, int column, MessageState& out) {
  read_word(row, column, out, parse_message_state, "message state");
}
inline void read_column(const Row& row, int column, ChannelKind& out) {
  read_word(row, column, out, parse_channel_kind, "channel kind");
}

}  // namespace vouch::store
