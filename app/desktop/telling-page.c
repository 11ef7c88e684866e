/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telling-page.h"

#include "application.h"
#include "autostart.h"

#define HOUR_MIN 60

struct _CenacleTellingPage {
  AdwPreferencesPage parent;
  GtkSwitch *closed_switch;
  GtkSwitch *login_switch;
  GtkSwitch *private_switch;
  GtkSwitch *quiet_switch;
  AdwComboRow *from_row;
  AdwComboRow *until_row;
};

enum { SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleTellingPage, cenacle_telling_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- Starting at login --- */

static CenacleApplication *
get_application (void)
{
  return CENACLE_APPLICATION (g_application_get_default ());
}

static void
show_login (CenacleTellingPage *self)
{
  const char *id = g_application_get_application_id (G_APPLICATION (get_application ()));

  gtk_switch_set_active (self->login_switch, cenacle_autostart_get (id) == CENACLE_AUTOSTART_ON);
}

static void
login_cb (CenacleTellingPage *self)
{
  CenacleApplication *application = get_application ();
  const char *id = g_application_get_application_id (G_APPLICATION (application));
  CenacleAutostart wanted =
      gtk_switch_get_active (self->login_switch) ? CENACLE_AUTOSTART_ON : CENACLE_AUTOSTART_OFF;
  g_autoptr (GError) error = NULL;

  if (cenacle_autostart_get (id) == wanted ||
      cenacle_autostart_set (id, cenacle_application_get_other_home (application), wanted, &error))
    return;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  show_login (self);
}

/* --- Hours --- */

static gboolean
get_hour_cb (GValue *value, GVariant *variant, gpointer user_data)
{
  (void) user_data;
  g_value_set_uint (value, g_variant_get_uint32 (variant) / HOUR_MIN);
  return TRUE;
}

static GVariant *
set_hour_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  (void) type;
  (void) user_data;
  return g_variant_new_uint32 (MIN (g_value_get_uint (value), 23) * HOUR_MIN);
}

/* The hours of a day, as this language writes them. */
static void
fill_hours (AdwComboRow *row)
{
  g_autoptr (GtkStringList) hours = gtk_string_list_new (NULL);

  for (int i = 0; i < 24; i++) {
    g_autoptr (GDateTime) hour = g_date_time_new_utc (2000, 1, 1, i, 0, 0);

    gtk_string_list_take (hours, g_date_time_format (hour, "%R"));
  }
  adw_combo_row_set_model (row, G_LIST_MODEL (hours));
}

static void
bind_hour (GSettings *settings, const char *key, AdwComboRow *row)
{
  fill_hours (row);
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_NO_SENSITIVITY,
                                get_hour_cb, set_hour_cb, NULL, NULL);
}

static void
cenacle_telling_page_class_init (CenacleTellingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_FAILED] = g_signal_new ("failed", CENACLE_TYPE_TELLING_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/telling-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, closed_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, login_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, private_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, quiet_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, from_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleTellingPage, until_row);
}

static void
cenacle_telling_page_init (CenacleTellingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_telling_page_set_settings (CenacleTellingPage *self, GSettings *settings)
{
  const struct {
    const char *key;
    GtkSwitch *toggle;
  } switches[] = {
    { "told-when-closed", self->closed_switch },
    { "shows-private-words", self->private_switch },
    { "has-quiet-hours", self->quiet_switch },
  };

  gtk_widget_set_visible (GTK_WIDGET (self), settings != NULL);
  if (settings == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_settings_bind (settings, switches[i].key, switches[i].toggle, "active",
                     G_SETTINGS_BIND_DEFAULT);
  bind_hour (settings, "quiet-from", self->from_row);
  bind_hour (settings, "quiet-until", self->until_row);
  show_login (self);
  g_signal_connect_swapped (self->login_switch, "notify::active", G_CALLBACK (login_cb), self);
}
