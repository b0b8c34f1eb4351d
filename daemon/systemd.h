// sd_notify(3) without libsystemd: one datagram to $NOTIFY_SOCKET; does nothing where it is not
// set.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace vouch::daemon::systemd {

void notify(std::string_view state);                           // "READY=1\nSTATUS=..."
void reloading();                                              // with MONOTONIC_USEC
std::optional<std::chrono::microseconds> watchdog_interval();  // $WATCHDOG_USEC

}  // namespace vouch::daemon::systemd
