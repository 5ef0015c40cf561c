// SPDX-License-Identifier: Apache-2.0
#include "kernels.h"

static size_t popcount_portable(const uint64_t *words, size_t count) {
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += (size_t)__builtin_popcountll(words[i]);
    return sum;
}

#if LEDE_X86
__attribute__((target("popcnt"))) static size_t popcount_hardware(const uint64_t *words, size_t count) {
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += (size_t)__builtin_popcountll(words[i]);
    return sum;
}

LEDE_AVX512 static size_t popcount_avx512(const uint64_t *words, size_t count) {
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < count; i += 8) {
        const __mmask8 rest = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : 0xff;
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_maskz_loadu_epi64(rest, words + i)));
    }
    return (size_t)_mm512_reduce_add_epi64(sum);
}
#endif

size_t lede_popcount(const uint64_t *words, size_t count) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) return popcount_avx512(words, count);
    if (lede_level() >= LEDE_LEVEL_SSE42) return popcount_hardware(words, count);
#endif
    return popcount_portable(words, count);
}
