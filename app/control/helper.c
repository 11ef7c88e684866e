/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between fork and exec only what may be called there. */
static void
become_program (int socket, char *const *arguments)
{
  if (fork () != 0)
    _exit (0);
  setsid ();
  if (dup2 (socket, STDIN_FILENO) == STDIN_FILENO)
    execv (arguments[0], arguments);
  _exit (127);
}

int
cenacle_helper_spawn (char *program)
{
  char *const arguments[] = { program, NULL };
  int sockets[2];
  pid_t pid;

  if (program == NULL || socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
    return -1;
  pid = fork ();
  if (pid == 0)
    become_program (sockets[1], arguments);
  close (sockets[1]);
  if (pid < 0) {
    close (sockets[0]);
    return -1;
  }
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
  return sockets[0];
}
