/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One call after the other, each with as many cards as one holds. */

#include "card-commands.h"

#include "app/control/cards.h"
#include "object-commands.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleCircle *circle;
  char *deck;
  GPtrArray *cards;
  guint n_done;
  GtkWidget *from;
} Adding;

static void
adding_free (Adding *adding)
{
  g_object_unref (adding->circle);
  g_object_unref (adding->from);
  g_ptr_array_unref (adding->cards);
  g_free (adding->deck);
  g_free (adding);
}

static void
say (Adding *adding, const char *sentence)
{
  gtk_widget_activate_action (adding->from, "win.toast", "s", sentence);
}

static void send_next (Adding *adding);

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Adding *adding = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  if (done == NULL) {
    say (adding, error->message);
    adding_free (adding);
    return;
  }
  adding->n_done = MIN (adding->n_done + CENACLE_CARDS_PACK_MAX, adding->cards->len);
  send_next (adding);
}

static void
send_next (Adding *adding)
{
  g_autofree char *told = NULL;

  if (adding->n_done < adding->cards->len) {
    cenacle_commands_call (
        adding->circle, "CreateAll",
        g_variant_new ("(ss@aa{sv})", cenacle_circle_get_id_text (adding->circle), "card",
                       cenacle_cards_pack (adding->deck, adding->cards, adding->n_done)),
        added_cb, adding);
    return;
  }
  told = g_strdup_printf (ngettext ("%u card was added.", "%u cards were added.", adding->n_done),
                          adding->n_done);
  say (adding, told);
  adding_free (adding);
}

static Adding *
adding_new (CenacleCircle *circle, GPtrArray *cards, GtkWidget *from)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->circle = g_object_ref (circle);
  adding->cards = cards;
  adding->from = g_object_ref (from);
  return adding;
}

void
cenacle_cards_add (CenacleCircle *circle, const CenId *deck, GPtrArray *cards, GtkWidget *from)
{
  Adding *adding = adding_new (circle, cards, from);

  adding->deck = cen_id_dup_text (deck);
  send_next (adding);
}

static void
deck_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Adding *adding = user_data;
  g_autoptr (GError) error = NULL;

  (void) source;
  adding->deck = cenacle_commands_finish (result, &error);
  if (adding->deck != NULL) {
    send_next (adding);
    return;
  }
  say (adding, error->message);
  adding_free (adding);
}

void
cenacle_cards_add_to_new (CenacleCircle *circle, const char *title, GPtrArray *cards,
                          GtkWidget *from)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "title", "s", title);
  cenacle_objects_create (circle, "deck", g_variant_dict_end (&fields), deck_made_cb,
                          adding_new (circle, cards, from));
}
