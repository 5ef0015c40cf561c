// SPDX-License-Identifier: Apache-2.0
#include "lede_scoring.h"
#include "kernels.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

#if LEDE_X86
#endif

static inline float length_at(lede_lengths lengths, uint32_t doc) {
    return lengths.wide ? (float)((const uint32_t *)lengths.values)[doc] : (float)((const uint16_t *)lengths.values)[doc];
}

static inline int32_t contribution(float tf, float length, lede_scoring s) {
    float numerator = s.weight * tf;
    float norm = s.slope * length;
    norm = s.base + norm;
    float denominator = tf + norm;
    return (int32_t)rintf(numerator / denominator);
}

static void contributions_plain(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths,
                                lede_scoring s, int32_t *out) {
    for (size_t i = 0; i < n; i++) out[i] = contribution((float)freqs[i], length_at(lengths, docs[i]), s);
}

#if LEDE_X86
// Ones in the first 1 to 8 lanes.
LEDE_AVX2 static inline __m256i some_of(size_t number) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)number), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

LEDE_AVX2 static inline __m256i eight(__m256i d, __m256i frequencies, lede_lengths lengths, lede_scoring s) {
    __m256i l;
    if (lengths.wide) {
        l = _mm256_i32gather_epi32((const int *)lengths.values, d, 4);
    } else {
        l = _mm256_i32gather_epi32((const int *)lengths.values, d, 2);
        l = _mm256_and_si256(l, _mm256_set1_epi32(0xffff));
    }
    __m256 length = _mm256_cvtepi32_ps(l);
    __m256 tf = _mm256_cvtepi32_ps(frequencies);
    __m256 norm = _mm256_add_ps(_mm256_set1_ps(s.base), _mm256_mul_ps(_mm256_set1_ps(s.slope), length));
    __m256 c = _mm256_div_ps(_mm256_mul_ps(_mm256_set1_ps(s.weight), tf), _mm256_add_ps(tf, norm));
    return _mm256_cvtps_epi32(c);
}

LEDE_AVX2 static void contributions_avx2(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths,
                                         lede_scoring s, int32_t *out) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i d = _mm256_loadu_si256((const __m256i *)(docs + i));
        const __m256i f = _mm256_loadu_si256((const __m256i *)(freqs + i));
        _mm256_storeu_si256((__m256i *)(out + i), eight(d, f, lengths, s));
    }
    // Of more than a few the rest at once too, the lanes behind it filled with the first one's document.
    if (n - i <= 2) return contributions_plain(docs + i, freqs + i, n - i, lengths, s, out + i);
    const __m256i some = some_of(n - i), first = _mm256_set1_epi32((int)docs[i]);
    const __m256i d = _mm256_blendv_epi8(first, _mm256_maskload_epi32((const int *)(docs + i), some), some);
    const __m256i f = _mm256_maskload_epi32((const int *)(freqs + i), some);
    _mm256_maskstore_epi32(out + i, some, eight(d, f, lengths, s));
}
#endif

void lede_contributions(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                        int32_t *out) {
#if LEDE_X86
    if (lede_has_avx2()) return contributions_avx2(docs, freqs, n, lengths, s, out);
#endif
    contributions_plain(docs, freqs, n, lengths, s, out);
}

void lede_add_contributions(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                            int32_t *sums) {
    int32_t c[256];
    while (n > 0) {
        const size_t m = n < 256 ? n : 256;
        lede_contributions(docs, freqs, m, lengths, s, c);
        for (size_t i = 0; i < m; i++) sums[i] += c[i];
        docs += m, freqs += m, sums += m, n -= m;
    }
}

static size_t score_at_least_plain(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths,
                                   lede_scoring s, int32_t minimum, uint32_t *kept, int32_t *out) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        const int32_t c = contribution((float)freqs[i], length_at(lengths, docs[i]), s);
        kept[found] = docs[i], out[found] = c;
        found += c >= minimum;
    }
    return found;
}

#if LEDE_X86
// The least frequency that reaches a minimum in the shortest document that could be, or one of at most 8 below which none does. A
// longer document's contribution is no higher, since every step of it is rounded the same way.
static uint32_t least_frequency(lede_scoring s, int32_t minimum) {
    uint32_t frequency = 1;
    while (frequency < 8 && contribution((float)frequency, 0, s) < minimum) frequency++;
    return frequency;
}

// The postings of at least so high a frequency, in order; what is stored behind them lies within 8 entries.
LEDE_AVX2 static size_t frequent_avx2(const uint32_t *docs, const uint32_t *freqs, size_t n, uint32_t least,
                                      uint32_t *kept, uint32_t *counts) {
    const __m256i limit = _mm256_set1_epi32((int)least);
    size_t i = 0, found = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i f = _mm256_loadu_si256((const __m256i *)(freqs + i));
        const unsigned mask = lede_reaching(f, limit);
        if (mask == 0) continue;
        const __m256i d = _mm256_loadu_si256((const __m256i *)(docs + i));
        const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(mask));
        _mm256_storeu_si256((__m256i *)(kept + found), _mm256_permutevar8x32_epi32(d, places));
        _mm256_storeu_si256((__m256i *)(counts + found), _mm256_permutevar8x32_epi32(f, places));
        found += (size_t)__builtin_popcount(mask);
    }
    for (; i < n; i++) {
        kept[found] = docs[i], counts[found] = freqs[i];
        found += freqs[i] >= least;
    }
    return found;
}

LEDE_AVX2 static size_t score_at_least_avx2(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths,
                                            lede_scoring s, int32_t minimum, uint32_t *kept, int32_t *out) {
    const __m256i limit = _mm256_set1_epi32(minimum);
    size_t i = 0, found = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i d = _mm256_loadu_si256((const __m256i *)(docs + i));
        const __m256i c = eight(d, _mm256_loadu_si256((const __m256i *)(freqs + i)), lengths, s);
        const unsigned mask = lede_reaching(c, limit);
        if (mask == 0) continue;
        const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(mask));
        _mm256_storeu_si256((__m256i *)(kept + found), _mm256_permutevar8x32_epi32(d, places));
        _mm256_storeu_si256((__m256i *)(out + found), _mm256_permutevar8x32_epi32(c, places));
        found += (size_t)__builtin_popcount(mask);
    }
    return found + score_at_least_plain(docs + i, freqs + i, n - i, lengths, s, minimum, kept + found, out + found);
}
#endif

size_t lede_score_at_least(const uint32_t *docs, const uint32_t *freqs, size_t n, lede_lengths lengths, lede_scoring s,
                           int32_t minimum, uint32_t *kept, int32_t *out) {
#if LEDE_X86
    if (lede_has_avx2()) {
        // Where documents with the word once or twice cannot be among the hits, their lengths need not be looked up.
        const uint32_t least = n >= 32 && n <= 256 ? least_frequency(s, minimum) : 1;
        if (least == 1) return score_at_least_avx2(docs, freqs, n, lengths, s, minimum, kept, out);
        uint32_t frequent[264], counts[264];
        const size_t left = frequent_avx2(docs, freqs, n, least, frequent, counts);
        return score_at_least_avx2(frequent, counts, left, lengths, s, minimum, kept, out);
    }
#endif
    return score_at_least_plain(docs, freqs, n, lengths, s, minimum, kept, out);
}

void lede_add_sums(const uint32_t *docs, const uint32_t *freqs, size_t n, uint32_t base, lede_lengths lengths,
                   lede_scoring s, int32_t *sums, uint8_t *groups) {
    int32_t c[256];
    while (n > 0) {
        const size_t m = n < 256 ? n : 256;
        lede_contributions(docs, freqs, m, lengths, s, c);
        for (size_t i = 0; i < m; i++) {
            const uint32_t at = docs[i] - base;
            sums[at] += c[i];
            groups[at >> 6] = 1;
        }
        docs += m, freqs += m, n -= m;
    }
}

void lede_accumulate(const uint32_t *docs, const uint32_t *freqs, size_t n, uint32_t base, lede_lengths lengths,
                     lede_scoring s, int32_t *sums, uint64_t *bits) {
    int32_t c[256];
    while (n > 0) {
        size_t m = n < 256 ? n : 256;
        lede_contributions(docs, freqs, m, lengths, s, c);
        for (size_t i = 0; i < m; i++) {
            uint32_t at = docs[i] - base;
            sums[at] += c[i];
            bits[at >> 6] |= (uint64_t)1 << (at & 63);
        }
        docs += m, freqs += m, n -= m;
    }
}

// A bound must cover contributions whose rounding went up while the pair's own went down: two units in the
// last place of the quotient, then the next integer.
static inline int32_t bound_of(float c) { return (int32_t)ceilf(c * 1.000001f) + 1; }

static void block_bounds_plain(const uint8_t *freqs, const uint8_t *codes, size_t blocks, const float *lengthOfCode,
                               lede_scoring s, int32_t *out) {
    for (size_t b = 0; b < blocks; b++) {
        float best = 0;
        for (int j = 0; j < 4; j++) {
            const uint8_t tf = freqs[b * 4 + j];
            const float norm = s.base + s.slope * lengthOfCode[codes[b * 4 + j]];
            const float c = tf == 255 ? s.weight : s.weight * (float)tf / ((float)tf + norm);
            best = c > best ? c : best;
        }
        out[b] = bound_of(best);
    }
}

#if LEDE_X86
// Two blocks, eight pairs, at a time.
LEDE_AVX2 static size_t block_bounds_avx2(const uint8_t *freqs, const uint8_t *codes, size_t blocks,
                                          const float *lengthOfCode, lede_scoring s, int32_t *out) {
    const __m256 weight = _mm256_set1_ps(s.weight), any = _mm256_set1_ps(255);
    size_t b = 0;
    for (; b + 2 <= blocks; b += 2) {
        const __m256 tf = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(freqs + b * 4))));
        const __m256i code = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(codes + b * 4)));
        const __m256 length = _mm256_i32gather_ps(lengthOfCode, code, 4);
        const __m256 norm = _mm256_add_ps(_mm256_set1_ps(s.base), _mm256_mul_ps(_mm256_set1_ps(s.slope), length));
        __m256 c = _mm256_div_ps(_mm256_mul_ps(weight, tf), _mm256_add_ps(tf, norm));
        c = _mm256_blendv_ps(c, weight, _mm256_cmp_ps(tf, any, _CMP_EQ_OQ));
        c = _mm256_max_ps(c, _mm256_permute_ps(c, 0x4e));
        c = _mm256_max_ps(c, _mm256_permute_ps(c, 0xb1));
        out[b] = bound_of(_mm256_cvtss_f32(c));
        out[b + 1] = bound_of(_mm_cvtss_f32(_mm256_extractf128_ps(c, 1)));
    }
    return b;
}
#endif

void lede_block_bounds(const uint8_t *freqs, const uint8_t *codes, size_t blocks, const float *lengthOfCode,
                       lede_scoring s, int32_t *out) {
    size_t done = 0;
#if LEDE_X86
    if (lede_has_avx2()) done = block_bounds_avx2(freqs, codes, blocks, lengthOfCode, s, out);
#endif
    block_bounds_plain(freqs + done * 4, codes + done * 4, blocks - done, lengthOfCode, s, out + done);
}

static inline __attribute__((always_inline)) void limit_bounds(
    const uint8_t *peaks, size_t blocks, float factor, lede_scoring s, int32_t *bounds) {
    for (size_t b = 0; b < blocks; b++) {
        uint16_t code;
        memcpy(&code, peaks + 2 * b, 2);
        const uint32_t bits = (uint32_t)code << 16;
        float peak;
        memcpy(&peak, &bits, 4);
        peak *= factor;
        const int32_t bound = bound_of(s.weight * peak / (peak + s.slope));
        bounds[b] = bound < bounds[b] ? bound : bounds[b];
    }
}

#if LEDE_X86
LEDE_AVX2 static void limit_bounds_avx2(
    const uint8_t *peaks, size_t blocks, float factor, lede_scoring s, int32_t *bounds) {
    limit_bounds(peaks, blocks, factor, s, bounds);
}
#endif

void lede_limit_bounds(const uint8_t *peaks, size_t blocks, float factor, lede_scoring s, int32_t *bounds) {
#if LEDE_X86
    if (lede_has_avx2()) return limit_bounds_avx2(peaks, blocks, factor, s, bounds);
#endif
    limit_bounds(peaks, blocks, factor, s, bounds);
}

static size_t extract_by_bits(const int32_t *sums, const uint64_t *bits, uint32_t base, int32_t minimum, uint32_t *docs,
                              int32_t *out) {
    size_t n = 0;
    for (int w = 0; w < 64; w++) {
        uint64_t word = bits[w];
        while (word) {
            uint32_t at = (uint32_t)w * 64 + (uint32_t)__builtin_ctzll(word);
            docs[n] = base + at, out[n] = sums[at];
            n += sums[at] >= minimum;
            word &= word - 1;
        }
    }
    return n;
}

#if LEDE_X86
// Only for minimum > 0: a document without the bit has sum 0.
LEDE_AVX2 static size_t extract_avx2(const int32_t *sums, const uint64_t *bits, uint32_t base, int32_t minimum,
                                     uint32_t *docs, int32_t *out) {
    size_t n = 0;
    __m256i limit = _mm256_set1_epi32(minimum - 1);
    for (int w = 0; w < 64; w++) {
        if (bits[w] == 0) continue;
        for (uint32_t at = (uint32_t)w * 64, end = at + 64; at < end; at += 8) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(sums + at));
            unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(v, limit)));
            if (mask == 0) continue;
            const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(mask));
            _mm256_storeu_si256((__m256i *)(docs + n), _mm256_add_epi32(places, _mm256_set1_epi32((int)(base + at))));
            _mm256_storeu_si256((__m256i *)(out + n), _mm256_permutevar8x32_epi32(v, places));
            n += (size_t)__builtin_popcount(mask);
        }
    }
    return n;
}
#endif

static size_t take_group(const int32_t *sums, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out) {
    size_t n = 0;
    for (uint32_t at = 0; at < 64; at++) {
        docs[n] = base + at, out[n] = sums[at];
        n += sums[at] >= minimum;
    }
    return n;
}

#if LEDE_X86
LEDE_AVX2 static size_t take_group_avx2(const int32_t *sums, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out) {
    __m256i v[8];
    for (int i = 0; i < 8; i++) v[i] = _mm256_loadu_si256((const __m256i *)(sums + 8 * i));
    // Most groups have no such sum: that is seen from the highest ones.
    const __m256i limit = _mm256_set1_epi32(minimum - 1);
    const __m256i highest = _mm256_max_epi32(
        _mm256_max_epi32(_mm256_max_epi32(v[0], v[1]), _mm256_max_epi32(v[2], v[3])),
        _mm256_max_epi32(_mm256_max_epi32(v[4], v[5]), _mm256_max_epi32(v[6], v[7])));
    const __m256i above = _mm256_cmpgt_epi32(highest, limit);
    if (_mm256_testz_si256(above, above)) return 0;
    size_t n = 0;
    for (uint32_t i = 0; i < 8; i++) {
        const unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(v[i], limit)));
        const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(mask));
        _mm256_storeu_si256((__m256i *)(docs + n), _mm256_add_epi32(places, _mm256_set1_epi32((int)(base + 8 * i))));
        _mm256_storeu_si256((__m256i *)(out + n), _mm256_permutevar8x32_epi32(v[i], places));
        n += (size_t)__builtin_popcount(mask);
    }
    return n;
}

// Without branches but the loop's: which groups have a sum that counts cannot be foretold.
LEDE_AVX512 static size_t take_sums_avx512(
    int32_t *sums, uint8_t *groups, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out) {
    const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i limit = _mm512_set1_epi32(minimum);
    size_t n = 0;
    uint64_t open = _mm512_test_epi8_mask(_mm512_loadu_si512(groups), _mm512_loadu_si512(groups));
    _mm512_storeu_si512(groups, _mm512_setzero_si512());
    for (; open; open &= open - 1) {
        const uint32_t group = (uint32_t)__builtin_ctzll(open) * 64;
        for (uint32_t at = group; at < group + 64; at += 16) {
            const __m512i v = _mm512_loadu_si512(sums + at);
            const __mmask16 kept = _mm512_cmpge_epi32_mask(v, limit);
            const __m512i d = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)(base + at)));
            // To a register first: storing straight from a compression is slow on some processors.
            _mm512_storeu_si512(docs + n, _mm512_maskz_compress_epi32(kept, d));
            _mm512_storeu_si512(out + n, _mm512_maskz_compress_epi32(kept, v));
            _mm512_storeu_si512(sums + at, _mm512_setzero_si512());
            n += (size_t)__builtin_popcount(kept);
        }
    }
    return n;
}

LEDE_AVX2 static size_t take_sums_avx2(
    int32_t *sums, uint8_t *groups, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out) {
    size_t n = 0;
    for (uint32_t group = 0; group < 64; group++) {
        if (!groups[group]) continue;
        groups[group] = 0;
        int32_t *first = sums + group * 64;
        n += take_group_avx2(first, base + group * 64, minimum, docs + n, out + n);
        for (int i = 0; i < 8; i++) _mm256_storeu_si256((__m256i *)(first + 8 * i), _mm256_setzero_si256());
    }
    return n;
}
#endif

size_t lede_take_sums(int32_t *sums, uint8_t *groups, uint32_t base, int32_t minimum, uint32_t *docs, int32_t *out) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return take_sums_avx512(sums, groups, base, minimum, docs, out);
    if (lede_has_avx2()) return take_sums_avx2(sums, groups, base, minimum, docs, out);
#endif
    size_t n = 0;
    for (uint32_t group = 0; group < 64; group++) {
        if (!groups[group]) continue;
        groups[group] = 0;
        int32_t *first = sums + group * 64;
        n += take_group(first, base + group * 64, minimum, docs + n, out + n);
        memset(first, 0, 64 * sizeof *first);
    }
    return n;
}

size_t lede_extract(const int32_t *sums, const uint64_t *bits, uint32_t base, int32_t minimum, uint32_t *docs,
                    int32_t *out) {
#if LEDE_X86
    if (minimum > 0 && lede_has_avx2()) return extract_avx2(sums, bits, base, minimum, docs, out);
#endif
    return extract_by_bits(sums, bits, base, minimum, docs, out);
}
