/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each case shuts a child process off, as cenacled does at its start, since that is for good. The
 * child tells how it went by its exit status; 0 is well. */

#include "app/engine/engine.h"
#include "app/engine/sandbox.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Child) (void);

/* What @child returned, in a process of its own that is shut off; −1 when it was ended. */
static int
run_shut_off (Child child)
{
  int status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    _exit (cenacle_sandbox_enter (NULL) ? child () : 99);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static gboolean
is_refused (long result)
{
  return result == -1 && errno == EPERM;
}

/* The first of them that is not refused, by its number from 1 on. */
static int
try_calls (void)
{
  char *const arguments[] = { (char *) "true", NULL };
  char buf[8];

  if (!is_refused (execve ("/bin/true", arguments, environ)))
    return 1;
  if (!is_refused (syscall (SYS_execveat, -1, "/bin/true", arguments, environ, 0)))
    return 2;
  if (fork () != -1)
    return 3;
  if (!is_refused (ptrace (PTRACE_TRACEME, 0, NULL, NULL)))
    return 4;
  if (!is_refused (syscall (SYS_process_vm_readv, getppid (), buf, 0, buf, 0, 0)))
    return 5;
  if (!is_refused (syscall (SYS_process_vm_writev, getppid (), buf, 0, buf, 0, 0)))
    return 6;
  if (!is_refused (syscall (SYS_mount, "none", "/tmp", "tmpfs", 0, NULL)))
    return 7;
  if (!is_refused (syscall (SYS_bpf, 0, buf, sizeof buf)))
    return 8;
  if (!is_refused (syscall (SYS_init_module, buf, 0, "")))
    return 9;
  if (!is_refused (syscall (SYS_keyctl, 0, 0, 0, 0, 0)))
    return 10;
  if (!is_refused (syscall (SYS_kill, getppid (), 0)))
    return 11;
  if (!is_refused (syscall (SYS_unshare, 0)))
    return 12;
  if (!is_refused (syscall (SYS_io_uring_setup, 1, buf)))
    return 13;
  if (!is_refused (syscall (SYS_setuid, getuid ())))
    return 14;
  return is_refused (syscall (SYS_tgkill, getppid (), getppid (), 0)) || errno == ENOSYS ? 0 : 15;
}

static int
try_memory (void)
{
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
  void *page;

  if (mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, flags, -1, 0) != MAP_FAILED)
    return 1;
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (page == MAP_FAILED)
    return 2;
  if (!is_refused (mprotect (page, 4096, PROT_READ | PROT_EXEC)))
    return 3;
  return mprotect (page, 4096, PROT_READ) == 0 ? 0 : 4;
}

static int
try_sockets (void)
{
  static const int families[] = { AF_UNIX, AF_INET };

  if (socket (AF_PACKET, SOCK_RAW, 0) != -1 || socket (AF_VSOCK, SOCK_STREAM, 0) != -1)
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    int fd = socket (families[i], SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
      return 2;
    close (fd);
  }
  return 0;
}

static int
look_at_process (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max != 0)
    return 1;
  if (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
    return 2;
  return prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 3;
}

static gpointer
run_program (gpointer data G_GNUC_UNUSED)
{
  char *const arguments[] = { (char *) "true", NULL };

  return GINT_TO_POINTER (is_refused (execve ("/bin/true", arguments, environ)) ? 0 : 1);
}

/* A whole engine begins and serves in there, and its process still starts no program, from this
 * thread or another. */
static int
try_engine (void)
{
  g_autofree char *home = g_dir_make_tmp ("cen-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  CenacleEngineOptions options = { .is_offline = TRUE };
  CenacleEngine *engine;
  int failed;

  if (home == NULL)
    return 1;
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  engine = cenacle_engine_new (home, &options, &error);
  if (engine == NULL) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  failed = GPOINTER_TO_INT (run_program (NULL)) |
           GPOINTER_TO_INT (g_thread_join (g_thread_new ("other", run_program, NULL)));
  cenacle_engine_free (engine);
  return failed != 0 ? 3 : 0;
}

static void
expect_well (Child child)
{
  if (!cenacle_sandbox_is_built ()) {
    g_test_skip ("builds for sanitizers have no filter");
    return;
  }
  g_assert_cmpint (run_shut_off (child), ==, 0);
}

static void
test_calls (void)
{
  expect_well (try_calls);
}

static void
test_memory (void)
{
  expect_well (try_memory);
}

static void
test_sockets (void)
{
  expect_well (try_sockets);
}

static void
test_process (void)
{
  g_assert_cmpint (run_shut_off (look_at_process), ==, 0);
}

static void
test_engine (void)
{
  expect_well (try_engine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/calls", test_calls);
  g_test_add_func ("/sandbox/memory", test_memory);
  g_test_add_func ("/sandbox/sockets", test_sockets);
  g_test_add_func ("/sandbox/process", test_process);
  g_test_add_func ("/sandbox/engine", test_engine);
  return g_test_run ();
}
