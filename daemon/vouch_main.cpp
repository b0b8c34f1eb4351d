// vouch: the command line. While vouchd runs, every command but check, inspect, setup, restore,
// replay and ledger speaks to it over its Unix socket.
#include "daemon/cli/command_line.h"

int main(int argc, char** argv) {
  return vouch::daemon::cli::CommandLine().run(argc, argv);
}
