/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "reach-dialog.h"

#include "app/control/reach-words.h"
#include "app/control/relay-words.h"
#include "commands.h"
#include "compat.h"
#include "core/keepers.h"
#include "core/kinds-base.h"
#include "core/queries-objects.h"
#include "core/store-settings.h"
#include "form.h"
#include "object-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

struct _CenacleReachDialog {
  AdwWindow parent;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *reach_row;
  GtkSwitch *map_switch;
  AdwComboRow *tor_row;
  GtkWidget *tor_all_row;
  GtkSwitch *tor_all_switch;
  GtkListBox *relay_list;
  GtkWidget *no_relay_label;
  GtkWidget *add_group;
  GtkWidget *link_row;
  GtkWidget *add_button;
  GtkListBox *keeper_list;
  GtkWidget *no_keeper_label;
  CenacleCircle *circle;
  GCancellable *cancellable;
  char *asked;         /* the relay that the question is about */
  gboolean is_showing; /* what changes is shown, not wished */
};

G_DEFINE_FINAL_TYPE (CenacleReachDialog, cenacle_reach_dialog, ADW_TYPE_WINDOW)

static void
show_or_say (GtkListBox *list, GtkWidget *label)
{
  gboolean has_any = gtk_list_box_get_row_at_index (list, 0) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (list), has_any);
  gtk_widget_set_visible (label, !has_any);
}

/* Rows stay while what they tell changes, so that nobody's focus is lost. */
static GtkWidget *
find_row (GtkListBox *list, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "id"), id) == 0)
      return GTK_WIDGET (row);
  }
  return NULL;
}

/* The row @id, made when there is none; @ret_is_new. */
static GtkWidget *
ensure_row (GtkListBox *list, const char *id, const char *title, gboolean *ret_is_new)
{
  GtkWidget *row = find_row (list, id);

  *ret_is_new = row == NULL;
  if (row == NULL) {
    row = adw_action_row_new ();
    g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    gtk_list_box_append (list, row);
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_object_set_data (G_OBJECT (row), "seen", GINT_TO_POINTER (TRUE));
  return row;
}

static void
tell (GtkWidget *row, const char *sentence, const char *icon)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sentence);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence, -1);
}

/* Takes away what is there no more. */
static void
sweep (GtkListBox *list)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL;) {
    if (g_object_steal_data (G_OBJECT (row), "seen") != NULL)
      i++;
    else
      gtk_list_box_remove (list, GTK_WIDGET (row));
  }
}

/* --- Changing --- */

static void load (CenacleReachDialog *self);

static void
done_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleReachDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  cenacle_form_show_error (self->error_revealer, self->error_label,
                           done == NULL ? error->message : NULL);
  if (done != NULL && *done != '\0')
    cenacle_form_set_entry (ADW_ENTRY_ROW (self->link_row), "");
  if (done == NULL)
    load (self); /* what was refused is not what is */
}

static void
link_changed_cb (CenacleReachDialog *self)
{
  g_autofree char *link = cenacle_form_dup_entry (ADW_ENTRY_ROW (self->link_row));

  gtk_widget_set_sensitive (self->add_button, *link != '\0');
}

static void
add_cb (CenacleReachDialog *self)
{
  g_autofree char *link = cenacle_form_dup_entry (ADW_ENTRY_ROW (self->link_row));

  if (*link != '\0')
    cenacle_commands_call (self->circle, "AddRelay",
                           g_variant_new ("(sss)", cenacle_circle_get_id_text (self->circle), link,
                                          ""),
                           done_cb, g_object_ref (self));
}

static void
remove_confirmed_cb (gpointer user_data)
{
  CenacleReachDialog *self = user_data;

  cenacle_commands_call (self->circle, "Redact",
                         g_variant_new ("(ss)", cenacle_circle_get_id_text (self->circle),
                                        self->asked),
                         done_cb, g_object_ref (self));
}

static void
remove_cb (GtkWidget *button, CenacleReachDialog *self)
{
  g_free (self->asked);
  self->asked = g_strdup (g_object_get_data (G_OBJECT (button), "relay"));
  cenacle_compat_ask (GTK_WINDOW (self), _ ("Remove this relay?"),
                      _ ("Nobody of the circle brings it anything any more, or fetches anything "
                         "from it. What lies there stays closed and is forgotten after a while."),
                      _ ("_Remove"), remove_confirmed_cb, self);
}

/* In the order of the row. */
static const char *const tor_ways[] = { "also", "only", "never" };

static void
tor_changed_cb (CenacleReachDialog *self)
{
  guint at = adw_combo_row_get_selected (self->tor_row);

  if (!self->is_showing && at < G_N_ELEMENTS (tor_ways))
    cenacle_commands_call (self->circle, "SetTor",
                           g_variant_new ("(ss)", cenacle_circle_get_id_text (self->circle),
                                          tor_ways[at]),
                           done_cb, g_object_ref (self));
}

static void
tor_all_changed_cb (CenacleReachDialog *self)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (self->is_showing)
    return;
  g_variant_dict_insert (&fields, "only_tor", "b", gtk_switch_get_active (self->tor_all_switch));
  cenacle_objects_set (self->circle, &cenacle_circle_get_row (self->circle)->object,
                       g_variant_dict_end (&fields), done_cb, g_object_ref (self));
}

static void
map_changed_cb (CenacleReachDialog *self)
{
  if (!self->is_showing)
    cenacle_commands_call (self->circle, "SetPortMapping",
                           g_variant_new ("(b)", gtk_switch_get_active (self->map_switch)), done_cb,
                           g_object_ref (self));
}

/* --- Showing --- */

static const char *
find_tor_sentence (gboolean is_for_all, const char *way, const char *onion)
{
  if (is_for_all)
    return _ ("The facilitators decided that all meet over Tor alone");
  if (g_str_equal (way, "never"))
    return _ ("This circle is not met there");
  if (*onion == '\0')
    return _ ("Tor does not run here, or does not let you in");
  return g_str_equal (way, "only") ? _ ("This circle is found there, and nowhere else")
                                   : _ ("This circle is found there, too");
}

/* Whether the circle asks it of everybody. */
static gboolean
is_tor_for_all (CenacleReachDialog *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (CenObjectRow) row =
      store != NULL ? cen_query_object (store, cenacle_circle_get_id (self->circle),
                                        &cenacle_circle_get_row (self->circle)->object, NULL)
                    : NULL;

  return row != NULL && cen_object_row_get_bool (row, CEN_CIRCLE_ONLY_TOR);
}

static void
show_reach (CenacleReachDialog *self, GVariantDict *circle)
{
  g_autofree char *sentence = cenacle_reach_dup_sentence (circle);
  g_autofree char *advice = cenacle_reach_dup_advice (circle);
  const char *way = "", *onion = "";
  gboolean is_for_all = is_tor_for_all (self);

  g_variant_dict_lookup (circle, "tor", "&s", &way);
  g_variant_dict_lookup (circle, "onion", "&s", &onion);
  self->is_showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reach_row), sentence);
  tell (self->reach_row, advice, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tor_ways); i++) {
    if (g_str_equal (tor_ways[i], way) && adw_combo_row_get_selected (self->tor_row) != i)
      adw_combo_row_set_selected (self->tor_row, i);
  }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->tor_row),
                               find_tor_sentence (is_for_all, way, onion));
  gtk_widget_set_sensitive (GTK_WIDGET (self->tor_row), !is_for_all);
  if (gtk_switch_get_active (self->tor_all_switch) != is_for_all)
    gtk_switch_set_active (self->tor_all_switch, is_for_all);
  self->is_showing = FALSE;
}

/* Once: to set a switch again ends its movement, and with it what somebody just chose. */
static void
show_mapping (CenacleReachDialog *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);

  self->is_showing = TRUE;
  if (store != NULL)
    gtk_switch_set_active (self->map_switch,
                           cen_setting_get (store, CEN_SETTING_PORT_MAPPING, TRUE) != 0);
  self->is_showing = FALSE;
}

static void
add_remove_button (CenacleReachDialog *self, GtkWidget *row, const char *relay, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Remove %s…"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "relay", g_strdup (relay), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_relay_row (CenacleReachDialog *self, GVariantDict *relay)
{
  const char *id = "", *name = "";
  g_autofree char *ago = NULL;
  g_autofree char *sentence = NULL;
  g_auto (GStrv) problems = NULL;
  gint64 met_ms = 0;
  gboolean is_new;
  GtkWidget *row;

  g_variant_dict_lookup (relay, "relay", "&s", &id);
  g_variant_dict_lookup (relay, "name", "&s", &name);
  g_variant_dict_lookup (relay, "met", "x", &met_ms);
  g_variant_dict_lookup (relay, "problems", "^as", &problems);
  ago = met_ms != 0 ? cenacle_time_text_dup_ago (met_ms) : NULL;
  sentence = cenacle_relay_dup_sentence (relay, ago);
  row = ensure_row (self->relay_list, id, name, &is_new);
  tell (row, sentence,
        problems != NULL && problems[0] != NULL ? "dialog-warning-symbolic"
                                                : "mail-unread-symbolic");
  if (is_new && cenacle_circle_can_facilitate (self->circle) &&
      cenacle_circle_is_active (self->circle))
    add_remove_button (self, row, id, name);
}

static void
show_relays (CenacleReachDialog *self, GVariant *status)
{
  for (gsize i = 0; i < g_variant_n_children (status); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (status, i);
    g_auto (GVariantDict) circle = G_VARIANT_DICT_INIT (child);
    g_autoptr (GVariant) relays =
        g_variant_dict_lookup_value (&circle, "relays", G_VARIANT_TYPE ("aa{sv}"));

    show_reach (self, &circle);
    for (gsize k = 0; relays != NULL && k < g_variant_n_children (relays); k++) {
      g_autoptr (GVariant) one = g_variant_get_child_value (relays, k);
      g_auto (GVariantDict) relay = G_VARIANT_DICT_INIT (one);

      add_relay_row (self, &relay);
    }
  }
  sweep (self->relay_list);
  show_or_say (self->relay_list, self->no_relay_label);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) status = NULL;
  g_autoptr (GError) error = NULL;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &status, result, &error);
  if (status != NULL)
    show_relays (user_data, status);
}

static char *
dup_keeper_sentence (const CenKeeperRow *keeper)
{
  g_autofree char *ago = NULL;

  if (keeper->is_self)
    return g_strdup (_ ("This very device keeps the circle reachable."));
  if (keeper->last_seen_ms == 0)
    return g_strdup_printf (_ ("Keeps the circle reachable, for %s; not met yet."),
                            keeper->member_name);
  ago = cenacle_time_text_dup_ago (keeper->last_seen_ms);
  /* Translators: a member, and "5 minutes ago". */
  return g_strdup_printf (_ ("Keeps the circle reachable, for %s; last met %s."),
                          keeper->member_name, ago);
}

static void
show_keepers (CenacleReachDialog *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) keepers =
      store != NULL ? cen_keepers_list (store, cenacle_circle_get_id (self->circle), NULL) : NULL;

  for (guint i = 0; keepers != NULL && i < keepers->len; i++) {
    const CenKeeperRow *keeper = g_ptr_array_index (keepers, i);
    g_autofree char *sentence = dup_keeper_sentence (keeper);
    g_autofree char *id = cen_id_dup_text (&keeper->id);
    gboolean is_new;

    tell (ensure_row (self->keeper_list, id, keeper->name, &is_new), sentence,
          "network-server-symbolic");
  }
  sweep (self->keeper_list);
  show_or_say (self->keeper_list, self->no_keeper_label);
}

static void
load (CenacleReachDialog *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  gboolean can_change =
      cenacle_circle_can_facilitate (self->circle) && cenacle_circle_is_active (self->circle);

  show_keepers (self);
  gtk_widget_set_visible (self->add_group, can_change);
  gtk_widget_set_visible (self->tor_all_row, can_change);
  if (engine != NULL)
    cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (self->circle),
                                     self->cancellable, status_cb, self);
}

static void
changed_cb (CenacleReachDialog *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_STATUS | CENACLE_CHANGE_OBJECTS)) != 0)
    load (self);
}

static void
cenacle_reach_dialog_dispose (GObject *object)
{
  CenacleReachDialog *self = CENACLE_REACH_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->asked, g_free);
  G_OBJECT_CLASS (cenacle_reach_dialog_parent_class)->dispose (object);
}

static void
cenacle_reach_dialog_class_init (CenacleReachDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_reach_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/reach-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, reach_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, map_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, tor_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, tor_all_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, tor_all_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, relay_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, no_relay_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, add_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, link_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, keeper_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleReachDialog, no_keeper_label);
  gtk_widget_class_bind_template_callback (widget_class, map_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tor_all_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_changed_cb);
}

static void
cenacle_reach_dialog_init (CenacleReachDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWindow *
cenacle_reach_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleReachDialog *self =
      g_object_new (CENACLE_TYPE_REACH_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_mapping (self);
  load (self);
  return GTK_WINDOW (self);
}
