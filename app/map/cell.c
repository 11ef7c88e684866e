/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What asks a router reads what anybody on the local network answers. So it can send and receive,
 * and nothing else: it opens no file, starts no program, and has little memory and time. */

#include "router.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define MEMORY_MAX (64 << 20)
#define FILES_MAX  32
#define CPU_S      3

/* Allowed whatever their arguments are. */
static const char *const allowed[] = {
  "accept4",      "bind",           "brk",          "clock_gettime",   "close",
  "connect",      "exit",           "exit_group",   "fcntl",           "fstat",
  "futex",        "getpeername",    "getpid",       "getrandom",       "getsockname",
  "getsockopt",   "gettid",         "gettimeofday", "ioctl",           "madvise",
  "mremap",       "munmap",         "poll",         "ppoll",           "pselect6",
  "read",         "recvfrom",       "recvmsg",      "restart_syscall", "rseq",
  "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "select",          "sendmmsg",
  "sendmsg",      "sendto",         "setsockopt",   "shutdown",        "time",
  "write",
};

static gboolean
limit (int resource, rlim_t most)
{
  const struct rlimit limits = { most, most };

  return setrlimit (resource, &limits) == 0;
}

static gboolean
load_filter (void)
{
  const struct scmp_arg_cmp runs_not[] = { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  static const int families[] = { AF_INET, AF_INET6 };
  int failure = filter == NULL;

  for (guint i = 0; i < G_N_ELEMENTS (allowed) && failure == 0; i++) {
    int number = seccomp_syscall_resolve_name (allowed[i]);

    if (number >= 0)
      failure = seccomp_rule_add (filter, SCMP_ACT_ALLOW, number, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (families) && failure == 0; i++)
    failure = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (socket), 1,
                                SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) families[i]));
  if (failure == 0)
    failure = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, runs_not);
  if (failure == 0)
    failure = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, runs_not);
  if (failure == 0)
    failure = seccomp_load (filter);
  if (filter != NULL)
    seccomp_release (filter);
  return failure == 0;
}

/* What watches a program needs what the filter refuses. */
static gboolean
is_built (void)
{
#ifdef CENACLE_WITHOUT_SANDBOX
  return FALSE;
#else
  return TRUE;
#endif
}

gboolean
cenacle_map_enter_cell (void)
{
  if (!limit (RLIMIT_CORE, 0) || !limit (RLIMIT_CPU, CPU_S) ||
      prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;
  return !is_built () || (limit (RLIMIT_DATA, MEMORY_MAX) && limit (RLIMIT_NOFILE, FILES_MAX) &&
                          limit (RLIMIT_FSIZE, 0) && load_filter ());
}
