// SPDX-License-Identifier: Apache-2.0
// Ascending documents: found, intersected, turned into bits.
#include "lede_scoring.h"
#include "kernels.h"

size_t lede_lower_bound(const uint32_t *docs, size_t from, size_t n, uint32_t target) {
    if (from >= n || docs[from] >= target) return from;
    size_t step = 8, low = from;
    while (low + step < n && docs[low + step] < target) low += step, step <<= 1;
    // docs[low] is below the target. The rest is halved without branches, which would be taken wrongly half the time.
    size_t left = low + step < n ? step : n - low;
    while (left > 1) {
        const size_t half = left / 2;
        low += docs[low + half] < target ? half : 0;
        left -= half;
    }
    return low + 1;
}

static size_t up_to_plain(const uint32_t *docs, size_t n, uint32_t last) {
    size_t i = 0;
    while (i < n && docs[i] <= last) i++;
    return i;
}

#if LEDE_X86
LEDE_AVX512 static size_t up_to_avx512(const uint32_t *docs, size_t n, uint32_t last) {
    const __m512i limit = _mm512_set1_epi32((int)last);
    for (size_t i = 0; i < n; i += 16) {
        const __mmask16 some = n - i < 16 ? (__mmask16)((1u << (n - i)) - 1) : 0xffff;
        const __mmask16 within = _mm512_mask_cmple_epu32_mask(some, _mm512_maskz_loadu_epi32(some, docs + i), limit);
        if (within != 0xffff) return i + (size_t)__builtin_popcount(within);
    }
    return n;
}
#endif

size_t lede_up_to(const uint32_t *docs, size_t n, uint32_t last) {
    // Few or many: how many cannot be guessed, and the next sixteen are told at once.
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return up_to_avx512(docs, n, last);
#endif
    return n < 8 ? up_to_plain(docs, n, last) : last == UINT32_MAX ? n : lede_lower_bound(docs, 0, n, last + 1);
}

static size_t intersect_plain(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib) {
    size_t i = 0, j = 0, n = 0;
    while (i < na && j < nb) {
        uint32_t x = a[i], y = b[j];
        ia[n] = (uint16_t)i, ib[n] = (uint16_t)j;
        n += x == y;
        i += x <= y;
        j += y <= x;
    }
    return n;
}

#if LEDE_X86
// Sixteen b at a time: each a among them is compared with all sixteen. So the only branches are whether an a is left for
// the sixteen, and few are taken wrongly.
#define INTERSECT(name, attribute, ones)                                                                     \
    attribute static size_t name(                                                                            \
        const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib) {             \
        size_t i = 0, j = 0, n = 0;                                                                          \
        for (; j + 16 <= nb && i < na; j += 16) {                                                            \
            const uint32_t last = b[j + 15];                                                                 \
            for (; i < na && a[i] <= last; i++) {                                                            \
                const unsigned equal = ones(a[i], b + j);                                                    \
                ia[n] = (uint16_t)i, ib[n] = (uint16_t)(j + (size_t)__builtin_ctz(equal | 0x10000));          \
                n += equal != 0;                                                                             \
            }                                                                                                \
        }                                                                                                    \
        for (; i < na && j < nb; i++) {                                                                      \
            while (j < nb && b[j] < a[i]) j++;                                                               \
            if (j == nb) break;                                                                              \
            ia[n] = (uint16_t)i, ib[n] = (uint16_t)j;                                                        \
            n += b[j] == a[i];                                                                               \
        }                                                                                                    \
        return n;                                                                                            \
    }

LEDE_AVX2 static inline unsigned equals_avx2(uint32_t value, const uint32_t *sixteen) {
    const __m256i wanted = _mm256_set1_epi32((int)value);
    const __m256i low = _mm256_cmpeq_epi32(_mm256_loadu_si256((const __m256i *)sixteen), wanted);
    const __m256i high = _mm256_cmpeq_epi32(_mm256_loadu_si256((const __m256i *)(sixteen + 8)), wanted);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(low)) |
           (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(high)) << 8;
}

LEDE_AVX512 static inline unsigned equals_avx512(uint32_t value, const uint32_t *sixteen) {
    return _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(sixteen), _mm512_set1_epi32((int)value));
}

INTERSECT(intersect_avx2, LEDE_AVX2, equals_avx2)
INTERSECT(intersect_avx512, LEDE_AVX512, equals_avx512)

// Few a in at most 256 b, whole sixteens of them: how many sixteens end below an a tells the one it may be in. No branch
// depends on where that is.
LEDE_AVX512 static size_t probe_avx512(
    const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib) {
    const size_t groups = nb / 16;
    const __m512i ends = _mm512_add_epi32(
        _mm512_slli_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 4),
        _mm512_set1_epi32(15));
    // An a behind the last b belongs to the last group too, and is not found there.
    const __mmask16 known = (__mmask16)((1u << (groups - 1)) - 1);
    const __m512i lasts = _mm512_mask_i32gather_epi32(_mm512_set1_epi32(-1), known, ends, b, 4);
    size_t n = 0;
    for (size_t i = 0; i < na; i++) {
        const __m512i wanted = _mm512_set1_epi32((int)a[i]);
        const size_t group = (size_t)__builtin_popcount(_mm512_cmplt_epu32_mask(lasts, wanted));
        const unsigned equal = _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(b + 16 * group), wanted);
        ia[n] = (uint16_t)i, ib[n] = (uint16_t)(16 * group + (size_t)__builtin_ctz(equal | 0x10000));
        n += equal != 0;
    }
    return n;
}

// Shorter first. Where the a of a group are rarely none, branches are guessed well enough: measured, from some 128 on.
static size_t intersect_best(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib) {
    const int isProbed = na <= 128 && nb <= 256 && nb >= 16 && nb % 16 == 0;
    return isProbed ? probe_avx512(a, na, b, nb, ia, ib) : intersect_avx512(a, na, b, nb, ia, ib);
}
#endif

size_t lede_intersect(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint16_t *ia, uint16_t *ib) {
#if LEDE_X86
    const int level = lede_level();
    if (level >= LEDE_LEVEL_AVX512) {
        return na <= nb ? intersect_best(a, na, b, nb, ia, ib) : intersect_best(b, nb, a, na, ib, ia);
    }
    if (level >= LEDE_LEVEL_AVX2) {
        return na <= nb ? intersect_avx2(a, na, b, nb, ia, ib) : intersect_avx2(b, nb, a, na, ib, ia);
    }
#endif
    return intersect_plain(a, na, b, nb, ia, ib);
}

static size_t follow_plain(
    const uint32_t *distances, size_t count, const uint32_t *starts, size_t number, uint32_t offset, uint32_t *out) {
    size_t at = 0, n = 0;
    if (count == 0) return 0;
    uint32_t position = distances[0];
    for (size_t i = 0; i < number; i++) {
        const uint32_t start = starts[i], wanted = start + offset;
        while (position < wanted) {
            if (++at == count) return n;
            position += distances[at] + 1;
        }
        out[n] = start;
        n += position == wanted;
    }
    return n;
}

#if LEDE_X86
// How far the loop above goes for a start cannot be guessed. Here sixteen positions are added up and compared at once.
LEDE_AVX512 static size_t follow_avx512(
    const uint32_t *distances, size_t count, const uint32_t *starts, size_t number, uint32_t offset, uint32_t *out) {
    const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi32(1), last = _mm512_set1_epi32(15);
    __m512i before = _mm512_set1_epi32(-1);
    unsigned found = 0;
    for (size_t at = 0; at < count; at += 16) {
        const __mmask16 some = count - at < 16 ? (__mmask16)((1u << (count - at)) - 1) : 0xffff;
        __m512i sums = _mm512_maskz_add_epi32(some, _mm512_maskz_loadu_epi32(some, distances + at), one);
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 15));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 14));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 12));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 8));
        const __m512i positions = _mm512_add_epi32(sums, before);
        for (size_t i = 0; i < number; i++) {
            const __m512i wanted = _mm512_set1_epi32((int)(starts[i] + offset));
            found |= (unsigned)(_mm512_mask_cmpeq_epi32_mask(some, positions, wanted) != 0) << i;
        }
        before = _mm512_permutexvar_epi32(last, positions);
    }
    size_t n = 0;
    for (size_t i = 0; i < number; i++) {
        out[n] = starts[i];
        n += found >> i & 1;
    }
    return n;
}
#endif

// Starts up to which each is compared with all positions.
enum { FEW_STARTS = 4 };

size_t lede_keep_followed(
    const uint32_t *distances, size_t count, const uint32_t *starts, size_t number, uint32_t offset, uint32_t *out) {
#if LEDE_X86
    if (number <= FEW_STARTS && lede_level() >= LEDE_LEVEL_AVX512) {
        return follow_avx512(distances, count, starts, number, offset, out);
    }
#endif
    return follow_plain(distances, count, starts, number, offset, out);
}

static inline void set_bit(uint32_t at, uint64_t *bits) { bits[at >> 6] |= (uint64_t)1 << (at & 63); }

void lede_set_bits(const uint32_t *docs, size_t n, uint32_t base, uint64_t *bits) {
    // Neighbours share words, and a word that was just written is long in coming back: four stretches at once.
    const size_t quarter = n / 4;
    for (size_t i = 0; i < quarter; i++) {
        set_bit(docs[i] - base, bits);
        set_bit(docs[quarter + i] - base, bits);
        set_bit(docs[2 * quarter + i] - base, bits);
        set_bit(docs[3 * quarter + i] - base, bits);
    }
    for (size_t i = 4 * quarter; i < n; i++) set_bit(docs[i] - base, bits);
}
