/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Put before a window (LD_PRELOAD) it notes what its main thread does from one poll to the next: a
 * line in the file $LOOP_WATCH for each turn of the main loop that took a millisecond, with when it
 * ended by the monotonic clock, how long it took and how much of that the thread had a processor,
 * in microseconds. The last of these is what the window itself costs: the rest it waited for others
 * on the same machine, such as the X server that draws and the other window. */

#include <dlfcn.h>
#include <glib.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define TOLD_US 1000

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
tell (gint64 now_us, gint64 wall_us, gint64 own_us)
{
  static FILE *file = NULL;

  if (file == NULL)
    file = fopen (g_getenv ("LOOP_WATCH"), "a");
  fprintf (file, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", now_us,
           wall_us, own_us);
  fflush (file);
}

int
poll (struct pollfd *fds, nfds_t n, int timeout_ms)
{
  static int (*real) (struct pollfd *, nfds_t, int) = NULL;
  static gint64 wall_us = 0, own_us = 0;
  gboolean is_main = gettid () == getpid ();
  int result;

  if (real == NULL) {
    real = dlsym (RTLD_NEXT, "poll");
    g_unsetenv ("LD_PRELOAD"); /* not for what the window starts */
  }
  if (is_main && wall_us != 0) {
    gint64 now_us = read_clock (CLOCK_MONOTONIC);

    if (now_us - wall_us >= TOLD_US)
      tell (now_us, now_us - wall_us, read_clock (CLOCK_THREAD_CPUTIME_ID) - own_us);
  }
  result = real (fds, n, timeout_ms);
  if (is_main) {
    wall_us = read_clock (CLOCK_MONOTONIC);
    own_us = read_clock (CLOCK_THREAD_CPUTIME_ID);
  }
  return result;
}
