// SPDX-License-Identifier: Apache-2.0
// Rice coding (Rice and Plaunt 1971) with the low bits packed apart from the unary part: docs/format/blocks.md.
#include "kernels.h"

// The unary part has at most so many bytes, since one byte says how many.
enum { MOST_UNARY = 255 };

// Whether a unary part of so many bytes could hold a value of more than 32 bits.
static inline int passes_32_bits(size_t unary, unsigned width) { return (uint64_t)unary << (width + 3) > 1ull << 32; }

size_t lede_rice_plan(const uint32_t *values, size_t count, unsigned *width) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    // For a geometric distribution the best width is near the logarithm of 0.69 times the mean.
    const uint64_t middle = sum * 11 / (16 * count);
    const unsigned guess = middle > UINT32_MAX ? 32 : lede_bits((uint32_t)middle);
    size_t best = SIZE_MAX;
    for (unsigned b = guess < 2 ? 0 : guess - 2; b <= guess && b <= LEDE_RICE_MAX_WIDTH; b++) {
        uint64_t bits = count;
        for (size_t i = 0; i < count; i++) bits += values[i] >> b;
        const size_t unary = (size_t)(bits + 7) / 8, size = 2 + unary + lede_packed_size(count, b);
        if (unary <= MOST_UNARY && !passes_32_bits(unary, b) && size < best) {
            best = size;
            *width = b;
        }
    }
    return best;
}

size_t lede_rice_write(const uint32_t *values, size_t count, unsigned width, uint8_t *out) {
    out[0] = (uint8_t)(LEDE_RICE + width);
    uint8_t *unary = out + 2;
    uint64_t word = 0;
    // Bits in the word, and bytes before it.
    uint64_t filled = 0;
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        for (filled += values[i] >> width; filled >= 64; filled -= 64, start += 8, word = 0) memcpy(unary + start, &word, 8);
        word |= 1ull << filled++;
    }
    memcpy(unary + start, &word, 8);
    const size_t size = start + (size_t)(filled + 7) / 8;
    out[1] = (uint8_t)size;
    lede_pack(values, count, width, unary + size);
    return 2 + size + lede_packed_size(count, width);
}

// The places of the bits set, at most `count`, which is how many there are. `places` has room for eight more.
static void find_ends(const uint8_t *unary, size_t size, uint16_t *places, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        for (unsigned byte = unary[i]; byte && n < count; byte &= byte - 1) {
            places[n++] = (uint16_t)(8 * i + (unsigned)__builtin_ctz(byte));
        }
    }
}

static void add_high(const uint16_t *ends, size_t count, unsigned width, uint32_t *out) {
    for (size_t i = 0; i < count; i++) out[i] |= (uint32_t)(uint16_t)(ends[i] - ends[i - 1] - 1) << width;
}

#if LEDE_X86
// The places of the bits set in each byte, lowest first, a byte each.
#define BITS(b) (((b) & 1) + ((b) >> 1 & 1) + ((b) >> 2 & 1) + ((b) >> 3 & 1) + ((b) >> 4 & 1) + ((b) >> 5 & 1) + ((b) >> 6 & 1))
#define PLACE(b, i) ((b) >> (i) & 1 ? (uint64_t)(i) << 8 * BITS((b) & ((1 << (i)) - 1)) : 0)
#define PLACES(b) \
    PLACE(b, 1) | PLACE(b, 2) | PLACE(b, 3) | PLACE(b, 4) | PLACE(b, 5) | PLACE(b, 6) | PLACE(b, 7)
#define PLACES4(b) PLACES(b), PLACES((b) + 1), PLACES((b) + 2), PLACES((b) + 3)
#define PLACES16(b) PLACES4(b), PLACES4((b) + 4), PLACES4((b) + 8), PLACES4((b) + 12)
#define PLACES64(b) PLACES16(b), PLACES16((b) + 16), PLACES16((b) + 32), PLACES16((b) + 48)
static const uint64_t places_of_byte[256] = {PLACES64(0), PLACES64(64), PLACES64(128), PLACES64(192)};

__attribute__((target("avx2,popcnt"))) static void find_ends_avx2(const uint8_t *unary, size_t size, uint16_t *places) {
    const __m128i eight = _mm_set1_epi16(8);
    __m128i base = _mm_setzero_si128();
    for (size_t i = 0; i < size; i++) {
        const __m128i wide = _mm_cvtepu8_epi16(_mm_cvtsi64_si128((long long)places_of_byte[unary[i]]));
        _mm_storeu_si128((__m128i *)(void *)places, _mm_add_epi16(wide, base));
        base = _mm_add_epi16(base, eight);
        places += __builtin_popcount(unary[i]);
    }
}

__attribute__((target("avx2"))) static void add_high_avx2(
    const uint16_t *ends, size_t count, unsigned width, uint32_t *out) {
    const __m128i shift = _mm_cvtsi32_si128((int)width), one = _mm_set1_epi16(1);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m128i end = _mm_loadu_si128((const __m128i *)(const void *)(ends + i));
        const __m128i before = _mm_loadu_si128((const __m128i *)(const void *)(ends + i - 1));
        const __m256i high = _mm256_cvtepu16_epi32(_mm_sub_epi16(_mm_sub_epi16(end, before), one));
        __m256i *row = (__m256i *)(void *)(out + i);
        _mm256_storeu_si256(row, _mm256_or_si256(_mm256_loadu_si256(row), _mm256_sll_epi32(high, shift)));
    }
    add_high(ends + i, count - i, width, out + i);
}
#endif

lede_outcome lede_rice_decode(const uint8_t *in, size_t size, size_t count, uint32_t *out) {
    const unsigned width = in[0] - LEDE_RICE;
    if (size < 2) return lede_malformed(size, LEDE_TRUNCATED);
    const size_t unary = in[1], packed = lede_packed_size(count, width);
    if (size - 2 < unary + packed) return lede_malformed(size, LEDE_TRUNCATED);
    // The last byte holds the last end.
    if (count == 0 || unary == 0 || in[1 + unary] == 0 || passes_32_bits(unary, width)) {
        return lede_malformed(1, LEDE_BAD_UNARY);
    }
    uint64_t words[MOST_UNARY / 8 + 1] = {0};
    memcpy(words, in + 2, unary);
    if (lede_popcount(words, unary / 8 + 1) != count) return lede_malformed(2, LEDE_BAD_UNARY);
    lede_unpack(in + 2 + unary, packed, count, width, out);

    // The end before the first value's, then one a value, then what a whole row writes beyond.
    uint16_t ends[1 + LEDE_BLOCK_LENGTH + 8];
    ends[0] = UINT16_MAX;
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) {
        find_ends_avx2(in + 2, unary, ends + 1);
        add_high_avx2(ends + 1, count, width, out);
        return lede_done(2 + unary + packed);
    }
#endif
    find_ends(in + 2, unary, ends + 1, count);
    add_high(ends + 1, count, width, out);
    return lede_done(2 + unary + packed);
}
