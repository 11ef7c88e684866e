/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about who is in a circle and with which devices. */

#include "call.h"
#include "continue.h"

#include "core/author-members.h"

#include <string.h>

/* --- Members --- */

static GVariant *
grant_role (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const char *name = cenacle_call_get_text (call, 2);
  CenRole role;
  CenId member;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &member, error))
    return NULL;
  if (!cen_role_from_name (name, &role)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "There is no role “%s”.", name);
    return NULL;
  }
  return cen_author_grant (circle, &member, role, NULL, error) ? g_variant_new ("()") : NULL;
}

static gboolean
read_cut (GVariant *wishes, CenId ret_cut[static CEN_FRAME_CUT_MAX], guint *ret_n, GError **error)
{
  g_autofree const char **given = NULL;

  *ret_n = 0;
  g_variant_lookup (wishes, "cut", "^a&s", &given);
  for (guint i = 0; given != NULL && given[i] != NULL; i++) {
    if (i == CEN_FRAME_CUT_MAX || !cen_id_from_text (&ret_cut[i], given[i])) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                   "A cut is made of at most %d whole ids of operations.", CEN_FRAME_CUT_MAX);
      return FALSE;
    }
    *ret_n = i + 1;
  }
  return TRUE;
}

static GVariant *
remove_member (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 2);
  const char *reason = NULL;
  CenId cut[CEN_FRAME_CUT_MAX];
  CenId member;
  guint n_cut;

  g_variant_lookup (wishes, "reason", "&s", &reason);
  if (circle == NULL || !cenacle_call_get_id (call, 1, &member, error) ||
      !read_cut (wishes, cut, &n_cut, error) ||
      !cen_author_revoke (circle, &member, cut, n_cut, reason, error))
    return NULL;
  return g_variant_new ("()");
}

/* The keys that were lost are put out too, when this person may: those of the founder stay. */
static gboolean
put_out_former (CenCircle *circle, const CenId *formerly, GError **error)
{
  const CenMemberInfo *info = cen_authority_get_member (circle->authority, formerly);
  g_autoptr (GError) local = NULL;

  if (info == NULL || info->state != CEN_MEMBER_ACTIVE ||
      cen_author_revoke (circle, formerly, NULL, 0, NULL, &local) ||
      g_error_matches (local, CEN_ERROR, CEN_ERROR_REFUSED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static GVariant *
vouch_member (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const CenMemberInfo *info;
  CenId member, formerly;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &member, error) ||
      !cenacle_call_get_id (call, 2, &formerly, error))
    return NULL;
  info = cen_authority_get_member (circle->authority, &member);
  if (info == NULL || cen_authority_get_member (circle->authority, &formerly) == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such member.");
    return NULL;
  }
  if (cen_id_equal (&member, &formerly)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "Nobody was formerly themself: name the new member, then the old one.");
    return NULL;
  }
  if (!cen_author_grant (circle, &member, info->role, &formerly, error) ||
      !put_out_former (circle, &formerly, error))
    return NULL;
  return g_variant_new ("()");
}

/* --- Devices --- */

static GVariant *
remove_device (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId device;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &device, error) ||
      !cen_author_remove_device (circle, &device, NULL, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
create_device_link (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 1);
  g_autoptr (GPtrArray) given = cenacle_call_take_addresses (wishes, error);
  g_autofree char *text = NULL;
  gint64 while_ms = CEN_DEVICE_LINK_MS;
  gboolean has_no_address = FALSE;
  CenDeviceLink link = { .n_addresses = 0 };

  g_variant_lookup (wishes, "expires", "x", &while_ms);
  g_variant_lookup (wishes, "no-address", "b", &has_no_address);
  if (circle == NULL || given == NULL)
    return NULL;
  link.circle = circle->id;
  link.expires_ms = circle->world->now_ms (circle->world) +
                    CLAMP (while_ms, 0, (gint64) CEN_DEVICE_LINK_MAX_MS + 1);
  if (!cen_sponsor_create_link (call->replica->secrets, circle, link.expires_ms, link.seed, error))
    return NULL;
  net_node_fill_device_link (call->node, &link, given->len > 0 || has_no_address ? given : NULL);
  text = cen_device_link_to_text (&link);
  cen_device_link_clear (&link);
  return g_variant_new ("(s)", text);
}

static void
added_cb (const NetPreviewFound *found G_GNUC_UNUSED, CenCircle *circle, const GError *error,
          gpointer user_data)
{
  cenacle_call_answer (user_data, error == NULL ? cenacle_call_pack_identity (circle) : NULL,
                       error);
}

static GVariant *
add_device (CenacleCall *call, GError **error)
{
  gint64 now = call->replica->world->now_ms (call->replica->world);
  CenDeviceLink link;
  guint wait_ms;

  g_variant_get_child (call->parameters, 1, "u", &wait_ms);
  if (!cen_device_link_parse (&link, cenacle_call_get_text (call, 0), error))
    return NULL;
  if (link.expires_ms <= now)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This device link was used or has expired: make a new one.");
  else
    net_node_add_device (call->node, &link, wait_ms, added_cb, call->invocation, error);
  cen_device_link_clear (&link);
  return NULL;
}

CenacleMethodFunc
cenacle_methods_membership_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "GrantRole", grant_role },
    { "RemoveMember", remove_member },
    { "VouchMember", vouch_member },
    { "RemoveDevice", remove_device },
    { "ContinueCircle", cenacle_continue_circle },
    { "CreateDeviceLink", create_device_link },
    { "AddDevice", add_device },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
