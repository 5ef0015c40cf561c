// SPDX-License-Identifier: Apache-2.0
// Postings of a rare term in exponential Golomb codes (Teuhola 1978): docs/format/dictionary.md.
#include "kernels.h"

typedef struct {
    const uint8_t *bytes;
    size_t size, at;
} bit_stream;

// The next number, or no more than where it ends (`value` is NULL); false for what takes more than a window of bits, as damage
// does. There are at least eight bytes.
static inline bool next_golomb(bit_stream *s, unsigned order, uint32_t *value) {
    // The last eight bytes serve all that begins in them, so that no load goes beyond the end.
    const size_t byte = s->at >> 3, last = s->size - 8, first = byte < last ? byte : last;
    const size_t passed = s->at - 8 * first;
    uint64_t bits;
    memcpy(&bits, s->bytes + first, 8);
    if (passed >= 64 || (bits >>= passed) == 0) return false;
    const unsigned zeros = (unsigned)__builtin_ctzll(bits), width = zeros + order, used = zeros + 1 + width;
    if (width > 31 || passed + used > 64) return false;
    if (value) {
        const uint32_t one = 1u << width;
        *value = (((uint32_t)(bits >> (zeros + 1)) & (one - 1)) | one) - (1u << order);
    }
    s->at += used;
    return true;
}

bool lede_rare_decode(
    const uint8_t *in, size_t size, size_t count, size_t occurrences, unsigned order, uint32_t limit, bool with_codes,
    uint64_t wanted, uint32_t *documents, uint32_t *frequencies, size_t *bytes) {
    if (size < 8 || order > 31) return false;
    bit_stream s = {in, size, 0};
    uint64_t document = 0;
    size_t left = occurrences;
    uint32_t value;
    for (size_t i = 0; i < count; i++, document++) {
        if (!next_golomb(&s, order, &value)) return false;
        document += value;
        if (document >= limit) return false;
        uint32_t frequency = 1;
        if (occurrences > count) {
            if (!next_golomb(&s, 0, &value)) return false;
            frequency = value + 1;
        }
        if (frequency == 0 || frequency > left) return false;
        left -= frequency;
        uint32_t matching = with_codes ? 0 : frequency;
        for (uint32_t n = 0; n < frequency; n++) {
            if (!next_golomb(&s, LEDE_POSITION_ORDER, NULL)) return false;
            if (!with_codes) continue;
            if (!next_golomb(&s, 0, &value) || value > 63) return false;
            matching += (uint32_t)(wanted >> value) & 1;
        }
        documents[i] = (uint32_t)document;
        frequencies[i] = matching;
    }
    *bytes = (s.at + 7) / 8;
    return left == 0;
}
