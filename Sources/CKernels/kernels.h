// SPDX-License-Identifier: Apache-2.0
// What the kernels share among themselves.
#pragma once

#include "lede_kernels.h"

#include <string.h>

#if defined(__x86_64__)
#define LEDE_X86 1
#include <immintrin.h>
#define LEDE_AVX2 __attribute__((target("avx2,bmi2,popcnt")))
#define LEDE_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,avx512vpopcntdq,avx2,bmi,bmi2,popcnt")))
#else
#define LEDE_X86 0
#endif

// Blocks are little-endian words in memory; a big-endian port would have to swap them.
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "little-endian processors only");

static inline lede_outcome lede_done(size_t consumed) { return (lede_outcome){(int64_t)consumed, LEDE_OK}; }
static inline lede_outcome lede_malformed(size_t offset, int reason) {
    return (lede_outcome){(int64_t)offset, reason};
}

static inline uint64_t lede_load64(const uint8_t *p) {
    uint64_t value;
    memcpy(&value, p, 8);
    return value;
}

#if LEDE_X86
static inline int lede_has_avx2(void) { return lede_level() >= LEDE_LEVEL_AVX2; }

// A mask of those of eight values that are a minimum or above.
LEDE_AVX2 static inline unsigned lede_reaching(__m256i values, __m256i minimum) {
    return ~(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(minimum, values))) & 0xff;
}

// The places, 0 to 7, of the ones in a mask of eight bits, in order, a byte each; after them zeros.
LEDE_AVX2 static inline __m128i lede_places_of(unsigned mask) {
    const uint64_t spread = _pdep_u64(mask, 0x0101010101010101u) * 0xff;
    return _mm_cvtsi64_si128((long long)_pext_u64(0x0706050403020100u, spread));
}
#endif

// Bits needed to write `value`: 0 for 0.
static inline unsigned lede_bits(uint32_t value) { return value ? 32u - (unsigned)__builtin_clz(value) : 0u; }

static inline size_t lede_varint_size(uint32_t value) { return value ? (lede_bits(value) + 6) / 7 : 1; }

static inline size_t lede_put_varint(uint8_t *out, uint32_t value) {
    size_t n = 0;
    while (value >= 0x80) {
        out[n++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    out[n++] = (uint8_t)value;
    return n;
}

// Reads a varint of at most 32 bits at *position; 0 when the bytes end early or exceed 32 bits.
static inline int lede_get_varint(const uint8_t *in, size_t size, size_t *position, uint32_t *value) {
    uint64_t sum = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (*position >= size) return 0;
        uint8_t byte = in[(*position)++];
        sum |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = (uint32_t)sum;
            return sum <= UINT32_MAX;
        }
    }
    return 0;
}

// Bytes of `count` values of `width` bits.
static inline size_t lede_packed_size(size_t count, unsigned width) { return (count * width + 7) / 8; }

// The low `width` bits of each value: a full block in lanes, a shorter one as one stream.
void lede_pack(const uint32_t *values, size_t count, unsigned width, uint8_t *out);
void lede_unpack(const uint8_t *in, size_t size, size_t count, unsigned width, uint32_t *out);

// Heads of Rice blocks: from LEDE_RICE (width 0) on, above the widths of patched blocks.
enum { LEDE_RICE = 33, LEDE_RICE_MAX_WIDTH = 30 };

// The size of the smallest Rice block and its width, or SIZE_MAX if there is none.
size_t lede_rice_plan(const uint32_t *values, size_t count, unsigned *width);
size_t lede_rice_write(const uint32_t *values, size_t count, unsigned width, uint8_t *out);
// `in` begins with the head of a Rice block.
lede_outcome lede_rice_decode(const uint8_t *in, size_t size, size_t count, uint32_t *out);

// Of a full block, as lede_patched_pick and lede_patched_sums.
lede_outcome lede_rice_pick(const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *out);
lede_outcome lede_rice_sums(
    const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *sums, uint32_t *out);

// Number `index` of a full block of `width` bits.
static inline uint32_t lede_packed_value(const uint8_t *in, size_t index, unsigned width) {
    if (width == 0) return 0;
    const size_t bit = index / 8 * width, word = bit / 32, shift = bit % 32, lane = index % 8;
    uint32_t low, high = 0;
    memcpy(&low, in + 4 * (8 * word + lane), 4);
    if (shift + width > 32) memcpy(&high, in + 4 * (8 * (word + 1) + lane), 4);
    return (uint32_t)(((uint64_t)high << 32 | low) >> shift) & (uint32_t)((1ull << width) - 1);
}

// Writes the packed form of `count` values and reports the width chosen.
size_t lede_patched_plan(const uint32_t *values, size_t count, unsigned *width);
size_t lede_patched_write(const uint32_t *values, size_t count, unsigned width, uint8_t *out);
