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
#endif

size_t lede_popcount(const uint64_t *words, size_t count) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_SSE42) return popcount_hardware(words, count);
#endif
    return popcount_portable(words, count);
}
