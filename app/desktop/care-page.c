/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "care-page.h"

#include "app/control/occurrences.h"
#include "app/control/system-world.h"
#include "card-row.h"
#include "object-commands.h"
#include "time-text.h"

#include "core/care.h"
#include "core/queries-letters.h"

#include <glib/gi18n.h>

struct _CenacleCarePage {
  CenacleObjectPage parent;
  GtkListBox *lists[4]; /* by CenCareKind */
};

G_DEFINE_FINAL_TYPE (CenacleCarePage, cenacle_care_page, CENACLE_TYPE_OBJECT_PAGE)

static gpointer
read_care (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);

  if (row == NULL)
    return NULL;
  if (row->self_role > CEN_ROLE_FACILITATOR)
    return g_ptr_array_new ();
  return cen_care_read (store, circle, world->now_ms (world), cenacle_occurrences_find_next, error);
}

static void
free_care (gpointer answer)
{
  g_ptr_array_unref (answer);
}

static const CenCareRow *
find (CenacleCarePage *self, const char *key)
{
  GPtrArray *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  for (guint i = 0; all != NULL && cen_id_from_text (&id, key) && i < all->len; i++) {
    const CenCareRow *row = all->pdata[i];

    if (cen_id_equal (&row->id, &id))
      return row;
  }
  return NULL;
}

/* What to write to a member one has not written to yet. */
static char *
dup_words (const CenCareRow *row)
{
  return row->kind == CEN_CARE_NEWCOMER
             /* Translators: the beginning of a letter to a newcomer, who is named. */
             ? g_strdup_printf (_ ("Welcome, %s! What brings you here, and what would you like to "
                                   "learn? If anything is unclear, ask me."),
                                row->title)
             /* Translators: the beginning of a letter to a member, who is named. */
             : g_strdup_printf (_ ("Hello %s, we have not read you for a while. How are you? Is "
                                   "there anything that would make it easier to take part?"),
                                row->title);
}

static gboolean
has_draft (CenacleCircle *circle, const CenId *member)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_correspondents (store, cenacle_circle_get_id (circle), NULL) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenCorrespondentRow *row = rows->pdata[i];

    if (cen_id_equal (&row->member, member))
      return row->draft[0] != '\0';
  }
  return FALSE;
}

typedef struct {
  GtkWidget *page;
  char *member;
} Writing;

static void
drafted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = user_data;
  g_autofree char *done = cenacle_commands_finish (result, NULL);

  (void) source;
  gtk_widget_activate_action (writing->page, "win.write-to", "s", writing->member);
  g_object_unref (writing->page);
  g_free (writing->member);
  g_free (writing);
}

/* Opens the letters with them, where words to begin with stand, unless one began some before. */
static void
write_to (CenacleCarePage *self, const CenCareRow *row, const char *key)
{
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  g_autofree char *words = dup_words (row);
  Writing *writing;

  if (has_draft (circle, &row->id)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.write-to", "s", key);
    return;
  }
  writing = g_new0 (Writing, 1);
  writing->page = g_object_ref (GTK_WIDGET (self));
  writing->member = g_strdup (key);
  cenacle_commands_call (circle, "SetDraft",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (circle), key, words),
                         drafted_cb, writing);
}

/* A member is written to, a session gets a host, a question is opened. */
static void
pressed_cb (CenacleCardRow *card, const char *name, CenacleCarePage *self)
{
  const char *key = cenacle_card_row_get_key (card);
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  const CenCareRow *row = find (self, key);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *own = NULL;

  if (row == NULL)
    return;
  if (g_str_equal (name, "write")) {
    write_to (self, row, key);
  } else if (g_str_equal (name, "host")) {
    own = cen_id_dup_text (&cenacle_circle_get_row (circle)->self_member);
    g_variant_dict_insert (&fields, "host", "s", own);
    cenacle_objects_set (circle, &row->id, g_variant_dict_end (&fields),
                         cenacle_commands_show_error_cb, g_object_ref (self));
  } else {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", key);
  }
}

static char *
dup_caption (const CenCareRow *row)
{
  g_autofree char *ago = cenacle_time_text_dup_ago (row->since_ms);
  g_autofree char *day = cenacle_time_text_dup_day (row->since_ms);

  switch (row->kind) {
  case CEN_CARE_SESSION:
    return g_strdup (day);
  case CEN_CARE_QUESTION:
    return g_strdup_printf (_ ("asked %s"), ago);
  case CEN_CARE_NEWCOMER:
    return g_strdup_printf (_ ("came %s"), ago);
  case CEN_CARE_QUIET:
  default:
    return g_strdup_printf (_ ("last wrote %s"), ago);
  }
}

static void
show_row (CenacleCarePage *self, const CenCareRow *row, int place)
{
  g_autofree char *key = cen_id_dup_text (&row->id);
  g_autofree char *caption = dup_caption (row);
  CenacleCardRow *card =
      cenacle_card_list_place (self->lists[row->kind], key, place, G_CALLBACK (pressed_cb), self);
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (card);
  gboolean is_person = row->kind == CEN_CARE_NEWCOMER || row->kind == CEN_CARE_QUIET;

  cenacle_card_row_show (card, "", row->title, caption, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (card), FALSE);
  cenacle_button_strip_set (strip, "write",
                            row->kind == CEN_CARE_NEWCOMER ? _ ("Welcome them…")
                                                           : _ ("Write to them…"),
                            _ ("A message that only they can open"),
                            is_person ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "host", _ ("Take over hosting"), _ ("Become the host"),
                            row->kind == CEN_CARE_SESSION ? CENACLE_BUTTON_PLAIN
                                                          : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "open",
                            row->kind == CEN_CARE_QUESTION ? _ ("Answer…") : _ ("Open"),
                            _ ("Show it"), is_person ? CENACLE_BUTTON_GONE : CENACLE_BUTTON_PLAIN);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleCarePage *self = CENACLE_CARE_PAGE (page);
  GPtrArray *all = answer;
  int n[4] = { 0 };

  for (guint i = 0; i < all->len; i++) {
    const CenCareRow *row = all->pdata[i];

    show_row (self, row, n[row->kind]++);
  }
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    cenacle_card_list_cut (self->lists[i], n[i]);
}

static void
no_activation_cb (void)
{
}

static void
cenacle_care_page_class_init (CenacleCarePageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_care;
  page_class->free_answer = free_care;
  page_class->show = show;
}

static void
cenacle_care_page_init (CenacleCarePage *self)
{
  const char *const titles[] = { _ ("Sessions without a host"), _ ("Questions without an answer"),
                                 _ ("Newcomers who have not written yet"),
                                 _ ("Members who have become quiet") };
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    self->lists[i] = cenacle_object_page_add_group (page, titles[i], G_CALLBACK (no_activation_cb));
  cenacle_object_page_set_empty (page, "cenacle-care-symbolic", _ ("Nothing needs care now"),
                                 _ ("Here facilitators see newcomers who have not written yet, "
                                    "questions that wait, sessions without a host, and who has "
                                    "become quiet."));
}
