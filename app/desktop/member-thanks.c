/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "member-thanks.h"

#include "card-row.h"
#include "one-stop.h"
#include "time-text.h"

#include "app/control/name-list.h"
#include "core/thanks.h"

#include <glib/gi18n.h>

#define SHOWN_MAX 10 /* of each list, the newest */

enum { LIST_BADGES, LIST_RECEIVED, LIST_GIVEN, N_LISTS };

struct _CenacleMemberThanks {
  GtkBox parent;
  GtkListBox *lists[N_LISTS];
  CenacleCircle *circle; /* NULL: about nobody */
  CenId member;
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (CenacleMemberThanks, cenacle_member_thanks, GTK_TYPE_BOX)

static gpointer
read_thanks (CenStore *store, gpointer data, GError **error)
{
  return cen_thanks_read (store, data, error);
}

static void
free_thanks (gpointer thanks)
{
  cen_thanks_free (thanks);
}

/* --- Showing --- */

static const char *
get_name (CenacleMemberThanks *self, const CenId *id)
{
  const CenMemberRow *member = cenacle_circle_get_member (self->circle, id);

  return member != NULL ? member->name : "";
}

static void
end_list (GtkListBox *list, int n)
{
  cenacle_card_list_cut (list, n);
  /* With its heading: the list stands in a stop, that in the group. */
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (list))), n > 0);
}

static void
show_badges (CenacleMemberThanks *self, const CenThanks *thanks)
{
  g_autoptr (GPtrArray) awards = cen_thanks_list_awards (thanks, &self->member);
  int n = 0;

  for (guint i = awards->len; i-- > 0 && n < SHOWN_MAX;) {
    const CenAward *award = awards->pdata[i];
    g_autofree char *key = cen_id_dup_text (&award->row->id);

    cenacle_card_row_show (cenacle_card_list_place (self->lists[LIST_BADGES], key, n++, NULL, NULL),
                           award->badge->emoji, award->badge->name,
                           award->reason[0] != '\0' ? award->reason : award->badge->text, "");
  }
  end_list (self->lists[LIST_BADGES], n);
}

static char *
join_names (CenacleMemberThanks *self, GArray *members)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (names, (gpointer) get_name (self, &g_array_index (members, CenId, i)));
  return cenacle_name_list_dup_text (names);
}

static void
show_kudos (CenacleMemberThanks *self, guint list, GPtrArray *all)
{
  int n = 0;

  for (guint i = all->len; i-- > 0 && n < SHOWN_MAX;) {
    const CenKudos *kudos = all->pdata[i];
    g_autofree char *key = cen_id_dup_text (&kudos->row->id);
    g_autofree char *ago = cenacle_time_text_dup_ago (kudos->row->time_ms);
    g_autofree char *names =
        list == LIST_GIVEN ? join_names (self, kudos->to) : g_strdup (kudos->row->author_name);
    g_autofree char *caption = g_strdup_printf ("%s · %s · %s", names, kudos->skill, ago);

    cenacle_card_row_show (cenacle_card_list_place (self->lists[list], key, n++, NULL, NULL), "♥",
                           kudos->reason, caption, "");
  }
  end_list (self->lists[list], n);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenThanks) thanks = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || thanks == NULL)
    return;

  CenacleMemberThanks *self = user_data;
  g_autoptr (GPtrArray) received = cen_thanks_list_received (thanks, &self->member);
  g_autoptr (GPtrArray) given = cen_thanks_list_given (thanks, &self->member);

  g_clear_object (&self->reading);
  show_badges (self, thanks);
  show_kudos (self, LIST_RECEIVED, received);
  show_kudos (self, LIST_GIVEN, given);
}

static void
load (CenacleMemberThanks *self)
{
  CenacleQuery query = { read_thanks, NULL, g_free, free_thanks };

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->circle == NULL)
    return;
  query.data = cen_id_dup (cenacle_circle_get_id (self->circle));
  self->reading = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->reading,
                              read_cb, self);
}

static void
changed_cb (CenacleMemberThanks *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_OBJECTS | CENACLE_CHANGE_MEMBERS)) != 0)
    load (self);
}

static void
activated_cb (CenacleMemberThanks *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s",
                              cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

/* --- The widget --- */

static void
cenacle_member_thanks_dispose (GObject *object)
{
  cenacle_member_thanks_set_member (CENACLE_MEMBER_THANKS (object), NULL, NULL);
  G_OBJECT_CLASS (cenacle_member_thanks_parent_class)->dispose (object);
}

static void
cenacle_member_thanks_class_init (CenacleMemberThanksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_member_thanks_dispose;
}

static GtkListBox *
add_list (CenacleMemberThanks *self, const char *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), cenacle_one_stop_new (list));
  gtk_widget_hide (group);
  gtk_box_append (GTK_BOX (self), group);
  return GTK_LIST_BOX (list);
}

static void
cenacle_member_thanks_init (CenacleMemberThanks *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->lists[LIST_BADGES] = add_list (self, _ ("Badges"));
  self->lists[LIST_RECEIVED] = add_list (self, _ ("Was thanked"));
  self->lists[LIST_GIVEN] = add_list (self, _ ("Has thanked"));
}

void
cenacle_member_thanks_set_member (CenacleMemberThanks *self, CenacleCircle *circle,
                                  const CenId *member)
{
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  g_set_object (&self->circle, circle);
  if (circle != NULL) {
    self->member = *member;
    for (guint i = 0; i < N_LISTS; i++)
      end_list (self->lists[i], 0);
    g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  }
  load (self);
}
