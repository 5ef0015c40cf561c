// SPDX-License-Identifier: Apache-2.0
// Posting lists added to a union, whole lists at a time.
#include "lede_unite.h"
#include "kernels.h"
#include "lede_scoring.h"

static inline uint32_t entry(const uint8_t *table, size_t index) {
    uint32_t value;
    memcpy(&value, table + 4 * index, 4);
    return value;
}

static inline void carry(lede_union *all, uint32_t document, uint64_t sum) {
    all->carries[all->carried++] = (lede_carry){document, (uint32_t)(sum - LEDE_MOST_COUNTED)};
    all->counts[document] = LEDE_MOST_COUNTED;
}

void lede_unite_some(const uint32_t *documents, const uint32_t *frequencies, size_t n, lede_union *all) {
    if (all->bits) {
        for (size_t i = 0; i < n; i++) {
            all->bits[documents[i] >> 6] |= (uint64_t)(frequencies[i] != 0) << (documents[i] & 63);
        }
        return;
    }
    uint8_t *counts = all->counts, *groups = all->groups;
    for (size_t i = 0; i < n; i++) {
        const uint32_t document = documents[i];
        const uint64_t sum = (uint64_t)counts[document] + frequencies[i];
        groups[document >> 6] |= sum != 0;
        if (__builtin_expect(sum > LEDE_MOST_COUNTED, 0)) carry(all, document, sum);
        else counts[document] = (uint8_t)sum;
    }
}

// Postings of a list, ascending, none of frequency 0; null frequencies are all 1.
static void add(const uint32_t *documents, const uint32_t *frequencies, size_t n, lede_union *all) {
    uint8_t *counts = all->counts, *groups = all->groups;
    const size_t first = documents[0] >> 6, last = documents[n - 1] >> 6;
    if (last - first < n / 4) {
        // Where they lie close, few groups between them say yes for nothing.
        memset(groups + first, 1, last - first + 1);
    } else {
        for (size_t i = 0; i < n; i++) groups[documents[i] >> 6] = 1;
    }
    if (!frequencies) {
        for (size_t i = 0; i < n; i++) {
            const uint32_t document = documents[i];
            const unsigned sum = counts[document] + 1u;
            if (__builtin_expect(sum > LEDE_MOST_COUNTED, 0)) carry(all, document, sum);
            else counts[document] = (uint8_t)sum;
        }
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t document = documents[i];
        const uint64_t sum = (uint64_t)counts[document] + frequencies[i];
        if (__builtin_expect(sum > LEDE_MOST_COUNTED, 0)) carry(all, document, sum);
        else counts[document] = (uint8_t)sum;
    }
}

// How many of the occurrences of the open block of codes before each count; nothing is written where none does.
typedef struct {
    size_t block;
    bool is_empty;
    uint32_t least;  // the lowest code that counts
    uint16_t before[LEDE_BLOCK_LENGTH + 1];
} code_block;

static lede_outcome open_codes(const lede_united *list, size_t block, code_block *open) {
    const size_t blocks = (list->occurrences + LEDE_BLOCK_LENGTH - 1) / LEDE_BLOCK_LENGTH;
    const size_t width = blocks <= LEDE_NARROW_BLOCKS ? 2 : 4;
    size_t from = 0, to = 0;
    if (block > 0) memcpy(&from, list->codes + (block - 1) * width, width);
    memcpy(&to, list->codes + block * width, width);
    const size_t table = blocks * width;
    if (from > to || to > list->codes_size - table) return lede_malformed(block * width, LEDE_TRUNCATED);
    size_t count = list->occurrences - block * LEDE_BLOCK_LENGTH;
    if (count > LEDE_BLOCK_LENGTH) count = LEDE_BLOCK_LENGTH;
    uint32_t codes[LEDE_BLOCK_LENGTH];
    open->block = block;
    open->is_empty = open->least > 0;
    if (from == to) {
        if (open->is_empty) return lede_done(0);
        memset(codes, 0, sizeof codes);
    } else {
        const lede_outcome outcome = lede_patched_decode(list->codes + table + from, to - from, count, codes);
        if (outcome.reason != LEDE_OK) return lede_malformed(table + from + (size_t)outcome.offset, outcome.reason);
        // A rare spelling of a frequent word is in few blocks.
        size_t high = 0;
        for (size_t i = 0; i < count; i++) high += codes[i] >= open->least;
        if (high == 0) return outcome;
    }
    open->is_empty = false;
    uint16_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        open->before[i] = sum;
        sum = (uint16_t)(sum + (codes[i] < list->forms && list->wanted[codes[i]]));
    }
    open->before[count] = sum;
    return lede_done(0);
}

// Whether any of the occurrences start..<end counts.
static lede_outcome any_counts(const lede_united *list, size_t start, size_t end, code_block *open, bool *found) {
    *found = false;
    while (start < end) {
        const size_t block = start / LEDE_BLOCK_LENGTH, at = start % LEDE_BLOCK_LENGTH;
        if (block != open->block) {
            const lede_outcome outcome = open_codes(list, block, open);
            if (outcome.reason != LEDE_OK) return outcome;
        }
        const size_t here = LEDE_BLOCK_LENGTH - at < end - start ? LEDE_BLOCK_LENGTH - at : end - start;
        if (!open->is_empty && open->before[at + here] > open->before[at]) {
            *found = true;
            break;
        }
        start += here;
    }
    return lede_done(0);
}

// Replaces frequencies by the numbers of occurrences that count.
static lede_outcome keep_forms(
    const lede_united *list, size_t start, size_t n, uint32_t *frequencies, code_block *open) {
    for (size_t i = 0; i < n; i++) {
        size_t left = frequencies[i];
        if (start > list->occurrences || left > list->occurrences - start) return lede_malformed(0, LEDE_BAD_COUNT);
        uint32_t matching = 0;
        while (left > 0) {
            const size_t block = start / LEDE_BLOCK_LENGTH, at = start % LEDE_BLOCK_LENGTH;
            if (block != open->block) {
                const lede_outcome outcome = open_codes(list, block, open);
                if (outcome.reason != LEDE_OK) return outcome;
            }
            const size_t here = LEDE_BLOCK_LENGTH - at < left ? LEDE_BLOCK_LENGTH - at : left;
            if (!open->is_empty) matching += (uint32_t)(open->before[at + here] - open->before[at]);
            start += here;
            left -= here;
        }
        frequencies[i] = matching;
    }
    return lede_done(0);
}

static inline lede_outcome moved(lede_outcome outcome, size_t by) {
    if (outcome.reason != LEDE_OK) outcome.offset += (int64_t)by;
    return outcome;
}

lede_outcome lede_unite(const lede_united *list, size_t *block, lede_union *all) {
    uint32_t documents[LEDE_BLOCK_LENGTH], frequencies[LEDE_BLOCK_LENGTH];
    code_block open = {.block = SIZE_MAX};
    if (list->wanted) while (open.least < list->forms && !list->wanted[open.least]) open.least++;
    for (; *block < list->number; ++*block) {
        const size_t index = *block;
        if (!all->bits && all->room - all->carried < LEDE_BLOCK_LENGTH) return lede_malformed(0, LEDE_NO_ROOM);
        size_t from = 0, to = list->size, n = list->count - index * LEDE_BLOCK_LENGTH;
        if (n > LEDE_BLOCK_LENGTH) n = LEDE_BLOCK_LENGTH;
        int64_t after = -1;
        if (list->number > 1) {
            if (index > 0) {
                from = entry(list->head, list->number + index - 1);
                after = entry(list->head, index - 1);
            }
            to = entry(list->head, list->number + index);
        }
        if (from > to || to > list->size) return lede_malformed(from, LEDE_TRUNCATED);
        if (after >= INT32_MAX) return lede_malformed(from, LEDE_BAD_DOCUMENT);
        const uint8_t *bytes = list->blocks + from;
        const size_t size = to - from;
        uint32_t last = list->number > 1 ? entry(list->head, index) : 0;
        if (all->bits && !list->wanted && size > 0 && bytes[0] == 0x81) {
            uint32_t found;
            const lede_outcome outcome = lede_bitset_unite(bytes, size, n, after, 0, all->bits, all->words, &found);
            if (outcome.reason != LEDE_OK) return moved(outcome, from);
            if (found >= list->limit || (list->number > 1 && found != last)) return lede_malformed(from, LEDE_BAD_DOCUMENT);
            continue;
        }
        const size_t before = list->number > 1 ? entry(list->head, 2 * list->number + index) : 0;
        if (list->wanted && index + 1 < list->number) {
            const size_t next = entry(list->head, 2 * list->number + index + 1);
            bool found = before > next || next > list->occurrences;
            const lede_outcome outcome = found ? lede_done(0) : any_counts(list, before, next, &open, &found);
            if (outcome.reason != LEDE_OK) {
                *block = list->number;
                return outcome;
            }
            if (!found) continue;
        }
        lede_outcome outcome = lede_documents_decode(bytes, size, n, after, documents);
        if (outcome.reason != LEDE_OK) return moved(outcome, from);
        if (documents[n - 1] >= list->limit || (list->number > 1 && documents[n - 1] != last)) {
            return lede_malformed(from, LEDE_BAD_DOCUMENT);
        }
        if (all->bits && !list->wanted) {
            lede_set_bits(documents, n, 0, all->bits);
            continue;
        }
        const size_t at = (size_t)outcome.offset;
        if (!list->wanted && at < size && bytes[at] == 0) {
            // A block of zeros: each occurs once.
            add(documents, NULL, n, all);
            continue;
        }
        outcome = lede_patched_decode(bytes + at, size - at, n, frequencies);
        if (outcome.reason != LEDE_OK) return moved(outcome, from + at);
        lede_increment(frequencies, n);
        if (!list->wanted) {
            add(documents, frequencies, n, all);
            continue;
        }
        outcome = keep_forms(list, before, n, frequencies, &open);
        if (outcome.reason != LEDE_OK) {
            *block = list->number;
            return outcome;
        }
        lede_unite_some(documents, frequencies, n, all);
    }
    return lede_done(0);
}
