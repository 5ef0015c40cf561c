// SPDX-License-Identifier: Apache-2.0
// Dictionary entries of a prefix's part that need no closer look: docs/format/dictionary.md.
#include "lede_unite.h"
#include "kernels.h"

typedef struct {
    const uint8_t *bytes;
    size_t size, at;
    size_t key, prefix;  // bytes of the key, and how many of them the prefix has
} key_reader;

// The next byte, or 256 at the end.
static inline unsigned next_byte(key_reader *r) { return r->at < r->size ? r->bytes[r->at++] : 256; }

static inline bool skip(key_reader *r, size_t count) {
    if (count > r->size - r->at) return false;
    r->at += count;
    return true;
}

// Passes over a short number of bytes.
static inline bool skip_number(key_reader *r) {
    unsigned byte;
    do byte = next_byte(r);
    while (byte >= 0x80 && byte < 256);
    return byte < 256;
}

// Passes over a difference; false where more than its five bits say which, or the spelling may not begin as the key does.
static inline bool keeps_prefix(key_reader *r, unsigned head) {
    const unsigned cut = head & 7, added = head >> 3;
    return cut < 7 && added < 3 && r->key >= r->prefix + cut && skip(r, added);
}

// Passes over the spellings that are written out.
static inline bool forms_keep_prefix(key_reader *r, unsigned code) {
    if (code < 4) return true;
    unsigned number = 1;
    if (code == 5) number = next_byte(r);
    if (code > 5 || number >= 0x80) return false;
    for (unsigned i = 0; i < number; i++) {
        const unsigned head = next_byte(r);
        if (head > 255 || !keeps_prefix(r, head >> 3)) return false;
        if (code == 5 && !skip_number(r)) return false;
        if (head & 4 && !skip_number(r)) return false;
    }
    return true;
}

static inline bool single(key_reader *r, unsigned head, uint32_t limit, lede_union *all) {
    const size_t size = head >> 6 == 3 ? 8 : 3 + (head >> 6), start = r->at;
    if (!skip(r, size) || !forms_keep_prefix(r, head >> 3 & 7)) return false;
    uint64_t number = 0;
    memcpy(&number, r->bytes + start, size);
    if (number / limit > INT32_MAX) return false;
    const uint32_t document = (uint32_t)(number % limit), frequency = 1;
    lede_unite_some(&document, &frequency, 1, all);
    return true;
}

static inline bool some(key_reader *r, unsigned head, size_t end, uint32_t limit, lede_union *all) {
    enum { MOST = 24 };
    const unsigned sizes = next_byte(r), code = head >> 3 & 7;
    const size_t count = (sizes & 15) + 1, occurrences = count + (sizes >> 4 & 15);
    if (sizes > 255 || count == 16 || sizes >> 4 == 15 || occurrences > MOST) return false;
    uint32_t documents[MOST], frequencies[MOST];
    const size_t gap = limit / count;
    const unsigned order = gap > 1 ? lede_bits((uint32_t)gap) - 1 : 0;
    size_t bytes;
    if (!lede_rare_decode(
            r->bytes + r->at, r->size - r->at, count, occurrences, order, limit, code == 5, ~(uint64_t)0, documents,
            frequencies, &bytes)) return false;
    if (!skip(r, bytes) || !forms_keep_prefix(r, code) || r->at > end) return false;
    lede_unite_some(documents, frequencies, count, all);
    r->at = end;
    return true;
}

void lede_unite_keys(
    const uint8_t *bytes, size_t size, size_t prefix, uint32_t limit, size_t *at, size_t *key, lede_union *all) {
    key_reader r = {bytes, size, *at, *key, prefix};
    while (all->bits || all->room - all->carried >= LEDE_BLOCK_LENGTH) {
        const unsigned sizes = next_byte(&r), shared = sizes & 15, added = sizes >> 4;
        if (sizes > 255 || shared == 15 || added == 15 || shared < prefix || shared > r.key || !skip(&r, added)) return;
        r.key = shared + added;
        const unsigned head = next_byte(&r), kind = head & 3;
        if (head > 255) return;
        if (kind == 0) {
            if (!keeps_prefix(&r, head >> 2 & 31)) return;
        } else {
            size_t end = 0;
            if (kind > 1) {
                const unsigned rest = next_byte(&r);
                if (kind > 2 || rest >= 0x80 || rest > r.size - r.at) return;
                end = r.at + rest;
            }
            // The term that the key is a spelling of too.
            if (head & 4) {
                const unsigned stem = next_byte(&r);
                if (stem > 255 || !keeps_prefix(&r, stem & 31)) return;
            }
            if (!(kind == 1 ? single(&r, head, limit, all) : some(&r, head, end, limit, all))) return;
        }
        *at = r.at;
        *key = r.key;
    }
}
