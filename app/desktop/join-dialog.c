/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of the engine belongs to one link: a link that changes cancels it. The dialog waits
 * for the engine when it was opened before there is one (by a link on the desktop). */

#include "join-dialog.h"

#include "app/control/errors.h"
#include "form.h"

#include <glib/gi18n.h>
#include <string.h>

#define WAIT_MS         15000 /* for somebody of the circle to answer */
#define CALL_TIMEOUT_MS (WAIT_MS + 10000)
#define DEVICE_PREFIX   "cenacle:device:"

struct _CenacleJoinDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkSpinner *spinner;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *link_row;
  AdwPreferencesGroup *found_group;
  GtkLabel *members_label;
  GtkWidget *charter_group;
  GtkLabel *charter_label;
  GtkWidget *self_group;
  AdwEntryRow *self_row;
  GtkWidget *device_group;
  CenacleClient *client;
  GCancellable *cancellable; /* of the call under way; NULL when none is */
  char *joined_circle;       /* the circle of a link that leads where one is already */
  gboolean is_found;
  gboolean is_device; /* the link makes this a device of somebody who is a member already */
};

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleJoinDialog, cenacle_join_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleJoinDialog *self)
{
  g_autofree char *own = cenacle_form_dup_entry (self->self_row);

  gtk_widget_set_sensitive (self->confirm_button,
                            self->is_found && self->cancellable == NULL &&
                                (own[0] != '\0' || self->joined_circle != NULL || self->is_device));
}

static void
end_call (CenacleJoinDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  changed_cb (self);
}

static void
start_call (CenacleJoinDialog *self)
{
  end_call (self);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  changed_cb (self);
}

static void
show_failure (CenacleJoinDialog *self, GError *error)
{
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
  g_error_free (error);
}

static const char *
lookup_text (GVariant *found, const char *key)
{
  const char *text = "";

  g_variant_lookup (found, key, "&s", &text);
  return text;
}

static void
show_members (CenacleJoinDialog *self, GVariant *found)
{
  const char *inviter = lookup_text (found, "inviter");
  guint32 n = 0;
  g_autofree char *invited = NULL;
  g_autofree char *members = NULL;
  g_autofree char *text = NULL;

  g_variant_lookup (found, "members", "u", &n);
  if (self->joined_circle != NULL)
    invited = g_strdup (_ ("You are a member of this circle already."));
  else if (inviter[0] != '\0')
    invited = g_strdup_printf (_ ("%s invites you."), inviter);
  if (n > 0)
    members = g_strdup_printf (ngettext ("%u member", "%u members", n), n);
  if (invited != NULL && members != NULL)
    text = g_strdup_printf ("%s %s.", invited, members);
  gtk_label_set_text (self->members_label, text != NULL      ? text
                                           : invited != NULL ? invited
                                           : members != NULL ? members
                                                             : "");
}

static void
show_found (CenacleJoinDialog *self, GVariant *found)
{
  const char *charter = lookup_text (found, "charter");
  gboolean is_joined = FALSE;
  g_autofree char *name = g_markup_escape_text (lookup_text (found, "name"), -1);
  g_autofree char *intention = g_markup_escape_text (lookup_text (found, "intention"), -1);

  g_variant_lookup (found, "joined", "b", &is_joined);
  self->is_found = TRUE;
  if (is_joined)
    self->joined_circle = g_strdup (lookup_text (found, "circle"));
  adw_preferences_group_set_title (self->found_group, name);
  adw_preferences_group_set_description (self->found_group,
                                         intention[0] != '\0' ? intention : NULL);
  show_members (self, found);
  gtk_label_set_text (self->charter_label, charter);
  gtk_widget_show (GTK_WIDGET (self->found_group));
  gtk_widget_set_visible (self->charter_group, charter[0] != '\0' && !is_joined);
  gtk_widget_set_visible (self->self_group, !is_joined);
  gtk_button_set_label (GTK_BUTTON (self->confirm_button), is_joined ? _ ("Open") : _ ("Join"));
  if (!is_joined)
    gtk_widget_grab_focus (GTK_WIDGET (self->self_row));
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleJoinDialog) self = user_data;
  g_autoptr (GVariant) found = NULL;
  GError *error = NULL;

  cenacle_engine1_call_preview_finish (CENACLE_ENGINE1 (source), &found, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    return;
  }
  end_call (self);
  if (found == NULL)
    show_failure (self, error);
  else
    show_found (self, found);
  changed_cb (self);
}

static void
forget_found (CenacleJoinDialog *self)
{
  self->is_found = FALSE;
  self->is_device = FALSE;
  g_clear_pointer (&self->joined_circle, g_free);
  gtk_widget_hide (self->device_group);
  gtk_widget_hide (GTK_WIDGET (self->found_group));
  gtk_widget_hide (self->charter_group);
  gtk_widget_hide (self->self_group);
  gtk_button_set_label (GTK_BUTTON (self->confirm_button), _ ("Join"));
}

static void
preview_cb (CenacleJoinDialog *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  g_autofree char *link = cenacle_form_dup_entry (self->link_row);

  if (link[0] == '\0' || self->is_found)
    return;
  start_call (self);
  if (engine == NULL)
    return; /* state_cb() comes back here */
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (engine), CALL_TIMEOUT_MS);
  cenacle_engine1_call_preview (engine, link, WAIT_MS, self->cancellable, previewed_cb,
                                g_object_ref (self));
}

static void
state_cb (CenacleJoinDialog *self)
{
  if (cenacle_client_get_engine (self->client) != NULL && self->cancellable != NULL &&
      !self->is_found)
    preview_cb (self);
}

/* There is nothing to look at before: the link is the person's own. */
static void
show_device (CenacleJoinDialog *self)
{
  self->is_found = TRUE;
  self->is_device = TRUE;
  gtk_widget_show (self->device_group);
  gtk_button_set_label (GTK_BUTTON (self->confirm_button), _ ("Add this device"));
  changed_cb (self);
}

/* A pasted link is looked at without another gesture. */
static void
link_changed_cb (CenacleJoinDialog *self)
{
  g_autofree char *link = cenacle_form_dup_entry (self->link_row);

  end_call (self);
  forget_found (self);
  changed_cb (self);
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  if (g_str_has_prefix (link, DEVICE_PREFIX))
    show_device (self);
  else if (g_str_has_prefix (link, "cenacle:") && strlen (link) > strlen ("cenacle:") + 16 &&
           self->client != NULL)
    preview_cb (self);
}

/* Of Join and of AddDevice, which answer alike. */
static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleJoinDialog) self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  const char *circle;

  if (answer == NULL) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_error_free (error);
      return;
    }
    end_call (self);
    show_failure (self, error);
    return;
  }
  g_variant_get (answer, "(&s&s&s)", &circle, NULL, NULL);
  g_signal_emit (self, signals[SIGNAL_DONE], 0, circle);
  gtk_window_close (GTK_WINDOW (self));
}

static void
confirm_cb (CenacleJoinDialog *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  g_autofree char *link = cenacle_form_dup_entry (self->link_row);
  g_autofree char *own = cenacle_form_dup_entry (self->self_row);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  if (self->joined_circle != NULL) {
    g_signal_emit (self, signals[SIGNAL_DONE], 0, self->joined_circle);
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("Cenacle is still starting; please try again in a moment."));
    return;
  }
  start_call (self);
  g_dbus_proxy_call (G_DBUS_PROXY (engine), self->is_device ? "AddDevice" : "Join",
                     self->is_device ? g_variant_new ("(su)", link, WAIT_MS)
                                     : g_variant_new ("(ssu)", link, own, WAIT_MS),
                     G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, self->cancellable, joined_cb,
                     g_object_ref (self));
}

static void
cenacle_join_dialog_dispose (GObject *object)
{
  CenacleJoinDialog *self = CENACLE_JOIN_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->joined_circle, g_free);
  G_OBJECT_CLASS (cenacle_join_dialog_parent_class)->dispose (object);
}

/* What is under way ends with the dialog, whose callbacks keep it alive. */
static gboolean
cenacle_join_dialog_close_request (GtkWindow *window)
{
  CenacleJoinDialog *self = CENACLE_JOIN_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (cenacle_join_dialog_parent_class)->close_request (window);
}

static void
cenacle_join_dialog_class_init (CenacleJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_join_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = cenacle_join_dialog_close_request;
  signals[SIGNAL_DONE] = g_signal_new ("done", CENACLE_TYPE_JOIN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, link_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, found_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, members_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, charter_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, charter_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, self_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, self_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleJoinDialog, device_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_join_dialog_init (CenacleJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_join_dialog_new (GtkWindow *parent, CenacleClient *client, const char *link)
{
  CenacleJoinDialog *self = g_object_new (CENACLE_TYPE_JOIN_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  cenacle_form_set_entry (self->self_row, cenacle_form_get_own_name ());
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->link_row));
  if (link[0] != '\0')
    cenacle_form_set_entry (self->link_row, link);
  return GTK_WINDOW (self);
}

const char *
cenacle_join_dialog_get_agreed (CenacleJoinDialog *self)
{
  return gtk_widget_get_visible (self->charter_group) ? gtk_label_get_text (self->charter_label)
                                                      : "";
}
