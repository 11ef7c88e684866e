/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cenacle-look is on the other side of a socket. For each job it is sent the request with two
 * descriptors, the file and the end of a pipe; a process that it makes for this job alone writes
 * the answer into the pipe and ends. It ends them that take too long; we wait a little longer than
 * that, and read no more than the request allows. It is nobody's child, so that nobody has to wait
 * for it: it ends when the socket closes. */

#include "looker.h"

#include "helper.h"
#include "paths.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_MS 2000
#define LOOK_MS  100 /* between two looks at whether it shall stop */
#define COPY_LEN (256 << 10)

struct _CenacleLooker {
  gatomicrefcount references;
  char *program; /* NULL when it is missing */
  GMutex mutex;
  GCond changed;
  int socket; /* −1 while the program does not run */
  guint n_running;
  gboolean was_started; /* none is to be started later */
  gint is_stopped;      /* atomic */
};

CenacleLooker *
cenacle_looker_new (const char *program)
{
  CenacleLooker *self = g_new0 (CenacleLooker, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->program = program != NULL ? g_strdup (program) : cenacle_paths_dup_program ("cenacle-look");
  self->socket = -1;
  return self;
}

CenacleLooker *
cenacle_looker_ref (CenacleLooker *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
cenacle_looker_unref (CenacleLooker *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  if (self->socket >= 0)
    close (self->socket);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->program);
  g_free (self);
}

/* --- The program --- */

static gboolean
spawn (CenacleLooker *self)
{
  self->socket = cenacle_helper_spawn (self->program);
  return self->socket >= 0;
}

gboolean
cenacle_looker_start (CenacleLooker *self)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  ok = self->socket >= 0 || spawn (self);
  self->was_started = TRUE;
  g_mutex_unlock (&self->mutex);
  return ok;
}

void
cenacle_looker_stop (CenacleLooker *self)
{
  g_atomic_int_set (&self->is_stopped, TRUE);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* --- Jobs --- */

static gboolean
send_job (int socket, const CenacleLookRequest *request, int file, int answer)
{
  guint8 bytes[CENACLE_LOOK_REQUEST_LEN];
  const int fds[] = { file, answer };
  struct iovec part = { bytes, sizeof bytes };
  union {
    struct cmsghdr head;
    char space[CMSG_SPACE (sizeof fds)];
  } control = { 0 };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control.space };
  struct cmsghdr *head = CMSG_FIRSTHDR (&message);

  cenacle_look_request_pack (request, bytes);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN (sizeof fds);
  memcpy (CMSG_DATA (head), fds, sizeof fds);
  return sendmsg (socket, &message, MSG_NOSIGNAL) == sizeof bytes;
}

/* A program that died is started again where that may be. */
static gboolean
hand_over (CenacleLooker *self, const CenacleLookRequest *request, int file, int answer)
{
  gboolean ok = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < 2 && !ok; i++) {
    if (self->socket < 0 && (self->was_started || !spawn (self)))
      break;
    ok = send_job (self->socket, request, file, answer);
    if (!ok) {
      close (self->socket);
      self->socket = -1;
    }
  }
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* Waits for its turn. FALSE when it is stopped. */
static gboolean
begin (CenacleLooker *self)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  while (self->n_running >= CENACLE_LOOKER_JOBS_MAX && !g_atomic_int_get (&self->is_stopped))
    g_cond_wait (&self->changed, &self->mutex);
  ok = !g_atomic_int_get (&self->is_stopped);
  self->n_running += ok ? 1 : 0;
  g_mutex_unlock (&self->mutex);
  return ok;
}

static void
end (CenacleLooker *self)
{
  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* All that comes until the pipe closes; NULL when that is too late or too much. */
static GBytes *
read_answer (CenacleLooker *self, int pipe, gsize max, guint limit_ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) (limit_ms + GRACE_MS) * 1000;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (COPY_LEN);

  while (!g_atomic_int_get (&self->is_stopped) && g_get_monotonic_time () < until) {
    struct pollfd wait = { .fd = pipe, .events = POLLIN };
    gssize n;

    if (poll (&wait, 1, LOOK_MS) <= 0)
      continue;
    n = read (pipe, piece, COPY_LEN);
    if (n == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    if (n < 0 && errno != EINTR)
      return NULL;
    if (n > 0 && bytes->len + (gsize) n > max)
      return NULL;
    g_byte_array_append (bytes, piece, n > 0 ? (guint) n : 0);
  }
  return NULL;
}

gboolean
cenacle_looker_run (CenacleLooker *self, const CenacleLookRequest *request, int file,
                    CenacleLookAnswer *ret_answer)
{
  g_autoptr (GBytes) bytes = NULL;
  gboolean was_asked = FALSE;
  int ends[2];
  gboolean ok;

  *ret_answer = (CenacleLookAnswer){ .status = CENACLE_LOOK_BROKEN };
  if (file < 0 || pipe2 (ends, O_CLOEXEC) != 0)
    return FALSE;
  ok = begin (self);
  if (ok && hand_over (self, request, file, ends[1])) {
    close (ends[1]);
    ends[1] = -1;
    was_asked = TRUE;
    bytes = read_answer (self, ends[0], cenacle_look_request_get_answer_max (request),
                         cenacle_look_request_get_limit_ms (request));
  }
  if (ok)
    end (self);
  close (ends[0]);
  if (ends[1] >= 0)
    close (ends[1]);
  if (bytes != NULL)
    cenacle_look_answer_parse (request, bytes, ret_answer);
  return was_asked && !g_atomic_int_get (&self->is_stopped);
}

/* --- Files --- */

static int
make_file (void)
{
  return memfd_create ("look", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/* From here on it stays as it is. */
static int
seal (int file, gboolean is_whole)
{
  if (is_whole &&
      fcntl (file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0)
    return file;
  close (file);
  return -1;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize len)
{
  while (len > 0) {
    gssize n = write (fd, bytes, len);

    if (n < 0 && errno != EINTR)
      return FALSE;
    bytes += n > 0 ? n : 0;
    len -= n > 0 ? (gsize) n : 0;
  }
  return TRUE;
}

int
cenacle_look_file_from_bytes (const guint8 *bytes, gsize len)
{
  int file = make_file ();

  return file < 0 ? -1 : seal (file, write_all (file, bytes, len));
}

int
cenacle_look_file_copy (int fd, gboolean *ret_is_start)
{
  g_autofree guint8 *piece = g_malloc (COPY_LEN);
  struct stat info;
  goffset at = 0, size;
  gboolean ok = TRUE;
  int file;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return -1;
  *ret_is_start = info.st_size > CENACLE_LOOK_FILE_MAX;
  size = *ret_is_start ? CENACLE_LOOK_START_LEN : info.st_size;
  file = make_file ();
  while (file >= 0 && ok && at < size) {
    gssize n = pread (fd, piece, (gsize) MIN (COPY_LEN, size - at), at);

    ok = n > 0 && write_all (file, piece, (gsize) n);
    at += MAX (n, 0);
  }
  return file < 0 ? -1 : seal (file, ok);
}

int
cenacle_look_file_from_blob (const char *path, const CenBlobRef *ref, gboolean *ret_is_start)
{
  g_autoptr (CenBlobReader) reader = path != NULL ? cen_blob_reader_open (path, ref, NULL) : NULL;
  g_autoptr (GBytes) start = NULL;
  gsize len;
  const guint8 *bytes;
  int file;

  if (reader == NULL)
    return -1;
  *ret_is_start = ref->size > CENACLE_LOOK_FILE_MAX;
  if (*ret_is_start) {
    start = cen_blob_reader_read (reader, CENACLE_LOOK_START_LEN, NULL);
    bytes = start != NULL ? g_bytes_get_data (start, &len) : NULL;
    return bytes != NULL ? cenacle_look_file_from_bytes (bytes, len) : -1;
  }
  file = make_file ();
  return file < 0 ? -1 : seal (file, cen_blob_reader_copy (reader, file, NULL));
}

gboolean
cenacle_looker_run_blob (CenacleLooker *self, const CenacleLookRequest *request, const char *path,
                         const CenBlobRef *ref, CenacleLookAnswer *ret_answer)
{
  CenacleLookRequest whole = *request;
  int file = cenacle_look_file_from_blob (path, ref, &whole.is_start);

  gboolean was_asked = cenacle_looker_run (self, &whole, file, ret_answer);

  if (file >= 0)
    close (file);
  return was_asked;
}
