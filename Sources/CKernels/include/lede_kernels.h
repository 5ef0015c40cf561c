// SPDX-License-Identifier: Apache-2.0
// Kernels over packed integers and bytes. None allocates or reads beyond what its comment says.
#pragma once
#include <stddef.h>
#include <stdint.h>

// 256 values of `width` bits (0...32) in 8 lanes: word k of lane l stands at k * 8 + l; value i lies in lane i % 8.
// Packed bytes: 32 * width. Values above the width lose their high bits.
void lede_pack256(const uint32_t *values, int width, uint8_t *out);
void lede_unpack256(const uint8_t *in, int width, uint32_t *values);

// n values of `width` bits one after the other, lowest bit first. Packed bytes: (n * width + 7) / 8.
void lede_pack(const uint32_t *values, size_t n, int width, uint8_t *out);
void lede_unpack(const uint8_t *in, size_t n, int width, uint32_t *values);

// Turns gaps into documents: values[i] = after + sum of (values[0...i] + 1). Returns the last one unwrapped.
int64_t lede_prefix_sum(uint32_t *values, size_t n, int64_t after);

// Writes base + i for each set bit i, at most `limit`; returns the number of set bits.
size_t lede_bits_to_values(const uint8_t *words, size_t wordCount, uint32_t base, uint32_t *values, size_t limit);

uint32_t lede_crc32c(uint32_t seed, const void *bytes, size_t count);

size_t lede_popcount(const uint64_t *words, size_t n);

// Bits shared between threads; the order of other memory is not implied.
static inline int lede_bit_is_set(const uint64_t *bits, size_t index) {
    return (int)(__atomic_load_n(bits + (index >> 6), __ATOMIC_RELAXED) >> (index & 63) & 1);
}
static inline void lede_set_bit(uint64_t *bits, size_t index) {
    __atomic_fetch_or(bits + (index >> 6), (uint64_t)1 << (index & 63), __ATOMIC_RELAXED);
}
