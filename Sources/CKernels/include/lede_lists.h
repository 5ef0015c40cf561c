// SPDX-License-Identifier: Apache-2.0
// Posting lists of several blocks, walked from block to block: candidates looked up, sets filled. docs/format/postings.md.
#pragma once
#include "lede_kernels.h"

// Frequencies up to which they are picked out of a block of 256, not unpacked with all others.
enum { LEDE_MOST_PICKED = 24 };

// A list as its file holds it. Nothing in it is trusted but the pointers and sizes.
typedef struct {
    const uint8_t *last;      // of each block the last document, four bytes
    const uint8_t *ends;      // of each block where it ends, counted from the first one's start, four bytes
    const uint8_t *blocks;    // the first block
    size_t size;              // bytes that may be read from there on
    size_t number;            // blocks, at least 2
    size_t count;             // documents
    uint32_t limit;           // documents are below
    const uint64_t *checked;  // a bit for each page of the file whose checksum was right
    size_t offset;            // of the first block in the file
    unsigned page_shift;      // pages have two to the power of this many bytes
} lede_list;

// Ascending documents; scratch for `count` entries each; and what is recorded of those found, each of which may be null.
typedef struct {
    const uint32_t *wanted;
    size_t count;
    uint16_t *here, *there;
    uint32_t *documents;     // the document; may be `wanted`, which is overwritten from its start then
    int32_t *sums;           // its sum, moved to its place
    uint16_t *origins;       // where it stood among those wanted
    uint32_t *places;        // the posting's number in the list
    uint32_t *offsets;       // where in its block's bytes the frequencies begin
    uint32_t *frequencies;   // its frequency
} lede_candidates;

// How far a search is, and the block that was looked into last.
typedef struct {
    size_t next, kept;        // the first candidate to look for, and how many were found so far
    size_t block;             // at or before that candidate
    size_t opened;            // SIZE_MAX if none is
    size_t frequencies_at;    // where its frequencies begin
    int decoded;              // whether its documents are all in `documents`
    int has_frequencies;      // whether its frequencies are in `frequencies`
    uint32_t *documents, *frequencies;  // room for a block
    size_t runs, bitsets, patched, patches;  // blocks looked into, by coding, and their patches
} lede_search;

// Records the candidates that the list holds. Begins with `next` and `kept` 0. Returns with reason LEDE_UNCHECKED where a page of
// `block` was not checked, and goes on from there when called again; other reasons, with the offset from the first block on, for
// bytes that no encoder wrote. Afterwards `block` is one that the next search for later documents can begin with, or the
// list's number of blocks.
lede_outcome lede_list_search(const lede_list *list, const lede_candidates *candidates, lede_search *search);

// Adds the documents from `low` to below `high`, which is above it, to a set whose first bit stands for `low`; bits of the last
// word behind `high` may be set too. Begins at the block `search->block`, and returns and goes on as `lede_list_search` does.
lede_outcome lede_list_fill(const lede_list *list, uint32_t low, uint32_t high, uint64_t *bits, lede_search *search);
