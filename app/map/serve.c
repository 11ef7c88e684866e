/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A process for each request, which is ended when its time is over; the answer is its last word. */

#include "serve.h"

#include "router.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
give (const NetMapAnswer *answer)
{
  g_autofree char *text = net_map_answer_to_text (answer);

  send (STDIN_FILENO, text, strlen (text), MSG_NOSIGNAL);
}

static void
ask (const NetMapRequest *request)
{
  NetMapAnswer answer = { 0 };
  in_addr_t gateway;
  gboolean has_gateway = cenacle_map_find_gateway (&gateway);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (!has_gateway || !cenacle_map_enter_cell ())
    _exit (1);
  if (!cenacle_map_ask_natpmp (request, gateway, &answer)) {
    memset (&answer, 0, sizeof answer);
    if (!cenacle_map_ask_upnp (request, &answer))
      _exit (1);
  }
  give (&answer);
  _exit (0);
}

static void
serve_one (const NetMapRequest *request, const sigset_t *ended)
{
  const struct timespec limit = { .tv_sec = CENACLE_MAP_LIMIT_MS / 1000 };
  int status = 1;
  pid_t pid = fork ();

  if (pid == 0)
    ask (request);
  if (pid > 0 && sigtimedwait (ended, NULL, &limit) < 0)
    kill (pid, SIGKILL);
  if (pid > 0)
    waitpid (pid, &status, 0);
  if (status != 0)
    give (&(NetMapAnswer){ 0 });
}

/* What the libraries say is for nobody. */
static gboolean
silence (void)
{
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);

  return nothing >= 0 && dup2 (nothing, STDOUT_FILENO) == STDOUT_FILENO &&
         dup2 (nothing, STDERR_FILENO) == STDERR_FILENO;
}

int
cenacle_map_serve (void)
{
  char text[NET_MAP_TEXT_MAX + 1];
  NetMapRequest request;
  sigset_t ended;

  if (!silence ())
    return 1;
  sigemptyset (&ended);
  sigaddset (&ended, SIGCHLD);
  sigprocmask (SIG_BLOCK, &ended, NULL);
  while (TRUE) {
    gssize n = recv (STDIN_FILENO, text, NET_MAP_TEXT_MAX, 0);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return 0;
    text[n] = '\0';
    if (net_map_request_parse (&request, text))
      serve_one (&request, &ended);
  }
}
