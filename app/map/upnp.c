/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "router.h"

#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/upnpcommands.h>
#include <miniupnpc/upnperrors.h>
#include <string.h>

#define DISCOVER_MS 2000
#define TTL         2
#define NOWHERE     "/nonexistent" /* instead of another daemon's socket */
#define PERMANENT   725            /* the router knows no leases */

static int
find_router (struct UPNPDev *devices, struct UPNPUrls *urls, struct IGDdatas *data, char *lan,
             int lan_len)
{
#if MINIUPNPC_API_VERSION >= 18
  char wan[64];

  return UPNP_GetValidIGD (devices, urls, data, lan, lan_len, wan, sizeof wan);
#else
  return UPNP_GetValidIGD (devices, urls, data, lan, lan_len);
#endif
}

static gboolean
map_one (const struct UPNPUrls *urls, const struct IGDdatas *data, const char *lan, guint16 port,
         guint lease_s, NetMapAnswer *answer)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autofree char *lease = g_strdup_printf ("%u", lease_s);
  int failure;

  if (lease_s == 0)
    return UPNP_DeletePortMapping (urls->controlURL, data->first.servicetype, number, "TCP",
                                   NULL) == UPNPCOMMAND_SUCCESS;
  failure = UPNP_AddPortMapping (urls->controlURL, data->first.servicetype, number, number, lan,
                                 "Cenacle", "TCP", NULL, lease);
  if (failure == PERMANENT)
    failure = UPNP_AddPortMapping (urls->controlURL, data->first.servicetype, number, number, lan,
                                   "Cenacle", "TCP", NULL, "0");
  if (failure != UPNPCOMMAND_SUCCESS)
    return FALSE;
  net_map_answer_add (answer, port, port, lease_s);
  return TRUE;
}

gboolean
cenacle_map_ask_upnp (const NetMapRequest *request, NetMapAnswer *ret_answer)
{
  int failure = 0;
  struct UPNPDev *devices = upnpDiscover (DISCOVER_MS, NULL, NOWHERE, 0, 0, TTL, &failure);
  struct UPNPUrls urls = { 0 };
  struct IGDdatas data = { 0 };
  char lan[64] = "", outside[64] = "";
  gboolean ok;

  if (devices == NULL)
    return FALSE;
  ok = find_router (devices, &urls, &data, lan, sizeof lan) == 1 &&
       UPNP_GetExternalIPAddress (urls.controlURL, data.first.servicetype, outside) ==
           UPNPCOMMAND_SUCCESS;
  g_strlcpy (ret_answer->outside, outside, sizeof ret_answer->outside);
  for (guint i = 0; ok && i < request->n_ports; i++)
    ok = map_one (&urls, &data, lan, request->ports[i], request->lease_s, ret_answer);
  FreeUPNPUrls (&urls);
  freeUPNPDevlist (devices);
  ret_answer->way = NET_MAP_UPNP;
  return ok;
}
