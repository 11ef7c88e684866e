/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A text is a row of tokens: characters, or lines when too many of those differ. */

#include "text-diff.h"

#include <string.h>

#define CHARS_DIFFERENT_MAX 800
#define LINES_DIFFERENT_MAX 1500

typedef struct {
  GArray *tokens; /* guint32 */
  GArray *starts; /* guint32: the character each begins at, and the end */
} Row;

static void
row_clear (Row *row)
{
  g_array_unref (row->tokens);
  g_array_unref (row->starts);
}

static void
row_init (Row *row)
{
  row->tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  row->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
split_chars (Row *row, const char *text)
{
  guint32 at = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text), at++) {
    guint32 token = g_utf8_get_char (text);

    g_array_append_val (row->tokens, token);
    g_array_append_val (row->starts, at);
  }
  g_array_append_val (row->starts, at);
}

/* @numbers: of the lines of both texts */
static void
split_lines (Row *row, const char *text, GHashTable *numbers)
{
  guint32 at = 0;

  while (*text != '\0') {
    const char *end = strchr (text, '\n');
    gsize len = end != NULL ? (gsize) (end + 1 - text) : strlen (text);
    char *line = g_strndup (text, len);
    guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, line));

    if (number == 0) {
      number = g_hash_table_size (numbers) + 1;
      g_hash_table_insert (numbers, line, GUINT_TO_POINTER (number));
    } else {
      g_free (line);
    }
    g_array_append_val (row->tokens, number);
    g_array_append_val (row->starts, at);
    at += (guint32) g_utf8_strlen (text, (gssize) len);
    text += len;
  }
  g_array_append_val (row->starts, at);
}

/* --- The least way --- */

/* A token of the one row stands for nothing in the other: @n_kept were passed in both before it. */
typedef struct {
  gint32 from;
  gint32 to;
  gboolean is_deleted;
} Move;

static gboolean
is_same (const Row *from, const Row *to, gint32 x, gint32 y)
{
  return x < (gint32) from->tokens->len && y < (gint32) to->tokens->len &&
         g_array_index (from->tokens, guint32, x) == g_array_index (to->tokens, guint32, y);
}

/* Of step @d: whether the furthest way to diagonal @k comes down from the one above. */
static gboolean
comes_down (const gint32 *furthest, gint32 d, gint32 k)
{
  return k == -d || (k != d && furthest[k - 1] < furthest[k + 1]);
}

/* The way back, from the end: moves, the last one first. @steps: of each d the furthest x on each
 * diagonal before it was taken, from -d to d. */
static GArray *
walk_back (const GPtrArray *steps, gint32 x, gint32 y)
{
  GArray *moves = g_array_new (FALSE, FALSE, sizeof (Move));

  for (gint32 d = (gint32) steps->len - 1; d > 0; d--) {
    const gint32 *furthest = (const gint32 *) steps->pdata[d] + d;
    gint32 k = x - y;
    gboolean is_down = comes_down (furthest, d, k);
    Move move = { .is_deleted = !is_down };

    move.from = is_down ? furthest[k + 1] : furthest[k - 1];
    move.to = move.from - (is_down ? k + 1 : k - 1);
    g_array_append_val (moves, move);
    x = move.from;
    y = move.to;
  }
  return moves;
}

/* NULL when more than @most differ. */
static GArray *
find_moves (const Row *from, const Row *to, gint32 most)
{
  gint32 n = (gint32) from->tokens->len;
  gint32 m = (gint32) to->tokens->len;
  g_autofree gint32 *all = g_new0 (gint32, 2 * most + 3);
  gint32 *furthest = all + most + 1;
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);

  for (gint32 d = 0; d <= most; d++) {
    g_ptr_array_add (steps, g_memdup2 (furthest - d, (gsize) (2 * d + 1) * sizeof *furthest));
    for (gint32 k = -d; k <= d; k += 2) {
      gint32 x = d == 0 ? 0 : comes_down (furthest, d, k) ? furthest[k + 1] : furthest[k - 1] + 1;

      while (is_same (from, to, x, x - k))
        x++;
      furthest[k] = x;
      if (x >= n && x - k >= m)
        return walk_back (steps, n, m);
    }
  }
  return NULL;
}

/* --- Changes --- */

static void
clear_change (gpointer data)
{
  g_free ((char *) ((CenTextChange *) data)->inserted);
}

static void
add_change (GArray *changes, guint32 position, guint32 n_deleted, const char *to, guint32 start,
            guint32 end)
{
  CenTextChange change = { position, n_deleted, g_utf8_substring (to, start, end) };

  g_array_append_val (changes, change);
}

/* Moves next to each other are one change. */
static GArray *
make_changes (const GArray *moves, const Row *from, const Row *to, const char *to_text)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (CenTextChange));
  const guint32 *old = (const guint32 *) from->starts->data;
  const guint32 *new = (const guint32 *) to->starts->data;

  g_array_set_clear_func (changes, clear_change);
  for (guint i = moves->len; i > 0;) {
    const Move *first = &g_array_index (moves, Move, i - 1);
    gint32 x = first->from;
    gint32 y = first->to;

    for (; i > 0; i--) {
      const Move *move = &g_array_index (moves, Move, i - 1);

      if (move->from != x || move->to != y)
        break;
      x += move->is_deleted;
      y += !move->is_deleted;
    }
    /* What comes before is already as it will be, so the place is the one in the new text. */
    add_change (changes, new[first->to], old[x] - old[first->from], to_text, new[first->to],
                new[y]);
  }
  return changes;
}

static GArray *
diff_rows (const Row *from, const Row *to, const char *to_text, gint32 most)
{
  g_autoptr (GArray) moves = find_moves (from, to, most);

  return moves != NULL ? make_changes (moves, from, to, to_text) : NULL;
}

GArray *
cen_text_diff (const char *from, const char *to)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GArray *changes;
  Row rows[2];

  for (guint i = 0; i < 2; i++)
    row_init (&rows[i]);
  split_chars (&rows[0], from);
  split_chars (&rows[1], to);
  changes = diff_rows (&rows[0], &rows[1], to, CHARS_DIFFERENT_MAX);
  for (guint i = 0; i < 2; i++)
    row_clear (&rows[i]);
  if (changes != NULL)
    return changes;
  for (guint i = 0; i < 2; i++) {
    row_init (&rows[i]);
    split_lines (&rows[i], i == 0 ? from : to, numbers);
  }
  changes = diff_rows (&rows[0], &rows[1], to, LINES_DIFFERENT_MAX);
  for (guint i = 0; i < 2; i++)
    row_clear (&rows[i]);
  if (changes != NULL)
    return changes;
  changes = g_array_new (FALSE, FALSE, sizeof (CenTextChange));
  g_array_set_clear_func (changes, clear_change);
  add_change (changes, 0, (guint32) g_utf8_strlen (from, -1), to, 0,
              (guint32) g_utf8_strlen (to, -1));
  return changes;
}
