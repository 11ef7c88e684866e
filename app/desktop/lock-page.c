/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Deriving a key from the passphrase takes the engine a second or so; meanwhile nothing is asked
 * twice. Where the keys are in the keyring there is nothing to type: only to try again. */

#include "lock-page.h"

#include "app/control/errors.h"
#include "form.h"

#include <glib/gi18n.h>

struct _CenacleLockPage {
  GtkWidget parent;
  GtkWidget *box;
  AdwStatusPage *status_page;
  GtkWidget *passphrase_group;
  GtkEditable *passphrase_row;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkButton *unlock_button;
  GtkSpinner *spinner;
  GtkWidget *recovery_label;
  CenacleClient *client;
  gboolean is_keyring;
  gboolean is_asking;
};

enum { SIGNAL_UNLOCKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleLockPage, cenacle_lock_page, GTK_TYPE_WIDGET)

static void
changed_cb (CenacleLockPage *self)
{
  gboolean has_text = gtk_editable_get_text (self->passphrase_row)[0] != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button),
                            !self->is_asking && (has_text || self->is_keyring));
}

static void
set_asking (CenacleLockPage *self, gboolean is_asking)
{
  self->is_asking = is_asking;
  gtk_spinner_set_spinning (self->spinner, is_asking);
  gtk_widget_set_sensitive (self->passphrase_group, !is_asking);
  changed_cb (self);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleLockPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = cenacle_engine1_call_unlock_finish (CENACLE_ENGINE1 (source), result, &error);

  set_asking (self, FALSE);
  if (is_done) {
    gtk_editable_set_text (self->passphrase_row, "");
    g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0);
    return;
  }
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
  gtk_editable_select_region (self->passphrase_row, 0, -1);
}

static void
unlock_cb (CenacleLockPage *self)
{
  CenacleEngine1 *engine = self->client != NULL ? cenacle_client_get_engine (self->client) : NULL;

  if (engine == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->unlock_button)))
    return;
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  cenacle_engine1_call_unlock (engine, gtk_editable_get_text (self->passphrase_row), NULL,
                               unlocked_cb, g_object_ref (self));
  set_asking (self, TRUE);
}

static void
cenacle_lock_page_dispose (GObject *object)
{
  CenacleLockPage *self = CENACLE_LOCK_PAGE (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_lock_page_parent_class)->dispose (object);
}

static void
cenacle_lock_page_class_init (CenacleLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_lock_page_dispose;
  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", CENACLE_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenacleLockPage, recovery_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
}

static void
cenacle_lock_page_init (CenacleLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_lock_page_open (CenacleLockPage *self, CenacleClient *client)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (client);

  g_set_object (&self->client, client);
  self->is_keyring =
      engine != NULL && g_strcmp0 (cenacle_engine1_get_protection (engine), "keyring") == 0;
  gtk_widget_set_visible (self->passphrase_group, !self->is_keyring);
  gtk_widget_set_visible (self->recovery_label, !self->is_keyring);
  adw_status_page_set_title (self->status_page,
                             self->is_keyring ? _ ("The keyring is closed") : _ ("Unlock Cenacle"));
  adw_status_page_set_description (
      self->status_page,
      self->is_keyring
          ? _ ("Your keys are sealed with a key that the keyring of this desktop keeps, and the "
               "keyring does not give it. Open the keyring, for instance by logging in again, then "
               "try again. If the keyring is gone for good, restore a backup.")
          : _ ("Your keys are sealed with your passphrase. Until it is typed, nothing is sent or "
               "received."));
  gtk_button_set_label (self->unlock_button, self->is_keyring ? _ ("Try again") : _ ("Unlock"));
  changed_cb (self);
  if (!self->is_keyring)
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}
