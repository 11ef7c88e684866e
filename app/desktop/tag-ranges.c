/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tag-ranges.h"

GArray *
cenacle_tag_ranges_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (CenacleTagRange));
}

void
cenacle_tag_ranges_add (GArray *ranges, guint from, guint to)
{
  CenacleTagRange range = { from, to };

  if (from < to)
    g_array_append_val (ranges, range);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const CenacleTagRange *first = a;
  const CenacleTagRange *second = b;

  if (first->from != second->from)
    return first->from < second->from ? -1 : 1;
  return first->to < second->to ? -1 : first->to > second->to;
}

/* Ascending; those that touch are one. */
static void
settle (GArray *ranges)
{
  guint n = 0;

  g_array_sort (ranges, compare_cb);
  for (guint i = 0; i < ranges->len; i++) {
    CenacleTagRange range = g_array_index (ranges, CenacleTagRange, i);
    CenacleTagRange *last = n > 0 ? &g_array_index (ranges, CenacleTagRange, n - 1) : NULL;

    if (last != NULL && range.from <= last->to)
      last->to = MAX (last->to, range.to);
    else
      g_array_index (ranges, CenacleTagRange, n++) = range;
  }
  g_array_set_size (ranges, n);
}

static GArray *
read_ranges (GtkTextBuffer *buffer, GtkTextTag *tag)
{
  GArray *ranges = cenacle_tag_ranges_new ();
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  while (gtk_text_iter_starts_tag (&start, tag) ||
         (gtk_text_iter_forward_to_tag_toggle (&start, tag) &&
          gtk_text_iter_starts_tag (&start, tag))) {
    end = start;
    gtk_text_iter_forward_to_tag_toggle (&end, tag);
    cenacle_tag_ranges_add (ranges, (guint) gtk_text_iter_get_offset (&start),
                            (guint) gtk_text_iter_get_offset (&end));
    start = end;
  }
  return ranges;
}

static void
get_iters (GtkTextBuffer *buffer, const CenacleTagRange *range, GtkTextIter *start,
           GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_offset (buffer, start, (int) range->from);
  gtk_text_buffer_get_iter_at_offset (buffer, end, (int) range->to);
}

/* What changes what stands at @ranges: those of them that are not among @others. */
static void
change (GtkTextBuffer *buffer, GtkTextTag *tag, const GArray *ranges, const GArray *others,
        void (*func) (GtkTextBuffer *, GtkTextTag *, const GtkTextIter *, const GtkTextIter *))
{
  GtkTextIter start, end;
  guint k = 0;

  for (guint i = 0; i < ranges->len; i++) {
    const CenacleTagRange *range = &g_array_index (ranges, CenacleTagRange, i);

    while (k < others->len && compare_cb (&g_array_index (others, CenacleTagRange, k), range) < 0)
      k++;
    if (k < others->len && compare_cb (&g_array_index (others, CenacleTagRange, k), range) == 0)
      continue;
    get_iters (buffer, range, &start, &end);
    func (buffer, tag, &start, &end);
  }
}

void
cenacle_tag_ranges_set (GtkTextBuffer *buffer, const char *tag, GArray *ranges)
{
  GtkTextTag *found = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), tag);
  g_autoptr (GArray) was = read_ranges (buffer, found);

  settle (ranges);
  change (buffer, found, was, ranges, gtk_text_buffer_remove_tag);
  change (buffer, found, ranges, was, gtk_text_buffer_apply_tag);
}
