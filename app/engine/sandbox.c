/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of what is allowed was found by tracing engines through all their tests, and filled up
 * with the close relatives of those calls that other versions of the C library use instead. */

#include "sandbox.h"

#include "core/error.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Allowed whatever their arguments are. */
static const char *const allowed[] = {
  /* Memory */
  "brk", "madvise", "memfd_create", "mlock", "mlock2", "mremap", "munlock", "munmap",
  /* Files */
  "access", "chmod", "close", "close_range", "dup", "dup2", "dup3", "faccessat", "faccessat2",
  "fadvise64", "fallocate", "fchmod", "fchmodat", "fchown", "fcntl", "fdatasync", "flock", "fstat",
  "fstatfs", "fsync", "ftruncate", "getcwd", "getdents", "getdents64", "inotify_add_watch",
  "inotify_init1", "inotify_rm_watch", "link", "linkat", "lseek", "lstat", "mkdir", "mkdirat",
  "newfstatat", "open", "openat", "pread64", "preadv", "pwrite64", "pwritev", "read", "readlink",
  "readlinkat", "readv", "rename", "renameat", "renameat2", "rmdir", "stat", "statfs", "statx",
  "symlink", "sync_file_range", "umask", "unlink", "unlinkat", "utimensat", "write", "writev",
  /* Waiting */
  "clock_getres", "clock_gettime", "clock_nanosleep", "epoll_create", "epoll_create1", "epoll_ctl",
  "epoll_pwait", "epoll_wait", "eventfd2", "futex", "gettimeofday", "nanosleep", "pipe", "pipe2",
  "poll", "ppoll", "pselect6", "restart_syscall", "select", "time", "timerfd_create",
  "timerfd_gettime", "timerfd_settime",
  /* Sockets that are there */
  "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen",
  "recvfrom", "recvmmsg", "recvmsg", "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown",
  /* Threads and the process itself */
  "exit", "exit_group", "get_robust_list", "getegid", "geteuid", "getgid", "getpid", "getppid",
  "getrandom", "getrusage", "gettid", "getuid", "membarrier", "rseq", "rt_sigaction",
  "rt_sigpending", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "sched_get_priority_max",
  "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam",
  "sched_getscheduler", "sched_setattr", "sched_setscheduler", "sched_yield", "set_robust_list",
  "set_tid_address", "sigaltstack", "sysinfo", "times", "uname"
};

/* Refused with EPERM, so that the reason is plain. What stands in neither list fails with ENOSYS:
 * so a C library that tries something new falls back to what it did before. */
static const char *const refused[] = {
  /* Other programs, processes and users; the kernel and what is mounted. */
  "acct",
  "add_key",
  "bpf",
  "chroot",
  "delete_module",
  "execve",
  "execveat",
  "finit_module",
  "fork",
  "init_module",
  "io_uring_enter",
  "io_uring_register",
  "io_uring_setup",
  "kcmp",
  "kexec_file_load",
  "kexec_load",
  "keyctl",
  "kill",
  "mount",
  "mount_setattr",
  "move_mount",
  "name_to_handle_at",
  "open_by_handle_at",
  "open_tree",
  "perf_event_open",
  "personality",
  "pidfd_getfd",
  "pidfd_open",
  "pivot_root",
  "process_madvise",
  "process_vm_readv",
  "process_vm_writev",
  "ptrace",
  "quotactl",
  "reboot",
  "request_key",
  "setdomainname",
  "setgid",
  "setgroups",
  "sethostname",
  "setns",
  "setregid",
  "setresgid",
  "setresuid",
  "setreuid",
  "settimeofday",
  "setuid",
  "swapoff",
  "swapon",
  "tkill",
  "umount2",
  "unshare",
  "userfaultfd",
  "vfork"
};

/* A call that this machine's architecture lacks is none that could be made. */
static int
add (scmp_filter_ctx filter, guint32 action, const char *name, guint n,
     const struct scmp_arg_cmp *if_all)
{
  int number = seccomp_syscall_resolve_name (name);

  return number < 0 ? 0 : seccomp_rule_add_array (filter, action, number, n, if_all);
}

static int
add_lists (scmp_filter_ctx filter)
{
  int failure = 0;

  for (guint i = 0; i < G_N_ELEMENTS (allowed) && failure == 0; i++)
    failure = add (filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused) && failure == 0; i++)
    failure = add (filter, SCMP_ACT_ERRNO (EPERM), refused[i], 0, NULL);
  return failure;
}

/* Threads, not processes. The arguments of clone3 lie in memory, where no filter can look: the C
 * library falls back to clone. */
static int
add_threads (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp thread[] = { SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD) };
  const struct scmp_arg_cmp process[] = { SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0) };
  const struct scmp_arg_cmp self[] = { SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()) };
  const struct scmp_arg_cmp own_limit[] = { SCMP_A0 (SCMP_CMP_EQ, 0) };
  int failure = add (filter, SCMP_ACT_ALLOW, "clone", G_N_ELEMENTS (thread), thread);

  if (failure == 0)
    failure = add (filter, SCMP_ACT_ERRNO (EPERM), "clone", G_N_ELEMENTS (process), process);
  /* abort() ends us by it. */
  if (failure == 0)
    failure = add (filter, SCMP_ACT_ALLOW, "tgkill", G_N_ELEMENTS (self), self);
  if (failure == 0)
    failure = add (filter, SCMP_ACT_ALLOW, "prlimit64", G_N_ELEMENTS (own_limit), own_limit);
  return failure;
}

/* Memory is written or executed, never both: libraries are mapped as they are loaded. */
static int
add_memory (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp may_write_or_run[] = {
    SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC)
  };
  const struct scmp_arg_cmp maps[][1] = {
    { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, 0) },
    { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE) },
    { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_EXEC) },
  };
  const struct scmp_arg_cmp runs[] = { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC) };
  const struct scmp_arg_cmp runs_not[] = { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) };
  int failure = add (filter, SCMP_ACT_ERRNO (EPERM), "mmap", 1, may_write_or_run);

  for (guint i = 0; i < G_N_ELEMENTS (maps) && failure == 0; i++)
    failure = add (filter, SCMP_ACT_ALLOW, "mmap", 1, maps[i]);
  if (failure == 0)
    failure = add (filter, SCMP_ACT_ALLOW, "mprotect", 1, runs_not);
  return failure != 0 ? failure : add (filter, SCMP_ACT_ERRNO (EPERM), "mprotect", 1, runs);
}

/* Sockets of the families we speak, and the few answers that the C library asks for. */
static int
add_sockets (scmp_filter_ctx filter)
{
  static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };
  static const guint requests[] = { 0x5401 /* TCGETS */,
                                    0x541B /* FIONREAD */,
                                    0x5421 /* FIONBIO */,
                                    0x5413 /* TIOCGWINSZ */,
                                    0x5451 /* FIOCLEX */,
                                    0x8910 /* SIOCGIFNAME */,
                                    0x8933 /* SIOCGIFINDEX */ };
  static const int options[] = { PR_SET_NAME,     PR_GET_NAME,         PR_SET_PDEATHSIG,
                                 PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP };
  int failure = 0;

  for (guint i = 0; i < G_N_ELEMENTS (families) && failure == 0; i++) {
    const struct scmp_arg_cmp family[] = { SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) families[i]) };

    failure = add (filter, SCMP_ACT_ALLOW, "socket", 1, family);
    if (failure == 0)
      failure = add (filter, SCMP_ACT_ALLOW, "socketpair", 1, family);
  }
  for (guint i = 0; i < G_N_ELEMENTS (requests) && failure == 0; i++) {
    const struct scmp_arg_cmp request[] = { SCMP_A1 (SCMP_CMP_EQ, requests[i]) };

    failure = add (filter, SCMP_ACT_ALLOW, "ioctl", 1, request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (options) && failure == 0; i++) {
    const struct scmp_arg_cmp option[] = { SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) options[i]) };

    failure = add (filter, SCMP_ACT_ALLOW, "prctl", 1, option);
  }
  return failure;
}

static int
load_filter (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (ENOSYS));
  int failure;

  if (filter == NULL)
    return -ENOMEM;
  /* All threads that are there already come under it too; one of another architecture ends us. */
  failure = seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1);
  if (failure == 0)
    failure = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (failure == 0)
    failure = add_lists (filter);
  if (failure == 0)
    failure = add_threads (filter);
  if (failure == 0)
    failure = add_memory (filter);
  if (failure == 0)
    failure = add_sockets (filter);
  if (failure == 0)
    failure = seccomp_load (filter);
  seccomp_release (filter);
  return failure;
}

gboolean
cenacle_sandbox_is_built (void)
{
#ifdef CENACLE_WITHOUT_SANDBOX
  return FALSE;
#else
  return TRUE;
#endif
}

gboolean
cenacle_sandbox_enter (GError **error)
{
  const struct rlimit no_core = { 0, 0 };
  int failure = 0;

  if (setrlimit (RLIMIT_CORE, &no_core) != 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
      prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    failure = -errno;
  else if (cenacle_sandbox_is_built ())
    failure = load_filter ();
  if (failure == 0)
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
               "The engine could not shut itself off from the rest of the system: %s.",
               g_strerror (-failure));
  return FALSE;
}
