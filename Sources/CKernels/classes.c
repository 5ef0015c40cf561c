// SPDX-License-Identifier: Apache-2.0
// Classes of the bytes of a text, as the tokenizer wants them.
#include "kernels.h"

#if LEDE_X86
// A mask of the bytes from `first` on, `count` of them.
LEDE_AVX2 static inline __m256i in_range(__m256i bytes, uint8_t first, uint8_t count) {
    const __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)(first + 0x80)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(0x80 + count)), moved);
}

// Half a word of a mask. Compilers take two halves that are put together apart again, bit by bit.
LEDE_AVX2 static inline void store_bits(uint64_t *mask, size_t half, __m256i bytes) {
    const int bits = _mm256_movemask_epi8(bytes);
    memcpy((uint8_t *)mask + 4 * half, &bits, 4);
}

LEDE_AVX2 static inline void classify_32(const uint8_t *text, uint8_t *copy, uint64_t *masks, size_t stride, size_t half) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)text);
    const __m256i capital = in_range(bytes, 'A', 26);
    const __m256i lowered = _mm256_or_si256(bytes, _mm256_and_si256(capital, _mm256_set1_epi8(0x20)));
    _mm256_storeu_si256((__m256i *)copy, lowered);
    const __m256i plain = _mm256_or_si256(in_range(lowered, 'a', 26), in_range(bytes, '0', 10));
    const __m256i marks = _mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('.')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('!')));
    const __m256i others = _mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('?')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
    // The high bit of a byte is that of a byte from 0x80 on.
    store_bits(masks, half, _mm256_or_si256(plain, bytes));
    store_bits(masks + stride, half, _mm256_or_si256(capital, bytes));
    store_bits(masks + 2 * stride, half, in_range(bytes, '#', 13));
    store_bits(masks + 3 * stride, half, _mm256_or_si256(marks, others));
}

LEDE_AVX2 static void classify_avx2(const uint8_t *text, size_t count, uint8_t *copy, uint64_t *masks, size_t stride) {
    const size_t halves = count / 32;
    for (size_t half = 0; half < halves; half++) classify_32(text + 32 * half, copy + 32 * half, masks, stride, half);
    if (count % 32) {
        // Zeros are of no class.
        uint8_t last[32] = {0};
        memcpy(last, text + 32 * halves, count % 32);
        classify_32(last, last, masks, stride, halves);
        memcpy(copy + 32 * halves, last, count % 32);
    }
    // The rest of a block that was begun.
    const size_t end = halves + (count % 32 != 0);
    for (size_t mask = 0; mask < 4; mask++) {
        if (end % 2) memset((uint8_t *)(masks + mask * stride) + 4 * end, 0, 4);
    }
}
#endif

int lede_classify(const uint8_t *text, size_t count, uint8_t *copy, uint64_t *masks, size_t stride) {
#if LEDE_X86
    if (lede_has_avx2()) {
        classify_avx2(text, count, copy, masks, stride);
        return 1;
    }
#endif
    return 0;
}
