/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-naive.h"

typedef struct _Node Node;

struct _Node {
  NaiveChar what;
  guint64 key;
  GPtrArray *children[2]; /* Node; left and right */
};

static Node *
add_node (GPtrArray *nodes, guint edit, guint offset, guint64 key, gunichar character,
          gboolean is_visible)
{
  Node *node = g_new0 (Node, 1);

  node->what = (NaiveChar){ edit, offset, is_visible, character };
  node->key = key;
  node->children[0] = g_ptr_array_new ();
  node->children[1] = g_ptr_array_new ();
  g_ptr_array_add (nodes, node);
  return node;
}

static void
free_node (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->children[0]);
  g_ptr_array_unref (node->children[1]);
  g_free (node);
}

/* By edit and offset; @starts: where the nodes of each edit begin. */
static Node *
find_node (GPtrArray *nodes, const GArray *starts, guint edit, guint offset)
{
  return nodes->pdata[g_array_index (starts, guint, edit) + offset];
}

static void
insert (GPtrArray *nodes, const GArray *starts, const NaiveEdit *edit, guint number,
        const CenTextStep *step, guint *n_own, const char **text)
{
  guint named = step->edit == CEN_TEXT_OWN ? number : step->edit;
  Node *parent = find_node (nodes, starts, named, step->offset);
  guint side = step->kind == CEN_TEXT_INSERT_LEFT ? 0 : 1;

  for (guint i = 0; i < step->len; i++) {
    Node *node = add_node (nodes, number, *n_own, edit->key, g_utf8_get_char (*text),
                           edit->effect == CEN_TEXT_COUNTS);

    g_ptr_array_add (parent->children[side], node);
    *text = g_utf8_next_char (*text);
    (*n_own)++;
    parent = node;
    side = 1;
  }
}

static void
take_edit (GPtrArray *nodes, GArray *starts, const NaiveEdit *edit, guint number)
{
  const char *text = edit->edit.text->str;
  guint start = nodes->len;
  guint n_own = 0;

  g_array_append_val (starts, start);
  for (guint i = 0; i < edit->edit.steps->len; i++) {
    const CenTextStep *step = &g_array_index (edit->edit.steps, CenTextStep, i);
    guint named = step->edit == CEN_TEXT_OWN ? number : step->edit;

    if (step->kind != CEN_TEXT_DELETE) {
      insert (nodes, starts, edit, number, step, &n_own, &text);
      continue;
    }
    for (guint k = 0; edit->effect == CEN_TEXT_COUNTS && k < step->len; k++)
      find_node (nodes, starts, named, step->offset + k)->what.is_visible = FALSE;
  }
}

static int
compare_siblings_cb (gconstpointer a, gconstpointer b)
{
  const Node *x = *(const Node *const *) a;
  const Node *y = *(const Node *const *) b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return x->what.offset < y->what.offset ? -1 : x->what.offset > y->what.offset;
}

static void
read_subtree (Node *node, GArray *read)
{
  for (guint side = 0; side < G_N_ELEMENTS (node->children); side++) {
    if (side == 1 && node->what.edit > 0)
      g_array_append_val (read, node->what);
    g_ptr_array_sort (node->children[side], compare_siblings_cb);
    for (guint i = 0; i < node->children[side]->len; i++)
      read_subtree (node->children[side]->pdata[i], read);
  }
}

GArray *
naive_text_read (const GPtrArray *edits)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (free_node);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *read = g_array_new (FALSE, FALSE, sizeof (NaiveChar));
  guint start = 0;
  Node *root = add_node (nodes, 0, 0, 0, ' ', FALSE);

  g_array_append_val (starts, start);
  for (guint i = 0; i < edits->len; i++)
    take_edit (nodes, starts, edits->pdata[i], i + 1);
  read_subtree (root, read);
  return read;
}
