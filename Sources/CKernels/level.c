// SPDX-License-Identifier: Apache-2.0
#include "kernels.h"

#include <stdatomic.h>

// -1: not looked up yet. Two threads may look it up at once, and find the same.
static atomic_int chosen = -1;

static int best_level(void) {
#if LEDE_X86
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("popcnt")) {
        return LEDE_LEVEL_PORTABLE;
    }
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return LEDE_LEVEL_SSE42;
    const int all = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq");
    return all ? LEDE_LEVEL_AVX512 : LEDE_LEVEL_AVX2;
#else
    return LEDE_LEVEL_PORTABLE;
#endif
}

int lede_level(void) {
    int level = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (__builtin_expect(level < 0, 0)) {
        level = best_level();
        atomic_store_explicit(&chosen, level, memory_order_relaxed);
    }
    return level;
}

void lede_limit_level(int level) {
    int best = best_level();
    atomic_store_explicit(&chosen, level < best ? level : best, memory_order_relaxed);
}
