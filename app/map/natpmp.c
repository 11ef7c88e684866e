/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "router.h"

#include <arpa/inet.h>
#include <natpmp.h>
#include <sys/select.h>

#define WAIT_US (2 * G_USEC_PER_SEC) /* a router answers at once, or speaks something else */

static gboolean
read_answer (natpmp_t *natpmp, natpmpresp_t *ret_answer)
{
  gint64 until = g_get_monotonic_time () + WAIT_US;
  int result = NATPMP_TRYAGAIN;

  while (result == NATPMP_TRYAGAIN && g_get_monotonic_time () < until) {
    struct timeval wait = { 0 };
    fd_set fds;

    FD_ZERO (&fds);
    FD_SET (natpmp->s, &fds);
    getnatpmprequesttimeout (natpmp, &wait);
    select (natpmp->s + 1, &fds, NULL, NULL, &wait);
    result = readnatpmpresponseorretry (natpmp, ret_answer);
  }
  return result == 0;
}

static gboolean
map_one (natpmp_t *natpmp, guint16 port, guint lease_s, NetMapAnswer *answer)
{
  natpmpresp_t said;

  if (sendnewportmappingrequest (natpmp, NATPMP_PROTOCOL_TCP, port, lease_s > 0 ? port : 0,
                                 lease_s) < 0 ||
      !read_answer (natpmp, &said) || said.type != NATPMP_RESPTYPE_TCPPORTMAPPING)
    return FALSE;
  if (lease_s > 0)
    net_map_answer_add (answer, port, said.pnu.newportmapping.mappedpublicport,
                        said.pnu.newportmapping.lifetime);
  return TRUE;
}

gboolean
cenacle_map_ask_natpmp (const NetMapRequest *request, in_addr_t gateway, NetMapAnswer *ret_answer)
{
  natpmpresp_t said;
  natpmp_t natpmp;
  gboolean ok;

  if (initnatpmp (&natpmp, 1, gateway) != 0)
    return FALSE;
  ok = sendpublicaddressrequest (&natpmp) >= 0 && read_answer (&natpmp, &said) &&
       said.type == NATPMP_RESPTYPE_PUBLICADDRESS &&
       inet_ntop (AF_INET, &said.pnu.publicaddress.addr, ret_answer->outside,
                  sizeof ret_answer->outside) != NULL;
  for (guint i = 0; ok && i < request->n_ports; i++)
    ok = map_one (&natpmp, request->ports[i], request->lease_s, ret_answer);
  closenatpmp (&natpmp);
  ret_answer->way = NET_MAP_NATPMP;
  return ok;
}
