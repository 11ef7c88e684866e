/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cell.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES_MAX 32

/* Allowed whatever their arguments are. */
static const char *const allowed[] = {
  "brk",          "clock_getres",    "clock_gettime",   "close",
  "exit",         "exit_group",      "fadvise64",       "fstat",
  "futex",        "getdents64",      "getpid",          "getrandom",
  "gettid",       "gettimeofday",    "lseek",           "madvise",
  "mremap",       "munmap",          "pread64",         "preadv",
  "read",         "readv",           "restart_syscall", "rseq",
  "rt_sigaction", "rt_sigprocmask",  "rt_sigreturn",    "sched_getaffinity",
  "sched_yield",  "set_robust_list", "sigaltstack",     "sysinfo",
  "time",
};

/* What documents need that bring no fonts of their own; and how bytes stand for characters. */
static const char *const readable[] = {
  "/etc/fonts",
  "/usr/share/fonts",
  "/usr/local/share/fonts",
  "/usr/share/fontconfig",
  "/usr/share/poppler",
  "/usr/share/ghostscript",
  "/usr/share/X11/fonts",
  "/var/cache/fontconfig",
  "/usr/share/texmf/fonts",
};

#define READING     (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ALL_OF_ABI1 ((1u << 13) - 1) /* EXECUTE to MAKE_SYM */

static void
allow_reading (int rules, const char *path)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = READING };

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return;
  syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
}

/* Whether only fonts can be opened from now on. */
static gboolean
keep_to_fonts (void)
{
  const struct landlock_ruleset_attr attributes = { .handled_access_fs = ALL_OF_ABI1 };
  int rules = (int) syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  gboolean ok;

  if (rules < 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    allow_reading (rules, readable[i]);
  ok = syscall (SYS_landlock_restrict_self, rules, 0) == 0;
  close (rules);
  return ok;
}

static int
add (scmp_filter_ctx filter, const char *name, guint n, const struct scmp_arg_cmp *if_all)
{
  int number = seccomp_syscall_resolve_name (name);

  /* A call that this machine's architecture lacks is none that could be made. */
  return number < 0 ? 0 : seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, number, n, if_all);
}

/* Memory that is never run; what is asked of a descriptor alone; writing nowhere but to the answer.
 */
static int
add_bounded (scmp_filter_ctx filter, int answer)
{
  const struct scmp_arg_cmp runs_not[] = { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) };
  const struct scmp_arg_cmp no_path[] = { SCMP_A3 (SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH,
                                                   AT_EMPTY_PATH) };
  const struct scmp_arg_cmp to_answer[] = { SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) answer) };
  const struct scmp_arg_cmp self[] = { SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()) };
  const struct scmp_arg_cmp looks[][1] = { { SCMP_A1 (SCMP_CMP_EQ, F_GETFL) },
                                           { SCMP_A1 (SCMP_CMP_EQ, F_GETFD) },
                                           { SCMP_A1 (SCMP_CMP_EQ, F_SETFD) } };
  int failure = add (filter, "mmap", 1, runs_not);

  if (failure == 0)
    failure = add (filter, "mprotect", 1, runs_not);
  if (failure == 0)
    failure = add (filter, "newfstatat", 1, no_path);
  if (failure == 0)
    failure = add (filter, "write", 1, to_answer);
  /* abort() ends us by it. */
  if (failure == 0)
    failure = add (filter, "tgkill", 1, self);
  for (guint i = 0; i < G_N_ELEMENTS (looks) && failure == 0; i++)
    failure = add (filter, "fcntl", 1, looks[i]);
  return failure;
}

static int
add_opening (scmp_filter_ctx filter)
{
  const guint64 writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  const struct scmp_arg_cmp reads_at[] = { SCMP_A2 (SCMP_CMP_MASKED_EQ, writes, 0) };
  const struct scmp_arg_cmp reads[] = { SCMP_A1 (SCMP_CMP_MASKED_EQ, writes, 0) };
  int failure = add (filter, "openat", 1, reads_at);

  return failure != 0 ? failure : add (filter, "open", 1, reads);
}

static gboolean
load_filter (int answer, gboolean has_fonts)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int failure;

  if (filter == NULL)
    return FALSE;
  failure = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  for (guint i = 0; i < G_N_ELEMENTS (allowed) && failure == 0; i++)
    failure = add (filter, allowed[i], 0, NULL);
  if (failure == 0)
    failure = add_bounded (filter, answer);
  if (failure == 0 && has_fonts)
    failure = add_opening (filter);
  if (failure == 0)
    failure = seccomp_load (filter);
  seccomp_release (filter);
  return failure == 0;
}

static gboolean
limit (int resource, rlim_t most)
{
  const struct rlimit limits = { most, most };

  return setrlimit (resource, &limits) == 0;
}

gboolean
cenacle_cell_is_built (void)
{
#ifdef CENACLE_WITHOUT_SANDBOX
  return FALSE;
#else
  return TRUE;
#endif
}

gboolean
cenacle_cell_enter (int answer, guint limit_ms)
{
  if (!limit (RLIMIT_CORE, 0) || !limit (RLIMIT_CPU, (limit_ms + 999) / 1000) ||
      prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;
  if (!cenacle_cell_is_built ())
    return TRUE;
  /* Not RLIMIT_AS: libraries and fonts are mapped too, which costs nothing. */
  return limit (RLIMIT_DATA, CENACLE_CELL_MEMORY_MAX) && limit (RLIMIT_NOFILE, FILES_MAX) &&
         limit (RLIMIT_FSIZE, 0) && limit (RLIMIT_NPROC, 0) && limit (RLIMIT_MEMLOCK, 0) &&
         load_filter (answer, keep_to_fonts ());
}
