/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-far.h"

const CenKind cen_kinds_far[] = {
  {
      CEN_KIND_RELAY,
      "relay",
      CEN_WRITER_FACILITATOR,
      0,
      0,
      {
          { CEN_RELAY_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR, CEN_FIELD_REQUIRED,
            0, 0 },
          { CEN_RELAY_KEY, "key", CEN_FIELD_BYTES, CEN_KEY_LEN, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 0, 0 },
          { CEN_RELAY_ADDRESSES, "addresses", CEN_FIELD_TEXTS, CEN_ADDR_MAX, CEN_WRITER_FACILITATOR,
            CEN_FIELD_REQUIRED, 1, CEN_RELAY_ADDRESSES_MAX },
      },
      { { 0 } },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_KEEPER,
      "keeper",
      CEN_WRITER_MEMBER,
      0,
      0,
      {
          { CEN_KEEPER_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_AUTHOR, CEN_FIELD_REQUIRED, 0,
            0 },
          { CEN_KEEPER_DEVICE, "device", CEN_FIELD_BYTES, CEN_KEY_LEN, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 0, 0 },
      },
      { { 0 } },
      FALSE,
      FALSE,
  },
  { 0 },
};
