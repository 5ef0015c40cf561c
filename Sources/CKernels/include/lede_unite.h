// SPDX-License-Identifier: Apache-2.0
// The union of many posting lists over one segment: docs/format/postings.md.
#pragma once
#include "lede_kernels.h"

// Frequencies are kept in a byte a document, so that those of a segment stay in the second-level cache. A byte goes no further
// than this; what is more is carried.
enum { LEDE_MOST_COUNTED = 255 };

typedef struct {
    uint32_t document;
    uint32_t more;
} lede_carry;

// Where lists are united: frequencies, or a bit a document alone.
typedef struct {
    uint8_t *counts;      // a byte a document, 0 where it is in no list; null where bits are kept
    uint8_t *groups;      // a byte for 64 documents: 1 where one of them is in a list; their number a multiple of 64
    lede_carry *carries;
    size_t carried, room; // carries there are, and how many there is room for
    uint64_t *bits;       // a bit a document; null where frequencies are kept
    size_t words;
} lede_union;

// A list as its file holds it, its pages checked. Nothing in it is trusted but the pointers and sizes.
typedef struct {
    const uint8_t *head;      // of several blocks: last documents, ends, occurrences before, four bytes each
    const uint8_t *blocks;
    size_t size;              // bytes of the blocks
    size_t number;            // blocks, at least 1
    size_t count;             // documents
    uint32_t limit;           // documents are below, as they are below the union's
    const uint8_t *wanted;    // a byte a form code: whether it counts; null where all do
    size_t forms;             // codes there are
    const uint8_t *codes;     // ends of the blocks of codes, then those blocks
    size_t codes_size;
    size_t occurrences;
} lede_united;

// Adds the postings from `*block` on. Returns with reason LEDE_NO_ROOM where there may be more carries in `*block` than there is
// room for, and goes on from there when called again; other reasons, with the offset from the first block on (of codes: from
// their first byte on, `*block` being the list's number of blocks), for bytes that no encoder wrote.
lede_outcome lede_unite(const lede_united *list, size_t *block, lede_union *all);

// Adds postings, at most 256, for which there is room in any case. Those of frequency 0 are left out.
void lede_unite_some(const uint32_t *documents, const uint32_t *frequencies, size_t n, lede_union *all);

// Reads entries of a dictionary block from `*at` on, behind an entry whose key has `*key` bytes and begins with a prefix of
// `prefix` bytes: docs/format/dictionary.md. Passes over spellings of terms that begin with it, and adds the postings of terms that
// stand in their entries and have no other spellings. Stops before what needs a closer look, as damage does, or at the end; `*at`
// and `*key` are those of the last entry that was read. Documents are below `limit`, which is above 0.
void lede_unite_keys(
    const uint8_t *bytes, size_t size, size_t prefix, uint32_t limit, size_t *at, size_t *key, lede_union *all);

// How many of the documents first..<end have a count.
size_t lede_count_united(const uint8_t *counts, const uint8_t *groups, uint32_t first, uint32_t end);

// The documents *first..<end with a count of `minimum`, which is above 0, to `maximum`, ascending, and their counts; returns their
// number. Once there are `most` of them it stops and moves `*first` behind the last group looked at, else to `end`. Both have
// room for 128 more.
size_t lede_list_united(
    const uint8_t *counts, const uint8_t *groups, uint32_t *first, uint32_t end, uint8_t minimum, uint8_t maximum,
    size_t most, uint32_t *documents, uint32_t *frequencies);

// Takes the counts of so many groups away.
void lede_clear_united(uint8_t *counts, uint8_t *groups, size_t number);

// The documents first..<end whose bit is set, ascending; returns their number. There is room for 64 more.
size_t lede_list_bits(const uint64_t *bits, uint32_t first, uint32_t end, uint32_t *documents);
