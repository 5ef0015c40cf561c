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

// A word of 64 bits at once. `places` has room for 64 more than there are ones before the last word.
LEDE_AVX512 static void find_ends_avx512(const uint64_t *words, size_t count, uint16_t *places) {
    const __m512i numbers = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34,
        33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,
        1, 0);
    for (size_t i = 0; i < count; i++) {
        const __m512i found = _mm512_maskz_compress_epi8(words[i], numbers), base = _mm512_set1_epi16((short)(64 * i));
        const __m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(found));
        const __m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(found, 1));
        _mm512_storeu_si512(places, _mm512_add_epi16(low, base));
        _mm512_storeu_si512(places + 32, _mm512_add_epi16(high, base));
        places += __builtin_popcountll(words[i]);
    }
}

LEDE_AVX512 static void add_high_avx512(const uint16_t *ends, size_t count, unsigned width, uint32_t *out) {
    const __m128i shift = _mm_cvtsi32_si128((int)width);
    const __m256i one = _mm256_set1_epi16(1);
    for (size_t i = 0; i < count; i += 16) {
        const __mmask16 rest = count - i < 16 ? (__mmask16)((1u << (count - i)) - 1) : 0xffff;
        const __m256i end = _mm256_maskz_loadu_epi16(rest, ends + i), before = _mm256_maskz_loadu_epi16(rest, ends + i - 1);
        const __m512i high = _mm512_cvtepu16_epi32(_mm256_sub_epi16(_mm256_sub_epi16(end, before), one));
        const __m512i row = _mm512_maskz_loadu_epi32(rest, out + i);
        _mm512_mask_storeu_epi32(out + i, rest, _mm512_or_si512(row, _mm512_sll_epi32(high, shift)));
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

// The head of a Rice block, checked: its unary part with zeros behind it.
typedef struct {
    unsigned width;
    size_t unary, packed;
    uint64_t words[MOST_UNARY / 8 + 1];
} rice_head;

static lede_outcome read_head(const uint8_t *in, size_t size, size_t count, rice_head *head) {
    head->width = in[0] - LEDE_RICE;
    if (size < 2) return lede_malformed(size, LEDE_TRUNCATED);
    head->unary = in[1], head->packed = lede_packed_size(count, head->width);
    if (size - 2 < head->unary + head->packed) return lede_malformed(size, LEDE_TRUNCATED);
    // The last byte holds the last end.
    if (count == 0 || head->unary == 0 || in[1 + head->unary] == 0 || passes_32_bits(head->unary, head->width)) {
        return lede_malformed(1, LEDE_BAD_UNARY);
    }
    const size_t words = (head->unary + 7) / 8;
    head->words[words - 1] = 0;
    memcpy(head->words, in + 2, head->unary);
    if (lede_popcount(head->words, words) != count) return lede_malformed(2, LEDE_BAD_UNARY);
    return lede_done(2 + head->unary + head->packed);
}

#if LEDE_X86
__attribute__((target("bmi,bmi2"))) static inline unsigned place_of_one_bmi2(uint64_t word, unsigned rank) {
    return (unsigned)__builtin_ctzll(_pdep_u64(1ull << rank, word));
}
#endif

// Where the one with `rank` ones below it stands.
static inline unsigned place_of_one(uint64_t word, unsigned rank) {
    for (; rank > 0; rank--) word &= word - 1;
    return (unsigned)__builtin_ctzll(word);
}

// Every wanted value's end and the one before it are found, word by word: both ascend.
#define PICK(name, attribute, popcount, place)                                                        \
    attribute static void name(                                                                       \
        const rice_head *head, const uint8_t *packed, const uint16_t *wanted, size_t number,          \
        uint32_t *out) {                                                                              \
        size_t word = 0, before = 0;                                                                  \
        for (size_t i = 0; i < number; i++) {                                                         \
            const size_t index = wanted[i];                                                           \
            int64_t last = -1;                                                                        \
            if (index > 0) {                                                                          \
                size_t ones;                                                                          \
                while (before + (ones = popcount(head->words[word])) < index) before += ones, word++; \
                last = (int64_t)(word * 64 + place(head->words[word], (unsigned)(index - 1 - before))); \
            }                                                                                         \
            size_t ones;                                                                              \
            while (before + (ones = popcount(head->words[word])) <= index) before += ones, word++;    \
            const int64_t end = (int64_t)(word * 64 + place(head->words[word], (unsigned)(index - before))); \
            out[i] = (lede_packed_value(packed, index, head->width) | (uint32_t)(end - last - 1) << head->width) + 1; \
        }                                                                                             \
    }

static inline size_t ones_of(uint64_t word) { return lede_popcount(&word, 1); }
PICK(pick_portable, , ones_of, place_of_one)
#if LEDE_X86
#define ONES(word) (size_t)__builtin_popcountll(word)
PICK(pick_bmi2, __attribute__((target("bmi,bmi2,popcnt"))), ONES, place_of_one_bmi2)
#endif

lede_outcome lede_rice_pick(const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *out) {
    rice_head head;
    const lede_outcome outcome = read_head(in, size, LEDE_BLOCK_LENGTH, &head);
    if (outcome.reason != LEDE_OK) return outcome;
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) {
        pick_bmi2(&head, in + 2 + head.unary, wanted, number, out);
        return outcome;
    }
#endif
    pick_portable(&head, in + 2 + head.unary, wanted, number, out);
    return outcome;
}

// The zeros before a value's end tell the sum of all high parts up to it; low parts are added up.
#define SUMS(name, attribute, popcount, place)                                                        \
    attribute static void name(                                                                       \
        const rice_head *head, const uint32_t *low, const uint16_t *wanted, size_t number,            \
        uint32_t *sums, uint32_t *out) {                                                              \
        size_t word = 0, before = 0, reached = 0, ones;                                               \
        uint32_t sum = 0;                                                                             \
        for (size_t i = 0; i < number; i++) {                                                         \
            const size_t index = wanted[i];                                                           \
            int64_t last = -1;                                                                        \
            if (index > 0) {                                                                          \
                while (before + (ones = popcount(head->words[word])) < index) before += ones, word++; \
                last = (int64_t)(word * 64 + place(head->words[word], (unsigned)(index - 1 - before))); \
            }                                                                                         \
            while (before + (ones = popcount(head->words[word])) <= index) before += ones, word++;    \
            const int64_t end = (int64_t)(word * 64 + place(head->words[word], (unsigned)(index - before))); \
            uint32_t value = (uint32_t)(end - last - 1) << head->width;                               \
            if (head->width > 0) {                                                                    \
                for (; reached < index; reached++) sum += low[reached];                               \
                value |= low[index];                                                                  \
            }                                                                                         \
            sums[i] = sum + (uint32_t)index + ((uint32_t)(last + 1 - (int64_t)index) << head->width); \
            out[i] = value + 1;                                                                       \
        }                                                                                             \
    }

SUMS(sums_portable, , ones_of, place_of_one)
#if LEDE_X86
SUMS(sums_avx2, __attribute__((target("avx2,bmi,bmi2,popcnt"))), ONES, place_of_one_bmi2)
#endif

lede_outcome lede_rice_sums(
    const uint8_t *in, size_t size, const uint16_t *wanted, size_t number, uint32_t *sums, uint32_t *out) {
    rice_head head;
    const lede_outcome outcome = read_head(in, size, LEDE_BLOCK_LENGTH, &head);
    if (outcome.reason != LEDE_OK) return outcome;
    uint32_t low[LEDE_BLOCK_LENGTH];
    if (head.width > 0) lede_unpack(in + 2 + head.unary, head.packed, LEDE_BLOCK_LENGTH, head.width, low);
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) {
        sums_avx2(&head, low, wanted, number, sums, out);
        return outcome;
    }
#endif
    sums_portable(&head, low, wanted, number, sums, out);
    return outcome;
}

lede_outcome lede_rice_decode(const uint8_t *in, size_t size, size_t count, uint32_t *out) {
    rice_head head;
    const lede_outcome outcome = read_head(in, size, count, &head);
    if (outcome.reason != LEDE_OK) return outcome;
    lede_unpack(in + 2 + head.unary, head.packed, count, head.width, out);

    // The end before the first value's, then one a value, then what a whole row writes beyond.
    uint16_t ends[1 + LEDE_BLOCK_LENGTH + 64];
    ends[0] = UINT16_MAX;
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX512) {
        find_ends_avx512(head.words, (head.unary + 7) / 8, ends + 1);
        add_high_avx512(ends + 1, count, head.width, out);
        return outcome;
    }
    if (lede_level() >= LEDE_LEVEL_AVX2) {
        find_ends_avx2(in + 2, head.unary, ends + 1);
        add_high_avx2(ends + 1, count, head.width, out);
        return outcome;
    }
#endif
    find_ends(in + 2, head.unary, ends + 1, count);
    add_high(ends + 1, count, head.width, out);
    return outcome;
}
