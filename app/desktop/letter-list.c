/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whoever one has exchanged a letter with has a row, and so has the one whose place is open, even
 * before the first letter. The menu offers every other active member. */

#include "letter-list.h"

#include "core/queries-letters.h"
#include "place-list.h"
#include "sidebar-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define PLACE_PREFIX    "letters:"
#define COUNTS_DELAY_MS 100 /* while many come, their counts are read no more often */

struct _CenacleLetterList {
  GtkWidget parent;
  GtkWidget *box;
  GtkMenuButton *write_button;
  GtkListBox *list;
  CenacleCircle *circle;
  char *open_place; /* the selected one, or NULL */
  guint counts_source;
};

enum { SIGNAL_GO, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleLetterList, cenacle_letter_list, GTK_TYPE_WIDGET)

static GPtrArray *
query (CenacleLetterList *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);

  return store != NULL
             ? cen_query_correspondents (store, cenacle_circle_get_id (self->circle), NULL)
             : NULL;
}

static GPtrArray *
list_places (CenacleLetterList *self, GPtrArray *correspondents)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < correspondents->len; i++) {
    const CenCorrespondentRow *row = g_ptr_array_index (correspondents, i);

    g_ptr_array_add (places, cenacle_letter_list_dup_place (&row->member));
  }
  if (self->open_place != NULL &&
      !g_ptr_array_find_with_equal_func (places, self->open_place, g_str_equal, NULL))
    g_ptr_array_insert (places, 0, g_strdup (self->open_place));
  return places;
}

static void
show_row (CenacleLetterList *self, const char *place, guint n_unread)
{
  GtkListBoxRow *row = cenacle_place_list_find (self->list, place);
  const CenMemberRow *member;
  CenId id;

  if (row == NULL || !cenacle_letter_list_parse_place (place, &id))
    return;
  member = cenacle_circle_get_member (self->circle, &id);
  cenacle_sidebar_row_show (CENACLE_SIDEBAR_ROW (row), member != NULL ? member->name : "…",
                            n_unread, "");
}

static void
show_correspondents (CenacleLetterList *self)
{
  g_autoptr (GPtrArray) correspondents = query (self);
  g_autoptr (GPtrArray) places = NULL;

  if (correspondents == NULL)
    return;
  places = list_places (self, correspondents);
  cenacle_place_list_set_places (self->list, places, "avatar-default-symbolic");
  if (self->open_place != NULL) {
    show_row (self, self->open_place, 0);
    cenacle_place_list_select (self->list, self->open_place);
  }
  for (guint i = 0; i < correspondents->len; i++) {
    const CenCorrespondentRow *row = g_ptr_array_index (correspondents, i);
    g_autofree char *place = cenacle_letter_list_dup_place (&row->member);

    show_row (self, place, row->n_unread);
  }
}

static void
show_menu (CenacleLetterList *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);
    g_autofree char *id = cen_id_dup_text (&member->id);
    g_auto (GStrv) parts = g_strsplit (member->name, "_", -1);
    g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonic */
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    if (member->is_self || member->state != CEN_MEMBER_ACTIVE)
      continue;
    g_menu_item_set_action_and_target (item, "win.write-to", "s", id);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->write_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->write_button),
                          g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->write_button),
                            cenacle_circle_is_active (self->circle));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0 ||
                              gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}

static gboolean
counts_cb (gpointer data)
{
  CenacleLetterList *self = data;

  self->counts_source = 0;
  show_correspondents (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CenacleLetterList *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_FRAME)) != 0) {
    show_correspondents (self);
    show_menu (self);
  } else if ((changes & (CENACLE_CHANGE_LETTERS | CENACLE_CHANGE_LOCAL)) != 0 &&
             self->counts_source == 0) {
    self->counts_source = g_timeout_add (COUNTS_DELAY_MS, counts_cb, self);
  }
}

static void
row_activated_cb (CenacleLetterList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_GO], 0,
                 cenacle_sidebar_row_get_place (CENACLE_SIDEBAR_ROW (row)));
}

static void
forget_circle (CenacleLetterList *self)
{
  g_clear_handle_id (&self->counts_source, g_source_remove);
  g_clear_pointer (&self->open_place, g_free);
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  g_clear_object (&self->circle);
}

static void
cenacle_letter_list_dispose (GObject *object)
{
  CenacleLetterList *self = CENACLE_LETTER_LIST (object);

  forget_circle (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_letter_list_parent_class)->dispose (object);
}

static void
cenacle_letter_list_class_init (CenacleLetterListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_letter_list_dispose;
  signals[SIGNAL_GO] = g_signal_new ("go", CENACLE_TYPE_LETTER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/letter-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterList, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterList, write_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cenacle_letter_list_init (CenacleLetterList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_letter_list_set_circle (CenacleLetterList *self, CenacleCircle *circle)
{
  forget_circle (self);
  if (circle == NULL)
    return;
  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self, CENACLE_CHANGE_ALL);
}

void
cenacle_letter_list_select (CenacleLetterList *self, const char *place)
{
  gboolean is_letters = g_str_has_prefix (place, PLACE_PREFIX);

  g_free (self->open_place);
  self->open_place = is_letters ? g_strdup (place) : NULL;
  if (is_letters)
    show_correspondents (self);
  else
    gtk_list_box_unselect_all (self->list);
}

char *
cenacle_letter_list_dup_place (const CenId *member)
{
  g_autofree char *id = cen_id_dup_text (member);

  return g_strconcat (PLACE_PREFIX, id, NULL);
}

gboolean
cenacle_letter_list_parse_place (const char *place, CenId *ret_member)
{
  return g_str_has_prefix (place, PLACE_PREFIX) &&
         cen_id_from_text (ret_member, place + strlen (PLACE_PREFIX));
}
