// SPDX-License-Identifier: Apache-2.0
// What a union holds: counted, listed and cleared, a group of 64 documents at a time.
#include "lede_unite.h"
#include "kernels.h"

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
