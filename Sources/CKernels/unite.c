// SPDX-License-Identifier: Apache-2.0
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

// What a group of 64 has of first..<end: a mask.
static inline uint64_t inside(uint32_t group, uint32_t first, uint32_t end) {
    uint64_t mask = ~(uint64_t)0;
    if (group < first) mask &= ~(uint64_t)0 << (first - group);
    if (end - group < 64) mask &= ~(uint64_t)0 >> (64 - (end - group));
    return mask;
}

// Groups in a stretch: which of them have a count is looked up at once, since it cannot be foretold for each.
enum { STRETCH = 64 * 64 };

// The bytes of 64 that are at least a minimum, a bit each.
static inline uint64_t reaching(const uint8_t *bytes, uint8_t minimum) {
    uint64_t mask = 0;
    for (unsigned i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] >= minimum) << i;
    return mask;
}

// Runs `body` for the groups of first..<end in which documents have a count of at least a minimum, `mask` telling which.
#define FOR_EACH_GROUP(minimum, body)                                                                    \
    for (uint32_t stretch = first & ~(uint32_t)(STRETCH - 1); stretch < end; stretch += STRETCH) {       \
        for (uint64_t open = REACHING(groups + (stretch >> 6), 1); open; open &= open - 1) {             \
            const uint32_t group = stretch + 64 * (uint32_t)__builtin_ctzll(open);                       \
            if (group + 64 <= first || group >= end) continue;                                           \
            uint64_t mask = REACHING(counts + group, minimum);                                           \
            if (group < first || end - group < 64) mask &= inside(group, first, end);                    \
            body;                                                                                        \
        }                                                                                                \
    }

#define COUNT(name, attribute, ones)                                                                             \
    attribute static size_t name(const uint8_t *counts, const uint8_t *groups, uint32_t first, uint32_t end) {   \
        size_t n = 0;                                                                                            \
        FOR_EACH_GROUP(1, n += ones(mask))                                                                       \
        return n;                                                                                                \
    }

#define LIST(name, attribute, list)                                                                              \
    attribute static size_t name(                                                                                \
        const uint8_t *counts, const uint8_t *groups, uint32_t *from, uint32_t end, uint8_t minimum,             \
        uint8_t maximum, size_t most, uint32_t *documents, uint32_t *frequencies) {                              \
        const uint32_t first = *from;                                                                            \
        size_t n = 0;                                                                                            \
        FOR_EACH_GROUP(minimum, {                                                                                \
            if (maximum < LEDE_MOST_COUNTED && mask) mask &= ~REACHING(counts + group, (uint8_t)(maximum + 1));  \
            if (!mask) continue;                                                                                 \
            n += list(mask, counts + group, group, documents + n, frequencies + n);                              \
            if (n < most) continue;                                                                              \
            *from = end - group < 64 ? end : group + 64;                                                         \
            return n;                                                                                            \
        })                                                                                                       \
        *from = end;                                                                                             \
        return n;                                                                                                \
    }

static size_t list_group(
    uint64_t mask, const uint8_t *counts, uint32_t base, uint32_t *documents, uint32_t *frequencies) {
    size_t n = 0;
    for (; mask; mask &= mask - 1, n++) {
        const unsigned at = (unsigned)__builtin_ctzll(mask);
        documents[n] = base + at;
        frequencies[n] = counts[at];
    }
    return n;
}

static inline size_t ones_of(uint64_t word) { return lede_popcount(&word, 1); }

#define REACHING reaching
COUNT(count_portable, , ones_of)
LIST(list_portable, , list_group)
#undef REACHING

#if LEDE_X86
LEDE_AVX2 static inline uint64_t reaching_avx2(const uint8_t *bytes, uint8_t minimum) {
    const __m256i least = _mm256_set1_epi8((char)minimum);
    const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    const uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(low, least), low));
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(high, least), high)) << 32 | first;
}

LEDE_AVX2 static inline size_t list_group_avx2(
    uint64_t mask, const uint8_t *counts, uint32_t base, uint32_t *documents, uint32_t *frequencies) {
    size_t n = 0;
    for (unsigned part = 0; part < 64; part += 8) {
        const unsigned bits = (unsigned)(mask >> part) & 0xff;
        if (!bits) continue;
        const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(bits));
        const __m256i row = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(counts + part)));
        _mm256_storeu_si256(
            (__m256i *)(void *)(documents + n), _mm256_add_epi32(places, _mm256_set1_epi32((int)(base + part))));
        _mm256_storeu_si256((__m256i *)(void *)(frequencies + n), _mm256_permutevar8x32_epi32(row, places));
        n += (size_t)__builtin_popcount(bits);
    }
    return n;
}

#define ONES(word) (size_t)__builtin_popcountll(word)
#define REACHING reaching_avx2
COUNT(count_avx2, LEDE_AVX2, ONES)
LIST(list_avx2, LEDE_AVX2, list_group_avx2)
#undef REACHING

LEDE_AVX512 static inline uint64_t reaching_avx512(const uint8_t *bytes, uint8_t minimum) {
    return _mm512_cmpge_epu8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8((char)minimum));
}

LEDE_AVX512 static inline size_t list_group_avx512(
    uint64_t mask, const uint8_t *counts, uint32_t base, uint32_t *documents, uint32_t *frequencies) {
    const __m512i numbers = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34,
        33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,
        1, 0);
    const __m512i first = _mm512_set1_epi32((int)base);
    __m512i places = _mm512_maskz_compress_epi8(mask, numbers);
    __m512i found = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(counts));
    const size_t n = (size_t)__builtin_popcountll(mask);
    // Mostly sixteen places are enough.
    for (size_t i = 0;; ) {
        _mm512_storeu_si512(documents + i, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(places)), first));
        _mm512_storeu_si512(frequencies + i, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found)));
        i += 16;
        if (i >= n) return n;
        places = _mm512_alignr_epi64(places, places, 2);
        found = _mm512_alignr_epi64(found, found, 2);
    }
}

#define REACHING reaching_avx512
COUNT(count_avx512, LEDE_AVX512, ONES)
LIST(list_avx512, LEDE_AVX512, list_group_avx512)
#undef REACHING
#endif

size_t lede_count_united(const uint8_t *counts, const uint8_t *groups, uint32_t first, uint32_t end) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return count_avx512(counts, groups, first, end);
    if (lede_has_avx2()) return count_avx2(counts, groups, first, end);
#endif
    return count_portable(counts, groups, first, end);
}

size_t lede_list_united(
    const uint8_t *counts, const uint8_t *groups, uint32_t *first, uint32_t end, uint8_t minimum, uint8_t maximum,
    size_t most, uint32_t *documents, uint32_t *frequencies) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) {
        return list_avx512(counts, groups, first, end, minimum, maximum, most, documents, frequencies);
    }
    if (lede_has_avx2()) {
        return list_avx2(counts, groups, first, end, minimum, maximum, most, documents, frequencies);
    }
#endif
    return list_portable(counts, groups, first, end, minimum, maximum, most, documents, frequencies);
}

#define CLEAR(name, attribute)                                                                \
    attribute static void name(uint8_t *counts, uint8_t *groups, size_t number) {            \
        for (size_t stretch = 0; stretch < number; stretch += 64) {                           \
            for (uint64_t open = REACHING(groups + stretch, 1); open; open &= open - 1) {     \
                memset(counts + 64 * (stretch + (size_t)__builtin_ctzll(open)), 0, 64);       \
            }                                                                                 \
        }                                                                                     \
        memset(groups, 0, number);                                                            \
    }

#define REACHING reaching
CLEAR(clear_portable, )
#undef REACHING
#if LEDE_X86
#define REACHING reaching_avx2
CLEAR(clear_avx2, LEDE_AVX2)
#undef REACHING
#define REACHING reaching_avx512
CLEAR(clear_avx512, LEDE_AVX512)
#undef REACHING
#endif

void lede_clear_united(uint8_t *counts, uint8_t *groups, size_t number) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return clear_avx512(counts, groups, number);
    if (lede_has_avx2()) return clear_avx2(counts, groups, number);
#endif
    clear_portable(counts, groups, number);
}

static size_t list_word(uint64_t word, uint32_t base, uint32_t *documents) {
    size_t n = 0;
    for (; word; word &= word - 1) documents[n++] = base + (uint32_t)__builtin_ctzll(word);
    return n;
}

#if LEDE_X86
LEDE_AVX512 static size_t list_bits_avx512(const uint64_t *bits, uint32_t first, uint32_t end, uint32_t *documents) {
    const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t n = 0;
    for (uint32_t base = first & ~63u; base < end; base += 64) {
        const uint64_t word = bits[base >> 6] & inside(base, first, end);
        if (!word) continue;
        for (unsigned part = 0; part < 64; part += 16) {
            const __mmask16 some = (__mmask16)(word >> part);
            const __m512i all = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)(base + part)));
            _mm512_storeu_si512(documents + n, _mm512_maskz_compress_epi32(some, all));
            n += (size_t)__builtin_popcount(some);
        }
    }
    return n;
}
#endif

size_t lede_list_bits(const uint64_t *bits, uint32_t first, uint32_t end, uint32_t *documents) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return list_bits_avx512(bits, first, end, documents);
#endif
    size_t n = 0;
    for (uint32_t base = first & ~63u; base < end; base += 64) {
        n += list_word(bits[base >> 6] & inside(base, first, end), base, documents + n);
    }
    return n;
}
