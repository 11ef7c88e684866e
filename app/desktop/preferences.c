/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One of three ways is chosen, and beside the one in force stands what changing it takes: the
 * passphrase there is, when there is one, and the new one, when there shall be one. */

#include "preferences.h"

#include "app/control/errors.h"
#include "discovery-row.h"
#include "form.h"
#include "passphrase-group.h"
#include "spelling.h"
#include "telling-page.h"
#include "window.h"

#include <glib/gi18n.h>

struct _CenaclePreferences {
  AdwPreferencesWindow parent;
  GtkCheckButton *open_check;
  GtkCheckButton *passphrase_check;
  GtkCheckButton *keyring_check;
  GtkWidget *present_group;
  GtkEditable *present_row;
  CenaclePassphraseGroup *new_group;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *apply_group;
  GtkButton *apply_button;
  GtkSpinner *spinner;
  CenacleDiscoveryRow *discovery_row;
  GtkWidget *writing_page;
  GtkSwitch *enter_switch;
  AdwActionRow *spelling_row;
  GtkSwitch *spelling_switch;
  CenacleTellingPage *telling_page;
  GtkWidget *sessions_page;
  AdwComboRow *remind_row;
  AdwComboRow *attendance_row;
  CenacleClient *client;
  gboolean is_asking;
};

G_DEFINE_FINAL_TYPE (CenaclePreferences, cenacle_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static const char *
get_chosen (CenaclePreferences *self)
{
  return gtk_check_button_get_active (self->passphrase_check) ? "passphrase"
         : gtk_check_button_get_active (self->keyring_check)  ? "keyring"
                                                              : "open";
}

static const char *
get_present (CenaclePreferences *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  const char *present = engine != NULL ? cenacle_engine1_get_protection (engine) : NULL;

  return present != NULL ? present : "open";
}

static void
changed_cb (CenaclePreferences *self)
{
  if (self->client == NULL)
    return;

  const char *present = get_present (self), *chosen = get_chosen (self);
  gboolean had_passphrase = g_str_equal (present, "passphrase");
  gboolean wants_passphrase = g_str_equal (chosen, "passphrase");
  gboolean has_old = !had_passphrase || gtk_editable_get_text (self->present_row)[0] != '\0';
  gboolean has_new =
      !wants_passphrase || cenacle_passphrase_group_get_passphrase (self->new_group) != NULL;
  gboolean is_change = wants_passphrase || !g_str_equal (present, chosen);

  gtk_widget_set_visible (self->present_group, had_passphrase && is_change);
  gtk_widget_set_visible (GTK_WIDGET (self->new_group), wants_passphrase);
  gtk_widget_set_visible (self->apply_group, is_change);
  gtk_button_set_label (self->apply_button, !wants_passphrase ? _ ("Keep my keys so")
                                            : had_passphrase  ? _ ("Change the passphrase")
                                                              : _ ("Set the passphrase"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button),
                            has_old && has_new && !self->is_asking);
}

static void
show_present (CenaclePreferences *self)
{
  const char *present = get_present (self);

  gtk_check_button_set_active (g_str_equal (present, "passphrase") ? self->passphrase_check
                               : g_str_equal (present, "keyring")  ? self->keyring_check
                                                                   : self->open_check,
                               TRUE);
  gtk_editable_set_text (self->present_row, "");
  cenacle_passphrase_group_clear (self->new_group);
  changed_cb (self);
}

static void
set_asking (CenaclePreferences *self, gboolean is_asking)
{
  self->is_asking = is_asking;
  gtk_spinner_set_spinning (self->spinner, is_asking);
  changed_cb (self);
}

static void
protected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenaclePreferences) self = user_data;
  g_autoptr (GError) error = NULL;

  set_asking (self, FALSE);
  if (cenacle_engine1_call_protect_finish (CENACLE_ENGINE1 (source), result, &error)) {
    AdwToast *toast = adw_toast_new (_ ("Your keys are kept so from now on"));

    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
    show_present (self);
    return;
  }
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
}

static void
apply_cb (CenaclePreferences *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  const char *chosen = get_chosen (self);
  const char *passphrase = cenacle_passphrase_group_get_passphrase (self->new_group);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->apply_button)))
    return;
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("The engine is away for a moment; nothing was lost, try again."));
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  cenacle_engine1_call_protect (engine, gtk_editable_get_text (self->present_row), chosen,
                                g_str_equal (chosen, "passphrase") && passphrase != NULL
                                    ? passphrase
                                    : "",
                                NULL, protected_cb, g_object_ref (self));
  set_asking (self, TRUE);
}

static void
failed_cb (CenaclePreferences *self, const char *sentence)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (sentence));
}

/* --- Sessions --- */

static const guint before_min[] = { 0, 10, 60, 1440 };
static const char *const attendance[] = { "ask", "always", "never" };

static gboolean
get_before_cb (GValue *value, GVariant *variant, gpointer user_data)
{
  (void) user_data;
  for (guint i = 0; i < G_N_ELEMENTS (before_min); i++) {
    if (before_min[i] == g_variant_get_uint32 (variant))
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
set_before_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint chosen = g_value_get_uint (value);

  (void) type;
  (void) user_data;
  return g_variant_new_uint32 (before_min[MIN (chosen, G_N_ELEMENTS (before_min) - 1)]);
}

static gboolean
get_attendance_cb (GValue *value, GVariant *variant, gpointer user_data)
{
  (void) user_data;
  for (guint i = 0; i < G_N_ELEMENTS (attendance); i++) {
    if (g_str_equal (attendance[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
set_attendance_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint chosen = g_value_get_uint (value);

  (void) type;
  (void) user_data;
  return g_variant_new_string (attendance[MIN (chosen, G_N_ELEMENTS (attendance) - 1)]);
}

/* The dictionaries are the system's; where it has none, that is said. */
static void
bind_writing (CenaclePreferences *self, GSettings *settings)
{
  g_autofree char *language = cenacle_spelling_dup_language ();
  g_autofree char *found = language != NULL
                               ? g_strdup_printf (_ ("With the dictionary “%s”"), language)
                               : g_strdup (_ ("This system has no dictionary for your language."));

  gtk_widget_set_visible (self->writing_page, settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->spelling_row), language != NULL);
  adw_action_row_set_subtitle (self->spelling_row, found);
  if (settings == NULL)
    return;
  g_settings_bind (settings, "enter-sends", self->enter_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "checks-spelling", self->spelling_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
bind_sessions (CenaclePreferences *self, GSettings *settings)
{
  gtk_widget_set_visible (self->sessions_page, settings != NULL);
  if (settings == NULL)
    return;
  g_settings_bind_with_mapping (settings, "remind-before", self->remind_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_before_cb, set_before_cb, NULL, NULL);
  g_settings_bind_with_mapping (settings, "note-attendance", self->attendance_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_attendance_cb, set_attendance_cb, NULL,
                                NULL);
}

static void
cenacle_preferences_dispose (GObject *object)
{
  g_clear_object (&CENACLE_PREFERENCES (object)->client);
  G_OBJECT_CLASS (cenacle_preferences_parent_class)->dispose (object);
}

static void
cenacle_preferences_class_init (CenaclePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_preferences_dispose;
  g_type_ensure (CENACLE_TYPE_DISCOVERY_ROW);
  g_type_ensure (CENACLE_TYPE_PASSPHRASE_GROUP);
  g_type_ensure (CENACLE_TYPE_TELLING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, open_check);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, passphrase_check);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, keyring_check);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, present_group);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, present_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, new_group);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, apply_group);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, apply_button);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, discovery_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, writing_page);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, enter_switch);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, spelling_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, spelling_switch);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, telling_page);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, sessions_page);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, remind_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePreferences, attendance_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
cenacle_preferences_init (CenaclePreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_tell_choice (self->remind_row);
  cenacle_form_tell_choice (self->attendance_row);
}

GtkWindow *
cenacle_preferences_new (GtkWindow *parent, CenacleClient *client)
{
  CenaclePreferences *self = g_object_new (CENACLE_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  if (cenacle_client_get_engine (client) != NULL)
    g_signal_connect_object (cenacle_client_get_engine (client), "notify::protection",
                             G_CALLBACK (show_present), self, G_CONNECT_SWAPPED);
  cenacle_discovery_row_set_client (self->discovery_row, client);
  cenacle_telling_page_set_settings (self->telling_page,
                                     cenacle_window_get_settings (GTK_WIDGET (parent)));
  bind_writing (self, cenacle_window_get_settings (GTK_WIDGET (parent)));
  bind_sessions (self, cenacle_window_get_settings (GTK_WIDGET (parent)));
  show_present (self);
  return GTK_WINDOW (self);
}
