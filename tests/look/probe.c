/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cenacle-look as it would be once a file had taken it over: a program of the same parts whose job
 * tries what no file may. The first word of the file says what; the answer tells what came of it.
 */

#include "app/look/cell.h"
#include "app/look/job.h"
#include "app/look/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The first of them that is not refused, by its name; "" when all are. */
static const char *
try_files (const char *path)
{
  struct stat info;
  char buf[16];

  if (open (path, O_RDONLY) >= 0)
    return "read a file of the person";
  if (open (path, O_WRONLY) >= 0 || open (path, O_RDWR | O_CREAT, 0600) >= 0)
    return "write a file of the person";
  if (open ("/proc/self/maps", O_RDONLY) >= 0 || open ("/etc/passwd", O_RDONLY) >= 0)
    return "read the system";
  if (open ("/usr/share/fonts", O_RDWR | O_CREAT | O_TMPFILE, 0600) >= 0)
    return "write among the fonts";
  if (stat (path, &info) == 0)
    return "look at a file of the person";
  if (unlink (path) == 0 || rename (path, "/tmp/x") == 0 || chmod (path, 0) == 0 ||
      symlink (path, "/tmp/x") == 0 || mkdir ("/tmp/x", 0700) == 0)
    return "change the folder";
  if (readlink ("/proc/self/exe", buf, sizeof buf) >= 0)
    return "see where it is";
  if (syscall (SYS_memfd_create, "x", 0) >= 0)
    return "make a file in memory";
  return ftruncate (3, 0) == 0 || write (3, "x", 1) == 1 ? "change what it looks at" : "";
}

static const char *
try_others (const char *path G_GNUC_UNUSED)
{
  char *const arguments[] = { (char *) "true", NULL };
  const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = 9 };
  static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET };
  char byte;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    if (socket (families[i], SOCK_STREAM, 0) >= 0 || socket (families[i], SOCK_DGRAM, 0) >= 0)
      return "open a socket";
  }
  if (connect (0, (const struct sockaddr *) &address, sizeof address) == 0)
    return "connect";
  if (recv (0, &byte, 1, MSG_DONTWAIT) >= 0 || errno == EAGAIN)
    return "hear of other jobs";
  for (int fd = 5; fd < 64; fd++) {
    if (fcntl (fd, F_GETFD) >= 0)
      return "hold another descriptor";
  }
  if (fork () >= 0)
    return "make a process";
  execve ("/bin/true", arguments, environ);
  if (ptrace (PTRACE_ATTACH, getppid (), NULL, NULL) == 0)
    return "trace another";
  if (kill (getppid (), 0) == 0 || kill (-1, 0) == 0)
    return "signal another";
  return write (2, "x", 1) == 1 ? "speak" : "";
}

static const char *
try_memory (const char *path G_GNUC_UNUSED)
{
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
  char *page;

  if (mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, flags, -1, 0) != MAP_FAILED)
    return "run what it wrote";
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (page == MAP_FAILED || mprotect (page, 4096, PROT_READ | PROT_EXEC) == 0)
    return "run what it wrote later";
  return mmap (NULL, CENACLE_CELL_MEMORY_MAX, PROT_READ | PROT_WRITE, flags, -1, 0) != MAP_FAILED
             ? "take much memory"
             : "";
}

static const char *
last_for_ever (const char *path G_GNUC_UNUSED)
{
  volatile gboolean goes_on = TRUE;

  signal (SIGXCPU, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
  while (goes_on)
    ;
  return "";
}

static const char *
sleep_for_ever (const char *path G_GNUC_UNUSED)
{
  volatile guint32 word = 0;

  while (word == 0)
    syscall (SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
  return "";
}

static const char *
die (const char *path G_GNUC_UNUSED)
{
  abort ();
}

static const char *
chatter (const char *path G_GNUC_UNUSED)
{
  static const char noise[65536] = { 'n' };

  for (guint i = 0; i < 4096; i++) {
    if (write (4, noise, sizeof noise) < 0)
      break;
  }
  return "";
}

/* What an answer must not be: a picture of more pixels than came with it. */
static const char *
lie (const char *path G_GNUC_UNUSED)
{
  const CenacleLookAnswer answer = { .status = CENACLE_LOOK_SHOWN,
                                     .form = CENACLE_LOOK_PIXELS,
                                     .width = 64,
                                     .height = 64,
                                     .full_width = 64,
                                     .full_height = 64 };
  guint8 head[CENACLE_LOOK_HEAD_LEN];

  cenacle_look_answer_pack (&answer, head);
  if (write (4, head, sizeof head) < 0)
    return "";
  _exit (0);
}

static void
try (const CenacleLookRequest *request G_GNUC_UNUSED, const guint8 *bytes, gsize len,
     CenacleLookAnswer *ret_answer)
{
  static const struct {
    const char *name;
    const char *(*run) (const char *path);
  } tries[] = {
    { "files", try_files },      { "others", try_others },
    { "memory", try_memory },    { "last", last_for_ever },
    { "sleep", sleep_for_ever }, { "die", die },
    { "chatter", chatter },      { "lie", lie },
  };
  g_autofree char *text = g_strndup ((const char *) bytes, len);
  g_auto (GStrv) words = g_strsplit (text, " ", 2);

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
    if (strcmp (words[0], tries[i].name) == 0) {
      const char *found = tries[i].run (words[1]);

      ret_answer->status = CENACLE_LOOK_SHOWN;
      ret_answer->form = CENACLE_LOOK_TEXT;
      ret_answer->bytes = g_bytes_new (found, strlen (found));
    }
  }
}

int
main (void)
{
  return cenacle_serve_run (try, cenacle_look_job_prepare);
}
