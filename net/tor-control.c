/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One command is out at a time. PROTOCOLINFO, AUTHCHALLENGE and AUTHENTICATE (SAFECOOKIE, which
 * also proves that the daemon knows its cookie, so that nobody else's is sent to a stranger),
 * GETINFO, and then ADD_ONION and DEL_ONION as they are wished. What comes unasked (650) is passed
 * over. */

#include "tor-control.h"

#include "core/error.h"
#include "tor-wire.h"

#include <string.h>

#define NONCE_LEN     32
#define COOKIE_LEN    32
#define PROOF_LEN     32
#define ASYNCHRONOUS  650
#define SERVER_DOMAIN "Tor safe cookie authentication server-to-controller hash"
#define CLIENT_DOMAIN "Tor safe cookie authentication controller-to-server hash"

typedef enum {
  WAITS_FOR_NOTHING,
  WAITS_FOR_INFO,
  WAITS_FOR_CHALLENGE,
  WAITS_FOR_ADMISSION,
  WAITS_FOR_SOCKS,
  WAITS_FOR_SERVICE,
  WAITS_FOR_END,
} Awaited;

typedef struct {
  CenId owner;
  guint8 seed[CEN_KEY_LEN];
  guint port;
  gboolean was_asked;
} Service;

struct _NetTorControl {
  const CenWorld *world;
  NetTorEvents events;
  gpointer user_data;
  NetTorReader reader;
  NetTorState state;
  Awaited awaited;
  gint64 asked_ms;
  GQueue *out; /* char * */
  guint8 cookie[COOKIE_LEN];
  guint8 nonce[NONCE_LEN];
  char *socks;
  GArray *services;  /* Service */
  CenId asked_for;   /* whose service is awaited */
  GQueue *ended;     /* char *: names of services nobody wants any more */
  GHashTable *names; /* CenId owner → char * */
};

static void
ask (NetTorControl *self, Awaited awaited, char *command, gint64 now_ms)
{
  self->awaited = awaited;
  self->asked_ms = now_ms;
  g_queue_push_tail (self->out, command);
}

static char *
dup_hex (const guint8 *bytes, gsize len)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

NetTorControl *
net_tor_control_new (const CenWorld *world, const NetTorEvents *events, gpointer user_data,
                     gint64 now_ms)
{
  NetTorControl *self = g_new0 (NetTorControl, 1);

  self->world = world;
  self->events = *events;
  self->user_data = user_data;
  net_tor_reader_init (&self->reader);
  self->out = g_queue_new ();
  self->ended = g_queue_new ();
  self->services = g_array_new (FALSE, TRUE, sizeof (Service));
  self->names = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  ask (self, WAITS_FOR_INFO, g_strdup ("PROTOCOLINFO 1\r\n"), now_ms);
  return self;
}

static void
free_secret_text (gpointer text)
{
  cen_crypto_wipe (text, strlen (text));
  g_free (text);
}

void
net_tor_control_free (NetTorControl *self)
{
  if (self == NULL)
    return;
  net_tor_reader_clear (&self->reader);
  g_queue_free_full (self->out, free_secret_text);
  g_queue_free_full (self->ended, g_free);
  cen_crypto_wipe (self->services->data, self->services->len * sizeof (Service));
  g_array_unref (self->services);
  g_hash_table_unref (self->names);
  cen_crypto_wipe (self->cookie, sizeof self->cookie);
  g_free (self->socks);
  g_free (self);
}

/* --- Being let in --- */

static gboolean
fail (NetTorControl *self, GError **error, const char *sentence)
{
  self->state = NET_TOR_REFUSED;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, sentence);
  return FALSE;
}

static gboolean
read_cookie (NetTorControl *self, const NetTorReply *reply)
{
  g_autofree char *path = net_tor_reply_dup_value (reply, "COOKIEFILE");
  g_autoptr (GBytes) cookie =
      path != NULL ? self->events.read_cookie (path, self->user_data) : NULL;

  if (cookie == NULL || g_bytes_get_size (cookie) != COOKIE_LEN)
    return FALSE;
  memcpy (self->cookie, g_bytes_get_data (cookie, NULL), COOKIE_LEN);
  return TRUE;
}

static gboolean
take_info (NetTorControl *self, const NetTorReply *reply, gint64 now_ms, GError **error)
{
  g_autofree char *nonce = NULL;

  if (!net_tor_reply_has_word (reply, "METHODS", "SAFECOOKIE") || !read_cookie (self, reply))
    return fail (self, error,
                 "The Tor daemon of this computer does not let you in: become a member of the "
                 "group “debian-tor” and log in again.");
  self->world->random (self->world, self->nonce, NONCE_LEN);
  nonce = dup_hex (self->nonce, NONCE_LEN);
  ask (self, WAITS_FOR_CHALLENGE, g_strdup_printf ("AUTHCHALLENGE SAFECOOKIE %s\r\n", nonce),
       now_ms);
  return TRUE;
}

static void
make_proof (const NetTorControl *self, const char *domain, const guint8 server[static NONCE_LEN],
            guint8 ret_proof[static PROOF_LEN])
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) domain, strlen (domain));
  gsize len = PROOF_LEN;

  g_hmac_update (hmac, self->cookie, COOKIE_LEN);
  g_hmac_update (hmac, self->nonce, NONCE_LEN);
  g_hmac_update (hmac, server, NONCE_LEN);
  g_hmac_get_digest (hmac, ret_proof, &len);
}

static gboolean
take_challenge (NetTorControl *self, const NetTorReply *reply, gint64 now_ms, GError **error)
{
  guint8 server[NONCE_LEN], theirs[PROOF_LEN], proof[PROOF_LEN];
  g_autofree char *text = NULL;

  if (!net_tor_reply_get_bytes (reply, "SERVERNONCE", server, NONCE_LEN) ||
      !net_tor_reply_get_bytes (reply, "SERVERHASH", theirs, PROOF_LEN))
    return fail (self, error, "What listens there is no Tor daemon.");
  make_proof (self, SERVER_DOMAIN, server, proof);
  if (!cen_crypto_equal (proof, theirs, PROOF_LEN))
    return fail (self, error, "What listens there is no Tor daemon.");
  make_proof (self, CLIENT_DOMAIN, server, proof);
  text = dup_hex (proof, PROOF_LEN);
  ask (self, WAITS_FOR_ADMISSION, g_strdup_printf ("AUTHENTICATE %s\r\n", text), now_ms);
  return TRUE;
}

static gboolean
take_socks (NetTorControl *self, const NetTorReply *reply, GError **error)
{
  self->socks = net_tor_reply_dup_listener (reply, "net/listeners/socks");
  if (self->socks == NULL)
    return fail (self, error, "The Tor daemon of this computer has no SOCKS port.");
  self->state = NET_TOR_READY;
  return TRUE;
}

/* --- Services --- */

static Service *
find_service (NetTorControl *self, const CenId *owner)
{
  for (guint i = 0; i < self->services->len; i++) {
    Service *service = &g_array_index (self->services, Service, i);

    if (cen_id_equal (&service->owner, owner))
      return service;
  }
  return NULL;
}

static void
take_service (NetTorControl *self, const NetTorReply *reply)
{
  g_autofree char *name = net_tor_reply_dup_value (reply, "ServiceID");
  gboolean is_good = reply->status == NET_TOR_OK && name != NULL && net_tor_is_service (name);

  if (is_good && find_service (self, &self->asked_for) == NULL) {
    g_queue_push_tail (self->ended, g_steal_pointer (&name));
    return;
  }
  if (is_good)
    g_hash_table_insert (self->names, cen_id_dup (&self->asked_for), g_strdup (name));
  self->events.on_service (&self->asked_for, is_good ? name : NULL, self->user_data);
}

static void
ask_for_service (NetTorControl *self, Service *service, gint64 now_ms)
{
  guint8 secret[CEN_EXPANDED_LEN];
  g_autofree char *text = NULL;

  cen_crypto_expand_seed (secret, service->seed);
  text = g_base64_encode (secret, sizeof secret);
  cen_crypto_wipe (secret, sizeof secret);
  service->was_asked = TRUE;
  self->asked_for = service->owner;
  ask (self, WAITS_FOR_SERVICE,
       g_strdup_printf ("ADD_ONION ED25519-V3:%s Port=%d,127.0.0.1:%u\r\n", text, NET_TOR_PORT,
                        service->port),
       now_ms);
  cen_crypto_wipe (text, strlen (text));
}

static void
ask_next (NetTorControl *self, gint64 now_ms)
{
  g_autofree char *ended = NULL;

  if (self->state != NET_TOR_READY || self->awaited != WAITS_FOR_NOTHING)
    return;
  ended = g_queue_pop_head (self->ended);
  if (ended != NULL) {
    ask (self, WAITS_FOR_END, g_strdup_printf ("DEL_ONION %s\r\n", ended), now_ms);
    return;
  }
  for (guint i = 0; i < self->services->len; i++) {
    Service *service = &g_array_index (self->services, Service, i);

    if (!service->was_asked) {
      ask_for_service (self, service, now_ms);
      return;
    }
  }
}

void
net_tor_control_want (NetTorControl *self, const CenId *owner,
                      const guint8 seed[static CEN_KEY_LEN], guint port)
{
  Service service = { .owner = *owner, .port = port };

  if (find_service (self, owner) != NULL || self->services->len >= NET_TOR_SERVICES_MAX)
    return;
  memcpy (service.seed, seed, CEN_KEY_LEN);
  g_array_append_val (self->services, service);
  cen_crypto_wipe (&service, sizeof service);
}

void
net_tor_control_forget (NetTorControl *self, const CenId *owner)
{
  Service *service = find_service (self, owner);
  const char *name = g_hash_table_lookup (self->names, owner);

  if (service == NULL)
    return;
  cen_crypto_wipe (service->seed, sizeof service->seed);
  g_array_remove_index (self->services,
                        (guint) (service - (Service *) (gpointer) self->services->data));
  if (name != NULL)
    g_queue_push_tail (self->ended, g_strdup (name));
  g_hash_table_remove (self->names, owner);
}

/* --- Time and bytes --- */

static gboolean
take_reply (NetTorControl *self, const NetTorReply *reply, gint64 now_ms, GError **error)
{
  Awaited awaited = self->awaited;

  self->awaited = WAITS_FOR_NOTHING;
  if (awaited == WAITS_FOR_SERVICE) {
    take_service (self, reply);
    return TRUE;
  }
  if (awaited == WAITS_FOR_END)
    return TRUE;
  if (reply->status != NET_TOR_OK)
    return fail (self, error, "The Tor daemon of this computer does not let you in.");
  switch (awaited) {
  case WAITS_FOR_INFO:
    return take_info (self, reply, now_ms, error);
  case WAITS_FOR_CHALLENGE:
    return take_challenge (self, reply, now_ms, error);
  case WAITS_FOR_ADMISSION:
    ask (self, WAITS_FOR_SOCKS, g_strdup ("GETINFO net/listeners/socks\r\n"), now_ms);
    return TRUE;
  case WAITS_FOR_SOCKS:
    return take_socks (self, reply, error);
  default:
    return fail (self, error, "What listens there is no Tor daemon.");
  }
}

gboolean
net_tor_control_receive (NetTorControl *self, const char *bytes, gsize len, gint64 now_ms,
                         GError **error)
{
  gboolean ok = net_tor_reader_feed (&self->reader, bytes, len, error);

  while (ok) {
    g_autoptr (NetTorReply) reply = net_tor_reader_pop (&self->reader);

    if (reply == NULL)
      break;
    if (reply->status != ASYNCHRONOUS)
      ok = take_reply (self, reply, now_ms, error);
  }
  return ok;
}

gboolean
net_tor_control_tick (NetTorControl *self, gint64 now_ms, GError **error)
{
  ask_next (self, now_ms);
  if (now_ms < net_tor_control_get_deadline (self))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                       "The Tor daemon of this computer does not answer.");
  return FALSE;
}

gint64
net_tor_control_get_deadline (const NetTorControl *self)
{
  return self->awaited != WAITS_FOR_NOTHING ? self->asked_ms + NET_TOR_ANSWER_MS : G_MAXINT64;
}

char *
net_tor_control_pop (NetTorControl *self)
{
  return g_queue_pop_head (self->out);
}

NetTorState
net_tor_control_get_state (const NetTorControl *self)
{
  return self->state;
}

const char *
net_tor_control_get_socks (const NetTorControl *self)
{
  return self->socks;
}
