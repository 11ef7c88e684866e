/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The watch is a timer of BEAT_MS in the main loop: whatever keeps the loop busy delays it, and the
 * delay is the stall. The first page has what it shows when a query that was asked after it opened
 * is answered, because the query worker answers in order. */

#include "figures.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#define BEAT_MS    2
#define STALL_US   50000
#define FRAMES_MAX 100000 /* frames kept between two lines */

struct _CenacleFigures {
  CenacleWindow *window;
  CenacleClient *client;
  GdkFrameClock *clock;
  GCancellable *asking;
  gint64 started_us;
  gboolean is_first_shown, is_page_there, is_page_shown;
  guint beat_source, signal_source;
  gint64 last_beat_us, stall_max_us;
  guint n_stalls;
  gint64 frame_begun_us;
  GArray *frames; /* guint32, microseconds */
};

static guint64
get_resident_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static void
print_start (CenacleFigures *self, const char *name)
{
  g_print ("%s-ms=%" G_GINT64_FORMAT " rss-kib=%" G_GUINT64_FORMAT "\n", name,
           (g_get_monotonic_time () - self->started_us) / 1000, get_resident_kib ());
}

static gpointer
ask_nothing (CenStore *store, gpointer data, GError **error)
{
  (void) store;
  (void) data;
  (void) error;
  return NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  (void) source;
  cenacle_client_query_finish (result, &error);
  if (error != NULL)
    return;

  CenacleFigures *self = user_data;

  self->is_page_there = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
}

static void
begin_frame_cb (GdkFrameClock *clock, CenacleFigures *self)
{
  (void) clock;
  self->frame_begun_us = g_get_monotonic_time ();
}

static void
end_frame_cb (GdkFrameClock *clock, CenacleFigures *self)
{
  guint32 took_us = (guint32) (g_get_monotonic_time () - self->frame_begun_us);

  (void) clock;
  if (self->frame_begun_us != 0 && self->frames->len < FRAMES_MAX)
    g_array_append_val (self->frames, took_us);
  if (!self->is_first_shown) {
    self->is_first_shown = TRUE;
    print_start (self, "first-frame");
  }
  if (self->is_page_there && !self->is_page_shown) {
    self->is_page_shown = TRUE;
    print_start (self, "useful");
  } else if (self->asking == NULL && cenacle_window_shows_circle (self->window)) {
    const CenacleQuery query = { .run = ask_nothing };

    self->asking = g_cancellable_new ();
    cenacle_client_query_async (self->client, &query, self->asking, answered_cb, self);
  }
}

static gboolean
beat_cb (gpointer data)
{
  CenacleFigures *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 late_us = now - self->last_beat_us - BEAT_MS * 1000;

  self->stall_max_us = MAX (self->stall_max_us, late_us);
  self->n_stalls += late_us > STALL_US;
  self->last_beat_us = now;
  return G_SOURCE_CONTINUE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return (first > second) - (first < second);
}

static gint64
get_share (GArray *sorted, guint percent)
{
  return sorted->len > 0
             ? g_array_index (sorted, guint32, (gsize) (sorted->len - 1) * percent / 100)
             : 0;
}

static gboolean
signal_cb (gpointer data)
{
  CenacleFigures *self = data;

  g_array_sort (self->frames, compare_times);
  g_print ("frames=%u frame-p50-us=%" G_GINT64_FORMAT " frame-p95-us=%" G_GINT64_FORMAT
           " frame-max-us=%" G_GINT64_FORMAT " stall-max-us=%" G_GINT64_FORMAT
           " stalls=%u rss-kib=%" G_GUINT64_FORMAT "\n",
           self->frames->len, get_share (self->frames, 50), get_share (self->frames, 95),
           get_share (self->frames, 100), self->stall_max_us, self->n_stalls, get_resident_kib ());
  g_array_set_size (self->frames, 0);
  self->stall_max_us = 0;
  self->n_stalls = 0;
  self->last_beat_us = g_get_monotonic_time ();
  return G_SOURCE_CONTINUE;
}

CenacleFigures *
cenacle_figures_new (CenacleWindow *window, CenacleClient *client, gint64 started_us)
{
  CenacleFigures *self = g_new0 (CenacleFigures, 1);

  self->window = window;
  self->client = g_object_ref (client);
  self->started_us = started_us;
  self->frames = g_array_new (FALSE, FALSE, sizeof (guint32));
  gtk_widget_realize (GTK_WIDGET (window));
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (window)));
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (begin_frame_cb), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (end_frame_cb), self);
  self->last_beat_us = g_get_monotonic_time ();
  self->beat_source = g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, beat_cb, self, NULL);
  self->signal_source = g_unix_signal_add (SIGUSR1, signal_cb, self);
  return self;
}

void
cenacle_figures_free (CenacleFigures *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->beat_source, g_source_remove);
  g_clear_handle_id (&self->signal_source, g_source_remove);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  g_clear_object (&self->client);
  g_array_unref (self->frames);
  g_free (self);
}
