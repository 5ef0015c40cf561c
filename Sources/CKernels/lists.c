// SPDX-License-Identifier: Apache-2.0
#include "lede_lists.h"
#include "kernels.h"
#include "lede_scoring.h"

static inline uint32_t entry(const uint8_t *table, size_t index) {
    uint32_t value;
    memcpy(&value, table + 4 * index, 4);
    return value;
}

// The first block from `from` on whose last document is the target or above.
static size_t first_block(const lede_list *list, uint32_t target, size_t from) {
    size_t low = from, step = 1;
    while (low + step < list->number && entry(list->last, low + step) < target) low += step, step *= 2;
    size_t high = low + step < list->number ? low + step : list->number;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (entry(list->last, middle) < target) low = middle + 1;
        else high = middle;
    }
    return low;
}

// The bytes of a block; their number is 0 where the table of ends is wrong.
static inline const uint8_t *bytes_of(const lede_list *list, size_t block, size_t *size) {
    const size_t from = block == 0 ? 0 : entry(list->ends, block - 1), to = entry(list->ends, block);
    *size = from <= to && to <= list->size ? to - from : 0;
    return list->blocks + from;
}

static inline int is_checked(const lede_list *list, const uint8_t *bytes, size_t size) {
    const size_t first = list->offset + (size_t)(bytes - list->blocks);
    return lede_bits_are_set(list->checked, first >> list->page_shift, (first + size - 1) >> list->page_shift);
}

static inline size_t documents_of(const lede_list *list, size_t block) {
    const size_t before = block * LEDE_BLOCK_LENGTH;
    return list->count - before < LEDE_BLOCK_LENGTH ? list->count - before : LEDE_BLOCK_LENGTH;
}

static inline void note(const uint8_t *bytes, size_t size, lede_search *search) {
    if (bytes[0] == 0x80) search->runs++;
    else if (bytes[0] == 0x81) search->bitsets++;
    else {
        search->patched++;
        if (bytes[0] & 0x40 && size > 1) search->patches += (size_t)bytes[1] + 1;
    }
}

// Looks the wanted documents up in a block that is not decoded.
static lede_outcome look_into(
    const lede_list *list, size_t block, const uint8_t *bytes, size_t size, const uint32_t *wanted, size_t number,
    const lede_candidates *candidates, lede_search *search, size_t *matches) {
    const int64_t after = block == 0 ? -1 : (int64_t)entry(list->last, block - 1);
    if (after >= INT32_MAX) return lede_malformed(0, LEDE_BAD_DOCUMENT);
    const int is_new = search->opened != block;
    // Whatever was decoded before may be overwritten.
    search->opened = SIZE_MAX;
    lede_found found;
    const lede_outcome outcome = lede_documents_find(
        bytes, size, documents_of(list, block), after, wanted, number, search->documents, candidates->here,
        candidates->there, &found);
    if (outcome.reason != LEDE_OK) return outcome;
    if (found.last >= list->limit || found.last != entry(list->last, block)) return lede_malformed(0, LEDE_BAD_DOCUMENT);
    if (is_new) {
        note(bytes, size, search);
        search->has_frequencies = 0;
    }
    search->opened = block;
    search->decoded = found.decoded;
    search->frequencies_at = (size_t)outcome.offset;
    *matches = found.matches;
    return outcome;
}

static lede_outcome read_frequencies(
    const uint8_t *bytes, size_t size, size_t count, const uint16_t *there, size_t number, lede_search *search, uint32_t *out) {
    const size_t at = search->frequencies_at;
    if (!search->has_frequencies) {
        if (number <= LEDE_MOST_PICKED && count == LEDE_BLOCK_LENGTH) {
            const lede_outcome outcome = lede_patched_pick(bytes + at, size - at, there, number, out);
            if (outcome.reason != LEDE_UNPACK) return outcome;
        }
        const lede_outcome outcome = lede_patched_decode(bytes + at, size - at, count, search->frequencies);
        if (outcome.reason != LEDE_OK) return outcome;
        lede_increment(search->frequencies, count);
        search->has_frequencies = 1;
    }
    for (size_t i = 0; i < number; i++) out[i] = search->frequencies[there[i]];
    return lede_done(0);
}

static void keep(const lede_candidates *candidates, size_t matches, const lede_search *search) {
    const size_t next = search->next, kept = search->kept;
    const uint16_t *here = candidates->here, *there = candidates->there;
    if (candidates->documents) {
        for (size_t i = 0; i < matches; i++) candidates->documents[kept + i] = candidates->wanted[next + here[i]];
    }
    if (candidates->sums) {
        for (size_t i = 0; i < matches; i++) candidates->sums[kept + i] = candidates->sums[next + here[i]];
    }
    if (candidates->origins) {
        for (size_t i = 0; i < matches; i++) candidates->origins[kept + i] = (uint16_t)(next + here[i]);
    }
    if (candidates->places) {
        const uint32_t first = (uint32_t)(search->opened * LEDE_BLOCK_LENGTH), offset = (uint32_t)search->frequencies_at;
        for (size_t i = 0; i < matches; i++) {
            candidates->places[kept + i] = first + there[i];
            candidates->offsets[kept + i] = offset;
        }
    }
}

lede_outcome lede_list_search(const lede_list *list, const lede_candidates *candidates, lede_search *search) {
    while (search->next < candidates->count) {
        const uint32_t *wanted = candidates->wanted + search->next;
        const size_t block = search->block = first_block(list, *wanted, search->block);
        if (block >= list->number) break;
        size_t size, matches;
        const uint8_t *bytes = bytes_of(list, block, &size);
        if (size == 0) return lede_malformed(0, LEDE_TRUNCATED);
        if (!is_checked(list, bytes, size)) return lede_malformed((size_t)(bytes - list->blocks), LEDE_UNCHECKED);
        const size_t number = lede_up_to(wanted, candidates->count - search->next, entry(list->last, block));
        lede_outcome outcome = lede_done(0);
        if (block == search->opened && search->decoded) {
            matches = lede_intersect(
                wanted, number, search->documents, documents_of(list, block), candidates->here, candidates->there);
        } else {
            outcome = look_into(list, block, bytes, size, wanted, number, candidates, search, &matches);
        }
        if (outcome.reason == LEDE_OK && matches > 0) {
            if (candidates->frequencies) {
                outcome = read_frequencies(
                    bytes, size, documents_of(list, block), candidates->there, matches, search,
                    candidates->frequencies + search->kept);
                if (outcome.reason != LEDE_OK) outcome.offset += (int64_t)search->frequencies_at;
            }
            keep(candidates, matches, search);
            search->kept += matches;
        }
        if (outcome.reason != LEDE_OK) {
            outcome.offset += bytes - list->blocks;
            return outcome;
        }
        search->next += number;
        if (search->next < candidates->count) search->block = block + 1;
    }
    return lede_done(0);
}

// Adds the documents of one block to a set of the documents from `low` on; bitsets are not decoded.
static lede_outcome fill(
    const lede_list *list, size_t block, const uint8_t *bytes, size_t size, uint32_t low, uint32_t high, uint64_t *bits,
    lede_search *search) {
    const int64_t after = block == 0 ? -1 : (int64_t)entry(list->last, block - 1);
    if (after >= INT32_MAX) return lede_malformed(0, LEDE_BAD_DOCUMENT);
    const size_t count = documents_of(list, block);
    lede_outcome outcome = lede_done(0);
    int is_decoded = block == search->opened && search->decoded;
    uint32_t last;
    if (is_decoded) {
        last = search->documents[count - 1];
    } else if (bytes[0] == 0x81) {
        outcome = lede_bitset_unite(bytes, size, count, after, low, bits, ((size_t)(high - low) + 63) / 64, &last);
        if (outcome.reason != LEDE_OK) return outcome;
        note(bytes, size, search);
    } else {
        search->opened = SIZE_MAX;
        outcome = lede_documents_decode(bytes, size, count, after, search->documents);
        if (outcome.reason != LEDE_OK) return outcome;
        note(bytes, size, search);
        last = search->documents[count - 1];
        is_decoded = 1;
        search->opened = block;
        search->decoded = 1;
        search->has_frequencies = 0;
        search->frequencies_at = (size_t)outcome.offset;
    }
    if (last >= list->limit || last != entry(list->last, block)) {
        search->opened = SIZE_MAX;
        return lede_malformed(0, LEDE_BAD_DOCUMENT);
    }
    if (is_decoded) {
        const size_t start = lede_lower_bound(search->documents, 0, count, low);
        const size_t end = last < high ? count : lede_lower_bound(search->documents, start, count, high);
        lede_set_bits(search->documents + start, end - start, low, bits);
    }
    return outcome;
}

lede_outcome lede_list_fill(const lede_list *list, uint32_t low, uint32_t high, uint64_t *bits, lede_search *search) {
    size_t block = first_block(list, low, search->block);
    for (; block < list->number; block++) {
        search->block = block;
        size_t size;
        const uint8_t *bytes = bytes_of(list, block, &size);
        if (size == 0) return lede_malformed(0, LEDE_TRUNCATED);
        if (!is_checked(list, bytes, size)) return lede_malformed((size_t)(bytes - list->blocks), LEDE_UNCHECKED);
        lede_outcome outcome = fill(list, block, bytes, size, low, high, bits, search);
        if (outcome.reason != LEDE_OK) {
            outcome.offset += bytes - list->blocks;
            return outcome;
        }
        if (entry(list->last, block) >= high - 1) break;
    }
    search->block = block;
    return lede_done(0);
}
