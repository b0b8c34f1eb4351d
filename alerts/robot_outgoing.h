// Outbox rows for robots. The gate: a group's robot gets GroupNotes only, a personal one the
// letters of its own person only, whatever the configuration says. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/outgoing.h"
#include "alerts/robot_note.h"

namespace vouch::alerts {

// Says for whom a row was made: "NAME" of a group's robot, "NAME/LOGIN" of a person's.
std::string robot_row_address(std::string_view name, std::string_view user);

// None: the endpoint is no group's robot. `what`: with the channel the key of the row.
std::optional<Message> group_row(const Endpoint& endpoint, std::string_view what,
                                 const GroupNote& note, Time now);
// None: the endpoint is not this person's own robot.
std::optional<Message> personal_row(const Endpoint& endpoint, std::string_view what,
                                    const PersonalNote& note, const User& reader, Time now);

bool is_own_robot(const Endpoint& endpoint, const User& reader);

// Of a notice that has just been judged kShow; a channel's own trouble goes by others.
std::vector<Message> group_system_rows(const Notice& notice, const NoticeFacts& facts,
                                       std::string_view what, const OutgoingContext& context);
std::vector<Message> personal_letter_rows(std::string_view what, const Letter& letter,
                                          const User& recipient, const OutgoingContext& context);
// The counts of a day for one group.
std::vector<Message> group_day_rows(const Endpoint& endpoint, const DailyFacts& facts,
                                    const OutgoingContext& context);

// `vouch channel test NAME`, for any robot. `user`: login of the person to whom an application
// sends it; else empty.
Message robot_test_message(const Channel& channel, std::string_view nonce,
                           const RenderContext& context, Time now, std::string_view user = {});

}  // namespace vouch::alerts
