// SPDX-License-Identifier: Apache-2.0
// Bit packing in eight vertical lanes after Lemire and Boytsov, "Decoding billions of integers per second through
// vectorization" (2015); the compiler vectorises the loops over lanes.
#include "lede_kernels.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define LANES 8
#define INLINE static inline __attribute__((always_inline))

INLINE uint32_t mask_of(int width) { return width == 32 ? 0xffffffffu : ((uint32_t)1 << width) - 1; }

void lede_pack256(const uint32_t *values, int width, uint8_t *out) {
    uint32_t words[32 * LANES];
    memset(words, 0, sizeof words);
    for (int row = 0; row < 32; row++) {
        int bit = row * width, k = bit >> 5, shift = bit & 31;
        for (int lane = 0; lane < LANES; lane++) {
            uint32_t v = values[row * LANES + lane] & mask_of(width);
            if (width == 0) continue;
            words[k * LANES + lane] |= v << shift;
            if (shift + width > 32) words[(k + 1) * LANES + lane] |= v >> (32 - shift);
        }
    }
    memcpy(out, words, (size_t)width * 32);
}

INLINE void unpack_rows(const uint8_t *in, uint32_t *values, const int width) {
    const uint32_t mask = mask_of(width);
#pragma clang loop unroll(full)
    for (int row = 0; row < 32; row++) {
        const int bit = row * width, k = bit >> 5, shift = bit & 31;
        uint32_t low[LANES], high[LANES];
        memcpy(low, in + (size_t)k * 4 * LANES, sizeof low);
        if (shift + width > 32) {
            memcpy(high, in + (size_t)(k + 1) * 4 * LANES, sizeof high);
            for (int lane = 0; lane < LANES; lane++)
                values[row * LANES + lane] = low[lane] >> shift | (high[lane] << (32 - shift) & mask);
        } else {
            for (int lane = 0; lane < LANES; lane++) values[row * LANES + lane] = low[lane] >> shift & mask;
        }
    }
}

#define CASE(w) case w: unpack_rows(in, values, w); return;
#define CASES                                                                                                          \
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13)        \
    CASE(14) CASE(15) CASE(16) CASE(17) CASE(18) CASE(19) CASE(20) CASE(21) CASE(22) CASE(23) CASE(24) CASE(25)        \
    CASE(26) CASE(27) CASE(28) CASE(29) CASE(30) CASE(31) CASE(32)

static void unpack_plain(const uint8_t *in, int width, uint32_t *values) { switch (width) { CASES } }

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void unpack_avx2(const uint8_t *in, int width, uint32_t *values) {
    switch (width) { CASES }
}
#endif

void lede_unpack256(const uint8_t *in, int width, uint32_t *values) {
    if (width == 0) {
        memset(values, 0, 256 * sizeof *values);
        return;
    }
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return unpack_avx2(in, width, values);
#endif
    unpack_plain(in, width, values);
}

void lede_pack(const uint32_t *values, size_t n, int width, uint8_t *out) {
    uint64_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < n; i++) {
        held |= (uint64_t)(values[i] & mask_of(width)) << bits;
        bits += width;
        while (bits >= 8) *out++ = (uint8_t)held, held >>= 8, bits -= 8;
    }
    if (bits > 0) *out = (uint8_t)held;
}

void lede_unpack(const uint8_t *in, size_t n, int width, uint32_t *values) {
    size_t size = (n * (size_t)width + 7) / 8;
    size_t fast = 0;
    if (width > 0 && width <= 25) {
        // Values whose four bytes lie within the input are read in one load.
        while (fast < n && (fast * (size_t)width) / 8 + 4 <= size) {
            uint32_t word;
            size_t bit = fast * (size_t)width;
            memcpy(&word, in + bit / 8, 4);
            values[fast++] = word >> (bit & 7) & mask_of(width);
        }
    }
    for (size_t i = fast; i < n; i++) {
        uint64_t word = 0;
        size_t bit = i * (size_t)width, first = bit / 8, last = width == 0 ? first : (bit + (size_t)width + 7) / 8;
        for (size_t b = first; b < last; b++) word |= (uint64_t)in[b] << (8 * (b - first));
        values[i] = (uint32_t)(word >> (bit & 7)) & (width == 0 ? 0 : mask_of(width));
    }
}

int64_t lede_prefix_sum(uint32_t *values, size_t n, int64_t after) {
    int64_t sum = after;
    for (size_t i = 0; i < n; i++) {
        sum += (int64_t)values[i] + 1;
        values[i] = (uint32_t)sum;
    }
    return sum;
}

size_t lede_bits_to_values(const uint8_t *words, size_t wordCount, uint32_t base, uint32_t *values, size_t limit) {
    size_t n = 0;
    for (size_t w = 0; w < wordCount; w++) {
        uint64_t word;
        memcpy(&word, words + w * 8, 8);
        while (word) {
            if (n < limit) values[n] = base + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(word);
            n++;
            word &= word - 1;
        }
    }
    return n;
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static size_t popcount_hardware(const uint64_t *words, size_t n) {
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += (size_t)__builtin_popcountll(words[i]);
    return total;
}
#endif

size_t lede_popcount(const uint64_t *words, size_t n) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return popcount_hardware(words, n);
#endif
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += (size_t)__builtin_popcountll(words[i]);
    return total;
}
