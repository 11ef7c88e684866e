/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Put before a window (LD_PRELOAD) it notes what its main thread does from one poll to the next: a
 * line in the file $LOOP_WATCH for each turn of the main loop that took a millisecond, with when it
 * ended by the monotonic clock, how long it took, how much of that the thread had a processor and
 * how much it was ready to go on and had none, in microseconds. What is left without the last is
 * what the window costs with all that it waits for itself, such as the disk; the last is other
 * programs of the same machine, such as the X server that draws and the other window. */

#include <dlfcn.h>
#include <fcntl.h>
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

/* How long this thread has waited in a queue for a processor, as the kernel counts it. */
static gint64
read_queued (void)
{
  static int file = -1;
  char line[96] = "";
  char *end = NULL;

  if (file < 0)
    file = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (pread (file, line, sizeof line - 1, 0) <= 0)
    return 0;
  g_ascii_strtoll (line, &end, 10);
  return g_ascii_strtoll (end, NULL, 10) / 1000;
}

static void
tell (gint64 now_us, gint64 wall_us, gint64 own_us, gint64 queued_us)
{
  static FILE *file = NULL;

  if (file == NULL)
    file = fopen (g_getenv ("LOOP_WATCH"), "a");
  fprintf (file,
           "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
           now_us, wall_us, own_us, queued_us);
  fflush (file);
}

int
poll (struct pollfd *fds, nfds_t n, int timeout_ms)
{
  static int (*real) (struct pollfd *, nfds_t, int) = NULL;
  static gint64 wall_us = 0, own_us = 0, queued_us = 0;
  gboolean is_main = gettid () == getpid ();
  int result;

  if (real == NULL) {
    real = dlsym (RTLD_NEXT, "poll");
    g_unsetenv ("LD_PRELOAD"); /* not for what the window starts */
  }
  if (is_main && wall_us != 0) {
    gint64 now_us = read_clock (CLOCK_MONOTONIC);

    if (now_us - wall_us >= TOLD_US)
      tell (now_us, now_us - wall_us, read_clock (CLOCK_THREAD_CPUTIME_ID) - own_us,
            read_queued () - queued_us);
  }
  result = real (fds, n, timeout_ms);
  if (is_main) {
    wall_us = read_clock (CLOCK_MONOTONIC);
    own_us = read_clock (CLOCK_THREAD_CPUTIME_ID);
    queued_us = read_queued ();
  }
  return result;
}
