/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "continue.h"

#include "core/author-content.h"
#include "core/queries.h"

#include <string.h>

/* People may be away for a while. */
#define INVITE_MS (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)

typedef struct {
  CenacleCall *call;
  CenCircle *old;
  CenCircle *fresh;
  const char *name;
} Continuation;

static const CenMemberRow *
find_self (GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (row->is_self)
      return row;
  }
  return NULL;
}

/* Nothing is founded that nobody could be told of. */
static gboolean
check_self (const CenMemberRow *self, GError **error)
{
  if (self != NULL && self->state == CEN_MEMBER_ACTIVE && self->role <= CEN_ROLE_MEMBER)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "Only one who may write in a circle can go on with it as a new one.");
  return FALSE;
}

static CenCircle *
found (CenacleCall *call, const CenCircleRow *row, const char *name, const char *as, GError **error)
{
  g_autofree char *continues = cen_id_dup_text (&row->id);
  CenCircleOptions options = { .name = name,
                               .intention = row->intention,
                               .charter = row->charter,
                               .colour = row->colour,
                               .continues = continues,
                               .as = as };
  CenCircle *circle = cen_replica_create_circle (call->replica, &options, error);

  return circle != NULL && net_node_add_circle (call->node, circle, error) ? circle : NULL;
}

/* The new circle has the channel of that name already: every circle begins with one. */
static const CenChannelRow *
find_channel (GPtrArray *channels, const char *name)
{
  for (guint i = 0; i < channels->len; i++) {
    const CenChannelRow *row = channels->pdata[i];

    if (strcmp (row->name, name) == 0)
      return row;
  }
  return NULL;
}

static gboolean
copy_channels (const Continuation *self, GError **error)
{
  g_autoptr (GPtrArray) olds = cen_query_channels (self->old->store, &self->old->id, error);
  g_autoptr (GPtrArray) begun = cen_query_channels (self->fresh->store, &self->fresh->id, error);

  for (guint i = 0; olds != NULL && begun != NULL && i < olds->len; i++) {
    const CenChannelRow *row = olds->pdata[i];
    const CenChannelRow *same = find_channel (begun, row->name);
    g_autofree char *continues = cen_id_dup_text (&row->id);
    CenValue values[] = {
      { .field = CEN_CHANNEL_CONTINUES, .type = CEN_FIELD_TEXT, .text = continues },
      { .field = CEN_CHANNEL_TOPIC, .type = CEN_FIELD_TEXT, .text = row->topic },
      { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = row->name },
    };
    CenId id;

    if (same != NULL ? !cen_author_set (self->fresh, &same->id, values, 2, error)
                     : !cen_author_create (self->fresh, cen_kind_get (CEN_KIND_CHANNEL), values,
                                           G_N_ELEMENTS (values), &id, error))
      return FALSE;
  }
  return olds != NULL && begun != NULL;
}

/* An invite of one use for one person, by which they are as much as they were, though not more than
 * a member. */
static char *
make_invite (const Continuation *self, CenRole role, GError **error)
{
  CenSecrets *secrets = self->call->replica->secrets;
  CenInviteTerms terms = { .role = MAX (role, CEN_ROLE_MEMBER), .max_uses = 1 };
  CenInviteLink link = { .circle = self->fresh->id };
  char *text = NULL;
  CenId invite;

  terms.expires_ms = self->fresh->world->now_ms (self->fresh->world) + INVITE_MS;
  link.expires_ms = terms.expires_ms;
  if (cen_author_invite_on_terms (self->fresh, &terms, link.seed, &invite, error) &&
      cen_secrets_add_invite (secrets, &self->fresh->id, &invite, link.seed, error)) {
    net_node_fill_invite (self->call->node, &link, NULL);
    text = cen_invite_link_to_text (&link);
  }
  cen_invite_link_clear (&link);
  return text;
}

/* In everybody's language: the name and the link, which the reader's program knows. One to whom
 * nothing can be sealed is passed over. */
static gboolean
write_letter (const Continuation *self, const CenMemberRow *member, GError **error)
{
  g_autofree char *link = make_invite (self, member->role, error);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT };
  CenId id;

  if (link == NULL)
    return FALSE;
  text = g_strdup_printf ("%s\n\n%s", self->name, link);
  value.text = text;
  if (cen_author_create_sealed (self->old, &member->id, 1, cen_kind_get (CEN_KIND_LETTER), &value,
                                1, &id, &local) ||
      g_error_matches (local, CEN_ERROR, CEN_ERROR_REFUSED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
write_letters (const Continuation *self, GPtrArray *members, const char *const *left_out,
               GError **error)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];
    g_autofree char *id = cen_id_dup_text (&row->id);

    if (row->is_self || row->state != CEN_MEMBER_ACTIVE ||
        (left_out != NULL && g_strv_contains (left_out, id)))
      continue;
    if (!write_letter (self, row, error))
      return FALSE;
  }
  return TRUE;
}

GVariant *
cenacle_continue_circle (CenacleCall *call, GError **error)
{
  Continuation self = { .call = call, .old = cenacle_call_get_circle (call, 0, error) };
  g_autoptr (GVariant) wishes = g_variant_get_child_value (call->parameters, 1);
  g_autoptr (CenCircleRow) row = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autofree const char **left_out = NULL;
  g_autofree char *id = NULL;
  const CenMemberRow *me;

  if (self.old == NULL)
    return NULL;
  row = cen_query_circle (self.old->store, &self.old->id, error);
  members = row != NULL ? cen_query_members (self.old->store, &self.old->id, error) : NULL;
  me = members != NULL ? find_self (members) : NULL;
  if (members == NULL || !check_self (me, error))
    return NULL;
  self.name = row->name;
  g_variant_lookup (wishes, "name", "&s", &self.name);
  g_variant_lookup (wishes, "leave-out", "^a&s", &left_out);
  self.fresh = found (call, row, self.name, me->name, error);
  if (self.fresh == NULL || !copy_channels (&self, error) ||
      !write_letters (&self, members, left_out, error))
    return NULL;
  id = cen_id_dup_text (&self.fresh->id);
  return g_variant_new ("(s)", id);
}
