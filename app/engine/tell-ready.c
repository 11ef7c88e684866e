/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tell-ready.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A path, or a name of the abstract kind after an @. */
static void
tell_system (const char *where)
{
  static const char word[] = "READY=1";
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize len = strlen (where);
  int fd = len < sizeof address.sun_path ? socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

  if (fd < 0)
    return;
  memcpy (address.sun_path, where, len);
  if (*where == '@')
    address.sun_path[0] = '\0';
  if (sendto (fd, word, strlen (word), MSG_NOSIGNAL, (struct sockaddr *) &address,
              (socklen_t) (offsetof (struct sockaddr_un, sun_path) + len)) < 0)
    g_message ("the system was not told that the engine serves: %m");
  close (fd);
}

void
cenacle_tell_ready (void)
{
  const char *where = g_getenv ("NOTIFY_SOCKET");

  if (where != NULL && (*where == '/' || *where == '@'))
    tell_system (where);
}
