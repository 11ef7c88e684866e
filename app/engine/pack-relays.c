/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pack-relays.h"

#include "core/kinds-far.h"
#include "core/queries-objects.h"
#include "net/relay-session.h"

/* Words that whoever shows them translates. */
static const struct {
  NetRelayProblem problem;
  const char *words;
} problems[] = {
  { NET_RELAY_GAVE_JUNK, "gave what is not of this circle" },
  { NET_RELAY_LOST, "lost what it had; it was brought again" },
  { NET_RELAY_WITHHELD, "keeps back what it has, or let it go" },
  { NET_RELAY_FULL, "has no room left" },
  { NET_RELAY_DENIED, "has no mailbox for this circle" },
};

static GVariant *
pack_problems (guint found)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++) {
    if ((found & problems[i].problem) != 0)
      g_variant_builder_add (&builder, "s", problems[i].words);
  }
  return g_variant_builder_end (&builder);
}

static char *
dup_name (CenCircle *circle, const CenId *object)
{
  g_autoptr (CenObjectRow) row = cen_query_object (circle->store, &circle->id, object, NULL);

  return row != NULL ? cen_object_row_dup_text (row, CEN_RELAY_NAME) : g_strdup ("");
}

static GVariant *
pack_one (CenCircle *circle, const NetRelayStatus *relay)
{
  g_autofree char *id = cen_id_dup_text (&relay->object);
  g_autofree char *name = dup_name (circle, &relay->object);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "relay", g_variant_new_string (id));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (&builder, "{sv}", "address", g_variant_new_string (relay->address));
  g_variant_builder_add (&builder, "{sv}", "state", g_variant_new_string (relay->state));
  g_variant_builder_add (&builder, "{sv}", "settled", g_variant_new_boolean (relay->is_settled));
  g_variant_builder_add (&builder, "{sv}", "met", g_variant_new_int64 (relay->met_ms));
  g_variant_builder_add (&builder, "{sv}", "given", g_variant_new_uint64 (relay->n_given));
  g_variant_builder_add (&builder, "{sv}", "taken", g_variant_new_uint64 (relay->n_taken));
  g_variant_builder_add (&builder, "{sv}", "waiting", g_variant_new_uint64 (relay->n_waiting));
  g_variant_builder_add (&builder, "{sv}", "quota", g_variant_new_uint64 (relay->quota));
  g_variant_builder_add (&builder, "{sv}", "bytes", g_variant_new_uint64 (relay->bytes));
  g_variant_builder_add (&builder, "{sv}", "files", g_variant_new_uint64 (relay->n_files));
  g_variant_builder_add (&builder, "{sv}", "problems", pack_problems (relay->problems));
  return g_variant_builder_end (&builder);
}

GVariant *
cenacle_pack_relays (CenCircle *circle, const NetStatus *status)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < status->relays->len; i++)
    g_variant_builder_add_value (&builder, pack_one (circle, &g_array_index (status->relays,
                                                                             NetRelayStatus, i)));
  return g_variant_builder_end (&builder);
}
