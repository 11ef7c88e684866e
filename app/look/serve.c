/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For each job two processes: one that looks, and one that waits for it and ends it when its time
 * is over. The first has three descriptors: nothing, the file, and the end of the pipe to whoever
 * asked.
 */

#include "serve.h"

#include "cell.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_NICE 10

enum { FD_FILE = 3, FD_ANSWER = 4, FD_FIRST_OTHER = 5 };

typedef struct {
  CenacleLookRequest request;
  int file;
  int answer;
} Job;

/* --- The process that looks --- */

static gboolean
write_all (const void *bytes, gsize len)
{
  const guint8 *at = bytes;

  while (len > 0) {
    gssize n = write (FD_ANSWER, at, len);

    if (n < 0 && errno != EINTR)
      return FALSE;
    at += MAX (n, 0);
    len -= (gsize) MAX (n, 0);
  }
  return TRUE;
}

static void
give (const CenacleLookAnswer *answer)
{
  guint8 head[CENACLE_LOOK_HEAD_LEN];
  gsize len = 0;
  const void *bytes = answer->bytes != NULL ? g_bytes_get_data (answer->bytes, &len) : NULL;

  cenacle_look_answer_pack (answer, head);
  if (write_all (head, sizeof head))
    write_all (bytes, len);
}

/* The file and the answer at their numbers, and nothing else. */
static gboolean
keep_two (const Job *job)
{
  int file = fcntl (job->file, F_DUPFD, FD_FIRST_OTHER);
  int answer = fcntl (job->answer, F_DUPFD, FD_FIRST_OTHER);

  return file >= 0 && answer >= 0 && dup2 (file, FD_FILE) == FD_FILE &&
         dup2 (answer, FD_ANSWER) == FD_ANSWER && dup2 (STDERR_FILENO, STDIN_FILENO) == 0 &&
         close_range (FD_FIRST_OTHER, ~0u, 0) == 0;
}

static void
look (const Job *job, CenacleServeJob run)
{
  g_auto (CenacleLookAnswer) answer = { 0 };
  const guint8 *bytes = (const guint8 *) "";
  struct stat info;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (!keep_two (job) || fstat (FD_FILE, &info) != 0 || info.st_size > CENACLE_LOOK_FILE_MAX)
    _exit (1);
  if (info.st_size > 0)
    bytes = mmap (NULL, (gsize) info.st_size, PROT_READ, MAP_PRIVATE, FD_FILE, 0);
  if (bytes == MAP_FAILED ||
      !cenacle_cell_enter (FD_ANSWER, cenacle_look_request_get_limit_ms (&job->request)))
    _exit (1);
  run (&job->request, bytes, (gsize) info.st_size, &answer);
  give (&answer);
  _exit (0);
}

/* --- The one that waits for it --- */

static void
mind (const Job *job, CenacleServeJob run)
{
  guint limit_ms = cenacle_look_request_get_limit_ms (&job->request);
  const struct timespec limit = { .tv_sec = limit_ms / 1000,
                                  .tv_nsec = limit_ms % 1000 * 1000000L };
  sigset_t ended;
  pid_t pid;

  sigemptyset (&ended);
  sigaddset (&ended, SIGCHLD);
  sigprocmask (SIG_BLOCK, &ended, NULL);
  signal (SIGCHLD, SIG_DFL);
  if (job->request.job == CENACLE_LOOK_WORDS)
    setpriority (PRIO_PROCESS, 0, WORDS_NICE);
  pid = fork ();
  if (pid == 0)
    look (job, run);
  close (job->answer);
  if (pid > 0 && sigtimedwait (&ended, NULL, &limit) < 0)
    kill (pid, SIGKILL);
  if (pid > 0)
    waitpid (pid, NULL, 0);
  _exit (0);
}

/* --- The one that stays --- */

static void
close_all (int *fds, guint n)
{
  for (guint i = 0; i < n; i++)
    close (fds[i]);
}

/* FALSE when nobody is there any more. */
static gboolean
receive (Job *ret_job, gboolean *ret_has_job)
{
  guint8 bytes[CENACLE_LOOK_REQUEST_LEN + 1];
  struct iovec part = { bytes, sizeof bytes };
  int fds[2];
  union {
    struct cmsghdr head;
    char space[CMSG_SPACE (sizeof fds)];
  } control;
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control.space };
  gssize n = recvmsg (STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
  struct cmsghdr *head = n > 0 ? CMSG_FIRSTHDR (&message) : NULL;
  guint n_fds = 0;

  *ret_has_job = FALSE;
  if (n == 0 || (n < 0 && errno != EINTR))
    return FALSE;
  if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
    n_fds = (guint) ((head->cmsg_len - CMSG_LEN (0)) / sizeof (int));
    memcpy (fds, CMSG_DATA (head), n_fds * sizeof (int));
  }
  if (n_fds != 2 || !cenacle_look_request_parse (&ret_job->request, bytes, (gsize) MAX (n, 0))) {
    close_all (fds, n_fds);
    return TRUE;
  }
  ret_job->file = fds[0];
  ret_job->answer = fds[1];
  *ret_has_job = TRUE;
  return TRUE;
}

/* What libraries say of a file is for nobody. */
static gboolean
silence (void)
{
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);

  return nothing >= 0 && dup2 (nothing, STDOUT_FILENO) == STDOUT_FILENO &&
         dup2 (nothing, STDERR_FILENO) == STDERR_FILENO;
}

int
cenacle_serve_run (CenacleServeJob run, void (*prepare) (void))
{
  gboolean is_prepared = FALSE;
  gboolean has_job;
  Job job;

  if (!silence () || prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return 1;
  signal (SIGCHLD, SIG_IGN);
  while (receive (&job, &has_job)) {
    if (!has_job)
      continue;
    if (!is_prepared)
      prepare ();
    is_prepared = TRUE;
    if (fork () == 0)
      mind (&job, run);
    close (job.file);
    close (job.answer);
  }
  return 0;
}
