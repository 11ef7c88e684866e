/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "passphrase-group.h"

#include <glib/gi18n.h>

#define GOOD_LENGTH 16 /* characters; no more is judged than how many there are */

struct _CenaclePassphraseGroup {
  AdwPreferencesGroup parent;
  GtkEditable *first_row;
  GtkEditable *again_row;
  GtkLabel *hint_label;
};

enum { SIGNAL_CHANGED, SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenaclePassphraseGroup, cenacle_passphrase_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
choose_hint (CenaclePassphraseGroup *self)
{
  const char *first = gtk_editable_get_text (self->first_row);
  const char *again = gtk_editable_get_text (self->again_row);
  glong len = g_utf8_strlen (first, -1);

  if (len == 0)
    return _ ("Four or five words that only you would put together are easy to keep in mind.");
  if (len < CENACLE_PASSPHRASE_MIN)
    return _ ("Too short: at least eight characters.");
  if (again[0] != '\0' && !g_str_has_prefix (first, again))
    return _ ("The two are not the same.");
  if (len < GOOD_LENGTH)
    return _ ("Rather short; every word more makes it safer.");
  return _ ("A good length.");
}

static void
changed_cb (CenaclePassphraseGroup *self)
{
  gtk_label_set_text (self->hint_label, choose_hint (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
activated_cb (CenaclePassphraseGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
cenacle_passphrase_group_class_init (CenaclePassphraseGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_PASSPHRASE_GROUP,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", CENACLE_TYPE_PASSPHRASE_GROUP,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/passphrase-group.ui");
  gtk_widget_class_bind_template_child (widget_class, CenaclePassphraseGroup, first_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePassphraseGroup, again_row);
  gtk_widget_class_bind_template_child (widget_class, CenaclePassphraseGroup, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
cenacle_passphrase_group_init (CenaclePassphraseGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->hint_label, choose_hint (self));
}

const char *
cenacle_passphrase_group_get_passphrase (CenaclePassphraseGroup *self)
{
  const char *first = gtk_editable_get_text (self->first_row);
  gboolean is_long_enough = g_utf8_strlen (first, -1) >= CENACLE_PASSPHRASE_MIN;
  gboolean is_same = g_str_equal (first, gtk_editable_get_text (self->again_row));

  return is_long_enough && is_same ? first : NULL;
}

void
cenacle_passphrase_group_clear (CenaclePassphraseGroup *self)
{
  gtk_editable_set_text (self->first_row, "");
  gtk_editable_set_text (self->again_row, "");
}
