// SPDX-License-Identifier: Apache-2.0
// Blocks of ascending document numbers: docs/format/blocks.md.
#include "kernels.h"
#include "lede_scoring.h"

// Header byte of a document block. With bit 7 clear it is a patched block of gaps.
enum { RUN = 0x80, BITSET = 0x81 };
enum { MAX_DOCUMENT = 0x7fffffff };

size_t lede_documents_encode(const uint32_t *documents, size_t count, int64_t after, uint8_t *out) {
    uint32_t gaps[LEDE_BLOCK_LENGTH];
    const uint32_t begin = (uint32_t)(after + 1);
    gaps[0] = documents[0] - begin;
    for (size_t i = 1; i < count; i++) gaps[i] = documents[i] - documents[i - 1] - 1;

    if (documents[count - 1] - documents[0] == count - 1) {
        out[0] = RUN;
        return 1 + lede_put_varint(out + 1, gaps[0]);
    }
    unsigned width;
    const size_t patched = lede_patched_plan(gaps, count, &width);
    const uint32_t first = documents[0] / 64, words = documents[count - 1] / 64 - first + 1;
    const size_t payload = (size_t)words * 8, head = 2 + lede_varint_size(first - begin / 64);
    // Bitsets are joined with others without decoding, so a full block may pay a bit a document for
    // that, and the word that aligning to multiples of 64 can take. A tail has little to gain from it.
    const size_t allowed = count == LEDE_BLOCK_LENGTH ? 32 * ((size_t)width + 1) + 8 : 0;
    if (words <= 128 && (payload <= allowed || head + payload <= patched)) {
        out[0] = BITSET;
        size_t size = 1 + lede_put_varint(out + 1, first - begin / 64);
        out[size++] = (uint8_t)(words - 1);
        memset(out + size, 0, payload);
        for (size_t i = 0; i < count; i++) {
            const uint32_t bit = documents[i] - first * 64;
            out[size + bit / 8] |= (uint8_t)(1u << (bit % 8));
        }
        return size + payload;
    }
    return lede_patched_write(gaps, count, width, out);
}

// Turns the gaps from `i` on into documents in place, the first of which is `next` or later. Returns the bits seen in
// gaps and sums: while all stay below 2^31 nothing can wrap, so looking at the top bit is enough.
static uint32_t add_up_portable(uint32_t *values, size_t i, size_t count, uint32_t next) {
    uint32_t seen = 0;
    for (; i < count; i++) {
        seen |= values[i];
        values[i] += next;
        seen |= values[i];
        next = values[i] + 1;
    }
    return seen;
}

#if LEDE_X86
__attribute__((target("avx2"))) static uint32_t add_up_avx2(uint32_t *values, size_t count, uint32_t begin) {
    const __m256i last = _mm256_set1_epi32(7), half = _mm256_setr_epi32(0, 0, 0, 0, 3, 3, 3, 3);
    const __m256i upper = _mm256_setr_epi32(0, 0, 0, 0, -1, -1, -1, -1), eight = _mm256_set1_epi32(8);
    __m256i carry = _mm256_add_epi32(_mm256_set1_epi32((int)begin), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    __m256i seen = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i row = _mm256_loadu_si256((const __m256i *)(const void *)(values + i));
        seen = _mm256_or_si256(seen, row);
        row = _mm256_add_epi32(row, _mm256_slli_si256(row, 4));
        row = _mm256_add_epi32(row, _mm256_slli_si256(row, 8));
        row = _mm256_add_epi32(row, _mm256_and_si256(_mm256_permutevar8x32_epi32(row, half), upper));
        // The carry waits for one addition a row only: the total does not depend on it.
        const __m256i total = _mm256_add_epi32(_mm256_permutevar8x32_epi32(row, last), eight);
        row = _mm256_add_epi32(row, carry);
        carry = _mm256_add_epi32(carry, total);
        seen = _mm256_or_si256(seen, row);
        _mm256_storeu_si256((__m256i *)(void *)(values + i), row);
    }
    const uint32_t rest = add_up_portable(values, i, count, (uint32_t)_mm256_extract_epi32(carry, 0));
    return rest | (_mm256_movemask_ps(_mm256_castsi256_ps(seen)) ? 1u << 31 : 0);
}

// The row shifted up by so many values, zeros below.
#define LEDE_SHIFTED_UP(row, by, numbers)                                                                               \
    _mm512_maskz_permutexvar_epi32((__mmask16)(0xffffu << (by)), _mm512_sub_epi32(numbers, _mm512_set1_epi32(by)), row)

LEDE_AVX512 static uint32_t add_up_avx512(uint32_t *values, size_t count, uint32_t begin) {
    const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i last = _mm512_set1_epi32(15), sixteen = _mm512_set1_epi32(16);
    __m512i carry = _mm512_add_epi32(_mm512_set1_epi32((int)begin), numbers);
    __m512i seen = _mm512_setzero_si512();
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m512i row = _mm512_loadu_si512(values + i);
        seen = _mm512_or_si512(seen, row);
        row = _mm512_add_epi32(row, LEDE_SHIFTED_UP(row, 1, numbers));
        row = _mm512_add_epi32(row, LEDE_SHIFTED_UP(row, 2, numbers));
        row = _mm512_add_epi32(row, LEDE_SHIFTED_UP(row, 4, numbers));
        row = _mm512_add_epi32(row, LEDE_SHIFTED_UP(row, 8, numbers));
        const __m512i total = _mm512_add_epi32(_mm512_permutexvar_epi32(last, row), sixteen);
        row = _mm512_add_epi32(row, carry);
        carry = _mm512_add_epi32(carry, total);
        seen = _mm512_or_si512(seen, row);
        _mm512_storeu_si512(values + i, row);
    }
    const uint32_t next = (uint32_t)_mm512_cvtsi512_si32(carry);
    return add_up_portable(values, i, count, next) | (_mm512_movepi32_mask(seen) ? 1u << 31 : 0);
}
#endif

static uint32_t add_up(uint32_t *values, size_t count, uint32_t begin) {
#if LEDE_X86
    const int level = lede_level();
    if (level >= LEDE_LEVEL_AVX512) return add_up_avx512(values, count, begin);
    if (level >= LEDE_LEVEL_AVX2) return add_up_avx2(values, count, begin);
#endif
    return add_up_portable(values, 0, count, begin);
}

#if LEDE_X86
// Sixteen bits of a word at once, while as many values have room at `out`.
LEDE_AVX512 static size_t extract_avx512(
    const uint64_t *words, size_t number, uint32_t base, uint32_t *out, size_t count, size_t *done) {
    const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t n = 0, i = 0;
    for (; i < number && n + 64 <= count; i++) {
        const uint64_t word = words[i];
        for (unsigned part = 0; part < 64; part += 16) {
            const __mmask16 bits = (__mmask16)(word >> part);
            const __m512i documents = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)(base + 64 * (uint32_t)i + part)));
            _mm512_storeu_si512(out + n, _mm512_maskz_compress_epi32(bits, documents));
            n += (size_t)__builtin_popcount(bits);
        }
    }
    *done = i;
    return n;
}

// The bits of a byte at once, while eight values have room at `out`.
__attribute__((target("avx2,bmi2,popcnt"))) static size_t extract_avx2(
    const uint8_t *bytes, size_t size, uint32_t base, uint32_t *out, size_t count, size_t *done) {
    size_t n = 0, i = 0;
    for (; i < size && n + 8 <= count; i++) {
        const __m256i wide = _mm256_cvtepu8_epi32(lede_places_of(bytes[i]));
        _mm256_storeu_si256(
            (__m256i *)(void *)(out + n), _mm256_add_epi32(wide, _mm256_set1_epi32((int)(base + 8 * (uint32_t)i))));
        n += (size_t)__builtin_popcount(bytes[i]);
    }
    *done = i;
    return n;
}
#endif

// The documents of a bitset that holds exactly `count`.
static void extract(const uint64_t *words, size_t number, uint32_t base, uint32_t *out, size_t count) {
    const uint8_t *bytes = (const uint8_t *)words;
    size_t n = 0, i = 0;
#if LEDE_X86
    const int level = lede_level();
    if (level >= LEDE_LEVEL_AVX512) {
        n = extract_avx512(words, number, base, out, count, &i);
        i *= 8;
    }
    if (level >= LEDE_LEVEL_AVX2) {
        size_t done;
        n += extract_avx2(bytes + i, number * 8 - i, base + 8 * (uint32_t)i, out + n, count - n, &done);
        i += done;
    }
#endif
    for (; i < number * 8; i++) {
        for (unsigned byte = bytes[i]; byte && n < count; byte &= byte - 1) {
            out[n++] = base + 8 * (uint32_t)i + (uint32_t)__builtin_ctz(byte);
        }
    }
}

// Reads and checks a bitset: its words, their number and the document of the first bit.
static lede_outcome read_bitset(
    const uint8_t *in, size_t size, size_t count, uint32_t begin, uint64_t *aligned, size_t *number, uint32_t *base) {
    size_t position = 1;
    uint32_t skip;
    if (!lede_get_varint(in, size, &position, &skip)) {
        return lede_malformed(1, position >= size ? LEDE_TRUNCATED : LEDE_BAD_DOCUMENT);
    }
    if (position >= size) return lede_malformed(size, LEDE_TRUNCATED);
    const size_t words = (size_t)in[position] + 1;
    const uint64_t first = (uint64_t)begin / 64 + skip;
    if (words > 128) return lede_malformed(position, LEDE_BAD_HEADER);
    if ((first + words) * 64 > (uint64_t)MAX_DOCUMENT + 1) return lede_malformed(1, LEDE_BAD_DOCUMENT);
    position++;
    if (size - position < words * 8) return lede_malformed(size, LEDE_TRUNCATED);
    memcpy(aligned, in + position, words * 8);
    if (lede_popcount(aligned, words) != count) return lede_malformed(position, LEDE_BAD_COUNT);
    // Bits of the first word that lie before the first allowed document.
    if (skip == 0 && aligned[0] & ((1ull << (begin % 64)) - 1)) return lede_malformed(position, LEDE_BAD_DOCUMENT);
    *number = words;
    *base = (uint32_t)first * 64;
    return lede_done(position + words * 8);
}

static lede_outcome decode_bitset(
    const uint8_t *in, size_t size, size_t count, uint32_t begin, uint32_t *out) {
    uint64_t aligned[128];
    size_t words;
    uint32_t base;
    const lede_outcome outcome = read_bitset(in, size, count, begin, aligned, &words, &base);
    if (outcome.reason != LEDE_OK) return outcome;
    extract(aligned, words, base, out, count);
    return outcome;
}

#if LEDE_X86
// Kept apart so that the bit counts are single instructions where the processor has them.
__attribute__((target("popcnt"))) static size_t probe(
    const uint64_t *bits, size_t words, uint32_t base, const uint32_t *wanted, size_t number, uint16_t *here,
    uint16_t *there) {
    uint16_t before[129];
    before[0] = 0;
    for (size_t i = 0; i < words; i++) before[i + 1] = (uint16_t)(before[i] + __builtin_popcountll(bits[i]));
    size_t n = 0;
    for (size_t i = 0; i < number; i++) {
        const uint32_t at = wanted[i] - base;
        if (at >= words * 64) continue;
        const uint64_t word = bits[at / 64];
        here[n] = (uint16_t)i;
        there[n] = (uint16_t)(before[at / 64] + __builtin_popcountll(word & ((1ull << (at % 64)) - 1)));
        n += word >> (at % 64) & 1;
    }
    return n;
}
#endif

static size_t probe_portable(
    const uint64_t *bits, size_t words, uint32_t base, const uint32_t *wanted, size_t number, uint16_t *here,
    uint16_t *there) {
    size_t n = 0, before = 0, word = 0;
    for (size_t i = 0; i < number; i++) {
        if (wanted[i] < base) continue;
        const uint32_t at = wanted[i] - base;
        if (at >= words * 64) break;
        for (; word < at / 64; word++) before += lede_popcount(bits + word, 1);
        const uint64_t below = bits[word] & ((1ull << (at % 64)) - 1);
        here[n] = (uint16_t)i;
        there[n] = (uint16_t)(before + lede_popcount(&below, 1));
        n += bits[word] >> (at % 64) & 1;
    }
    return n;
}

// The last document of a bitset, 0 if it is empty.
static uint32_t last_document(const uint64_t *words, size_t number, uint32_t base) {
    while (number > 0 && words[number - 1] == 0) number--;
    return number == 0 ? 0 : base + (uint32_t)(number * 64 - 1 - (size_t)__builtin_clzll(words[number - 1]));
}

lede_outcome lede_bitset_unite(
    const uint8_t *in, size_t size, size_t count, int64_t after, uint32_t first, uint64_t *bits, size_t number,
    uint32_t *last) {
    uint64_t aligned[128];
    size_t words;
    uint32_t base;
    const lede_outcome outcome = read_bitset(in, size, count, (uint32_t)(after + 1), aligned, &words, &base);
    if (outcome.reason != LEDE_OK) return outcome;
    *last = last_document(aligned, words, base);
    // A word goes to the end of one of the set's and the start of the next; those beyond either end of the set are left out.
    const int64_t offset = (int64_t)base - first;
    const unsigned shift = (unsigned)(offset & 63);
    int64_t at = offset >> 6;
    const int64_t end = (int64_t)number;
    for (size_t i = 0; i < words; i++, at++) {
        if (at >= 0 && at < end) bits[at] |= aligned[i] << shift;
        if (shift > 0 && at + 1 >= 0 && at + 1 < end) bits[at + 1] |= aligned[i] >> (64 - shift);
    }
    return outcome;
}

lede_outcome lede_documents_decode(
    const uint8_t *in, size_t size, size_t count, int64_t after, uint32_t *out) {
    if (size == 0) return lede_malformed(0, LEDE_TRUNCATED);
    const uint32_t begin = (uint32_t)(after + 1);
    if (in[0] == BITSET) return decode_bitset(in, size, count, begin, out);
    if (in[0] == RUN) {
        size_t position = 1;
        uint32_t gap;
        if (!lede_get_varint(in, size, &position, &gap)) {
            return lede_malformed(1, position >= size ? LEDE_TRUNCATED : LEDE_BAD_DOCUMENT);
        }
        if ((uint64_t)begin + gap + count - 1 > MAX_DOCUMENT) return lede_malformed(1, LEDE_BAD_DOCUMENT);
        for (size_t i = 0; i < count; i++) out[i] = begin + gap + (uint32_t)i;
        return lede_done(position);
    }
    const lede_outcome outcome = lede_patched_decode(in, size, count, out);
    if (outcome.reason != LEDE_OK) return outcome;
    const uint32_t seen = add_up(out, count, begin);
    return seen >> 31 ? lede_malformed(0, LEDE_BAD_DOCUMENT) : outcome;
}

// So many documents are looked up in a bitset as it is; for more it is decoded.
enum { MOST_PROBED = 128 };

// Looks documents up in a bitset without decoding it.
static lede_outcome probe_bitset(
    const uint8_t *in, size_t size, size_t count, uint32_t begin, const uint32_t *wanted, size_t number, uint16_t *here,
    uint16_t *there, lede_found *found) {
    uint64_t aligned[128];
    size_t words;
    uint32_t base;
    const lede_outcome outcome = read_bitset(in, size, count, begin, aligned, &words, &base);
    if (outcome.reason != LEDE_OK) return outcome;
    found->last = last_document(aligned, words, base);
    found->decoded = 0;
#if LEDE_X86
    if (lede_level() >= LEDE_LEVEL_AVX2) {
        found->matches = probe(aligned, words, base, wanted, number, here, there);
        return outcome;
    }
#endif
    found->matches = probe_portable(aligned, words, base, wanted, number, here, there);
    return outcome;
}

lede_outcome lede_documents_find(
    const uint8_t *in, size_t size, size_t count, int64_t after, const uint32_t *wanted, size_t number, uint32_t *documents,
    uint16_t *here, uint16_t *there, lede_found *found) {
    if (size > 0 && in[0] == BITSET && number <= MOST_PROBED) {
        return probe_bitset(in, size, count, (uint32_t)(after + 1), wanted, number, here, there, found);
    }
    const lede_outcome outcome = lede_documents_decode(in, size, count, after, documents);
    if (outcome.reason != LEDE_OK) return outcome;
    found->last = documents[count - 1];
    found->decoded = 1;
    found->matches = lede_intersect(wanted, number, documents, count, here, there);
    return outcome;
}
