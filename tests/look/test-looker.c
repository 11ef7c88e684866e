/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The program that looks into files, as engine and window use it: good files of each kind, others,
 * and what one could do that had taken it over (probe.c). */

#include "app/control/looker.h"
#include "app/look/cell.h"
#include "app/look/picture.h"
#include "tests/support/samples.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const CenacleLookRequest view = {
  .job = CENACLE_LOOK_VIEW, .width = 400, .height = 300, .max_len = 4096
};
static const CenacleLookRequest thumb = { .job = CENACLE_LOOK_THUMB,
                                          .width = CEN_BLOB_PREVIEW_SIDE_MAX,
                                          .height = CEN_BLOB_PREVIEW_SIDE_MAX,
                                          .max_len = 8192 };
static const CenacleLookRequest words = { .job = CENACLE_LOOK_WORDS,
                                          .max_len = CENACLE_LOOK_TEXT_MAX };

#define CHANGED_US (3 * G_USEC_PER_SEC)

static CenacleLooker *looker;
static CenacleLooker *prober;

static void
ask (CenacleLooker *whom, const CenacleLookRequest *request, GBytes *file,
     CenacleLookAnswer *ret_answer)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (file, &len);
  int fd = cenacle_look_file_from_bytes (bytes, len);

  g_assert_cmpint (fd, >=, 0);
  cenacle_looker_run (whom, request, fd, ret_answer);
  close (fd);
}

static void
expect_status (const CenacleLookRequest *request, GBytes *file, CenacleLookStatus status)
{
  g_auto (CenacleLookAnswer) answer = { 0 };

  ask (looker, request, file, &answer);
  g_assert_cmpint (answer.status, ==, status);
}

static void
expect_text (const CenacleLookRequest *request, GBytes *file, const char *text)
{
  g_auto (CenacleLookAnswer) answer = { 0 };

  ask (looker, request, file, &answer);
  g_assert_cmpint (answer.status, ==, CENACLE_LOOK_SHOWN);
  g_assert_cmpint (answer.form, ==, CENACLE_LOOK_TEXT);
  g_assert_cmpmem (g_bytes_get_data (answer.bytes, NULL), g_bytes_get_size (answer.bytes), text,
                   strlen (text));
}

static const guint8 *
get_pixel (const CenacleLookAnswer *answer, guint x, guint y)
{
  return (const guint8 *) g_bytes_get_data (answer->bytes, NULL) + (y * answer->width + x) * 4;
}

/* --- Pictures --- */

static void
test_picture (void)
{
  static const char *const kinds[] = { "png", "jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GBytes) file = samples_picture (kinds[i], 1000, 500);
    g_auto (CenacleLookAnswer) answer = { 0 };

    ask (looker, &view, file, &answer);
    g_assert_cmpint (answer.status, ==, CENACLE_LOOK_SHOWN);
    g_assert_cmpint (answer.form, ==, CENACLE_LOOK_PIXELS);
    g_assert_cmpuint (answer.width, ==, 400);
    g_assert_cmpuint (answer.height, ==, 200);
    g_assert_cmpuint (answer.full_width, ==, 1000);
    g_assert_cmpuint (answer.full_height, ==, 500);
    /* Red at the left, blue at the right. */
    g_assert_cmpuint (get_pixel (&answer, 20, 100)[0], >, 200);
    g_assert_cmpuint (get_pixel (&answer, 20, 100)[2], <, 60);
    g_assert_cmpuint (get_pixel (&answer, 380, 100)[2], >, 200);
    g_assert_cmpuint (get_pixel (&answer, 380, 100)[3], ==, 255);
  }
}

static void
test_thumb (void)
{
  g_autoptr (GBytes) file = samples_noise (1200, 1600);
  g_autoptr (GBytes) document = samples_document (3);
  CenacleLookRequest large = view;
  g_auto (CenacleLookAnswer) answer = { 0 };
  g_auto (CenacleLookAnswer) again = { 0 };
  g_auto (CenacleLookAnswer) page = { 0 };

  ask (looker, &thumb, file, &answer);
  g_assert_cmpint (answer.form, ==, CENACLE_LOOK_JPEG);
  g_assert_cmpuint (g_bytes_get_size (answer.bytes), <=, CEN_BLOB_PREVIEW_MAX);
  g_assert_cmpuint (answer.full_width, ==, 1200);
  g_assert_cmpuint (answer.full_height, ==, 1600);
  large.width = large.height = 2 * CEN_BLOB_PREVIEW_SIDE_MAX;
  ask (looker, &large, answer.bytes, &again);
  g_assert_cmpuint (again.width, ==, answer.width);
  g_assert_cmpuint (again.height, ==, answer.height);
  ask (looker, &thumb, document, &page);
  g_assert_cmpint (page.form, ==, CENACLE_LOOK_JPEG);
  g_assert_cmpuint (page.n_pages, ==, 3);
}

static void
test_bombs (void)
{
  g_autoptr (GBytes) declared = samples_png_head (60000, 60000);
  g_autoptr (GBytes) wide = samples_png_head (CENACLE_PICTURE_SIDE_MAX + 1, 1);
  g_autoptr (GBytes) many = samples_png_head (CENACLE_PICTURE_PIXELS_MAX / 4096 + 1, 4096);
  g_autoptr (GBytes) zero = samples_png_head (0, 10);
  g_autoptr (GBytes) zeros = samples_png_of_zeros (8000, 8000);
  g_auto (CenacleLookAnswer) answer = { 0 };

  expect_status (&view, declared, CENACLE_LOOK_HUGE);
  expect_status (&thumb, declared, CENACLE_LOOK_HUGE);
  expect_status (&view, wide, CENACLE_LOOK_HUGE);
  expect_status (&view, many, CENACLE_LOOK_HUGE);
  expect_status (&view, zero, CENACLE_LOOK_BROKEN);
  /* Small as a file and large when unpacked, but no larger than allowed. */
  g_assert_cmpuint (g_bytes_get_size (zeros), <, 400000);
  ask (looker, &view, zeros, &answer);
  g_assert_cmpint (answer.status, ==, CENACLE_LOOK_SHOWN);
}

/* Cut anywhere, or changed anywhere, it is shown, or not; and all that follow are. */
static void
expect_cut_and_changed (GBytes *file, const CenacleLookRequest *request)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (file, &len);

  for (gsize i = 1; i < 24; i++) {
    g_autoptr (GBytes) cut = g_bytes_new (bytes, len * i / 24);
    g_autofree guint8 *copy = g_memdup2 (bytes, len);
    g_autoptr (GBytes) changed = NULL;
    g_auto (CenacleLookAnswer) answer = { 0 };
    g_auto (CenacleLookAnswer) other = { 0 };

    ask (looker, request, cut, &answer);
    copy[len * i / 24] ^= 0x5a;
    changed = g_bytes_new (copy, len);
    ask (looker, request, changed, &other);
  }
}

static void
test_hostile (void)
{
  g_autoptr (GBytes) png = samples_picture ("png", 300, 200);
  g_autoptr (GBytes) jpeg = samples_picture ("jpeg", 300, 200);
  g_autoptr (GBytes) pdf = samples_document (2);
  g_autoptr (GBytes) gif = g_bytes_new_static ("GIF89a\xff\xff\xff\xff\xf7\x00\x00", 13);

  expect_cut_and_changed (png, &view);
  expect_cut_and_changed (jpeg, &view);
  expect_cut_and_changed (pdf, &view);
  expect_cut_and_changed (pdf, &words);
  expect_status (&view, gif, CENACLE_LOOK_HUGE);
  expect_status (&thumb, png, CENACLE_LOOK_SHOWN);
}

/* The corpus of the jobs, changed at random for a few seconds: whatever comes is an answer, and the
 * next is looked at. */
static void
test_changed (void)
{
  const char *folder = g_getenv ("CENACLE_CORPUS");
  const CenacleLookRequest *const requests[] = { &view, &thumb, &words };
  gint64 until = g_get_monotonic_time () + CHANGED_US;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GBytes) good = samples_picture ("png", 40, 30);
  const char *name;
  guint n;

  if (dir == NULL) {
    g_test_skip ("there is no corpus");
    return;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *bytes;
    gsize len;

    g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
    g_ptr_array_add (files, g_bytes_new_take (bytes, len));
  }
  for (n = 0; g_get_monotonic_time () < until; n++) {
    GBytes *file = files->pdata[g_test_rand_int_range (0, (gint32) files->len)];
    gsize len = g_bytes_get_size (file);
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), len);
    g_auto (CenacleLookAnswer) answer = { 0 };
    g_autoptr (GBytes) changed = NULL;

    for (gint32 k = g_test_rand_int_range (0, 16); len > 0 && k >= 0; k--)
      copy[g_test_rand_int_range (0, (gint32) len)] = (guint8) g_test_rand_int ();
    changed = g_bytes_new (copy, len);
    ask (looker, requests[n % G_N_ELEMENTS (requests)], changed, &answer);
  }
  g_test_message ("%u files", n);
  expect_status (&view, good, CENACLE_LOOK_SHOWN);
}

/* --- Documents --- */

static void
test_document (void)
{
  g_autoptr (GBytes) file = samples_document (3);
  CenacleLookRequest second = view;
  g_auto (CenacleLookAnswer) answer = { 0 };
  guint n_dark = 0;

  second.page = 1;
  ask (looker, &second, file, &answer);
  g_assert_cmpint (answer.form, ==, CENACLE_LOOK_PIXELS);
  g_assert_cmpuint (answer.n_pages, ==, 3);
  g_assert_cmpuint (answer.page, ==, 1);
  g_assert_cmpuint (answer.full_width, ==, 595);
  g_assert_cmpuint (answer.full_height, ==, 842);
  g_assert_cmpuint (answer.height, ==, 300);
  for (guint i = 0; i < answer.width * answer.height; i++)
    n_dark += get_pixel (&answer, i % answer.width, i / answer.width)[0] < 128 ? 1 : 0;
  /* The font is the system's. */
  g_assert_cmpuint (n_dark, >, 20);
  second.page = 3;
  expect_status (&second, file, CENACLE_LOOK_BROKEN);
  expect_text (&words, file, "Page one of three\nPage two of three\nPage three of three\n");
}

/* Whatever it is answered, it is so in time, and the next is looked at. */
static void
test_document_hostile (void)
{
  g_autoptr (GBytes) thin = samples_document_sized ("14400 3");
  GBytes *const files[] = { samples_document_sized ("1000000000 1000000000"),
                            samples_document_sized ("0 0"), samples_document_sized ("-1 nan"),
                            samples_document_looping (), samples_document_of_itself () };
  enum { ENDLESS = 3 };
  g_auto (CenacleLookAnswer) last = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_auto (CenacleLookAnswer) small = { 0 };
    g_auto (CenacleLookAnswer) page = { 0 };
    g_auto (CenacleLookAnswer) text = { 0 };
    gint64 since = g_get_monotonic_time ();

    ask (looker, &thumb, files[i], &small);
    if (i != ENDLESS) {
      ask (looker, &view, files[i], &page);
      ask (looker, &words, files[i], &text);
    }
    g_test_message ("%u: %d %d %d, %d ms", i, small.status, page.status, text.status,
                    (int) ((g_get_monotonic_time () - since) / 1000));
    g_assert_cmpint (g_get_monotonic_time () - since, <, 8 * G_USEC_PER_SEC);
    g_assert_cmpint (small.status == CENACLE_LOOK_BROKEN, >=, i == ENDLESS);
    g_bytes_unref (files[i]);
  }
  ask (looker, &view, thin, &last);
  g_assert_cmpint (last.status, ==, CENACLE_LOOK_SHOWN);
  g_assert_cmpuint (last.width, ==, 400);
  g_assert_cmpuint (last.height, ==, 1);
}

/* --- Text --- */

static void
test_text (void)
{
  static const struct {
    const char *bytes;
    gsize len;
    const char *text;
  } cases[] = {
    { "int main;\r\nx\tß\n", 16, "int main;\nx\tß\n" },
    { "\xef\xbb\xbf"
      "été",
      8, "été" },
    { "\xff\xfe"
      "h\0\xe9\0=\xd8\x00\xde",
      10, "hé😀" },
    { "\xfe\xff"
      "\0h\0\xe9",
      6, "hé" },
    { "caf\xe9 \x80 5", 8, "café € 5" },
    { "", 0, "" },
  };
  static const guint8 binary[] = { 'P', 'K', 3, 4, 0, 0, 1, 2 };
  g_autoptr (GBytes) other = g_bytes_new_static (binary, sizeof binary);
  g_autoptr (GString) big = g_string_new (NULL);
  g_autoptr (GBytes) long_one = NULL;
  g_auto (CenacleLookAnswer) answer = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) file = g_bytes_new_static (cases[i].bytes, cases[i].len);

    expect_text (&view, file, cases[i].text);
    expect_text (&words, file, cases[i].text);
  }
  expect_status (&view, other, CENACLE_LOOK_UNKNOWN);
  expect_status (&words, other, CENACLE_LOOK_UNKNOWN);
  while (big->len < 10000)
    g_string_append (big, "œuf ");
  long_one = g_bytes_new (big->str, big->len);
  ask (looker, &view, long_one, &answer);
  g_assert_true (answer.is_cut);
  g_assert_cmpuint (g_bytes_get_size (answer.bytes), <=, 4096);
  g_assert_cmpuint (g_bytes_get_size (answer.bytes), >=, 4090);
}

/* --- Files larger than what is looked at --- */

static void
test_large (void)
{
  g_autofree char *path = g_strdup ("/tmp/cen-look-XXXXXX");
  int fd = g_mkstemp (path);
  g_autofree guint8 *start = g_malloc0 (CENACLE_LOOK_START_LEN);
  CenacleLookRequest request = view;
  g_auto (CenacleLookAnswer) answer = { 0 };
  int file;

  memset (start, 'a', CENACLE_LOOK_START_LEN);
  g_assert_cmpint (write (fd, start, CENACLE_LOOK_START_LEN), ==, CENACLE_LOOK_START_LEN);
  g_assert_cmpint (ftruncate (fd, (goffset) CENACLE_LOOK_FILE_MAX + 1), ==, 0);
  file = cenacle_look_file_copy (fd, &request.is_start);
  g_assert_true (request.is_start);
  cenacle_looker_run (looker, &request, file, &answer);
  g_assert_cmpint (answer.form, ==, CENACLE_LOOK_TEXT);
  g_assert_true (answer.is_cut);
  close (file);
  close (fd);
  g_unlink (path);
  fd = open ("/dev/zero", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (cenacle_look_file_copy (fd, &request.is_start), ==, -1);
  close (fd);
}

/* --- One that was taken over --- */

static void
probe (const char *what, CenacleLookAnswer *ret_answer)
{
  g_autofree char *secret = g_build_filename (g_get_home_dir (), "cen-probe-XXXXXX", NULL);
  int fd = g_mkstemp (secret);
  g_autofree char *line = g_strdup_printf ("%s %s", what, secret);
  g_autoptr (GBytes) file = g_bytes_new (line, strlen (line));

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  ask (prober, &view, file, ret_answer);
  g_assert_cmpint (g_unlink (secret), ==, 0);
}

static void
test_walls (void)
{
  static const char *const tries[] = { "files", "others", "memory" };

  if (!cenacle_cell_is_built ()) {
    g_test_skip ("builds for sanitizers have no filter");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
    g_auto (CenacleLookAnswer) answer = { 0 };
    g_autofree char *found = NULL;

    probe (tries[i], &answer);
    g_assert_cmpint (answer.status, ==, CENACLE_LOOK_SHOWN);
    found = g_strndup (g_bytes_get_data (answer.bytes, NULL), g_bytes_get_size (answer.bytes));
    g_assert_cmpstr (found, ==, "");
  }
}

static void
test_nonsense (void)
{
  static const char *const tries[] = { "die", "chatter", "lie" };

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
    g_auto (CenacleLookAnswer) answer = { 0 };

    probe (tries[i], &answer);
    g_assert_cmpint (answer.status, ==, CENACLE_LOOK_BROKEN);
  }
}

/* Both at once: of these three jobs each is ended when its time is over. */
static gpointer
outlive (gpointer what)
{
  CenacleLookRequest request = thumb;
  g_autofree char *line = g_strdup_printf ("%s x", (const char *) what);
  g_autoptr (GBytes) file = g_bytes_new (line, strlen (line));
  g_auto (CenacleLookAnswer) answer = { 0 };

  ask (prober, &request, file, &answer);
  return GINT_TO_POINTER (answer.status);
}

static void
test_time (void)
{
  gint64 since = g_get_monotonic_time ();
  GThread *busy = g_thread_new ("busy", outlive, (gpointer) "last");
  GThread *asleep = g_thread_new ("asleep", outlive, (gpointer) "sleep");
  guint limit_ms = cenacle_look_request_get_limit_ms (&thumb);

  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (busy)), ==, CENACLE_LOOK_BROKEN);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (asleep)), ==, CENACLE_LOOK_BROKEN);
  g_assert_cmpint (g_get_monotonic_time () - since, <, (limit_ms + 1500) * 1000);
  g_assert_cmpint (g_get_monotonic_time () - since, >, limit_ms * 900);
}

/* --- The program itself --- */

static gpointer
look_once (gpointer file)
{
  g_auto (CenacleLookAnswer) answer = { 0 };

  ask (looker, &view, file, &answer);
  return GINT_TO_POINTER (answer.status);
}

static void
test_many (void)
{
  g_autoptr (GBytes) file = samples_picture ("jpeg", 400, 300);
  GThread *threads[4 * CENACLE_LOOKER_JOBS_MAX];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look", look_once, file);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (threads[i])), ==, CENACLE_LOOK_SHOWN);
}

static void
test_missing (void)
{
  g_autoptr (CenacleLooker) missing = cenacle_looker_new ("/nonexistent/cenacle-look");
  g_autoptr (CenacleLooker) stopped = cenacle_looker_new (NULL);
  g_autoptr (GBytes) file = samples_picture ("png", 40, 30);
  g_auto (CenacleLookAnswer) answer = { 0 };

  ask (missing, &view, file, &answer);
  g_assert_cmpint (answer.status, ==, CENACLE_LOOK_BROKEN);
  cenacle_looker_stop (stopped);
  ask (stopped, &view, file, &answer);
  g_assert_cmpint (answer.status, ==, CENACLE_LOOK_BROKEN);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  looker = cenacle_looker_new (NULL);
  prober = cenacle_looker_new (g_getenv ("CENACLE_PROBE"));
  g_test_add_func ("/looker/picture", test_picture);
  g_test_add_func ("/looker/thumb", test_thumb);
  g_test_add_func ("/looker/bombs", test_bombs);
  g_test_add_func ("/looker/hostile", test_hostile);
  g_test_add_func ("/looker/changed", test_changed);
  g_test_add_func ("/looker/document", test_document);
  g_test_add_func ("/looker/document-hostile", test_document_hostile);
  g_test_add_func ("/looker/text", test_text);
  g_test_add_func ("/looker/large", test_large);
  g_test_add_func ("/looker/walls", test_walls);
  g_test_add_func ("/looker/nonsense", test_nonsense);
  g_test_add_func ("/looker/time", test_time);
  g_test_add_func ("/looker/many", test_many);
  g_test_add_func ("/looker/missing", test_missing);
  result = g_test_run ();
  cenacle_looker_unref (looker);
  cenacle_looker_unref (prober);
  return result;
}
