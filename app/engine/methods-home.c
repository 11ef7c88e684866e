/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods that need nobody else: founding, content, invites, local state. */

#include "call.h"
#include "fields.h"
#include "load.h"

#include "core/own-state.h"
#include "core/private-notes.h"
#include "core/store-local.h"
#include "core/views.h"

#include <string.h>

#define INVITE_DAYS_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)

static char *
dup_id (const CenId *id)
{
  return cen_id_dup_text (id);
}

/* --- Circles --- */

static GVariant *
create_circle (CenacleCall *call, GError **error)
{
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 1);
  CenCircleOptions options = { .name = cenacle_call_get_text (call, 0), .as = g_get_real_name () };
  CenCircle *circle;

  g_variant_lookup (wishes, "intention", "&s", &options.intention);
  g_variant_lookup (wishes, "charter", "&s", &options.charter);
  g_variant_lookup (wishes, "colour", "&s", &options.colour);
  g_variant_lookup (wishes, "as", "&s", &options.as);
  circle = cen_replica_create_circle (call->replica, &options, error);
  if (circle == NULL || !net_node_add_circle (call->node, circle, error))
    return NULL;
  return cenacle_call_pack_identity (circle);
}

/* What is here stays readable. */
static GVariant *
leave_circle (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);

  if (circle == NULL || !cen_author_leave (circle, error))
    return NULL;
  return g_variant_new ("()");
}

/* --- Content --- */

static const CenKind *
get_kind (CenacleCall *call, gsize index, GError **error)
{
  const CenKind *kind = cen_kind_from_name (cenacle_call_get_text (call, index));

  if (kind == NULL)
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "There is no kind “%s”.",
                 cenacle_call_get_text (call, index));
  return kind;
}

static GVariant *
create_object (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const CenKind *kind = circle != NULL ? get_kind (call, 1, error) : NULL;
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GArray) values = NULL;
  g_autofree char *text = NULL;
  CenId id;

  values = kind != NULL ? cenacle_fields_parse (kind, fields, error) : NULL;
  if (values == NULL ||
      !cen_author_create (circle, kind, (const CenValue *) values->data, values->len, &id, error))
    return NULL;
  text = dup_id (&id);
  return g_variant_new ("(s)", text);
}

/* What @fields say, one list of values for each; texts are borrowed from @fields. */
static GPtrArray *
parse_all (const CenKind *kind, GVariant *fields, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; i < g_variant_n_children (fields) && i <= CEN_CREATE_ALL_MAX; i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (fields, i);
    GArray *values = cenacle_fields_parse (kind, one, error);

    if (values == NULL)
      return NULL;
    g_ptr_array_add (objects, values);
  }
  return g_steal_pointer (&objects);
}

static GVariant *
create_all (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const CenKind *kind = circle != NULL ? get_kind (call, 1, error) : NULL;
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GPtrArray) objects = kind != NULL ? parse_all (kind, fields, error) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_auto (GVariantBuilder) created = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  if (objects == NULL || !cen_author_create_all (circle, kind, objects, ids, error))
    return NULL;
  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *text = dup_id (&g_array_index (ids, CenId, i));

    g_variant_builder_add (&created, "s", text);
  }
  return g_variant_new ("(as)", &created);
}

static GVariant *
set_fields (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GArray) values = NULL;
  const CenKind *kind;
  gboolean is_own;
  CenId object;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &object, error))
    return NULL;
  kind = cen_author_get_kind (circle, &object, &is_own, error);
  if (kind == NULL)
    return NULL;
  values = cenacle_fields_parse (kind, fields, error);
  if (values == NULL ||
      !cen_author_set (circle, &object, (const CenValue *) values->data, values->len, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
mark_object (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) boxed = g_variant_get_child_value (call->parameters, 4);
  g_autoptr (GVariant) variant = g_variant_get_variant (boxed);
  gboolean is_cleared =
      g_variant_is_of_type (variant, G_VARIANT_TYPE_BOOLEAN) && !g_variant_get_boolean (variant);
  const char *mark = cenacle_call_get_text (call, 2);
  g_auto (CenValue) value = { 0 };
  const CenKind *kind;
  gboolean is_own;
  CenId object;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &object, error))
    return NULL;
  kind = cen_author_get_kind (circle, &object, &is_own, error);
  if (kind == NULL ||
      (!is_cleared && !cenacle_fields_parse_mark (kind, mark, variant, &value, error)) ||
      !cen_author_mark_value (circle, &object, mark, cenacle_call_get_text (call, 3),
                              is_cleared ? NULL : &value, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
redact_object (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId object;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &object, error) ||
      !cen_author_redact (circle, &object, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
set_profile (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const CenKind *kind = cen_kind_get (CEN_KIND_PROFILE);
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 1);
  g_autoptr (GArray) values = NULL;
  CenId profile;

  if (circle == NULL || !cen_author_find_profile (circle, &profile, error))
    return NULL;
  values = cenacle_fields_parse (kind, fields, error);
  if (values == NULL)
    return NULL;
  if (cen_id_is_zero (&profile)
          ? !cen_author_create (circle, kind, (const CenValue *) values->data, values->len,
                                &profile, error)
          : !cen_author_set (circle, &profile, (const CenValue *) values->data, values->len, error))
    return NULL;
  return g_variant_new ("()");
}

/* --- Invites --- */

static char *
make_link (CenacleCall *call, const CenCircle *circle, const guint8 *seed, gint64 expires_ms,
           GPtrArray *given)
{
  CenInviteLink link = { .circle = circle->id, .expires_ms = expires_ms };
  char *text;

  memcpy (link.seed, seed, CEN_KEY_LEN);
  net_node_fill_invite (call->node, &link, given);
  text = cen_invite_link_to_text (&link);
  cen_invite_link_clear (&link);
  return text;
}

static gboolean
read_invite_wishes (GVariant *wishes, CenInviteTerms *ret_terms, GError **error)
{
  CenInviteTerms terms = { .role = CEN_ROLE_MEMBER, .max_uses = 1, .expires_ms = INVITE_DAYS_MS };
  const char *role = NULL;

  g_variant_lookup (wishes, "uses", "u", &terms.max_uses);
  g_variant_lookup (wishes, "expires", "x", &terms.expires_ms);
  g_variant_lookup (wishes, "role", "&s", &role);
  g_variant_lookup (wishes, "confirm", "b", &terms.needs_confirmation);
  if (role != NULL && !cen_role_from_name (role, &terms.role)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "There is no role “%s”.", role);
    return FALSE;
  }
  *ret_terms = terms;
  return TRUE;
}

static GVariant *
create_invite (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 1);
  g_autoptr (GPtrArray) given = cenacle_call_take_addresses (wishes, error);
  g_autofree char *link = NULL;
  g_autofree char *text = NULL;
  gboolean has_no_address = FALSE;
  guint8 seed[CEN_KEY_LEN];
  CenInviteTerms terms;
  CenId id;

  if (circle == NULL || given == NULL || !read_invite_wishes (wishes, &terms, error))
    return NULL;
  terms.expires_ms =
      terms.expires_ms > 0 ? terms.expires_ms + circle->world->now_ms (circle->world) : 0;
  if (!cen_author_invite_on_terms (circle, &terms, seed, &id, error) ||
      !cen_secrets_add_invite (call->replica->secrets, &circle->id, &id, seed, error))
    return NULL;
  g_variant_lookup (wishes, "no-address", "b", &has_no_address);
  link = make_link (call, circle, seed, terms.expires_ms,
                    given->len > 0 || has_no_address ? given : NULL);
  cen_crypto_wipe (seed, sizeof seed);
  text = dup_id (&id);
  return g_variant_new ("(ss)", text, link);
}

static GVariant *
get_invite_link (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autofree char *link = NULL;
  const guint8 *seed;
  guint number;
  CenId id;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &id, error))
    return NULL;
  seed = circle->keys != NULL ? cen_circle_keys_get_invite_seed (circle->keys, &id) : NULL;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &id));
  if (seed == NULL || number == 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "The link of an invite is known only where it was made.");
    return NULL;
  }
  link =
      make_link (call, circle, seed,
                 ((CenFrameOp *) circle->frames->pdata[number - 1])->frame.invite.expires_ms, NULL);
  return g_variant_new ("(s)", link);
}

static GVariant *
revoke_invite (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId id;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &id, error) ||
      !cen_author_revoke_invite (circle, &id, error))
    return NULL;
  return g_variant_new ("()");
}

/* --- Local state --- */

/* All was read: what comes from now on is new (core/digest.h). */
static gboolean
note_look (CenCircle *circle, GError **error)
{
  g_autofree char *now =
      g_strdup_printf ("%" G_GINT64_FORMAT, circle->world->now_ms (circle->world));

  return cen_private_set (circle, &circle->id, CEN_PRIVATE_LOOKED, now, error);
}

static GVariant *
mark_read (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  gboolean has_channel = *cenacle_call_get_text (call, 1) != '\0';
  gboolean has_message = *cenacle_call_get_text (call, 2) != '\0';
  CenId channel, message;

  if (circle == NULL || (has_channel && !cenacle_call_get_id (call, 1, &channel, error)) ||
      (has_message && !cenacle_call_get_id (call, 2, &message, error)) ||
      !cen_local_mark_read (circle, has_channel ? &channel : NULL, has_message ? &message : NULL,
                            error) ||
      (!has_channel && !note_look (circle, error)))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
set_draft (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId channel;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &channel, error) ||
      !cen_own_set_draft (circle, &channel, cenacle_call_get_text (call, 2), error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
set_private (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId object;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &object, error) ||
      !cen_private_set (circle, &object, cenacle_call_get_text (call, 2),
                        cenacle_call_get_text (call, 3), error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
set_verified (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  gboolean is_verified;
  CenId member;

  g_variant_get_child (call->parameters, 2, "b", &is_verified);
  if (circle == NULL || !cenacle_call_get_id (call, 1, &member, error) ||
      !cen_local_set_verified (circle, &member, is_verified ? CEN_VERIFIED_YES : CEN_VERIFIED_NO,
                               error))
    return NULL;
  return g_variant_new ("()");
}

/* --- Keeping house --- */

static GVariant *
rebuild (CenacleCall *call, GError **error)
{
  gboolean is_all = *cenacle_call_get_text (call, 0) == '\0';
  CenCircle *one = is_all ? NULL : cenacle_call_get_circle (call, 0, error);

  if (!is_all && one == NULL)
    return NULL;
  for (guint i = 0; i < call->replica->circles->len; i++) {
    CenCircle *circle = call->replica->circles->pdata[i];

    if (!is_all && circle != one)
      continue;
    if (!cen_store_begin (circle->store, CEN_STORE_NORMAL, error))
      return NULL;
    if (!cen_views_rebuild (circle, error)) {
      cen_store_rollback (circle->store);
      cen_circle_reload (circle, NULL);
      return NULL;
    }
    if (!cen_store_commit (circle->store, error))
      return NULL;
  }
  return g_variant_new ("()");
}

static GVariant *
load (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  guint n_posts, n_authors;

  g_variant_get_child (call->parameters, 1, "u", &n_posts);
  g_variant_get_child (call->parameters, 2, "u", &n_authors);
  if (circle == NULL || !cenacle_load (circle, n_posts, n_authors, error))
    return NULL;
  return g_variant_new ("()");
}

CenacleMethodFunc
cenacle_methods_home_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "CreateCircle", create_circle },
    { "LeaveCircle", leave_circle },
    { "Create", create_object },
    { "CreateAll", create_all },
    { "Set", set_fields },
    { "Mark", mark_object },
    { "Redact", redact_object },
    { "SetProfile", set_profile },
    { "CreateInvite", create_invite },
    { "GetInviteLink", get_invite_link },
    { "RevokeInvite", revoke_invite },
    { "MarkRead", mark_read },
    { "SetDraft", set_draft },
    { "SetPrivate", set_private },
    { "SetVerified", set_verified },
    { "Rebuild", rebuild },
    { "Load", load },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
