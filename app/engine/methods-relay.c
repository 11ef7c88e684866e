/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about relays: of who runs one, and of circles that use some. */

#include "call.h"

#include "core/keepers.h"
#include "core/kinds-far.h"
#include "core/mailboxes.h"
#include "core/queries-objects.h"
#include "core/relay-link.h"
#include "core/store-settings.h"

#include <string.h>

#define DAY_MS      (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define LINK_MS     (7 * DAY_MS)
#define QUOTA_MIN   (1 << 20)
#define KEEP_MAX_MS (3650 * DAY_MS)

/* --- Who runs one --- */

static gboolean
require_relay (CenacleCall *call, GError **error)
{
  if (cen_secrets_is_relay (call->replica->secrets))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "This home is no relay: start it once with “cenacled --relay”.");
  return FALSE;
}

static gboolean
add_addresses (CenRelayLink *link, GPtrArray *addresses, GError **error)
{
  for (guint i = 0; i < addresses->len && link->n_addresses < CEN_INVITE_ADDRS_MAX; i++) {
    CenLinkAddress *slot = &link->addresses[link->n_addresses];

    if (!cen_address_is_device (addresses->pdata[i]))
      continue;
    memcpy (slot->curve, link->circle.bytes, CEN_KEY_LEN);
    g_strlcpy (slot->address, addresses->pdata[i], sizeof slot->address);
    link->n_addresses++;
  }
  if (link->n_addresses > 0)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "Nobody would find this relay: name an address, or let it run.");
  return FALSE;
}

static GVariant *
create_relay_link (CenacleCall *call, GError **error)
{
  const CenWorld *world = call->replica->world;
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 0);
  g_autoptr (GPtrArray) given = cenacle_call_take_addresses (wishes, error);
  g_autoptr (GPtrArray) own = net_node_list_relay_addresses (call->node);
  g_autofree char *text = NULL;
  gint64 while_ms = LINK_MS;
  CenRelayLink link = { 0 };
  guint8 seed[CEN_KEY_LEN];
  CenBoxKey key;
  gboolean ok;

  g_variant_lookup (wishes, "expires", "x", &while_ms);
  if (given == NULL || !require_relay (call, error) ||
      !cen_secrets_ensure_relay (call->replica->secrets, seed, error))
    return NULL;
  cen_box_key_from_seed (&key, seed);
  cen_id_from_bytes (&link.circle, key.public_key);
  world->random (world, link.seed, CEN_KEY_LEN);
  link.expires_ms = while_ms > 0 ? world->now_ms (world) + while_ms : 0;
  cen_relay_grant_from_seed (&key, link.seed);
  ok = add_addresses (&link, given->len > 0 ? given : own, error) &&
       cen_mailboxes_add_grant (call->replica->store, key.public_key, world->now_ms (world),
                                link.expires_ms, error);
  if (ok)
    text = cen_relay_link_to_text (&link);
  cen_relay_link_clear (&link);
  cen_box_key_clear (&key);
  cen_crypto_wipe (seed, sizeof seed);
  return ok ? g_variant_new ("(s)", text) : NULL;
}

static void
add_int (GVariantBuilder *builder, const char *key, gint64 value)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_int64 (value));
}

static GVariant *
pack_mailboxes (CenacleCall *call, GPtrArray *mailboxes, gint64 *ret_bytes)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < mailboxes->len; i++) {
    const CenMailboxRow *row = mailboxes->pdata[i];
    GVariantBuilder one;

    *ret_bytes += row->bytes;
    g_variant_builder_init (&one, G_VARIANT_TYPE ("a{sv}"));
    add_int (&one, "mailbox", row->no);
    add_int (&one, "made", row->made_ms);
    add_int (&one, "visited", row->visited_ms);
    add_int (&one, "oldest", row->oldest_ms);
    add_int (&one, "bytes", row->bytes);
    add_int (&one, "quota", row->quota);
    add_int (&one, "envelopes", (gint64) row->n_envelopes);
    add_int (&one, "parcels", (gint64) row->n_parcels);
    add_int (&one, "parcel-bytes", row->parcel_bytes);
    add_int (&one, "drawers", row->n_drawers);
    add_int (&one, "connections", net_node_count_relay_visits (call->node, row->no));
    g_variant_builder_add_value (&builder, g_variant_builder_end (&one));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
get_relay (CenacleCall *call, GError **error)
{
  CenStore *store = call->replica->store;
  g_autoptr (GPtrArray) addresses = net_node_list_relay_addresses (call->node);
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autofree char *id = NULL;
  GVariantBuilder builder;
  guint8 seed[CEN_KEY_LEN];
  CenBoxKey key;
  gint64 bytes = 0;

  if (!require_relay (call, error) ||
      !cen_secrets_ensure_relay (call->replica->secrets, seed, error))
    return NULL;
  mailboxes = cen_mailboxes_list (store, error);
  if (mailboxes == NULL)
    return NULL;
  cen_box_key_from_seed (&key, seed);
  id = cen_id_dup_text ((const CenId *) key.public_key);
  cen_box_key_clear (&key);
  cen_crypto_wipe (seed, sizeof seed);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "relay", g_variant_new_string (id));
  g_variant_builder_add (&builder, "{sv}", "running",
                         g_variant_new_boolean (net_node_get_relay_id (call->node) != NULL));
  g_variant_builder_add (&builder, "{sv}", "mailboxes", pack_mailboxes (call, mailboxes, &bytes));
  add_int (&builder, "bytes", bytes);
  add_int (&builder, "quota", cen_setting_get (store, CEN_SETTING_RELAY_QUOTA, CEN_RELAY_QUOTA));
  add_int (&builder, "mailbox-quota",
           cen_setting_get (store, CEN_SETTING_MAILBOX_QUOTA, CEN_MAILBOX_QUOTA));
  add_int (&builder, "keep",
           cen_setting_get (store, CEN_SETTING_RELAY_KEEP, CEN_RELAY_KEEP_DAYS * DAY_MS));
  add_int (&builder, "connections", net_node_count_relay_visits (call->node, 0));
  g_ptr_array_add (addresses, NULL);
  g_variant_builder_add (&builder, "{sv}", "listening",
                         g_variant_new_strv ((const char *const *) addresses->pdata, -1));
  return g_variant_new ("(a{sv})", &builder);
}

static gboolean
set_bounded (CenStore *store, GVariant *wishes, const char *name, CenSetting setting, gint64 min,
             gint64 max, GError **error)
{
  gint64 value;

  if (!g_variant_lookup (wishes, name, "x", &value))
    return TRUE;
  if (value >= min && value <= max)
    return cen_setting_set (store, setting, value, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "That is too little or too much for a relay.");
  return FALSE;
}

static GVariant *
set_relay (CenacleCall *call, GError **error)
{
  CenStore *store = call->replica->store;
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 0);

  if (!require_relay (call, error) ||
      !set_bounded (store, wishes, "quota", CEN_SETTING_RELAY_QUOTA, QUOTA_MIN, G_MAXINT64,
                    error) ||
      !set_bounded (store, wishes, "mailbox-quota", CEN_SETTING_MAILBOX_QUOTA, QUOTA_MIN,
                    G_MAXINT64, error) ||
      !set_bounded (store, wishes, "keep", CEN_SETTING_RELAY_KEEP, DAY_MS, KEEP_MAX_MS, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
set_mailbox (CenacleCall *call, GError **error)
{
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 1);
  gboolean is_removed = FALSE;
  gint64 mailbox, quota;
  gboolean ok;

  g_variant_get_child (call->parameters, 0, "x", &mailbox);
  g_variant_lookup (wishes, "remove", "b", &is_removed);
  if (!require_relay (call, error))
    return NULL;
  if (is_removed)
    ok = cen_mailboxes_remove (call->replica->store, mailbox, error);
  else
    ok = !g_variant_lookup (wishes, "quota", "x", &quota) ||
         cen_mailboxes_set_quota (call->replica->store, mailbox, MAX (quota, 0), error);
  return ok ? g_variant_new ("()") : NULL;
}

/* --- Circles that use some --- */

static gboolean
is_used (CenCircle *circle, const CenId *relay, gboolean *ret_is_used, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (circle->store, &circle->id, CEN_KIND_RELAY, NULL, error);

  if (rows == NULL)
    return FALSE;
  if (rows->len >= CEN_RELAYS_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "A circle uses at most four relays: remove one first.");
    G_STATIC_ASSERT (CEN_RELAYS_MAX == 4);
    return FALSE;
  }
  *ret_is_used = FALSE;
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (GBytes) key = cen_object_row_dup_bytes (rows->pdata[i], CEN_RELAY_KEY);

    *ret_is_used =
        *ret_is_used || (key != NULL && g_bytes_get_size (key) == CEN_ID_LEN &&
                         memcmp (g_bytes_get_data (key, NULL), relay->bytes, CEN_ID_LEN) == 0);
  }
  return TRUE;
}

/* The name of a relay for which nobody has one: where it is. */
static char *
dup_name (const char *given, const CenRelayLink *link)
{
  const char *host = link->addresses[0].address + strlen ("tcp://");
  const char *colon = strrchr (host, ':');

  if (*given != '\0')
    return g_strdup (given);
  return g_utf8_substring (host, 0,
                           MIN (CEN_NAME_POINTS_MAX, colon != NULL ? colon - host : G_MAXINT16));
}

static gboolean
create_object (CenCircle *circle, const CenRelayLink *link, const char *given, CenId *ret_id,
               GError **error)
{
  g_autofree char *name = dup_name (given, link);
  const char *addresses[CEN_INVITE_ADDRS_MAX];
  CenValue values[] = {
    { .field = CEN_RELAY_NAME, .type = CEN_FIELD_NAME, .text = name },
    { .field = CEN_RELAY_KEY,
      .type = CEN_FIELD_BYTES,
      .items = link->circle.bytes,
      .n_items = CEN_ID_LEN },
    { .field = CEN_RELAY_ADDRESSES,
      .type = CEN_FIELD_TEXTS,
      .items = addresses,
      .n_items = link->n_addresses },
  };

  for (guint i = 0; i < link->n_addresses; i++)
    addresses[i] = link->addresses[i].address;
  return cen_author_create (circle, cen_kind_get (CEN_KIND_RELAY), values, G_N_ELEMENTS (values),
                            ret_id, error);
}

static gboolean
name_relay (CenacleCall *call, CenCircle *circle, const CenRelayLink *link, CenId *ret_id,
            GError **error)
{
  gint64 now = call->replica->world->now_ms (call->replica->world);
  gboolean is_known;

  if (link->expires_ms != 0 && link->expires_ms <= now) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This relay link has expired: ask for a new one.");
    return FALSE;
  }
  if (!is_used (circle, &link->circle, &is_known, error))
    return FALSE;
  if (is_known) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "The circle uses this relay already.");
    return FALSE;
  }
  return create_object (circle, link, cenacle_call_get_text (call, 2), ret_id, error) &&
         cen_secrets_add_invite (call->replica->secrets, &circle->id, ret_id, link->seed, error);
}

static GVariant *
add_relay (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autofree char *text = NULL;
  CenRelayLink link;
  CenId id;
  gboolean ok;

  if (circle == NULL || !cen_relay_link_parse (&link, cenacle_call_get_text (call, 1), error))
    return NULL;
  ok = name_relay (call, circle, &link, &id, error);
  cen_relay_link_clear (&link);
  if (!ok)
    return NULL;
  text = cen_id_dup_text (&id);
  return g_variant_new ("(s)", text);
}

/* --- Keepers --- */

/* Takes back that this device is one. */
static gboolean
stop_keeping (CenCircle *circle, GPtrArray *keepers, GError **error)
{
  for (guint i = 0; i < keepers->len; i++) {
    const CenKeeperRow *keeper = keepers->pdata[i];

    if (keeper->is_self)
      return cen_author_redact (circle, &keeper->id, error);
  }
  return TRUE;
}

static gboolean
rename_or_create (CenCircle *circle, GPtrArray *keepers, const char *name, GError **error)
{
  CenValue values[] = {
    { .field = CEN_KEEPER_NAME, .type = CEN_FIELD_NAME, .text = name },
    { .field = CEN_KEEPER_DEVICE,
      .type = CEN_FIELD_BYTES,
      .items = circle->self_device.bytes,
      .n_items = CEN_ID_LEN },
  };
  CenId id;

  for (guint i = 0; i < keepers->len; i++) {
    const CenKeeperRow *keeper = keepers->pdata[i];

    if (keeper->is_self)
      return strcmp (keeper->name, name) == 0 ||
             cen_author_set (circle, &keeper->id, values, 1, error);
  }
  return cen_author_create (circle, cen_kind_get (CEN_KIND_KEEPER), values, G_N_ELEMENTS (values),
                            &id, error);
}

static GVariant *
set_keeper (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const char *name = cenacle_call_get_text (call, 1);
  g_autoptr (GPtrArray) keepers = NULL;
  gboolean ok;

  if (circle == NULL)
    return NULL;
  keepers = cen_keepers_list (circle->store, &circle->id, error);
  if (keepers == NULL)
    return NULL;
  ok = *name != '\0' ? rename_or_create (circle, keepers, name, error)
                     : stop_keeping (circle, keepers, error);
  return ok ? g_variant_new ("()") : NULL;
}

CenacleMethodFunc
cenacle_methods_relay_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "CreateRelayLink", create_relay_link },
    { "GetRelay", get_relay },
    { "SetRelay", set_relay },
    { "SetMailbox", set_mailbox },
    { "AddRelay", add_relay },
    { "SetKeeper", set_keeper },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
