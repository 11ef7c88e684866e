/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/telling.h"

/* What a desktop shows, by name. */
typedef struct {
  CenacleTelling *telling;
  GHashTable *shown; /* name to "title|body" */
  gboolean is_open;
} Desk;

static void
desk_init (Desk *desk)
{
  *desk = (Desk){ cenacle_telling_new (),
                  g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), FALSE };
}

static void
desk_clear (Desk *desk)
{
  cenacle_telling_free (desk->telling);
  g_hash_table_unref (desk->shown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
show_cb (const CenacleTold *told, gpointer user_data)
{
  Desk *desk = user_data;

  g_hash_table_insert (desk->shown, g_strdup (told->name),
                       g_strdup_printf ("%s|%s", told->title, told->body));
}

static void
withdraw_cb (const char *name, gpointer user_data)
{
  g_assert_true (g_hash_table_remove (((Desk *) user_data)->shown, name));
}

static gboolean
is_open_cb (const CenacleTold *told, gpointer user_data)
{
  g_assert_nonnull (told->name);
  return ((Desk *) user_data)->is_open;
}

static void
add (GPtrArray *news, CenNewsWhy why, guint8 id, guint8 channel, const char *author,
     const char *text)
{
  CenNewsRow *row = g_new0 (CenNewsRow, 1);

  row->id.bytes[0] = id;
  row->circle.bytes[0] = 1;
  row->why = why;
  row->kind = g_strdup (why == CEN_NEWS_LETTER     ? "letter"
                        : why == CEN_NEWS_QUESTION ? "private-question"
                                                   : "message");
  row->channel.bytes[0] = channel;
  row->channel_name = g_strdup (channel != 0 ? "maths" : "");
  row->author.bytes[0] = (guint8) author[0];
  row->author_name = g_strdup (author);
  row->text = g_strdup (text);
  g_ptr_array_add (news, row);
}

static GPtrArray *
new_news (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cen_news_row_free);
}

static void
expect (Desk *desk, const char *const *expected)
{
  g_autoptr (GList) all =
      g_list_sort (g_hash_table_get_values (desk->shown), (GCompareFunc) g_strcmp0);
  guint n = 0;

  for (GList *one = all; one != NULL; one = one->next)
    g_assert_cmpstr (one->data, ==, expected[n++]);
  g_assert_null (expected[n]);
}

static void
test_one_for_each_place (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) news = new_news ();
  g_autoptr (GPtrArray) more = new_news ();

  desk_init (&desk);
  add (news, CEN_NEWS_MENTION, 1, 7, "Bo", "@Ana look");
  add (news, CEN_NEWS_KUDOS, 2, 0, "Cy", "For the proof");
  cenacle_telling_take (desk.telling, news, CENACLE_TELLING_HIDES_PRIVATE, show_cb, &desk);
  expect (&desk, (const char *[]){ "Bo names you in #maths|@Ana look",
                                   "Cy thanks you|For the proof", NULL });

  /* What shows already is counted in. */
  add (more, CEN_NEWS_MESSAGE, 3, 7, "Cy", "And here");
  cenacle_telling_take (desk.telling, more, CENACLE_TELLING_HIDES_PRIVATE, show_cb, &desk);
  expect (&desk, (const char *[]){ "#maths|2 new messages, the last by Cy: And here",
                                   "Cy thanks you|For the proof", NULL });

  /* What was read goes, and is not counted any more. */
  cenacle_telling_settle (desk.telling, is_open_cb, withdraw_cb, &desk);
  expect (&desk, (const char *[]){ NULL });
  cenacle_telling_take (desk.telling, more, CENACLE_TELLING_HIDES_PRIVATE, show_cb, &desk);
  expect (&desk, (const char *[]){ "Cy in #maths|And here", NULL });
  desk.is_open = TRUE;
  cenacle_telling_settle (desk.telling, is_open_cb, withdraw_cb, &desk);
  g_assert_cmpuint (g_hash_table_size (desk.shown), ==, 1);
}

static void
test_private (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) news = new_news ();

  desk_init (&desk);
  add (news, CEN_NEWS_LETTER, 1, 0, "Bo", "The secret");
  add (news, CEN_NEWS_QUESTION, 2, 0, "Cy", "Am I right to worry?");
  cenacle_telling_take (desk.telling, news, CENACLE_TELLING_HIDES_PRIVATE, show_cb, &desk);
  expect (&desk,
          (const char *[]){ "Bo|A direct message", "Cy asks you something|In private", NULL });
  cenacle_telling_take (desk.telling, news, CENACLE_TELLING_SHOWS_PRIVATE, show_cb, &desk);
  expect (&desk, (const char *[]){ "Bo|2 new messages, the last by Bo: The secret",
                                   "Cy asks you something|Am I right to worry?", NULL });
}

static void
test_many (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) news = new_news ();
  g_autoptr (GArray) shown = NULL;

  desk_init (&desk);
  for (guint i = 0; i < CENACLE_TELLING_SHOWN_MAX + 9; i++)
    add (news, CEN_NEWS_MESSAGE, 1, (guint8) (i + 1), "Bo", "x");
  cenacle_telling_take (desk.telling, news, CENACLE_TELLING_HIDES_PRIVATE, show_cb, &desk);
  shown = cenacle_telling_list_shown (desk.telling);
  g_assert_cmpuint (shown->len, ==, CENACLE_TELLING_SHOWN_MAX);
}

static void
test_quiet (void)
{
  static const struct {
    guint from, until, minute;
    gboolean is_quiet;
  } rows[] = {
    { 1320, 420, 1319, FALSE }, { 1320, 420, 1320, TRUE }, { 1320, 420, 0, TRUE },
    { 1320, 420, 419, TRUE },   { 1320, 420, 420, FALSE }, { 600, 720, 599, FALSE },
    { 600, 720, 600, TRUE },    { 600, 720, 719, TRUE },   { 600, 720, 720, FALSE },
    { 600, 600, 600, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (cenacle_telling_is_quiet (rows[i].from, rows[i].until, rows[i].minute), ==,
                     rows[i].is_quiet);
}

static void
test_safe (void)
{
  static const struct {
    const char *text, *safe;
  } rows[] = {
    { "a < b & c", "a <\u2060 b &\u2060 c" },
    { "<img src='http://x/'>", "<\u2060img src='http://x/'>" },
    { "&lt;b&gt;", "&\u2060lt;b&\u2060gt;" },
    { "one\ntwo\x07\x1b[1m", "one\ntwo[1m" },
    { "abc\u202e\u2066def", "abcdef" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *safe = cenacle_telling_dup_safe (rows[i].text);

    g_assert_cmpstr (safe, ==, rows[i].safe);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telling/one-for-each-place", test_one_for_each_place);
  g_test_add_func ("/telling/private", test_private);
  g_test_add_func ("/telling/many", test_many);
  g_test_add_func ("/telling/quiet", test_quiet);
  g_test_add_func ("/telling/safe", test_safe);
  return g_test_run ();
}
