// SPDX-License-Identifier: Apache-2.0
// Candidates kept or told by their sums.
#include "lede_scoring.h"
#include "kernels.h"

#if LEDE_X86
// Eight at a time; what is stored behind the kept ones lies before what is still to be read.
LEDE_AVX2 static size_t keep_at_least_avx2(uint32_t *docs, int32_t *sums, size_t n, int32_t minimum, size_t *done) {
    const __m256i limit = _mm256_set1_epi32(minimum);
    size_t kept = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i v = _mm256_loadu_si256((const __m256i *)(sums + i));
        const __m256i d = _mm256_loadu_si256((const __m256i *)(docs + i));
        const unsigned mask = lede_reaching(v, limit);
        if (mask == 0) continue;
        const __m256i places = _mm256_cvtepu8_epi32(lede_places_of(mask));
        _mm256_storeu_si256((__m256i *)(docs + kept), _mm256_permutevar8x32_epi32(d, places));
        _mm256_storeu_si256((__m256i *)(sums + kept), _mm256_permutevar8x32_epi32(v, places));
        kept += (size_t)__builtin_popcount(mask);
    }
    *done = i;
    return kept;
}
#endif

size_t lede_keep_at_least(uint32_t *docs, int32_t *sums, size_t n, int32_t minimum) {
    size_t kept = 0, i = 0;
#if LEDE_X86
    if (lede_has_avx2()) kept = keep_at_least_avx2(docs, sums, n, minimum, &i);
#endif
    for (; i < n; i++) {
        docs[kept] = docs[i], sums[kept] = sums[i];
        kept += sums[i] >= minimum;
    }
    return kept;
}

// Of sixteen interleaved runs the k-th of their maxima, the greatest first.
static inline __attribute__((always_inline)) int32_t kth_maximum(const int32_t *sums, size_t n, size_t k) {
    int32_t maxima[16];
    size_t i = 16;
    for (size_t run = 0; run < 16; run++) maxima[run] = sums[run];
    for (; i + 16 <= n; i += 16)
        for (size_t run = 0; run < 16; run++)
            maxima[run] = sums[i + run] > maxima[run] ? sums[i + run] : maxima[run];
    int32_t kth = INT32_MAX;
    for (size_t run = 0; run < 16; run++) {
        int32_t greater = 0;
        for (size_t other = 0; other < 16; other++) greater += maxima[other] > maxima[run];
        if ((size_t)greater < k && maxima[run] < kth) kth = maxima[run];
    }
    return kth;
}

#if LEDE_X86
LEDE_AVX2 static int32_t kth_maximum_avx2(const int32_t *sums, size_t n, size_t k) { return kth_maximum(sums, n, k); }
#endif

int32_t lede_reached_by(size_t k, const int32_t *sums, size_t n) {
#if LEDE_X86
    if (lede_has_avx2()) return kth_maximum_avx2(sums, n, k);
#endif
    return kth_maximum(sums, n, k);
}

#if LEDE_X86
LEDE_AVX2 static size_t find_at_least_avx2(const int32_t *sums, size_t n, int32_t minimum, uint16_t *out, size_t *done) {
    const __m256i limit = _mm256_set1_epi32(minimum);
    size_t found = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i v = _mm256_loadu_si256((const __m256i *)(sums + i));
        const unsigned mask = lede_reaching(v, limit);
        const __m128i places = _mm_cvtepu8_epi16(lede_places_of(mask));
        _mm_storeu_si128((__m128i *)(out + found), _mm_add_epi16(places, _mm_set1_epi16((short)i)));
        found += (size_t)__builtin_popcount(mask);
    }
    *done = i;
    return found;
}
#endif

size_t lede_find_at_least(const int32_t *sums, size_t n, int32_t minimum, uint16_t *out) {
    size_t found = 0, i = 0;
#if LEDE_X86
    if (lede_has_avx2()) found = find_at_least_avx2(sums, n, minimum, out, &i);
#endif
    for (; i < n; i++) {
        out[found] = (uint16_t)i;
        found += sums[i] >= minimum;
    }
    return found;
}
