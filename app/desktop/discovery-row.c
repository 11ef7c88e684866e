/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was chosen stands in the replica; the engine writes it there, and acts on it at once. When
 * it refuses, the switch goes back. */

#include "discovery-row.h"

#include "app/control/errors.h"
#include "core/store-settings.h"

struct _CenacleDiscoveryRow {
  AdwActionRow parent;
  GtkSwitch *discovery_switch;
  CenacleClient *client;
};

enum { SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleDiscoveryRow, cenacle_discovery_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_chosen (CenacleDiscoveryRow *self)
{
  CenStore *store = cenacle_client_get_store (self->client, NULL);

  return store == NULL || cen_setting_get (store, CEN_SETTING_DISCOVERY, TRUE) != 0;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDiscoveryRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (cenacle_engine1_call_set_discovery_finish (CENACLE_ENGINE1 (source), result, &error) ||
      self->client == NULL)
    return;
  cenacle_errors_settle (&error);
  gtk_switch_set_active (self->discovery_switch, is_chosen (self));
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
switched_cb (CenacleDiscoveryRow *self)
{
  CenacleEngine1 *engine = self->client != NULL ? cenacle_client_get_engine (self->client) : NULL;
  gboolean is_active = gtk_switch_get_active (self->discovery_switch);

  if (engine != NULL && is_active != is_chosen (self))
    cenacle_engine1_call_set_discovery (engine, is_active, NULL, set_cb, g_object_ref (self));
}

static void
cenacle_discovery_row_dispose (GObject *object)
{
  g_clear_object (&CENACLE_DISCOVERY_ROW (object)->client);
  G_OBJECT_CLASS (cenacle_discovery_row_parent_class)->dispose (object);
}

static void
cenacle_discovery_row_class_init (CenacleDiscoveryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_discovery_row_dispose;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CENACLE_TYPE_DISCOVERY_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/discovery-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleDiscoveryRow, discovery_switch);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
cenacle_discovery_row_init (CenacleDiscoveryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_discovery_row_set_client (CenacleDiscoveryRow *self, CenacleClient *client)
{
  g_return_if_fail (self->client == NULL);
  self->client = g_object_ref (client);
  gtk_switch_set_active (self->discovery_switch, is_chosen (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self), cenacle_client_get_engine (client) != NULL);
}
