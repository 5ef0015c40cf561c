// SPDX-License-Identifier: Apache-2.0
// Patched bit packing (Zukowski et al. 2006; Lemire and Boytsov 2015): docs/format/blocks.md.
#include "kernels.h"

// Eight lanes of 32 bits wherever they lie in memory.
typedef uint32_t lanes8 __attribute__((vector_size(32), aligned(1), may_alias));

#define TARGET
#define UNPACK unpack256_portable
#include "unpack.h"

#if LEDE_X86
#define TARGET __attribute__((target("avx2")))
#define UNPACK unpack256_avx2
#include "unpack.h"
#endif

// Header byte: the width in bits 0 to 5, bit 6 set when exceptions follow.
enum { WIDTH_BITS = 0x3f, HAS_EXCEPTIONS = 0x40 };

// A Rice block is preferred where it is smaller by this part.
enum { RICE_GAIN = 32 };

// How many values have at least so many bits, and the most any has; 0 above that.
static int count_widths(const uint32_t *values, size_t count, uint32_t *wider) {
    for (size_t i = 0; i < count; i++) wider[lede_bits(values[i])]++;
    int widest = 32;
    while (widest > 0 && wider[widest] == 0) widest--;
    for (int b = widest - 1; b >= 0; b--) wider[b] += wider[b + 1];
    return widest;
}

#if LEDE_X86
// Of a full block, once for each width up to the largest instead of one value after the other.
LEDE_AVX2 static int count_widths_avx2(const uint32_t *values, uint32_t *wider) {
    const __m256i *rows = (const __m256i *)values;
    __m256i all = _mm256_setzero_si256();
    for (size_t i = 0; i < 32; i++) all = _mm256_or_si256(all, _mm256_loadu_si256(rows + i));
    __m128i half = _mm_or_si128(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    half = _mm_or_si128(half, _mm_shuffle_epi32(half, 0x4e));
    half = _mm_or_si128(half, _mm_shuffle_epi32(half, 0xb1));
    const int widest = (int)lede_bits((uint32_t)_mm_cvtsi128_si32(half));
    // Numbers of 32 bits would compare as negative ones.
    if (widest > 31) return count_widths(values, LEDE_BLOCK_LENGTH, wider);
    wider[0] = LEDE_BLOCK_LENGTH;
    for (int b = 1; b <= widest; b++) {
        const __m256i most = _mm256_set1_epi32((int)((1u << (b - 1)) - 1));
        __m256i sums = _mm256_setzero_si256();
        for (size_t i = 0; i < 32; i++) sums = _mm256_sub_epi32(sums, _mm256_cmpgt_epi32(_mm256_loadu_si256(rows + i), most));
        __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
        wider[b] = (uint32_t)_mm_cvtsi128_si32(sum);
    }
    return widest;
}
#endif

// The width for which the block is smallest, exceptions included; returns the size of the block.
size_t lede_patched_plan(const uint32_t *values, size_t count, unsigned *width) {
    uint32_t wider[33 + 7 * 5] = {0};
#if LEDE_X86
    const int widest =
        count == LEDE_BLOCK_LENGTH && lede_has_avx2() ? count_widths_avx2(values, wider) : count_widths(values, count, wider);
#else
    const int widest = count_widths(values, count, wider);
#endif
    size_t best = 1 + lede_packed_size(count, (unsigned)widest);
    *width = (unsigned)widest;
    for (int b = widest - 1; b >= 0; b--) {
        // An exception takes a byte for its index and one for each seven bits, begun or full, above the width.
        const uint32_t *above = wider + b + 1;
        const size_t size = 2 + lede_packed_size(count, (unsigned)b) + 2 * above[0] + above[7] + above[14] + above[21] + above[28];
        if (size < best) {
            best = size;
            *width = (unsigned)b;
        }
    }
    return best;
}

static void pack_lanes(const uint32_t *values, unsigned b, uint32_t mask, uint8_t *out) {
    lanes8 *words = (lanes8 *)out;
    const lanes8 *rows = (const lanes8 *)values;
    lanes8 pending = {0};
    unsigned filled = 0;
    size_t word = 0;
    for (size_t i = 0; i < 32; i++) {
        lanes8 value = rows[i] & ((lanes8){0} + mask);
        pending |= value << filled;
        filled += b;
        if (filled >= 32) {
            words[word++] = pending;
            filled -= 32;
            // A shift by 32 is undefined: nothing is left over when the word is exactly full.
            pending = filled ? value >> (b - filled) : (lanes8){0};
        }
    }
}

static void pack_tail(const uint32_t *values, size_t count, unsigned b, uint32_t mask, uint8_t *out) {
    uint64_t pending = 0;
    unsigned filled = 0;
    for (size_t i = 0; i < count; i++) {
        pending |= (uint64_t)(values[i] & mask) << filled;
        for (filled += b; filled >= 8; filled -= 8, pending >>= 8) *out++ = (uint8_t)pending;
    }
    if (filled) *out = (uint8_t)pending;
}

void lede_pack(const uint32_t *values, size_t count, unsigned width, uint8_t *out) {
    const uint32_t mask = (uint32_t)((1ull << width) - 1);
    if (count == LEDE_BLOCK_LENGTH) pack_lanes(values, width, mask, out);
    else pack_tail(values, count, width, mask, out);
}

size_t lede_patched_write(const uint32_t *values, size_t count, unsigned width, uint8_t *out) {
    const uint32_t mask = (uint32_t)((1ull << width) - 1);
    // One more: an index is written first and kept only if it belongs to an exception.
    uint8_t indices[LEDE_BLOCK_LENGTH + 1];
    size_t exceptions = 0;
    for (size_t i = 0; i < count; i++) {
        indices[exceptions] = (uint8_t)i;
        exceptions += values[i] > mask;
    }
    size_t size = 0;
    out[size++] = (uint8_t)(width | (exceptions ? HAS_EXCEPTIONS : 0));
    if (exceptions) out[size++] = (uint8_t)(exceptions - 1);
    lede_pack(values, count, width, out + size);
    size += lede_packed_size(count, width);
    memcpy(out + size, indices, exceptions);
    size += exceptions;
    for (size_t i = 0; i < exceptions; i++) size += lede_put_varint(out + size, values[indices[i]] >> width);
    return size;
}

size_t lede_patched_encode(const uint32_t *values, size_t count, uint8_t *out) {
    unsigned width, rice_width = 0;
    const size_t patched = lede_patched_plan(values, count, &width);
    // A Rice block takes longer to decode, so it has to be worth it.
    if (patched > 8 && lede_rice_plan(values, count, &rice_width) < patched - patched / RICE_GAIN) {
        return lede_rice_write(values, count, rice_width, out);
    }
    return lede_patched_write(values, count, width, out);
}

#if LEDE_X86
// Eight values of b (<= 25) bits are b bytes, so every group of eight is cut in the same way: the first four values from
// the bytes at its start, the others from the byte in which the fifth begins. Returns how many values it unpacked.
__attribute__((target("avx2"))) static size_t unpack_eights(
    const uint8_t *in, size_t size, size_t count, unsigned b, uint32_t *out) {
    const unsigned fifth = 4 * b / 8;
    const __m256i mask = _mm256_set1_epi32((int)((1u << b) - 1)), origin = _mm256_setr_epi32(
        0, 0, 0, 0, (int)(8 * fifth), (int)(8 * fifth), (int)(8 * fifth), (int)(8 * fifth));
    const __m256i bits = _mm256_sub_epi32(
        _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32((int)b)), origin);
    // The four bytes from the one in which a value begins: 7 + 25 bits at most.
    const __m256i picks = _mm256_add_epi32(
        _mm256_mullo_epi32(_mm256_srli_epi32(bits, 3), _mm256_set1_epi32(0x01010101)), _mm256_set1_epi32(0x03020100));
    const __m256i shifts = _mm256_and_si256(bits, _mm256_set1_epi32(7));
    size_t i = 0;
    for (size_t at = 0; i + 8 <= count && at + fifth + 16 <= size; i += 8, at += b) {
        const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)(in + at));
        const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(in + at + fifth));
        const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        const __m256i words = _mm256_srlv_epi32(_mm256_shuffle_epi8(both, picks), shifts);
        _mm256_storeu_si256((__m256i *)(void *)(out + i), _mm256_and_si256(words, mask));
    }
    return i;
}
#endif

static void unpack_tail(const uint8_t *in, size_t size, size_t count, unsigned b, uint32_t *out) {
    if (b == 0) {
        memset(out, 0, count * sizeof *out);
        return;
    }
    const uint32_t mask = (uint32_t)((1ull << b) - 1);
    size_t i = 0;
#if LEDE_X86
    // Few bytes are copied first, so that groups near the end may load beyond it.
    uint8_t padded[256 + 32];
    if (b <= 25 && lede_level() >= LEDE_LEVEL_AVX2) {
        if (size <= 256) {
            memcpy(padded, in, size);
            memset(padded + size, 0, 32);
            i = unpack_eights(padded, size + 32, count, b, out);
        } else {
            i = unpack_eights(in, size, count, b, out);
        }
    }
#endif
    // Eight bytes at once while they lie inside the block: 7 + 32 bits always fit.
    for (; i < count && i * b / 8 + 8 <= size; i++) out[i] = (uint32_t)(lede_load64(in + i * b / 8) >> (i * b % 8)) & mask;
    if (i == count) return;
    // The last bytes again, with zeros behind them.
    uint8_t last[16] = {0};
    const size_t start = size < 8 ? 0 : size - 8;
    memcpy(last, in + start, size - start);
    for (; i < count; i++) out[i] = (uint32_t)(lede_load64(last + (i * b / 8 - start)) >> (i * b % 8)) & mask;
}

// What the head of a block says, checked against the bytes there are.
typedef struct {
    unsigned width;
    size_t exceptions, start, packed;
    lede_outcome outcome;
} block_head;

static inline block_head read_head(const uint8_t *in, size_t size, size_t count) {
    block_head head = {0, 0, 1, 0, lede_done(0)};
    if (size == 0) {
        head.outcome = lede_malformed(0, LEDE_TRUNCATED);
        return head;
    }
    head.width = in[0] & WIDTH_BITS;
    if (in[0] & 0x80 || head.width > 32) head.outcome = lede_malformed(0, LEDE_BAD_HEADER);
    if (in[0] & HAS_EXCEPTIONS) {
        head.start = 2;
        if (size < 2) head.outcome = lede_malformed(size, LEDE_TRUNCATED);
        else head.exceptions = (size_t)in[1] + 1;
        if (head.exceptions > count || head.width == 32) head.outcome = lede_malformed(1, LEDE_BAD_EXCEPTION);
    }
    head.packed = lede_packed_size(count, head.width);
    // Every exception takes at least two bytes.
    if (head.outcome.reason == LEDE_OK && size - head.start < head.packed + 2 * head.exceptions) {
        head.outcome = lede_malformed(size, LEDE_TRUNCATED);
    }
    return head;
}

// Adds the exceptions of a block to its values.
static lede_outcome patch(const uint8_t *in, size_t size, size_t count, block_head head, uint32_t *out) {
    const uint8_t *indices = in + head.start + head.packed;
    const uint32_t highest = UINT32_MAX >> head.width;
    size_t position = head.start + head.packed + head.exceptions;
    int previous = -1;
    for (size_t i = 0; i < head.exceptions; i++) {
        const size_t start = position;
        uint32_t high;
        if (!lede_get_varint(in, size, &position, &high)) {
            return lede_malformed(start, position >= size ? LEDE_TRUNCATED : LEDE_BAD_EXCEPTION);
        }
        if (high == 0 || high > highest || indices[i] <= previous || indices[i] >= count) {
            return lede_malformed(start, LEDE_BAD_EXCEPTION);
        }
        previous = indices[i];
        out[indices[i]] |= high << head.width;
    }
    return lede_done(position);
}

void lede_unpack(const uint8_t *in, size_t size, size_t count, unsigned width, uint32_t *out) {
    if (count != LEDE_BLOCK_LENGTH) return unpack_tail(in, size, count, width, out);
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) return unpack256_avx2(in, width, out);
#endif
    unpack256_portable(in, width, out);
}

static inline int is_rice(const uint8_t *in, size_t size) {
    return size > 0 && in[0] >= LEDE_RICE && in[0] <= LEDE_RICE + LEDE_RICE_MAX_WIDTH;
}

lede_outcome lede_patched_decode(const uint8_t *in, size_t size, size_t count, uint32_t *out) {
    if (is_rice(in, size)) return lede_rice_decode(in, size, count, out);
    const block_head head = read_head(in, size, count);
    if (head.outcome.reason != LEDE_OK) return head.outcome;
    lede_unpack(in + head.start, head.packed, count, head.width, out);
    return patch(in, size, count, head, out);
}

lede_outcome lede_patched_pick(const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *out) {
    if (is_rice(in, size)) return lede_rice_pick(in, size, wanted, number, out);
    const block_head head = read_head(in, size, LEDE_BLOCK_LENGTH);
    if (head.outcome.reason != LEDE_OK) return head.outcome;
    if (head.exceptions > 0) return lede_malformed(0, LEDE_UNPACK);
    for (size_t i = 0; i < number; i++) out[i] = lede_packed_value(in + head.start, wanted[i], head.width) + 1;
    return lede_done(head.start + head.packed);
}

lede_outcome lede_patched_sums(
    const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *sums, uint32_t *out) {
    return is_rice(in, size) ? lede_rice_sums(in, size, wanted, number, sums, out) : lede_malformed(0, LEDE_UNPACK);
}

static inline void increment(uint32_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) values[i]++;
}

#if LEDE_X86
__attribute__((target("avx2"))) static void increment_avx2(uint32_t *values, size_t count) { increment(values, count); }
#endif

void lede_increment(uint32_t *values, size_t count) {
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) return increment_avx2(values, count);
#endif
    increment(values, count);
}
