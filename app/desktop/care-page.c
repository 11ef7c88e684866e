/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "care-page.h"

#include "app/control/occurrences.h"
#include "app/control/system-world.h"
#include "card-row.h"
#include "object-commands.h"
#include "time-text.h"

#include "core/care.h"

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
    gtk_widget_activate_action (GTK_WIDGET (self), "win.write-to", "s", key);
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
  cenacle_button_strip_set (strip, "write", _ ("Write to them"), _ ("A private word"),
                            is_person ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "host", _ ("Take over hosting"), _ ("Become the host"),
                            row->kind == CEN_CARE_SESSION ? CENACLE_BUTTON_PLAIN
                                                          : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "open", _ ("Open"), _ ("Show it"),
                            is_person ? CENACLE_BUTTON_GONE : CENACLE_BUTTON_PLAIN);
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
