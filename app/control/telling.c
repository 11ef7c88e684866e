/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telling.h"

#include <glib/gi18n.h>
#include <string.h>

/* What shows under one name. */
typedef struct {
  CenId circle;
  CenId object;
  guint n;
} Shown;

struct _CenacleTelling {
  GHashTable *shown; /* char * to Shown */
};

/* What came at one place, while it is put together. */
typedef struct {
  char *name;
  const CenNewsRow *last; /* lent */
  guint n;
} Group;

CenacleTelling *
cenacle_telling_new (void)
{
  CenacleTelling *self = g_new0 (CenacleTelling, 1);

  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
cenacle_telling_free (CenacleTelling *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->shown);
  g_free (self);
}

/* --- Words --- */

/* Of what reads as markup, by a joiner that nobody sees: "&#8288;" after "<" and "&". */
char *
cenacle_telling_dup_safe (const char *text)
{
  GString *safe = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar one = g_utf8_get_char (c);
    gboolean turns = (one >= 0x202a && one <= 0x202e) || (one >= 0x2066 && one <= 0x2069);

    if (turns || (g_unichar_iscntrl (one) && one != '\n'))
      continue;
    g_string_append_unichar (safe, one);
    if (one == '<' || one == '&')
      g_string_append_unichar (safe, 0x2060);
  }
  return g_string_free (safe, FALSE);
}

static gboolean
is_private (const CenNewsRow *row)
{
  return row->why == CEN_NEWS_LETTER || g_str_has_prefix (row->kind, "private-");
}

static char *
dup_title (const Group *group, guint n)
{
  const CenNewsRow *row = group->last;
  const char *name = row->author_name, *channel = row->channel_name;

  if (n > 1 && row->why != CEN_NEWS_LETTER) /* only channels and letters are counted */
    return g_strdup_printf ("#%s", channel);
  switch (row->why) {
  case CEN_NEWS_MENTION:
    /* Translators: a name, and a channel. */
    return g_strdup_printf (_ ("%s names you in #%s"), name, channel);
  case CEN_NEWS_REPLY:
    /* Translators: a name, and a channel. */
    return g_strdup_printf (_ ("%s answers you in #%s"), name, channel);
  case CEN_NEWS_QUESTION:
    return g_strdup_printf (is_private (row) ? _ ("%s asks you something")
                                             : _ ("%s asks about what you know"),
                            name);
  case CEN_NEWS_ANSWER:
    return g_strdup_printf (_ ("%s answers your question"), name);
  case CEN_NEWS_KUDOS:
    return g_strdup_printf (_ ("%s thanks you"), name);
  case CEN_NEWS_BADGE:
    return g_strdup_printf (_ ("%s gives you a badge"), name);
  case CEN_NEWS_PAIR:
    return g_strdup_printf (_ ("%s would like to be your pair"), name);
  case CEN_NEWS_MESSAGE:
    /* Translators: a name, and a channel. */
    return g_strdup_printf (_ ("%s in #%s"), name, channel);
  case CEN_NEWS_LETTER:
  default:
    return g_strdup (name);
  }
}

static char *
dup_body (const Group *group, guint n, CenacleTellingWords words)
{
  const CenNewsRow *row = group->last;
  g_autofree char *line = NULL;

  if (is_private (row) && words == CENACLE_TELLING_HIDES_PRIVATE)
    return row->why == CEN_NEWS_LETTER
               ? g_strdup_printf (ngettext ("A direct message", "%u direct messages", n), n)
               : g_strdup (_ ("In private"));
  if (n == 1)
    return g_strdup (row->text);
  line = g_strdup_printf (ngettext ("%u new message", "%u new messages", n), n);
  /* Translators: how many messages, who wrote the last one, and what. */
  return g_strdup_printf (_ ("%s, the last by %s: %s"), line, row->author_name, row->text);
}

/* --- Taking in --- */

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->name);
  g_free (group);
}

/* A channel is a place, so are the letters with somebody; anything else stands for itself. */
static char *
dup_name (const CenNewsRow *row)
{
  g_autofree char *id = cen_id_dup_text (row->why == CEN_NEWS_LETTER      ? &row->author
                                         : cen_id_is_zero (&row->channel) ? &row->id
                                                                          : &row->channel);

  return g_strdup_printf ("news-%s", id);
}

static Group *
find_group (GPtrArray *groups, const char *name)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++) {
    if (g_str_equal (((Group *) groups->pdata[i])->name, name))
      return groups->pdata[i];
  }
  group = g_new0 (Group, 1);
  group->name = g_strdup (name);
  g_ptr_array_add (groups, group);
  return group;
}

static void
show_group (CenacleTelling *self, const Group *group, CenacleTellingWords words,
            CenacleToldFunc show, gpointer user_data)
{
  Shown *shown = g_hash_table_lookup (self->shown, group->name);
  gboolean is_counted =
      group->last->why == CEN_NEWS_LETTER || !cen_id_is_zero (&group->last->channel);
  guint n = is_counted ? group->n + (shown != NULL ? shown->n : 0) : 1;
  g_autofree char *title = dup_title (group, n);
  g_autofree char *body = dup_body (group, n, words);
  g_autofree char *safe_title = cenacle_telling_dup_safe (title);
  g_autofree char *safe_body = cenacle_telling_dup_safe (body);
  CenacleTold told = { group->name, safe_title, safe_body, group->last->circle, group->last->id };

  if (shown == NULL && g_hash_table_size (self->shown) < CENACLE_TELLING_SHOWN_MAX) {
    shown = g_new0 (Shown, 1);
    g_hash_table_insert (self->shown, g_strdup (group->name), shown);
  }
  if (shown != NULL)
    *shown = (Shown){ group->last->circle, group->last->id, n };
  show (&told, user_data);
}

void
cenacle_telling_take (CenacleTelling *self, GPtrArray *news, CenacleTellingWords words,
                      CenacleToldFunc show, gpointer user_data)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < news->len; i++) {
    const CenNewsRow *row = news->pdata[i];
    g_autofree char *name = dup_name (row);
    Group *group = find_group (groups, name);

    group->last = row;
    group->n++;
  }
  for (guint i = 0; i < groups->len; i++)
    show_group (self, groups->pdata[i], words, show, user_data);
}

void
cenacle_telling_settle (CenacleTelling *self, CenacleToldCheck is_open,
                        void (*withdraw) (const char *, gpointer), gpointer user_data)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const Shown *shown = value;
    CenacleTold told = { name, NULL, NULL, shown->circle, shown->object };

    if (is_open (&told, user_data))
      continue;
    withdraw (name, user_data);
    g_hash_table_iter_remove (&iter);
  }
}

GArray *
cenacle_telling_list_shown (CenacleTelling *self)
{
  GArray *all = g_array_new (FALSE, TRUE, sizeof (CenacleTold));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Shown *shown = value;
    CenacleTold told = { .circle = shown->circle, .object = shown->object };

    g_array_append_val (all, told);
  }
  return all;
}

gboolean
cenacle_telling_is_quiet (guint from, guint until, guint minute)
{
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}
